"""The registers of decisions and of fees as open data: whole for the office, and what of it the public may have.

Of a natural person the register keeps neither name nor number; words about one (事项, 决定内容) may still name somebody, so the public file
leaves them out, as it does every cell with an ID or mobile number. A short name of a 个体工商户 is mostly its owner's. What was changed,
revoked or taken back (行政处罚法第四十八条), never public or recorded by mistake is not in the public file at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.files.reading.numbers import is_id_number
from gongkai.registers.models import Decision, Fee
from gongkai.registers.models.decisions import DecisionKind

from .queries import listed
from .values import holds_personal_number

__all__ = [
    "DECISION_COLUMNS",
    "FEE_COLUMNS",
    "LEFT_OUT",
    "MEANINGS",
    "PUBLIC_DECISION_COLUMNS",
    "PUBLIC_FEE_COLUMNS",
    "PublicRows",
    "decision_rows",
    "fee_rows",
    "public_decisions",
    "public_fees",
]

PUBLIC_DECISION_COLUMNS = (
    "种类", "决定书文号", "决定日期", "事项", "行政相对人类别", "行政相对人名称", "统一社会信用代码", "决定内容", "依据", "罚没金额（万元）",
)  # fmt: skip
DECISION_COLUMNS = (
    *PUBLIC_DECISION_COLUMNS,
    "变更撤销日期", "公开信息撤回日期", "没有公开过", "作废", "作废理由", "导入的文件", "登记时间",
)  # fmt: skip
PUBLIC_FEE_COLUMNS = ("年度", "收费项目", "收费金额（万元）")
FEE_COLUMNS = (*PUBLIC_FEE_COLUMNS, "数据来源", "作废", "登记时间")
MEANINGS = {
    "种类": "行政许可、行政处罚",
    "决定书文号": "决定书的文号，年份用六角括号",
    "决定日期": "作出决定的日期，YYYY-MM-DD",
    "事项": "许可的事项或者案由；相对人不是单位的不列",
    "行政相对人类别": "自然人、个体工商户、法人及非法人组织；没有登记的为空",
    "行政相对人名称": "单位的名称；自然人不列，字号不超过四个字的个体工商户不列",
    "统一社会信用代码": "单位的统一社会信用代码，18位",
    "决定内容": "许可或者处罚的内容；相对人不是单位的不列",
    "依据": "作出决定的依据",
    "罚没金额（万元）": "罚款和没收的合计，单位万元；没有的为空",
    "年度": "收费的年度",
    "收费项目": "行政事业性收费目录中的项目",
    "收费金额（万元）": "全年收费金额，单位万元",
}
"""What each public column says."""
LEFT_OUT = "（不列）"
_LONGEST_OWN_NAME = 4


@dataclass
class PublicRows:
    """The rows of a public file, and how many cells were left out of it because a person could be known by them."""

    rows: list[list[str]]
    left_out: int = 0


def decision_rows(found: Iterable[Decision]) -> Iterator[list[str]]:
    """Give decisions as the office's table has them; `batch` should be fetched with them."""
    for one in found:
        yield [
            *_plain(one),
            _day(one.changed_on),
            _day(one.withdrawn_on),
            _yes(one.never_public),
            _yes(one.void),
            one.void_reason,
            one.batch.name if one.batch else "",
            _moment(one.recorded_at),
        ]


def fee_rows(found: Iterable[Fee]) -> Iterator[list[str]]:
    """Give fees as the office's table has them."""
    for one in found:
        yield [
            str(one.year),
            one.name,
            _amount(one.amount),
            one.source,
            _yes(one.void),
            _moment(one.recorded_at),
        ]


def public_decisions(agency: Agency, kind: str, year: int) -> PublicRows:
    """Give the decisions of a kind and year that stand and were not taken back, without anything a person could be known by."""
    found = (
        listed(agency, kind)
        .filter(decided_on__year=year, void=False, changed_on=None, withdrawn_on=None, never_public=False)
        .order_by("decided_on", "pk")
    )
    made = PublicRows([])
    for one in found.iterator():
        made.rows.append(_public(one, made))
    return made


def public_fees(agency: Agency, year: int) -> PublicRows:
    """Give the fee income of a year."""
    found = Fee.objects.for_agency(agency.pk).filter(year=year, void=False).order_by("name", "pk")
    return PublicRows([[str(one.year), one.name, _amount(one.amount)] for one in found])


def _public(one: Decision, made: PublicRows) -> list[str]:
    row = dict(zip(PUBLIC_DECISION_COLUMNS, _plain(one), strict=True))
    hidden = set()
    if one.party == Decision.Party.SOLE and len(one.party_name) <= _LONGEST_OWN_NAME:
        hidden.add("行政相对人名称")
    elif one.party not in (Decision.Party.BODY, Decision.Party.SOLE):
        hidden |= {"行政相对人名称", "统一社会信用代码"}
    if one.party != Decision.Party.BODY:
        hidden |= {"事项", "决定内容"}
    if is_id_number(one.party_code, date.today()):
        hidden.add("统一社会信用代码")
    told = {
        name for name, words in row.items() if name != "统一社会信用代码" and holds_personal_number(words)
    }
    for name in hidden | told:
        if row[name]:
            row[name] = LEFT_OUT
            made.left_out += 1
    return list(row.values())


def _plain(one: Decision) -> list[str]:
    return [
        DecisionKind(one.kind).label,
        one.number,
        _day(one.decided_on),
        one.subject,
        one.get_party_display() if one.party else "",
        one.party_name,
        one.party_code,
        one.result,
        one.basis,
        _amount(one.amount),
    ]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def _yes(value: Any) -> str:
    return "是" if value else "否"


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
