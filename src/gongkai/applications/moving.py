"""What a changed calendar of holidays moves among the open cases (节假日安排变动)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from gongkai.calendar.moving import Change, Moved
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.status import Status

from .deriving import Derived, derive, reading, write
from .models import Application

__all__ = ["move", "moved_by"]


def moved_by(change: Change) -> list[Moved]:
    """List the open cases whose last day differs under the new calendar; nothing is written."""
    found = []
    for case, before, after in _both(change):
        old, new = before.columns["due_on"], after.columns["due_on"]
        if old is not None and new is not None and old != new:
            found.append(Moved(f"申请{case.number}", case.agency.short_name, "", old, new))
    return found


def move(change: Change) -> int:
    """Write the open cases anew under the new calendar; how many days moved."""
    moved = 0
    for case, before, after in _both(change):
        if before.columns != after.columns:
            write(case, after)
            moved += before.columns["due_on"] != after.columns["due_on"]
    return moved


def _both(change: Change) -> Iterator[tuple[Application, Derived, Derived]]:
    today, by = timezone.localdate(), reading()
    still_open = [status.key for status in Status if status.open]
    cases = Application.objects.everywhere("节假日安排变动").filter(status__in=still_open)
    for case in cases.select_related("agency").prefetch_related("events").iterator(chunk_size=500):
        events = list(case.events.all())

        def under(days: WorkdayCalendar, case: Application = case, events: list = events) -> Derived:  # type: ignore[type-arg]
            return derive(case, events, today, days, by)

        yield case, under(change.before), under(change.after)
