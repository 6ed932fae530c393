"""The settings an installation may make, each an environment variable with its meaning; docs/settings.md is made of them.

`python -m gongkai.project.environment` prints that page. Nothing here needs Django.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class SettingError(ValueError):
    """A variable whose value cannot be used; `message` is Chinese and names the variable."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _text(value: str) -> str:
    return value.strip()


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]


def _switch(value: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "on": True,
        "yes": True,
        "0": False,
        "false": False,
        "off": False,
        "no": False,
    }
    if value.strip().lower() not in known:
        raise ValueError("应为 1（开）或者 0（关）")
    return known[value.strip().lower()]


def _number(value: str) -> int:
    if not value.strip().isdecimal():
        raise ValueError("应为不小于0的整数")
    return int(value)


def _pairs(value: str) -> dict[str, str]:
    found = dict(part.split("=", 1) for part in _list(value) if "=" in part)
    if len(found) != len(_list(value)):
        raise ValueError("应写成 名称=取值，用逗号隔开")
    return found


def _smtp(value: str) -> dict[str, Any]:
    """Read the address of a mail server into Django's settings; {} for none."""
    if not value.strip():
        return {}
    found = urlsplit(value.strip())
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if found.scheme not in ports or not found.hostname:
        raise ValueError("应写成 smtp://用户:密码@主机:端口")
    return {
        "host": found.hostname,
        "port": found.port or ports[found.scheme],
        "user": unquote(found.username or ""),
        "password": unquote(found.password or ""),
        "tls": found.scheme == "smtp+tls",
        "ssl": found.scheme == "smtps",
    }


def _path(value: str) -> Path:
    return Path(value).expanduser()


@dataclass(frozen=True)
class Variable:
    """One variable: name, default as one would write it, meaning in Chinese, and how its value is read."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any] = _text


VARIABLES = (
    Variable("GONGKAI_HOME", "~/.local/share/gongkai", "存放数据的文件夹：数据库、上传的文件、密钥", _path),
    Variable(
        "DATABASE_URL",
        "",
        "数据库地址，如 postgres://用户:密码@主机:5432/gongkai；不写则用 GONGKAI_HOME 里的 SQLite 数据库",
    ),
    Variable("GONGKAI_SECRET_KEY", "", "签名用的密钥；不写则第一次运行时生成，存于 GONGKAI_HOME/secret_key"),
    Variable(
        "GONGKAI_PERSONAL_KEYS",
        "",
        "加密申请人信息的密钥文件，应放在数据库和它的备份以外；不写则第一次用到时生成，存于 GONGKAI_HOME/personal_keys",
    ),
    Variable(
        "GONGKAI_COUNTING",
        "",
        "年报表三的统计口径，国家格式没有明写的部分：reopened=same_year（重新答复的，同年以最终答复为准）或 first（以首次为准）、"
        "closed_on=decided（按作出之日）或 effective（按送达之日）、split=each（拆分的每件计）或 once（计一件），用逗号隔开；"
        "改后运行 gongkai cases recompute",
        _pairs,
    ),
    Variable("GONGKAI_HOSTS", "127.0.0.1,localhost", "网站的域名，用逗号隔开", _list),
    Variable("GONGKAI_SITE_URL", "http://127.0.0.1:8000", "网站对外的地址，用于网页中的完整链接"),
    Variable(
        "GONGKAI_HTTPS",
        "0",
        "网站经 HTTPS 访问时设为 1：会话只经加密连接传送，并要求浏览器总用 HTTPS",
        _switch,
    ),
    Variable("GONGKAI_PROXY", "0", "前面有 nginx 等反向代理、并由它设置 X-Forwarded-Proto 时设为 1", _switch),
    Variable("GONGKAI_DEBUG", "0", "开发时设为 1：出错时显示详情。正式运行必须为 0", _switch),
    Variable("GONGKAI_UPLOAD_MB", "50", "上传的单个文件最多多少兆字节", _number),
    Variable(
        "GONGKAI_BACKUPS",
        "本机的数据库和文件备份，由安装人员保管",
        "备份放在哪里、由谁保管；清除不应上传的内容时，记录里写明这些备份还须处理",
    ),
    Variable(
        "GONGKAI_CACHE_MB",
        "64",
        "每个应答网页的进程在内存里存放公开网页，最多多少兆字节；0 为不存放",
        _number,
    ),
    Variable(
        "GONGKAI_CACHE_URL",
        "",
        "几台主机共用一个 Redis 存放公开网页时写它的地址，如 redis://127.0.0.1:6379/0；不写则各进程存放各自的",
    ),
    Variable(
        "GONGKAI_PUBLISH_TO",
        "",
        "发布成静态文件的去处：文件夹，或者 s3://桶/前缀；写了以后，每次发布、撤回都由后台进程更新那里的文件",
    ),
    Variable(
        "GONGKAI_S3_ENDPOINT",
        "",
        "静态文件发布到 S3 兼容的存储时，存储服务的地址；密钥按 AWS 的惯例写在 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY",
    ),
    Variable(
        "GONGKAI_OFFICE_HOST",
        "",
        "后台专用的域名：写了以后后台只在这个域名上应答，其他域名上只有公开的网页",
    ),
    Variable("GONGKAI_LOCKOUT", "5", "连续输错几次密码后锁定登录", _number),
    Variable("GONGKAI_LOCKOUT_MINUTES", "15", "登录锁定多少分钟", _number),
    Variable(
        "GONGKAI_ADMIN_PASSWORD",
        "",
        "`gongkai createadmin` 所建账号的密码，供自动安装用；不写则当面输入。只在运行这条命令时设置，不要写进服务的环境",
        str,
    ),
    Variable(
        "GONGKAI_ONLINE_APPLICATIONS",
        "1",
        "是否开通网上申请；为 0 时，依申请公开栏目只说明怎样当面、邮寄申请，已经提交的仍可查询",
        _switch,
    ),
    Variable("GONGKAI_DRAFT_DAYS", "30", "没有提交的申请草稿，自最后一次修改起保留多少天", _number),
    Variable("GONGKAI_APPLY_PER_HOUR", "20", "同一来源每小时最多提交几件网上申请；0 为不限", _number),
    Variable(
        "GONGKAI_GUESSES_PER_HOUR", "20", "同一来源每小时最多输错几次申请编号和查询码、验证问题", _number
    ),
    Variable(
        "GONGKAI_SMTP",
        "",
        "告知申请人有新进展的邮件服务器，如 smtp://用户:密码@主机:25；smtp+tls:// 为 STARTTLS，smtps:// 为全程加密；"
        "用户名、密码里的特殊字符按网址写法转义。不写则不发邮件",
        _smtp,
    ),
    Variable("GONGKAI_MAIL_FROM", "gongkai@localhost", "发邮件用的地址"),
    Variable("GONGKAI_SMS_URL", "", "短信网关的地址，以 POST 提交；不写则不发短信"),
    Variable(
        "GONGKAI_SMS_BODY",
        '{"phone": "{phone}", "text": "{text}"}',
        "提交给短信网关的内容，{phone} 换成手机号，{text} 换成短信；以 { 开头的按 JSON，其余按网页表单",
    ),
    Variable("GONGKAI_SMS_AUTHORIZATION", "", "提交给短信网关的 Authorization 请求头", str),
    Variable("GONGKAI_SESSION_HOURS", "8", "后台登录多少小时后须重新登录", _number),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def value(name: str, environment: Mapping[str, str] | None = None) -> Any:
    """Give the value of a variable of `VARIABLES`, its default where it is not set. Raises `SettingError`."""
    variable = _BY_NAME[name]
    text = (os.environ if environment is None else environment).get(name, variable.default)
    try:
        return variable.read(text)
    except ValueError as error:
        raise SettingError(f"环境变量 {name} 的值“{text}”不能用：{error}") from error


def home() -> Path:
    """Give the installation's data folder, made if it is missing, readable by its owner only."""
    folder: Path = value("GONGKAI_HOME").absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key() -> str:
    """Give the secret key: from the environment, else from the data folder, where it is made on first run and kept."""
    if given := value("GONGKAI_SECRET_KEY"):
        return str(given)
    path = home() / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()


def page() -> str:
    """Write docs/settings.md."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else '（空）'} | {one.meaning} |"
        for one in VARIABLES
    ]
    head = [
        "# 设置",
        "",
        "全部设置都是环境变量；不设置也能运行。这一页由 `python -m gongkai.project.environment` 生成。",
        "",
        "| 变量 | 默认值 | 含义 |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


if __name__ == "__main__":
    print(page(), end="")
