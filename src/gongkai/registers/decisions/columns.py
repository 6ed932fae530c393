"""The columns of the tables agencies keep for 双公示 (行政许可、行政处罚 made public on two sites), by their many names.

Names as in 发改办财金〔2018〕1171号's tables (as agencies have them; the notice's text was 未核实), with what exports of local
systems call them. Columns about the people behind a party (法定代表人, 证件号码) are known in order to be passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.registers.models.decisions import DecisionKind

__all__ = ["FIELDS", "REMARKS", "Column", "Head", "NoHead", "find_head", "template_headings"]

REMARKS = ("原行号", "要改正的问题")
"""Headings of the list of rows to mend; passed over when it is brought again."""

_LOOKED_AT = 30
"""Rows from the top among which the headings are looked for: titles and dates may stand above."""
_KINDS = {
    "行政许可": DecisionKind.PERMIT,
    "许可": DecisionKind.PERMIT,
    "行政处罚": DecisionKind.PENALTY,
    "处罚": DecisionKind.PENALTY,
    "行政强制": DecisionKind.COMPULSION,
    "强制": DecisionKind.COMPULSION,
}


@dataclass(frozen=True)
class Column:
    """A field of the register: its stable name, its heading in our template, and other names it goes by.

    `{}` in a name stands for the kind (行政许可, 许可, …), which a table may say or leave out.
    """

    name: str
    heading: str
    others: tuple[str, ...] = ()
    required: bool = False
    kinds: tuple[DecisionKind, ...] = tuple(DecisionKind)


_PERMIT, _PENALTY, _COMPULSION = DecisionKind.PERMIT, DecisionKind.PENALTY, DecisionKind.COMPULSION
FIELDS = (
    Column(
        "number",
        "{}决定书文号",
        (
            "{}决定文书号",
            "{}决定文号",
            "{}决定书号",
            "{}文号",
            "{}文书号",
            "{}决定书编号",
            "{}案号",
            "决定书文书号",
            "文书编号",
        ),
        required=True,
    ),
    Column(
        "decided_on",
        "{}决定日期",
        ("{}决定书日期", "{}日期", "{}决定时间", "作出{}决定日期", "作出{}决定的日期", "{}决定作出日期"),
        required=True,
    ),
    Column(
        "party_name",
        "行政相对人名称",
        ("相对人名称", "{}相对人名称", "行政相对人", "当事人名称", "当事人", "被{}人", "被{}人名称"),
    ),
    Column("party", "行政相对人类别", ("相对人类别", "行政相对人类型", "相对人类型", "当事人类别")),
    Column(
        "party_code",
        "统一社会信用代码",
        (
            "行政相对人代码_1(统一社会信用代码)",
            "行政相对人代码1(统一社会信用代码)",
            "行政相对人统一社会信用代码",
            "相对人统一社会信用代码",
            "社会信用代码",
            "信用代码",
        ),
    ),
    Column(
        "subject",
        "许可事项",
        ("许可事项名称", "行政许可事项", "{}决定文书名称", "{}决定书名称", "项目名称", "事项名称", "事项"),
        kinds=(_PERMIT,),
    ),
    Column("result", "许可内容", ("行政许可内容", "决定内容", "许可决定内容"), kinds=(_PERMIT,)),
    Column("subject", "违法行为类型", ("违法行为", "案由", "案件名称", "事项"), kinds=(_PENALTY,)),
    Column("category", "处罚类别", ("处罚种类", "行政处罚类别", "行政处罚种类"), kinds=(_PENALTY,)),
    Column("result", "处罚内容", ("行政处罚内容", "处罚结果", "决定内容"), kinds=(_PENALTY,)),
    Column("basis", "处罚依据", ("行政处罚依据", "依据", "法律依据"), kinds=(_PENALTY,)),
    Column("fine", "罚款金额（万元）", ("罚款金额", "罚款(万元)", "罚没金额(万元)"), kinds=(_PENALTY,)),
    Column(
        "confiscated",
        "没收违法所得、没收非法财物的金额（万元）",
        ("没收违法所得没收非法财物的金额(万元)", "没收金额(万元)", "没收违法所得(万元)"),
        kinds=(_PENALTY,),
    ),
    Column("subject", "强制措施种类", ("强制种类", "行政强制种类", "强制事项", "事项"), kinds=(_COMPULSION,)),
    Column("result", "强制内容", ("行政强制内容", "决定内容", "强制结果"), kinds=(_COMPULSION,)),
    Column("basis", "强制依据", ("行政强制依据", "依据", "法律依据"), kinds=(_COMPULSION,)),
    Column("basis", "许可依据", ("行政许可依据", "依据", "法律依据"), kinds=(_PERMIT,)),
    Column("organ", "{}机关", ("{}机关名称", "作出决定机关", "决定机关", "实施机关", "执法机关")),
    Column(
        "organ_code",
        "{}机关统一社会信用代码",
        ("{}机关代码", "决定机关统一社会信用代码", "机关统一社会信用代码"),
    ),
)
"""In the order of the template. Required are the number and the day: without them nothing can be counted."""

_PASSED_OVER = (
    "序号",
    "编号",
    "备注",
    "区域",
    "法定代表人",
    "法定代表人姓名",
    "法定代表人(负责人)姓名",
    "法定代表人证件类型",
    "法定代表人证件号码",
    "法定代表人身份证号",
    "证件类型",
    "证件号码",
    "身份证号",
    "身份证号码",
    "居民身份证号",
    "联系电话",
    "地址",
    "工商注册号",
    "工商登记码",
    "组织机构代码",
    "税务登记号",
    "事业单位证书号",
    "社会组织登记证号",
    "行政相对人代码_2(工商注册号)",
    "行政相对人代码_3(组织机构代码)",
    "行政相对人代码_4(税务登记号)",
    "行政相对人代码_5(事业单位证书号)",
    "行政相对人代码_6(社会组织登记证号)",
    "违法事实",
    "主要违法事实",
    "许可类别",
    "审核类型",
    "许可证书名称",
    "许可编号",
    "许可证书编号",
    "暂扣或吊销证照名称及编号",
    "有效期",
    "有效期自",
    "有效期至",
    "{}有效期",
    "{}截止期",
    "公示期限",
    "公示截止期",
    "公示日期",
    "当前状态",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "数据更新时间戳",
    "入库时间",
    "创建时间",
    "更新时间",
    "登记时间",
    "决定书内容",
    "处罚名称",
    "处罚事由",
    "履行方式",
    "履行期限",
    *REMARKS,
)


@dataclass(frozen=True)
class Head:
    """What the headings say: the row after which data begin, the place of each field, and the columns not used, by name."""

    last_row: int
    places: dict[str, int]
    unknown: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)


class NoHead(ValueError):
    """A table without the columns that are needed; `message` says in Chinese what is missing and what was found."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def plain_heading(text: str) -> str:
    """Give a heading as it is compared: half-width, without blanks, stars and words of advice at its end."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub("[\\s*\ufeff:、,]", "", folded)
    return re.sub(r"\((必填|选填|必填项|选填项|条件必填)\)$", "", folded)


def template_headings(kind: str) -> list[str]:
    """List the headings of the empty table of a kind."""
    word = DecisionKind(kind).label
    return [one.heading.replace("{}", word) for one in FIELDS if kind in one.kinds]


def find_head(rows: Sequence[tuple[int, Sequence[str]]], kind: str) -> Head:
    """Find the headings among the first rows, alone or in two rows one above the other. Raises `NoHead`."""
    names = _names(kind)
    top = [(number, cells) for number, cells in rows[:_LOOKED_AT] if any(cells)]
    best: tuple[int, int, list[tuple[str, ...]]] = (0, 0, [])
    for index, (number, cells) in enumerate(top):
        single = [(cell,) if cell else () for cell in cells]
        best = max(best, (_score(single, names), -number, single), key=lambda one: one[:2])
        if index + 1 < len(top):
            double = _two_rows(cells, top[index + 1][1])
            # two rows only where the second says more, else the first row of data would be taken for headings
            better = (_score(double, names) - 1, -top[index + 1][0], double)
            best = max(best, better, key=lambda one: one[:2])
    _, last_row, cells_of_head = best
    if not cells_of_head:
        raise NoHead(_missing(kind, _REQUIRED, [cell for _, cells in top[:1] for cell in cells if cell]))
    return _head(cells_of_head, -last_row, kind, names)


_REQUIRED = tuple(one for one in FIELDS if one.required)


def _head(cells: list[tuple[str, ...]], last_row: int, kind: str, names: dict[str, str]) -> Head:
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    unknown, twice = [], []
    for place, words in enumerate(cells):
        name = _name(words, names)
        shown = (words[-1] if words else "").strip()
        if name is None and shown:
            unknown.append(shown[:20])
        elif name and name in places:
            twice.append(shown[:20])
        elif name:
            places[name], headings[name] = place, shown
    missing = [one for one in _REQUIRED if one.name not in places]
    if missing:
        if other := _other_kind(cells, kind):
            raise NoHead(f"这像是{other.label}的表，您选的是{DecisionKind(kind).label}；请改选种类再导入。")
        raise NoHead(_missing(kind, missing, [words[-1] for words in cells if words]))
    if twice:
        raise NoHead(f"有意思相同的列：{'、'.join(twice[:5])}。同一项内容只能有一列，请删去多余的列再导入。")
    return Head(last_row, places, tuple(unknown), headings)


def _missing(kind: str, missing: Sequence[Column], found: Sequence[str]) -> str:
    word = DecisionKind(kind).label
    wanted = "、".join(f"“{one.heading.replace('{}', word)}”" for one in missing)
    seen = "、".join(one.strip()[:12] for one in found[:10]) or "没有读到列名"
    return f"缺少必须有的列：{wanted}。读到的列有：{seen}{'等' if len(found) > 10 else ''}。可以下载空表，照着列名填。"


def _names(kind: str) -> dict[str, str]:
    """Give the field of each known heading of a kind, "" for those passed over."""
    words = ["", *(word for word, one in _KINDS.items() if one == kind)]
    found = {plain_heading(one.replace("{}", word)): "" for one in _PASSED_OVER for word in words}
    for column in FIELDS:
        if kind in column.kinds:
            for pattern in (column.heading, *column.others):
                found |= {plain_heading(pattern.replace("{}", word)): column.name for word in words}
    return found


def _other_kind(cells: list[tuple[str, ...]], kind: str) -> DecisionKind | None:
    for other in DecisionKind:
        if other != kind:
            names = _names(other)
            found = {_name(words, names) for words in cells}
            if {one.name for one in _REQUIRED} <= found:
                return other
    return None


def _name(words: tuple[str, ...], names: dict[str, str]) -> str | None:
    """Give the field for the words above a column (outermost first): both together, or the innermost alone."""
    if not words:
        return None
    both = names.get(plain_heading("".join(words)))
    return both if both is not None else names.get(plain_heading(words[-1]))


def _score(cells: list[tuple[str, ...]], names: dict[str, str]) -> int:
    found = [_name(words, names) for words in cells]
    fields = {one for one in found if one}
    # a row of words is a row of headings when it names at least two columns of the form
    count = len(fields) * 2 + sum(one is not None for one in found)
    return count if fields and sum(one is not None for one in found) > 1 else 0


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """Lay a row of headings over another: what stands above several columns holds for each of them."""
    found: list[tuple[str, ...]] = []
    above = ""
    for place in range(max(len(upper), len(lower))):
        own = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        above = own or above
        if below:
            found.append((above, below) if above else (below,))
        else:
            found.append((own,) if own else ())
    return found
