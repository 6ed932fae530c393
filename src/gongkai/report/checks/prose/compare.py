"""Claims of the words against the figures of the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from gongkai.report.checks.case import Case, Number, gap, shown
from gongkai.report.checks.registry import FORM_2021, REGULATION, Rule
from gongkai.report.model import Finding

from .claims import Claim

PROSE_APPLICATIONS = Rule(
    "PROSE-APPLICATIONS",
    "warning",
    "文字中的申请件数与表三不一致",
    f"{FORM_2021}表三；{REGULATION}第五十条（填报实务）",
    "“收到”可以含上年结转，也可以不含；“办结”可以只算本年新收的，也可以含上年结转的：任何一种读法相符即可。"
    "只说部分渠道、部分申请人、其他年度的，不核对。",
)
PROSE_REMEDIES = Rule(
    "PROSE-REMEDIES",
    "warning",
    "文字中的复议、诉讼件数与表四不一致",
    f"{FORM_2021}表四；{REGULATION}第五十条（填报实务）",
    "只核对写明因政府信息公开引起的行政复议、行政诉讼；行政诉讼可以是未经复议直接起诉、复议后起诉，或者两者之和。"
    "写“新”收、新发生的，不得多于表中总计。",
)
PROSE_PROACTIVE = Rule(
    "PROSE-PROACTIVE",
    "warning",
    "文字中的文件、决定件数与表二不一致",
    f"{FORM_2021}表二；{REGULATION}第五十条（填报实务）",
    "核对文字所说制发、废止、现行有效的行政规范性文件件数，以及作出行政许可、行政处罚、行政强制决定的件数。"
    "联合制发、代拟、备案、清理等不核对。",
)
RULES = (PROSE_APPLICATIONS, PROSE_REMEDIES, PROSE_PROACTIVE)

_DOCUMENTS = ("proactive.normative_documents", "proactive_2019.normative_documents")
_REMEDIES = ("review", "litigation_direct", "litigation_after_review")

_NEW = re.compile("新(?:收|发生|增|受理|引发|引起|提起)")


class Readings:
    """What a claim may lawfully come to, by the tables: single numbers or a range, with words that say where from.

    Nothing is known until a figure is added; then a claim that meets none of the readings is worth a finding.
    """

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.values: list[Number] = []
        self.words: list[str] = []
        self.range: tuple[Number, Number] | None = None

    def add(self, value: Number | None, words: str) -> None:
        """Add one reading, if its figures are known."""
        if value is not None and value not in self.values:
            self.values.append(value)
            self.words.append(f"{words}{shown(value)}")

    def admit(self, value: int) -> bool:
        """Whether the claim agrees with a reading, or nothing is known to contradict it."""
        if not self.values:
            return True
        if self.range is not None and self.range[0] <= value <= self.range[1]:
            return True
        return value in self.values


def contradictions(case: Case, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Say which claims agree with no reading of the tables; the same claim repeated is said once."""
    said: set[tuple[str, int]] = set()
    for claim in claims:
        if (claim.what, claim.value) in said:
            continue
        rule, readings = _readings(case, claim)
        if readings.admit(claim.value):
            continue
        said.add((claim.what, claim.value))
        nearest = min(readings.values, key=partial(gap, claim.value))
        stated = claim.words if str(claim.value) in claim.words else f"{claim.words}（即{claim.value}件）"
        yield rule.finding(
            claim.sentence.place,
            f"文字写“{stated}”，而{'，'.join(readings.words)}，不一致，差{shown(gap(nearest, claim.value))}；"
            f"原句：“{claim.sentence.quoted}”。",
            nearest,
            claim.value,
        )


def is_checked(case: Case, claim: Claim) -> bool:
    """Whether the tables have figures to compare this claim with."""
    return bool(_readings(case, claim)[1].values)


def _readings(case: Case, claim: Claim) -> tuple[Rule, Readings]:
    readings = Readings()
    if claim.what in _APPLICATIONS:
        _APPLICATIONS[claim.what](case, readings)
        return PROSE_APPLICATIONS, readings
    if claim.what.startswith(("row:", "group:")):
        _outcome(case, claim.what, readings)
        return PROSE_APPLICATIONS, readings
    if claim.what in ("review", "litigation", "remedies"):
        _remedies(case, claim, readings)
        return PROSE_REMEDIES, readings
    _proactive(case, claim.what, readings)
    return PROSE_PROACTIVE, readings


def _row(case: Case, key: str) -> str:
    for row in case.form.table("applications").blocks[0].rows:
        if row.key == key:
            return f"表三“{row.name}”"
    raise KeyError(key)


def _plus(first: Number | None, second: Number | None) -> Number | None:
    return None if first is None or second is None else first + second


def _received(case: Case, readings: Readings, column: str = "total") -> None:
    new = case.value(f"applications.received.{column}")
    carried = case.value(f"applications.carried_in.{column}")
    name = case.form.name_of(f"applications.received.{column}")
    readings.add(new, f"{name}为")
    if carried is None or carried > 0:
        readings.add(_plus(new, carried), "加上年结转为")


def _carried_in(case: Case, readings: Readings) -> None:
    readings.add(case.value("applications.carried_in.total"), f"{_row(case, 'carried_in')}总计为")


def _carried_out(case: Case, readings: Readings) -> None:
    readings.add(case.value("applications.carried_out.total"), f"{_row(case, 'carried_out')}总计为")


def _decided(case: Case, readings: Readings) -> None:
    decided = case.value("applications.decided.total")
    readings.add(decided, "表三“三、本年度办理结果”的“（七）总计”为")
    _without_carried(case, decided, readings)


def _person(case: Case, readings: Readings) -> None:
    _received(case, readings, "person")


def _organisations(case: Case, readings: Readings) -> None:
    columns = [column.key for column in case.form.table("applications").blocks[0].columns[1:-1]]
    new = case.total(f"applications.received.{key}" for key in columns)
    carried = case.total(f"applications.carried_in.{key}" for key in columns)
    readings.add(new, f"{_row(case, 'received')}“法人或其他组织”五类之和为")
    readings.add(_plus(new, carried), "加上年结转为")
    readings.add(case.value("applications.received.business"), "其中商业企业为")


_APPLICATIONS: dict[str, Callable[[Case, Readings], None]] = {
    "received": _received,
    "carried_in": _carried_in,
    "carried_out": _carried_out,
    "decided": _decided,
    "person": _person,
    "organisations": _organisations,
}


def _outcome(case: Case, what: str, readings: Readings) -> None:
    kind, _, key = what.partition(":")
    rows = case.form.table("applications").blocks[0].rows
    if kind == "row":
        if not any(row.key == key for row in rows):
            return
        number = case.value(f"applications.{key}.total")
        readings.add(number, f"{_row(case, key)}总计为")
        if key == "granted":
            readings.add(_plus(number, case.value("applications.partly_granted.total")), "加部分公开为")
        _without_carried(case, number, readings)
        return
    members = [row for row in rows if key in (row.group, row.label)]
    total = case.total(f"applications.{row.key}.total" for row in members) if members else None
    readings.add(total, f"表三“{key}”各项总计之和为")
    _without_carried(case, total, readings)


def _without_carried(case: Case, number: Number | None, readings: Readings) -> None:
    """Admit that up to all applications carried in are left out: only those received this year are told of."""
    carried = case.value("applications.carried_in.total")
    if number is not None and carried is not None:
        readings.range = (max(0, number - carried), number)


def _remedies(case: Case, claim: Claim, readings: Readings) -> None:
    review, direct, after = (case.value(f"remedies.{row}.total") for row in _REMEDIES)
    litigation = _plus(direct, after)
    if claim.what == "review":
        readings.add(review, "表四“行政复议”总计为")
        known = [review]
    elif claim.what == "litigation":
        readings.add(litigation, "表四“行政诉讼”两组总计之和为")
        if litigation is not None:
            readings.add(direct, "其中“未经复议直接起诉”为")
            readings.add(after, "“复议后起诉”为")
        known = [litigation]
    else:
        readings.add(_plus(review, litigation), "表四“行政复议”“行政诉讼”总计之和为")
        # 行政复议、行政诉讼均为3件
        if review is not None and review == litigation:
            readings.add(review, "各为")
        known = [_plus(review, litigation)]
    # those of last year still open are in the table, but not new
    if _NEW.search(claim.sentence.bare) and known[0] is not None:
        readings.range = (0, known[0])


def _proactive(case: Case, what: str, readings: Readings) -> None:
    now, old = _DOCUMENTS
    columns = {
        "made": ((now, "made"), (old, "made")),
        "repealed": ((now, "repealed"),),
        "in_force": ((now, "in_force"),),
        "public": (
            (now, "made"),
            (now, "in_force"),
            (old, "made"),
            (old, "published"),
            (old, "public_total"),
        ),
    }
    if what in columns:
        for stem, column in columns[what]:
            place = f"{stem}.{column}"
            readings.add(case.value(place), f"{case.form.name_of(place)}为")
        return
    for place in (f"proactive.{what}", f"proactive_2019.{what}.decisions"):
        readings.add(case.value(place), f"{case.form.name_of(place)}为")
