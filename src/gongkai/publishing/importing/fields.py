"""The columns a file of items may have: their stable names, their Chinese headings, and what to write in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FIELDS", "NAMES", "REMARKS", "REQUIRED", "Field", "UnknownColumns", "headings"]


@dataclass(frozen=True)
class Field:
    """A column of the file: the name commands use, the heading officers use, what goes in, an example, how many signs fit (0: any)."""

    name: str
    label: str
    help: str
    example: str = ""
    longest: int = 0
    required: bool = False


FIELDS = (
    Field("agency", "机关", "统一社会信用代码，或者机关全称", "示例市清河区司法局", required=True),
    Field(
        "column",
        "栏目",
        "从本机关平台往下各级栏目的名称，中间用“/”隔开；栏目要先开设好",
        "法定主动公开内容/机构职能",
        required=True,
    ),
    Field("title", "标题", "信息的标题", "示例市清河区司法局机构职能", 255, required=True),
    Field(
        "body_html",
        "正文",
        "网页（HTML）或者纯文字；表格、图片、附件链接保留，程序、样式去掉",
        "<p>……</p>",
        2_000_000,
    ),
    Field("document_number", "文号", "发文字号；写了文号的作为政策文件导入", "清司发〔2022〕3号", 100),
    Field("index_number", "索引号", "原来的索引号；不写的，入库时按本机关的规则编号", "QHSF/2022-00012", 60),
    Field("formed_on", "成文日期", "YYYY-MM-DD", "2022-03-01"),
    Field(
        "published_at",
        "发布时间",
        "YYYY-MM-DD HH:MM（北京时间）。写了过去时间的，作为历史信息，批准后按原来的时间公开；不写的成为草稿",
        "2022-03-02 09:30",
    ),
    Field("validity", "有效性", "有效、已修改、部分失效、废止、失效，或者不写", "有效"),
    Field("theme", "主题分类", "本机关目录里的主题", "司法", 100),
    Field("keywords", "关键词", "几个词之间用逗号分开", "机构设置,联系方式", 200),
    Field(
        "attachments", "附件", "附件文件夹（或者压缩包）里的路径，几个附件之间用分号分开", "2022/附件1.pdf"
    ),
    Field(
        "old_url",
        "原网址",
        "信息在原来网站上的地址，最好写全；以后打开原网址，自动转到新网址",
        "/art/2022/3/2/art_1.html",
        255,
    ),
)
"""In the order of the template."""

NAMES = frozenset(one.name for one in FIELDS)
REQUIRED = tuple(one.name for one in FIELDS if one.required)
REMARKS = ("原行号", "说明")
"""Headings of the list of refused rows; when it is mended and brought again they are passed over."""

_BY_HEADING = {heading: one.name for one in FIELDS for heading in (one.name, one.label)}


class UnknownColumns(ValueError):
    """A first row that cannot be used; `message` names in Chinese what is wrong and what may stand there."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def headings(cells: Sequence[str], *, without: frozenset[str] = frozenset()) -> dict[int, str]:
    """Give the field's name for each place of the first row. `without` names required fields that may be missing here.

    Raises `UnknownColumns` for headings nobody knows, headings that come twice, and required ones that are missing.
    """
    found: dict[int, str] = {}
    unknown, twice = [], []
    for place, cell in enumerate(cells):
        heading = " ".join(cell.lstrip("\ufeff").split())
        if not heading or heading in REMARKS:
            continue
        name = _BY_HEADING.get(heading) or _BY_HEADING.get(heading.lower())
        if name is None:
            unknown.append(heading[:30])
        elif name in found.values():
            twice.append(heading)
        else:
            found[place] = name
    known = "、".join(f"{one.name}（{one.label}）" for one in FIELDS)
    if unknown:
        raise UnknownColumns(f"有不认识的列：{'、'.join(unknown[:10])}。可以用的列有：{known}。")
    if twice:
        raise UnknownColumns(f"有重复的列：{'、'.join(twice)}。每一列只能出现一次。")
    missing = [one for one in FIELDS if one.required and one.name not in {*found.values(), *without}]
    if missing:
        words = "、".join(f"{one.name}（{one.label}）" for one in missing)
        raise UnknownColumns(f"第一行缺少必须有的列：{words}。第一行应写明各列的名称：{known}。")
    return found
