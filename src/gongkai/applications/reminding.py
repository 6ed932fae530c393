"""Reminders (提醒) of last days that come near: ten, five, three and one working day before, once each, kept as a log."""

from __future__ import annotations

from django.utils import timezone

from gongkai.agencies.models import Deputy, User
from gongkai.calendar.queries import calendar

from .models import Application, Reminder
from .queries import OPEN, officers_of
from .rights import RIGHTS

__all__ = ["BEFORE", "remind"]

BEFORE = (1, 3, 5, 10)
"""Working days before the last one (rules 03 §10, 【建】)."""
_WHY = "到期提醒"


def remind() -> int:
    """Record the reminder that is due for each open case, to its officer and who stands in, or to all officers where nobody has it; how many.

    After days without a worker only the nearest is given, not those that were missed. May run as often as it likes.
    """
    today, days = timezone.localdate(), calendar()
    last = days.add_workdays(today, max(BEFORE))
    near = (
        Application.objects.everywhere(_WHY)
        .filter(status__in=OPEN, due_on__gte=today, due_on__lte=last)
        .select_related("agency", "officer")
    )
    people: dict[int, list[User]] = {}
    deputies: dict[tuple[int, int], list[User]] = {}
    standing = Deputy.objects.filter(
        first_day__lte=today, last_day__gte=today, role__duty__in=RIGHTS["application.register"]
    )
    for one in standing.select_related("role", "person"):
        found = deputies.setdefault((one.role.person_id, one.role.agency_id), [])
        if one.person not in found:  # who stands in for two duties is one person
            found.append(one.person)
    wanted = []
    for case in near.iterator():
        left = days.count_workdays(today, case.due_on) if case.due_on > today else 0
        ahead = next(one for one in BEFORE if left <= one)
        if case.officer and case.officer.is_active:
            to = [case.officer, *deputies.get((case.officer_id, case.agency_id), ())]
        else:
            if case.agency_id not in people:
                people[case.agency_id] = list(officers_of(case.agency))
            to = people[case.agency_id]
        wanted += [Reminder(application=case, due_on=case.due_on, days=ahead, to=one) for one in to]
    given = set(
        Reminder.objects.everywhere(_WHY)
        .filter(due_on__gte=today)
        .values_list("application", "due_on", "days", "to")
    )
    new = [one for one in wanted if (one.application_id, one.due_on, one.days, one.to_id) not in given]
    Reminder.everything.bulk_create(new, ignore_conflicts=True)
    return len(new)
