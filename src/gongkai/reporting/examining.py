"""What the checks say of a report in the office, and which cells and words of it each finding is about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.registers.table import figures_of
from gongkai.report.checks import check
from gongkai.report.form import FORM_2021, Form, printed_form
from gongkai.report.model import SECTION_KEYS, Finding, Report

from . import queries

OTHER_AGENCY = "OFFICE-AGENCY"
REGISTERS = "OFFICE-REGISTERS"


@dataclass(frozen=True)
class Examined:
    """A report with last year's report beside it and what the checks found."""

    report: Report
    previous: Report | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended, or answered for, before publication."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def examine(agency: Agency, report: Report, on: date | None = None) -> Examined:
    """Check a report that this agency hands in on a day (today if None)."""
    previous = queries.previous_report(agency, report.year)
    found = check(report, previous, submitted=True, published_on=on or timezone.localdate())
    return Examined(report, previous, (*_name(agency, report), *found, *_registers(agency, report)))


def _name(agency: Agency, report: Report) -> tuple[Finding, ...]:
    if report.agency == agency.full_name or not report.agency:
        return ()
    return (
        Finding(
            OTHER_AGENCY,
            "error",
            "agency",
            f"报告里的机关名称是“{report.agency}”，这里的机关是“{agency.full_name}”；请核对是否传错了报告，或者改正名称。",
            agency.full_name,
            report.agency,
        ),
    )


def _registers(agency: Agency, report: Report) -> Iterator[Finding]:
    """Compare table 二 with the registers, where these have a figure: one of the two is to be mended, or the report is right for a reason."""
    if report.year is None:
        return
    for place, counted in figures_of(agency, report.year).items():
        said = report.figures.get(place)
        if counted is None or said is None or said == counted:
            continue
        yield Finding(
            REGISTERS,
            "warning",
            place,
            f"{FORM_2021.name_of(place)}：报告写的是{said}，按登记是{counted}，请核对；登记不全的补登，报告写错的改正。",
            counted,
            said,
        )


def key_of(finding: Finding) -> str:
    """Give a short stable key of a finding: the same rule, place and words give the same key."""
    return hashlib.sha256(
        f"{finding.rule}|{finding.place}|{finding.message}".encode(), usedforsecurity=False
    ).hexdigest()[:16]


def targets(finding: Finding, form: Form) -> tuple[str, ...]:
    """Give the places an officer looks at for a finding: the cells of an equation, a cell, a row, words, the head."""
    place = finding.place
    for equation in form.equations:
        if equation.rule == finding.rule and equation.place == place:
            return tuple(one for one in (*equation.left, *equation.right) if one in form.kinds)
    if place in form.kinds or place in ("agency", "year", "form"):
        return (place,)
    if place == "title":
        return ("agency", "year")
    first, _, rest = place.partition(".")
    if first == "sections":
        return (place,) if rest in SECTION_KEYS else ()
    if "*" in place:
        before, _, behind = place.partition("*")
        return tuple(one for one in form.places if one.startswith(before) and one.endswith(behind))
    inside = tuple(one for one in form.places if one.startswith(f"{place}."))
    # a whole table: its findings lead to its first cell, marking every cell would say nothing
    return inside if rest else inside[:1]


def marks(examined: Examined) -> dict[str, list[int]]:
    """Give for each place the numbers (positions) of the findings about it."""
    form = printed_form(examined.report.form, examined.report.figures)
    found: dict[str, list[int]] = {}
    for index, finding in enumerate(examined.findings):
        for place in targets(finding, form):
            found.setdefault(place, []).append(index)
    return found
