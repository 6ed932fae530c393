"""What the clock does each day: enter what falls due, pass on what somebody left behind, count again, remind.

Each step takes the day and the calendar, may run any number of times a day, and after days without a worker catches up.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from gongkai.agencies.acts import Doing, act
from gongkai.duties.counting import AHEAD, due_of, next_check, period_name, workdays
from gongkai.duties.models import DisclosureDuty, Occurrence, Reminder
from gongkai.duties.people import answering, owner_of
from gongkai.law import duties as law
from gongkai.law.calendar import WorkdayCalendar

__all__ = ["count_again", "daily", "enter_due", "pass_on", "remind"]

_WHY = "每日任务"
_CHECKED = "固定内容核对"


def daily(today: date | None = None, calendar: WorkdayCalendar | None = None) -> None:
    """Do all that a day asks for; the scheduler calls it."""
    today, calendar = today or timezone.localdate(), calendar or workdays()
    pass_on()
    enter_due(today, calendar)
    count_again(calendar)
    remind(today)


def enter_due(today: date, calendar: WorkdayCalendar) -> int:
    """Enter the periods of regular duties that end by now (or in ten days), and the checks of fixed ones; how many."""
    soon = today + timedelta(days=AHEAD)
    duties = list(
        DisclosureDuty.objects.everywhere(_WHY)
        .filter(begins_on__lte=soon)
        .annotate(
            open_ones=Max("occurrences__pk", filter=Q(occurrences__way="", occurrences__void=False)),
            last_met=Max("occurrences__met_on", filter=Q(occurrences__void=False)),
            last_void=Max("occurrences__formed_on", filter=Q(occurrences__void=True)),
        )
    )
    names: dict[int, set[str]] = {}
    for duty, name in Occurrence.objects.values_list("duty_id", "name"):
        names.setdefault(duty, set()).add(name)
    made = []
    for duty in duties:
        wanted = _periods(duty, soon) if duty.kind == DisclosureDuty.Kind.REGULAR else _check(duty, soon)
        for name, formed_on in wanted:
            if name not in names.get(duty.pk, ()):
                due = due_of(duty, formed_on, calendar)
                made.append(
                    Occurrence(
                        duty=duty, name=name, formed_on=formed_on, due_on=due.on, provisional=due.provisional
                    )
                )
    # two workers on the same minute: the second finds the rows there
    Occurrence.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _periods(duty: DisclosureDuty, soon: date) -> list[tuple[str, date]]:
    last = min(soon, duty.ended_on) if duty.ended_on else soon
    spans = law.periods(law.Period(duty.period), duty.begins_on, last)
    return [(period_name(duty.period, end), end) for _, end in spans]


def _check(duty: DisclosureDuty, soon: date) -> list[tuple[str, date]]:
    """Give the check of a fixed duty that comes round, unless something of it is open anyhow."""
    if duty.open_ones is not None or duty.ended_on is not None:
        return []
    days = [day for day in (duty.last_met, duty.last_void) if day is not None]
    on = next_check(duty, max(days, default=None))
    if on is None or on > soon:
        return []
    return [(f"{on.year}年{on.month}月{on.day}日{_CHECKED}", on)]


def count_again(calendar: WorkdayCalendar) -> int:
    """Count the provisional days again: the holiday notice may be out by now. How many have changed."""
    open_ones = list(
        Occurrence.objects.filter(provisional=True, void=False, way="").select_related("duty").order_by("pk")
    )
    changed = []
    for one in open_ones:
        due = due_of(one.duty, one.formed_on, calendar)
        if (due.on, due.provisional) != (one.due_on, one.provisional):
            one.due_on, one.provisional = due.on, due.provisional
            changed.append(one)
    Occurrence.objects.bulk_update(changed, ["due_on", "provisional"])
    return len(changed)


def remind(today: date) -> int:
    """Record the reminder that is due for what is open: 10, 5, 3, 1 days before, once each and to who answers now; how many.

    After days without a worker only the nearest one is given, not those that were missed.
    """
    near = answering(
        Occurrence.objects.filter(
            way="", void=False, due_on__gte=today, due_on__lte=today + timedelta(days=AHEAD)
        ),
        "duty__",
    ).select_related("duty__responsible", "duty__deputy")
    wanted = {}
    for one in near:
        days = min(days for days in law.REMIND_BEFORE if (one.due_on - today).days <= days)
        if (to := owner_of(one)) is not None:
            wanted[one.pk, days, to.pk] = Reminder(occurrence=one, days=days, to=to)
    given = set(
        Reminder.objects.filter(occurrence__in={key[0] for key in wanted}).values_list(
            "occurrence", "days", "to"
        )
    )
    new = [reminder for key, reminder in wanted.items() if key not in given]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def pass_on() -> int:
    """Hand the duties of people who have left, or have no duty for the agency any more, to their deputies; how many.

    Those without a deputy who can answer stay as they are: they are shown as 无人负责 until somebody is named.
    """
    left = (
        answering(DisclosureDuty.objects.everywhere(_WHY))
        .filter(ended_on=None, first_fit=False, second_fit=True)
        .select_related("agency", "responsible", "deputy")
    )
    found = list(left)
    for one in found:
        _pass_on(None, one.agency, one)
    return len(found)


@act("duty.pass_on")
def _pass_on(doing: Doing, duty: DisclosureDuty) -> None:
    doing.on("disclosure_duty", duty.public_id)
    doing.note(before=duty.responsible.public_id if duty.responsible else "", after=duty.deputy.public_id)
    DisclosureDuty.objects.for_agency(doing.agency.pk).filter(pk=duty.pk).update(
        responsible=duty.deputy, deputy=None
    )
