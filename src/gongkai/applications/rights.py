"""Who may do what with applications: one table of acts and duties, which acts, pages and tests all read.

The agency is checked by the acts' frame: a duty counts for the agency it is held for, and nothing of one agency reaches another. Whoever
supervises (主管部门工作人员) or administers sees counts and time limits, not who applies.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.agencies.models import Duty

__all__ = ["ACT_NAMES", "RIGHTS", "SEES_PERSONS"]

_CASE = (Duty.CASE,)
_UNIT = (Duty.CASE, Duty.REVIEWER)
_SIGNERS = (Duty.REVIEWER, Duty.HEAD)

_TABLE: Mapping[str, tuple[str, tuple[Duty, ...]]] = {
    "application.register": ("登记申请", _UNIT),
    "application.confirm": ("与申请人确认收到", _UNIT),
    "application.contact_failed": ("登记联系申请人未果", _UNIT),
    "application.sign_for": ("登记签收邮件", _UNIT),
    "application.ask_correction": ("告知补正", _CASE),
    "application.give_time": ("延长补正期限", _CASE),
    "application.take_correction": ("登记收到补正", _CASE),
    "application.ask_reasons": ("要求说明理由", _CASE),
    "application.take_reasons": ("登记理由说明", _CASE),
    "application.reject_reasons": ("认定理由不合理", _UNIT),
    "application.set_delay": ("确定延迟答复的期限", _UNIT),
    "application.consult": ("征求意见", _CASE),
    "application.take_opinion": ("登记收到的意见", _CASE),
    "application.assist": ("内部协查", _CASE),
    "application.ask_extension": ("报请延期", _CASE),
    "application.extend": ("延长答复期限", (Duty.CASE, *_SIGNERS)),
    "application.notify_fee": ("发出收费通知", _UNIT),
    "application.take_payment": ("登记缴费", _CASE),
    "application.search": ("登记检索记录", _CASE),
    "application.draft": ("拟答复", _CASE),
    "application.legal_review": ("法制审核", (Duty.LEGAL,)),
    "application.sign": ("签发答复", _SIGNERS),
    "application.serve": ("登记送达", _CASE),
    "application.give_up": ("按视为放弃结案", _UNIT),
    "application.withdraw": ("登记撤回申请", _CASE),
    "application.archive": ("归档", _CASE),
    "application.correct_record": ("更正办理记录", _UNIT),
    "application.reopen": ("重新办理", _UNIT),
    "application.split": ("拆分申请", _UNIT),
    "application.assign": ("交办申请", _UNIT),
    "application.note": ("办理备注", (*_UNIT, Duty.LEGAL, Duty.HEAD)),
    "application.rectify": ("办理更正申请", _UNIT),
    "application.pass_on": ("转送更正申请", _UNIT),
    "application.make_public": ("转为主动公开", _UNIT),
    "application.reveal": ("查看申请人信息", (*_UNIT, Duty.LEGAL, Duty.HEAD)),
    "application.add_file": ("加入案卷文件", _CASE),
    "application.nil": ("依申请公开零报告", _UNIT),
    "application.nil_withdraw": ("撤销依申请公开零报告", _UNIT),
    "application.import": ("导入申请台账", _UNIT),
    "application.ask_time": ("申请人请求延长补正期限", _CASE),
    "application.report_payment": ("申请人告知已缴费", _CASE),
    "application.acknowledge": ("申请人确认收到", _CASE),
    "application.rate": ("申请人评价", _CASE),
    "application.rotate_keys": ("更换申请人信息的密钥", ()),
}

RIGHTS: Mapping[str, tuple[Duty, ...]] = {act: duties for act, (_, duties) in _TABLE.items()}
"""Act → duties, any of which suffices."""

ACT_NAMES: Mapping[str, str] = {act: name for act, (name, _) in _TABLE.items()}
"""Act → its name in Chinese."""

SEES_PERSONS = RIGHTS["application.reveal"]
"""Who may see whose application it is; others see the kind of applicant only."""
