"""The small file (TOML) that says which lists of the old site are fetched, and into which columns of ours they go."""

from __future__ import annotations

import ipaddress
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector, SelectorError

__all__ = ["TEMPLATE", "Column", "Mapping", "Unusable", "host_of", "read_mapping"]

TEMPLATE = """\
# 旧网站栏目对照表：gongkai import crawl 这个文件 --out 文件夹
agency = "示例市清河区司法局"            # 机关的全称或者统一社会信用代码

# 以下都可以不写
contact = ""                             # 联系方式，写进请求里，让旧网站的管理员找得到人
delay = 1.0                              # 两次请求之间至少隔几秒
hosts = []                               # 除了列表所在的主机，还可以从哪些主机取附件和图片
private_hosts = []                       # 旧网站的域名指向内网地址的，在这里写出域名
most_mb = 50                             # 单个附件最大多少兆

[[column]]
list = "http://www.example.gov.cn/col/col12/index.html"   # 旧栏目列表的第一页
column = "法定主动公开内容/机构职能"                      # 放到新平台的哪个栏目

# 认不出来时再写（CSS 选择器；next 是第二页起的地址，{n} 是页码，first 是第二页的页码）
# next = "index_{n}.html"
# first = 1
# pages = 500
# items = "ul.list li a"
# title = "h1"
# date = ".time"
# number = ".wenhao"
# body = "#content"
# attachments = ".fujian a"
"""

_SELECTORS = ("items", "title", "date", "number", "body", "attachments")
_LEAST_DELAY = 0.2


class Unusable(ValueError):
    """A mapping that cannot be used; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Column:
    """One list of the old site: its first page, our column, how its pages go on, and CSS selectors where detection fails."""

    list: str
    column: str
    next: str = ""
    first: int = 1
    pages: int = 500
    items: str = ""
    title: str = ""
    date: str = ""
    number: str = ""
    body: str = ""
    attachments: str = ""


@dataclass(frozen=True)
class Mapping:
    """What is fetched. `delay` and `retry_wait` in seconds; `hosts` may be asked, `private` of them may lie in an inner net."""

    agency: str
    columns: tuple[Column, ...]
    hosts: frozenset[str]
    private: frozenset[str]
    contact: str = ""
    delay: float = 1.0
    retry_wait: float = 2.0
    most_mb: int = 50
    most_items: int = 20_000
    source: dict[str, Any] = field(default_factory=dict, compare=False)


def host_of(address: str) -> str:
    """Give the host of an address with its port, "" for none; the port is left out where it is the scheme's own."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    own = {"http": 80, "https": 443}[parts.scheme]
    return parts.hostname if port in (None, own) else f"{parts.hostname}:{port}"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping. Raises `Unusable`."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unusable("对照表应存为UTF-8编码") from error
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"对照表写得不对：{_where(error)}；文字要放在双引号里，井号后面是说明") from error
    known = {"agency", "column", "hosts", "private_hosts", *(one.name for one in fields(Mapping))}
    known -= {"columns", "private", "source"}
    if unknown := sorted(set(given) - known):
        raise Unusable(f"对照表里有不认识的项：{'、'.join(unknown)}")
    agency = given.get("agency")
    if not isinstance(agency, str) or not agency.strip():
        raise Unusable("对照表里没有写agency（机关）")
    columns = given.get("column")
    if not isinstance(columns, list) or not columns:
        raise Unusable("对照表里没有一个[[column]]（栏目）")
    read = tuple(_column(number, one) for number, one in enumerate(columns, 1))
    starts = {host_of(one.list) for one in read}
    private = frozenset(_words(given, "private_hosts")) | {host for host in starts if _is_literal(host)}
    return Mapping(
        agency.strip(),
        read,
        frozenset(starts | set(_words(given, "hosts")) | private),
        private,
        contact=str(given.get("contact", "")).strip(),
        delay=_delay(given, starts),
        retry_wait=_number(given, "retry_wait", 2.0, 0.0, 600.0),
        most_mb=int(_number(given, "most_mb", 50, 1, 500)),
        most_items=int(_number(given, "most_items", 20_000, 1, 1_000_000)),
        source=given,
    )


def _column(number: int, given: Any) -> Column:
    where = f"第{number}个栏目"
    if not isinstance(given, dict):
        raise Unusable(f"{where}应写成[[column]]")
    known = {one.name for one in fields(Column)}
    if unknown := sorted(set(given) - known):
        raise Unusable(f"{where}有不认识的项：{'、'.join(unknown)}")
    for name in ("list", "column"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise Unusable(f"{where}没有写{name}")
    for name in known - {"first", "pages"}:
        if not isinstance(given.get(name, ""), str):
            raise Unusable(f"{where}的{name}应是放在双引号里的文字")
    if not host_of(given["list"].strip()):
        raise Unusable(f"{where}的list应是以http://或者https://开头的网址")
    if (given.get("next") or "{n}") and "{n}" not in (given.get("next") or "{n}"):
        raise Unusable(f"{where}的next里应有{{n}}，代表页码")
    for name in _SELECTORS:
        if given.get(name):
            try:
                CSSSelector(given[name])
            except (SelectorError, ValueError) as error:
                raise Unusable(f"{where}的{name}不是CSS选择器：{given[name]}") from error
    return Column(
        **{name: given[name].strip() for name in known - {"first", "pages"} if name in given},
        first=int(_number(given, "first", 1, 0, 100_000)),
        pages=int(_number(given, "pages", 500, 1, 100_000)),
    )


def _words(given: dict[str, Any], name: str) -> list[str]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Unusable(f'{name}应写成["主机", …]')
    return [one.strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/") for one in found]


def _number(given: dict[str, Any], name: str, usual: float, least: float, most: float) -> float:
    value = given.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Unusable(f"{name}应是{least:g}到{most:g}之间的数")
    return float(value)


def _delay(given: dict[str, Any], starts: set[str]) -> float:
    """Read the pause between requests; only a site on this very machine may be asked without one."""
    here = all(_is_loopback(host) for host in starts)
    return _number(given, "delay", 1.0, 0.0 if here else _LEAST_DELAY, 60.0)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.rpartition(":")[0] or host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0] or host
    return _is_literal(host) and ipaddress.ip_address(name).is_loopback


def _where(error: tomllib.TOMLDecodeError) -> str:
    words = str(error)
    return f"（{words[words.find('(at') :].strip('()')}）" if "(at" in words else "看不懂"
