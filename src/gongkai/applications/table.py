"""Table 三 (收到和处理政府信息公开申请情况) counted from the counting rows, each figure with the cases behind it.

国办公开办函〔2021〕30号. An agency without a case in the year and without a nil declaration (本年无) has no figures: None, never nought. What
the form leaves open is read as `deriving.reading` says (`law.counting.Reading`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.law.applicants import Applicant
from gongkai.law.outcomes import Outcome

from .models import CountingRow, NilYear

__all__ = ["PLACES", "Row", "cases_at", "rows_at", "table_three"]

_KINDS = tuple(one.key for one in Applicant)
_COLUMNS = (*_KINDS, "total")
_OUTCOMES = tuple(one.key for one in Outcome)
_ROWS = ("received", "carried_in", *_OUTCOMES, "decided", "carried_out")
PLACES = frozenset(f"applications.{row}.{column}" for row in _ROWS for column in _COLUMNS)
"""The cells of the table by their place in the report."""


@dataclass(frozen=True)
class Row:
    """One case behind a figure: kind (申请), what it was counted under, its number, its legal day; it counts for one."""

    kind: str
    title: str
    number: str
    on: str
    counts: int


def table_three(agency: Agency, year: int) -> dict[str, int | None]:
    """Count the cells of the table for an agency and year: one query. All None where nothing is recorded and nothing declared."""
    groups = (
        _in_year(agency, year)
        .annotate(
            came=Case(
                When(entered_year=year, then=Value("received")),
                default=Value("carried_in"),
                output_field=CharField(),
            ),
            went=Case(
                When(left_year=year, then=F("outcome")),
                default=Value("carried_out"),
                output_field=CharField(),
            ),
        )
        .values("applicant_kind", "came", "went")
        .annotate(many=Count("pk"))
        .order_by()
    )
    figures = dict.fromkeys(sorted(PLACES), 0)
    found = False
    for group in groups:
        found = True
        rows = [group["came"], group["went"]]
        if group["went"] != "carried_out":
            rows.append("decided")
        for row in rows:
            for column in (group["applicant_kind"], "total"):
                figures[f"applications.{row}.{column}"] += group["many"]
    if not found and not NilYear.objects.for_agency(agency.pk).filter(year=year, withdrawn_at=None).exists():
        return dict.fromkeys(sorted(PLACES))
    return dict(figures)


def _in_year(agency: Agency, year: int) -> QuerySet[Any]:
    """Query the rows that count in a year at all: come in by its end, not left before it."""
    return CountingRow.objects.for_agency(agency.pk).filter(
        Q(left_year__isnull=True) | Q(left_year__gte=year), entered_year__lte=year
    )


def cases_at(agency: Agency, year: int, place: str) -> QuerySet[Any]:
    """Query the counting rows behind one cell, in the order of the cases' numbers. KeyError for a place the table does not have."""
    if place not in PLACES:
        raise KeyError(place)
    _, row, column = place.split(".")
    found = _in_year(agency, year)
    if column != "total":
        found = found.filter(applicant_kind=column)
    if row == "received":
        found = found.filter(entered_year=year)
    elif row == "carried_in":
        found = found.filter(entered_year__lt=year)
    elif row == "carried_out":
        found = found.exclude(left_year=year)
    elif row == "decided":
        found = found.filter(left_year=year)
    else:
        found = found.filter(left_year=year, outcome=row)
    return found.select_related("application").order_by("application__year", "application__sequence")


def rows_at(agency: Agency, year: int, place: str) -> Iterator[Row]:
    """Walk the cases behind one cell. KeyError for a place the table does not have."""
    came = place.split(".")[1:2] in (["received"], ["carried_in"])
    for one in cases_at(agency, year, place).iterator():
        on = one.entered_on if came or one.left_on is None else one.left_on
        title = one.get_applicant_kind_display()
        if one.left_year is not None and one.left_year <= year:
            title += f"，{one.get_outcome_display()}"
        yield Row("申请", title, one.application.number, on.isoformat(), 1)
