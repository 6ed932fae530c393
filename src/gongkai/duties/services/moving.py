"""When a holiday notice changes the calendar: which open days of duties it moves, and counting them again.

What was met keeps its day: whether it was in time had been settled by the calendar of then.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from gongkai.calendar.moving import Change, Moved
from gongkai.duties.counting import Due, due_of
from gongkai.duties.models import Occurrence
from gongkai.law.calendar import WorkdayCalendar

__all__ = ["move", "moved_by", "recounted"]


def recounted(calendar: WorkdayCalendar) -> Iterator[tuple[Occurrence, Due]]:
    """Walk the open times of duties whose day is another by this calendar, each with its new day."""
    open_ones = Occurrence.objects.filter(void=False, way="").select_related("duty__agency").order_by("pk")
    for one in open_ones.iterator():
        due = due_of(one.duty, one.formed_on, calendar)
        if (due.on, due.provisional) != (one.due_on, one.provisional):
            yield one, due


def moved_by(change: Change) -> list[Moved]:
    """List the days that would move."""
    return [
        Moved(
            f"{one.duty.title}（{one.name}）",
            one.duty.agency.short_name,
            reverse("duties:occurrence", args=[one.public_id]),
            one.due_on,
            due.on,
        )
        for one, due in recounted(change.after)
        if due.on != one.due_on
    ]


def move(change: Change) -> int:
    """Count the open days again by the new calendar; how many have moved."""
    changed, moved = [], 0
    for one, due in recounted(change.after):
        moved += due.on != one.due_on
        one.due_on, one.provisional = due.on, due.provisional
        changed.append(one)
    Occurrence.objects.bulk_update(changed, ["due_on", "provisional"], batch_size=500)
    return moved
