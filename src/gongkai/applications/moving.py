"""What a changed calendar of holidays moves among the open cases (节假日安排变动)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.calendar.moving import Change, Moved
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.status import Status
from gongkai.tasks.services import defer, task

from .deriving import Derived, derive, reading, renew, write
from .models import Application

__all__ = ["move", "moved_by", "renew_moved"]

_AT_ONCE = 100
"""So many cases are written within the act; more would hold the database too long."""


def moved_by(change: Change) -> list[Moved]:
    """List the open cases whose last day differs under the new calendar; nothing is written."""
    found = []
    for case, before, after in _both(change):
        old, new = before.columns["due_on"], after.columns["due_on"]
        if old is not None and new is not None and old != new:
            found.append(
                Moved(
                    f"申请{case.number}",
                    case.agency.short_name,
                    reverse("applications:case", args=[case.public_id]),
                    old,
                    new,
                )
            )
    return found


def move(change: Change) -> int:
    """Write the open cases anew under the new calendar; how many days moved. Many are written after commit, in the background."""
    differing, moved = [], 0
    for case, before, after in _both(change):
        if before.columns != after.columns:
            differing.append((case, after))
            moved += before.columns["due_on"] != after.columns["due_on"]
    if len(differing) > _AT_ONCE:
        defer(renew_moved, change.year)
    else:
        for case, after in differing:
            write(case, after)
    return moved


@task()
def renew_moved(year: int) -> int:
    """Write every open case anew under the calendar that holds now, a transaction each; may run twice."""
    done = 0
    still_open = [status.key for status in Status if status.open]
    found = Application.objects.everywhere(f"{year}年节假日安排变动").filter(status__in=still_open)
    for pk in list(found.values_list("pk", flat=True)):
        with transaction.atomic():
            cases = Application.objects.everywhere("节假日安排变动").select_for_update(of=("self",))
            renew(cases.get(pk=pk))
        done += 1
    return done


def _both(change: Change) -> Iterator[tuple[Application, Derived, Derived]]:
    today, by = timezone.localdate(), reading()
    still_open = [status.key for status in Status if status.open]
    cases = Application.objects.everywhere("节假日安排变动").filter(status__in=still_open)
    for case in cases.select_related("agency").prefetch_related("events").iterator(chunk_size=500):
        events = list(case.events.all())

        def under(days: WorkdayCalendar, case: Application = case, events: list = events) -> Derived:  # type: ignore[type-arg]
            return derive(case, events, today, days, by)

        yield case, under(change.before), under(change.after)
