"""The calendar of working days everybody on the site counts with, and the notices it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notices import HolidayNotice, by_year, seed_notices

from .models import YearNotice

__all__ = ["Year", "calendar", "calendar_with", "history_of", "missing", "notice_of", "own_notices", "years"]

_kept: tuple[Any, WorkdayCalendar] | None = None


def calendar() -> WorkdayCalendar:
    """Give the calendar with the notices that hold now.

    It is kept in the process and made anew when a notice was entered meanwhile, in this process or another: asking costs
    one look at the newest row. Whoever counts many days asks once and hands it on.
    """
    global _kept  # noqa: PLW0603
    newest = YearNotice.objects.order_by("-pk").values_list("pk", "entered_at").first()
    known = _kept
    if known is None or known[0] != newest:
        known = _kept = (newest, WorkdayCalendar(own_notices().values()))
    return known[1]


def own_notices() -> dict[int, HolidayNotice]:
    """Give the notices of the back office that hold, by year: the newest of each, unless that one restores the program's."""
    newest: dict[int, YearNotice] = {}
    for one in YearNotice.objects.order_by("pk"):
        newest[one.year] = one
    return {year: one.value() for year, one in newest.items() if not one.restored}


def calendar_with(year: int, notice: HolidayNotice | None) -> WorkdayCalendar:
    """Give the calendar as it would be with this notice for the year; None: with what the program brings."""
    notices = own_notices()
    notices.pop(year, None)
    if notice is not None:
        notices[year] = notice
    return WorkdayCalendar(notices.values())


def notice_of(year: int) -> HolidayNotice | None:
    """Give the notice that holds for a year; None where it is not known yet."""
    return own_notices().get(year) or _seed().get(year)


def _seed() -> Mapping[int, HolidayNotice]:
    return by_year(seed_notices())


@dataclass(frozen=True)
class Year:
    """A year in the list: its notice (None: not known), and the row it was entered with (None: it came with the program)."""

    year: int
    notice: HolidayNotice | None
    row: YearNotice | None


def years(today: date) -> list[Year]:
    """List the years whose notice is known, and those that should be by now, the latest first."""
    rows: dict[int, YearNotice] = {}
    for one in YearNotice.objects.select_related("entered_by").order_by("pk"):
        rows[one.year] = one
    rows = {year: one for year, one in rows.items() if not one.restored}
    known = dict(_seed()) | {year: one.value() for year, one in rows.items()}
    wanted = known.keys() | {today.year, today.year + 1}
    return [Year(year, known.get(year), rows.get(year)) for year in sorted(wanted, reverse=True)]


def history_of(year: int) -> list[YearNotice]:
    """List what was entered for a year, the newest first."""
    return list(YearNotice.objects.filter(year=year).select_related("entered_by").order_by("-pk"))


def missing(today: date, known: WorkdayCalendar | None = None) -> list[int]:
    """List the years whose notice should be known by now and is not: this year's, and from December on the next one's."""
    known = known or calendar()
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    return [year for year in wanted if not known.covers(year)]
