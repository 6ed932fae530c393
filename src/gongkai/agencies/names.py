"""What the acts of this floor are called in histories."""

from __future__ import annotations

ACT_NAMES = {
    "platform.first_run": "首次设置平台",
    "agency.create": "建立机关",
    "agency.change": "修改机关资料",
    "agency.dissolve": "登记机关撤销",
    "agency.succession": "登记职能承继",
    "person.create": "建立人员账号",
    "person.create_administrator": "建立平台管理员账号",
    "person.change": "修改人员资料",
    "person.close": "停用账号",
    "person.open": "恢复账号",
    "person.password_reset": "重设密码",
    "person.password_change": "修改自己的密码",
    "role.give": "授予职责",
    "role.take": "取消职责",
    "deputy.set": "设置代理",
    "deputy.end": "结束代理",
    "login.done": "登录",
    "login.ended": "退出登录",
    "login.failed": "登录失败",
    "login.locked": "登录锁定",
}
