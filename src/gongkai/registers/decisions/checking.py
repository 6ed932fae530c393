"""Check the rows of a table one by one: the fields of the register, or what is wrong with the row.

Of natural persons (自然人) name and papers are not taken over, not even into the list of rows to mend: what is not kept cannot leak.
Where no category is given and no credit code, a name counts as a person's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.registers.models.decisions import Decision

from . import values
from .columns import Head
from .sheets import Sheet

__all__ = ["LONGEST", "Checked", "Checker"]

LONGEST = {"number": 100, "subject": 255, "party_name": 200, "result": 500, "basis": 500}
_LABELS = {
    "number": "决定书文号",
    "decided_on": "决定日期",
    "subject": "事项",
    "party_name": "相对人名称",
    "result": "决定内容",
    "basis": "依据",
}
_FOOT = re.compile(r"(合计|总计|小计|填表人|制表人|审核人|填报单位|填报人|说明|注)([::0-9(（。]|$)")
_BROKEN = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
_MOST_WORDS = 300
_PERSON, _SOLE, _BODY = (str(one) for one in Decision.Party)


@dataclass(frozen=True, slots=True)
class Checked:
    """One row: its number in the file, its fields (empty ones left out), and what is wrong with it, "" if nothing is.

    The fields of a row that is wrong are the cells as given, by heading, without what may not be kept.
    """

    number: int
    fields: dict[str, Any]
    message: str = ""


@dataclass
class Checker:
    """Checks the rows of one table. `seen` holds the numbers met so far with their rows."""

    head: Head
    names: frozenset[str]
    """What the agency calls itself: full name, short name, credit code."""
    today: date
    seen: dict[str, int] = field(default_factory=dict)

    def rows(self, sheet: Sheet) -> Iterator[Checked]:
        """Walk the rows below the headings, without blank ones and feet."""
        for number, cells in sheet.rows:
            if number <= self.head.last_row:
                continue
            found = self.row(number, cells, merged=number in sheet.merged)
            if found is not None:
                yield found

    def row(self, number: int, cells: Sequence[str], *, merged: bool = False) -> Checked | None:
        """Check one row; None for a blank one or a foot (合计)."""
        count = len(cells)
        given = {name: cells[at] for name, at in self.head.places.items() if at < count and cells[at]}
        if ("number" not in given or "decided_on" not in given) and self._passed_over(given, cells):
            return None
        problems: list[str] = []
        fields = self._fields(number, given, problems)
        if not problems:
            return Checked(number, fields)
        if merged:
            problems.append("这一行有合并的单元格，请取消合并，每一行都填全")
        return Checked(number, self._to_mend(given), "；".join(problems)[:_MOST_WORDS])

    def _passed_over(self, given: dict[str, str], cells: Sequence[str]) -> bool:
        first = next((cell for cell in cells if cell), "")
        return not given or _FOOT.match(unicodedata.normalize("NFKC", "".join(first.split()))) is not None

    def _fields(self, row: int, given: dict[str, str], problems: list[str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        whole = "\n".join(given.values())  # most rows have neither: one look for all cells
        if "#" in whole:
            broken = [cell for cell in given.values() if cell in _BROKEN]
            problems.extend(f"有一格的公式出错（{cell}）" for cell in broken)
        number = values.decision_number(given.get("number", ""))
        if not number:
            problems.append("没有填决定书文号")
        elif (before := self.seen.setdefault(number, row)) != row:
            problems.append(f"决定书文号与第{before}行重复，同一文号只登记一次")
        fields["number"] = number
        self._day(given, fields, problems)
        self._party(given, fields, problems)
        for name in ("subject", "result", "basis"):
            if name in given:
                fields[name] = given[name]
        if category := given.get("category"):
            result = fields.get("result", "")
            fields["result"] = (
                f"{category}：{result}" if result and category not in result else result or category
            )
        self._amounts(given, fields, problems)
        self._texts(fields, problems, personal=values.holds_personal_number(whole))
        self._organ(given, problems)
        return fields

    def _day(self, given: dict[str, str], fields: dict[str, Any], problems: list[str]) -> None:
        text = given.get("decided_on", "")
        if not text:
            problems.append("没有填决定日期")
            return
        try:
            on = values.day(text)
        except values.Wrong as wrong:
            problems.append(f"决定日期：{wrong.message}")
            return
        if on > self.today:
            problems.append(f"决定日期{on}还没有到")
        fields["decided_on"] = on.isoformat()

    def _party(self, given: dict[str, str], fields: dict[str, Any], problems: list[str]) -> None:
        kind, code = "", ""
        try:
            kind = values.party(given.get("party", ""))
        except values.Wrong as wrong:
            problems.append(wrong.message)
        if kind != _PERSON and (text := given.get("party_code", "").strip("-—/无 ")):
            try:
                code = values.code(text)
            except values.Wrong as wrong:
                problems.append(wrong.message)
        if code and not kind:
            kind = _SOLE if code.startswith("92") else _BODY  # 92: registered as 个体工商户 (GB 32100-2015)
        if kind:
            fields["party"] = kind
        if code:
            fields["party_code"] = code
        if kind in (_SOLE, _BODY) and "party_name" in given:
            fields["party_name"] = given["party_name"]

    def _amounts(self, given: dict[str, str], fields: dict[str, Any], problems: list[str]) -> None:
        amounts = []
        for name in ("fine", "confiscated"):
            if name in given:
                try:
                    amounts.append(values.amount(given[name]))
                except values.Wrong as wrong:
                    problems.append(wrong.message)
        known = [one for one in amounts if one is not None]
        if known:
            fields["amount"] = str(sum(known))

    def _texts(self, fields: dict[str, Any], problems: list[str], *, personal: bool) -> None:
        for name, longest in LONGEST.items():
            text = fields.get(name)
            if text is None:
                continue
            if len(text) > longest:
                problems.append(f"{_LABELS[name]}超过{longest}个字")
            if personal and name != "number" and values.holds_personal_number(text):
                problems.append(f"{_LABELS[name]}里有身份证号码或者手机号码，登记簿不留，请删去")

    def _organ(self, given: dict[str, str], problems: list[str]) -> None:
        for name, label in (("organ", "机关"), ("organ_code", "机关统一社会信用代码")):
            text = given.get(name)
            if text and text not in self.names and "".join(text.split()) not in self.names:
                problems.append(f"作出决定的{label}是“{text[:40]}”，不是本机关，应由该机关登记")

    def _to_mend(self, given: dict[str, str]) -> dict[str, Any]:
        """Give the cells by heading, without a person's name and whatever looks like a person's number."""
        try:
            kind = values.party(given.get("party", ""))
        except values.Wrong:
            kind = ""
        kept = {}
        for name, text in given.items():
            private = name in ("party_name", "party_code") and kind not in (_SOLE, _BODY)
            if not private and (name == "number" or not values.holds_personal_number(text)):
                kept[self.head.headings[name]] = text[:1000]
        return {"given": kept}
