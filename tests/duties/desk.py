"""Duties of an agency, and a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.publishing.desk import Desk

from gongkai.agencies.models import Agency, User
from gongkai.duties.models import DisclosureDuty, Occurrence
from gongkai.duties.services import catalogue, clockwork
from gongkai.law.calendar import WorkdayCalendar

CALENDAR = WorkdayCalendar()


def a_duty(at: Desk, title: str = "部门预算", **given: Any) -> DisclosureDuty:
    """Enter a duty of the officer's."""
    values: dict[str, Any] = {
        "title": title,
        "basis": "20.7",
        "kind": "occasional",
        "responsible": at.officer,
        "deputy": at.reviewer,
        "section": "办公室",
        "begins_on": date(2024, 1, 1),
    }
    return catalogue.enter(at.officer, at.agency, values | given)


def a_regular(at: Desk, title: str = "规范性文件备案目录", **given: Any) -> DisclosureDuty:
    """Enter a duty that comes round each quarter."""
    return a_duty(at, title, **({"kind": "regular", "period": "quarter"} | given))


def days(first: date, last: date) -> list[date]:
    """List the days from one to another."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def run(first: date, last: date, each: Callable[[date], object] | None = None) -> None:
    """Let the clock run day by day, and do something each evening."""
    for day in days(first, last):
        clockwork.daily(day, CALENDAR)
        if each is not None:
            each(day)


def times(duty: DisclosureDuty) -> list[Occurrence]:
    """List the times a duty fell due."""
    return list(duty.occurrences.order_by("due_on", "pk"))


def reminded(one: Occurrence) -> list[int]:
    """List how many days before its end a reminder was given, in order."""
    return list(one.reminders.order_by("pk").values_list("days", flat=True))


def put_met(one: Occurrence, on: date, who: User) -> None:
    """Note that it was met on a day of the clock that is turned by hand; the act knows only today."""
    Occurrence.objects.filter(pk=one.pk).update(way="outside", met_on=on, met_by=who)


def agency_of(at: Desk) -> Agency:
    """Give the agency anew."""
    return Agency.objects.get(pk=at.agency.pk)
