"""Table 二 as the registers give it beside what was said elsewhere: last year's report, and the yearly account of enforcement.

The form asks for no such equation (填报实务，软校验): what does not agree is a doubt, with what speaks for either side, until somebody
looked at it and said why it stands. A doubt is known by its words, figures included: when a figure changes it is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.portal.models import EnforcementPage
from gongkai.registers.table import PLACES, Row, figures_of, lapsed
from gongkai.report.checks import check
from gongkai.report.form import FORM_2021
from gongkai.report.model import Finding, Report, Value

from . import queries
from .examining import key_of
from .models import DoubtAnswer

__all__ = ["ENFORCEMENT", "LAST_YEAR", "Doubt", "Evidence", "doubts_of", "last_year", "unanswered"]

ENFORCEMENT = "TABLE2-ENFORCEMENT"
LAST_YEAR = "TABLE2-LAST-YEAR"
_IN_FORCE = "IN-FORCE"
_RULES = (_IN_FORCE, "JUMP")
_SUMMARY = {
    "permits": "proactive.permits",
    "penalties": "proactive.penalties",
    "compulsions": "proactive.enforcement",
}
"""What the account of enforcement says, by field, and the cell that says the same."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for a side: in words; `year` and `place` where records of a cell stand behind it, `page` a public page."""

    words: str
    year: int = 0
    place: str = ""
    page: str = ""


@dataclass(frozen=True)
class Doubt:
    """One thing that does not agree. `settled` says that the records explain it; else it waits for `answer`."""

    key: str
    finding: Finding
    evidence: tuple[Evidence, ...]
    settled: bool = False
    answer: DoubtAnswer | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody must still look at it."""
        return not self.settled and self.answer is None


def last_year(agency: Agency, year: int) -> tuple[dict[str, Value], str]:
    """Give last year's figures of table 二 and where they are from: the report that was published, else the registers."""
    published = queries.previous_report(agency, year)
    if published is not None:
        return {place: published.figures.get(place) for place in PLACES}, f"{year - 1}年度报告"
    return figures_of(agency, year - 1), f"{year - 1}年登记"


def doubts_of(agency: Agency, year: int) -> list[Doubt]:
    """List what does not agree, with the answers given so far."""
    now = figures_of(agency, year)
    before, source = last_year(agency, year)
    answers = {
        one.key: one
        for one in DoubtAnswer.objects.for_agency(agency.pk).filter(year=year).select_related("by")
    }
    found = [*_years(agency, year, now, before, source), *_enforcement(agency, year, now)]
    if source.endswith("报告"):
        found += _recounted(agency, year, before)
    return [
        Doubt(key_of(finding), finding, evidence, settled, answers.get(key_of(finding)))
        for finding, evidence, settled in found
    ]


def unanswered(agency: Agency, year: int) -> list[Doubt]:
    """List the doubts nobody has looked at yet."""
    return [one for one in doubts_of(agency, year) if one.waits]


_Found = tuple[Finding, tuple[Evidence, ...], bool]


def _years(
    agency: Agency, year: int, now: dict[str, Value], before: dict[str, Value], source: str
) -> Iterator[_Found]:
    """Have the report's own checks compare the two years (`IN-FORCE`, `JUMP`), and look into the registers for the reason."""
    this, last = (
        Report(agency=agency.full_name, year=when, figures={**dict.fromkeys(FORM_2021.places), **figures})
        for when, figures in ((year, now), (year - 1, before))
    )
    for finding in check(this, last):
        if finding.rule not in _RULES or finding.place not in PLACES:
            continue
        then = before.get(finding.place)
        evidence = [
            Evidence(f"{year}年登记：{now[finding.place]}", year, finding.place),
            Evidence(f"{source}：{'没有' if then is None else then}", year - 1, finding.place),
        ]
        settled = False
        if finding.rule == _IN_FORCE:
            gone = lapsed(agency, finding.place, year)
            evidence += [_lapsed(row) for row in gone]
            # the finding says what should be and what is: what has lapsed accounts for the difference, or it does not
            difference = _int(finding.expected) - _int(finding.found)
            settled = bool(gone) and difference == len(gone)
        yield finding, tuple(evidence), settled


def _lapsed(row: Row) -> Evidence:
    return Evidence(f"本年失效：{row.title}（{row.number or '无文号'}），{row.on}")


def _int(value: object) -> int:
    return int(str(value))


def _enforcement(agency: Agency, year: int, now: dict[str, Value]) -> Iterator[_Found]:
    """Compare with the newest public account of enforcement of the year; what it does not say is not compared."""
    page = (
        EnforcementPage.objects.filter(agency=agency, year=year, live=True)
        .order_by("-published_at", "-pk")
        .first()
    )
    if page is None:
        return
    for field, place in _SUMMARY.items():
        said, counted = getattr(page, field), now[place]
        if said is None or said == counted:
            continue
        name = FORM_2021.name_of(place)
        ours = "没有登记" if counted is None else f"是{counted}"
        finding = Finding(
            ENFORCEMENT,
            "warning",
            place,
            f"{name}按登记{ours}，已经公开的“{page.title}”写的是{said}，请核对哪一个对。",
            said,
            counted,
        )
        mine = Evidence(f"{year}年登记：{'没有' if counted is None else counted}", year, place)
        yield finding, (mine, Evidence(f"{page.title}：{said}", page=page.get_url() or "")), False


def _recounted(agency: Agency, year: int, published: dict[str, Value]) -> Iterator[_Found]:
    """Compare last year's report with its registers as they are now: what was entered late, or corrected, after publication."""
    for place, counted in figures_of(agency, year - 1).items():
        said = published.get(place)
        if said is None or counted is None or said == counted:
            continue
        finding = Finding(
            LAST_YEAR,
            "warning",
            place,
            f"{FORM_2021.name_of(place)}：{year - 1}年度报告公布的是{said}，现在按{year - 1}年的登记是{counted}；"
            "发布以后有补登、更正的，上年报告有误应当更正公布。",
            said,
            counted,
        )
        yield (
            finding,
            (
                Evidence(f"{year - 1}年登记：{counted}", year - 1, place),
                Evidence(f"{year - 1}年度报告：{said}"),
            ),
            False,
        )
