"""Days of a duty: its limit with the source, what is due when, which periods and checks come round."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date

from gongkai.calendar.queries import calendar as workdays
from gongkai.law import duties as law
from gongkai.law.calendar import WorkdayCalendar

from .models import DisclosureDuty

__all__ = [
    "AHEAD",
    "Due",
    "add_months",
    "due_of",
    "limit_of",
    "next_check",
    "period_name",
    "stay_of",
    "stays_until",
    "workdays",
]

AHEAD = max(law.REMIND_BEFORE)
"""Days before a period ends (or a check is due) that it is entered, so that the first reminder can be given."""
_GENERAL = law.LIMITS[0]


@dataclass(frozen=True)
class Due:
    """The last day in time; `provisional` where the holiday notice of a year it is counted over is not out."""

    on: date
    provisional: bool


def limit_of(duty: DisclosureDuty) -> law.Limit:
    """Give the duty's limit: one of the law's, or the agency's own; the general one (条例第二十六条) where the code is unknown."""
    if duty.limit == "own" and duty.own_days is not None:
        return law.Limit(
            "own",
            "本机关自定",
            duty.own_days,
            duty.own_working,
            "信息形成或者变更之日",
            duty.own_source or "本机关规定",
        )
    return law.limit_of(duty.limit) or _GENERAL


def due_of(duty: DisclosureDuty, formed_on: date, calendar: WorkdayCalendar | None = None) -> Due:
    """Count the limit from the day the information was made or changed, which is day 0. ValueError outside 2000–2100."""
    calendar = calendar or workdays()
    limit = limit_of(duty)
    on = law.due_on(limit, formed_on, calendar)
    return Due(on, limit.working and calendar.provisional(formed_on, on))


def stay_of(duty: DisclosureDuty) -> law.Minimum | None:
    """Give how long at least what the duty discloses stays public; None where nothing is said."""
    if duty.stays == "own" and duty.stay_days is not None:
        return law.Minimum("own", "本机关自定", duty.stay_days, False, duty.basis_words or "本机关规定")
    return law.minimum_of(duty.stays)


def stays_until(
    duty: DisclosureDuty, met_on: date | None, calendar: WorkdayCalendar | None = None
) -> date | None:
    """Give the last day on which what was published on `met_on` must still be public; None where nothing is said."""
    minimum = stay_of(duty)
    if minimum is None or met_on is None:
        return None
    return law.stays_until(minimum, met_on, calendar or workdays())


def add_months(day: date, number: int) -> date:
    """Give the same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    month += 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def next_check(duty: DisclosureDuty, last: date | None) -> date | None:
    """Give the day a fixed duty is to be checked again, counted from the last time or its beginning; None if never."""
    if duty.kind != DisclosureDuty.Kind.FIXED or not duty.review_months:
        return None
    return add_months(last or duty.begins_on, duty.review_months)


def period_name(period: str, end: date) -> str:
    """Name the period that ends on this day, as officials write it: 2026年第一季度."""
    if period == law.Period.YEAR:
        return f"{end.year}年"
    if period == law.Period.HALF_YEAR:
        return f"{end.year}年{'上' if end.month == 6 else '下'}半年"
    if period == law.Period.QUARTER:
        return f"{end.year}年第{'一二三四'[end.month // 3 - 1]}季度"
    return f"{end.year}年{end.month}月"
