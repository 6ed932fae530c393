"""Ask about duties: what is due and late and by whom, what nobody answers for, what was disclosed too late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.scope import Scope
from gongkai.law import duties as law
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.disclosure import DAYS_TO_DISCLOSE
from gongkai.portal.models import ItemPage

from .counting import AHEAD, add_months, limit_of, workdays
from .models import DisclosureDuty, HandOver, NotDisclosed, Occurrence
from .people import answering, owner_of

__all__ = [
    "STANDS",
    "Line",
    "Slow",
    "closed_in",
    "duties_in",
    "hand_overs_in",
    "late_by_person",
    "line_of",
    "lines_of",
    "occurrences_in",
    "only",
    "slow_items",
    "suggested",
]

STANDS = {
    "late": "已逾期",
    "soon": "十日内到期",
    "waiting": "未到期",
    "met_late": "逾期办理",
    "met": "按期办理",
    "void": "已作废",
}
"""Where a time of a duty stands, the most urgent first."""


def duties_in(scope: Scope, today: date | None = None) -> QuerySet[Any]:
    """List the duties of the agencies in scope, each with its next due day and how many of its times are late."""
    today = today or timezone.localdate()
    open_ones = Q(occurrences__way="", occurrences__void=False)
    found = DisclosureDuty.objects.within(scope).select_related("agency", "column", "responsible", "deputy")
    return answering(found).annotate(
        next_due=Min("occurrences__due_on", filter=open_ones),
        late=Count("occurrences", filter=open_ones & Q(occurrences__due_on__lt=today), distinct=True),
    )


def occurrences_in(scope: Scope) -> QuerySet[Occurrence]:
    """List the times duties of the agencies in scope fall due, the void ones too."""
    found: QuerySet[Occurrence] = answering(
        Occurrence.objects.filter(duty__agency__in=scope.readable), "duty__"
    ).select_related("duty__agency", "duty__column", "duty__responsible", "duty__deputy", "item", "met_by")
    return found


def only(rows: QuerySet[Occurrence], stand: str, today: date) -> QuerySet[Occurrence]:
    """Keep the times that stand so (a key of `STANDS`)."""
    if stand == "void":
        return rows.filter(void=True)
    rows = rows.filter(void=False)
    if stand == "met":
        return rows.exclude(way="").filter(met_on__lte=F("due_on"))
    if stand == "met_late":
        return rows.exclude(way="").filter(met_on__gt=F("due_on"))
    rows = rows.filter(way="")
    soon = today + timedelta(days=AHEAD)
    if stand == "late":
        return rows.filter(due_on__lt=today)
    if stand == "soon":
        return rows.filter(due_on__gte=today, due_on__lte=soon)
    return rows.filter(due_on__gt=soon)


@dataclass(frozen=True)
class Line:
    """A time of a duty as lists show it: `stand` is a key of `STANDS`, `days_late` counts working days, `owner` is "" for nobody."""

    one: Any
    stand: str
    words: str
    days_late: int
    owner: str
    limit: law.Limit


def line_of(one: Any, today: date, calendar: WorkdayCalendar | None = None) -> Line:
    """Derive how a time stands on a day; `one` comes from `occurrences_in`."""
    calendar = calendar or workdays()
    standing = law.standing(one.due_on, one.met_on, today)
    stand = {"due": "soon"}.get(standing.value, standing.value)
    end = one.met_on or today
    late = calendar.count_workdays(one.due_on, end) if end > one.due_on else 0
    words = STANDS["void" if one.void else stand]
    if not one.void:
        if standing == law.Standing.DUE:
            words = "今天到期"
        elif standing == law.Standing.SOON:
            words = f"还有{(one.due_on - today).days}天"
        elif late:
            words = f"{words}{late}个工作日"
    owner = owner_of(one)
    return Line(
        one, "void" if one.void else stand, words, late, str(owner) if owner else "", limit_of(one.duty)
    )


def lines_of(rows: Iterable[Any], today: date) -> list[Line]:
    """Derive how these times stand."""
    calendar = workdays()
    return [line_of(one, today, calendar) for one in rows]


def late_by_person(scope: Scope, year: int | None, today: date) -> list[tuple[str, list[Line]]]:
    """List what is late or was met late, by who answers for it; `year` is that of the due day.

    Nobody comes first: what has no owner is the agency's to settle.
    """
    rows = (
        occurrences_in(scope)
        .filter(void=False, due_on__lt=today)
        .filter(Q(way="") | Q(met_on__gt=F("due_on")))
    )
    if year:
        rows = rows.filter(due_on__year=year)
    found: dict[str, list[Line]] = {}
    for line in lines_of(rows.order_by("due_on", "pk")[:5000], today):
        found.setdefault(line.owner, []).append(line)
    return sorted(found.items(), key=lambda pair: (bool(pair[0]), -len(pair[1]), pair[0]))


@dataclass(frozen=True)
class Slow:
    """A published item that took longer than 20 working days from the day it was made (条例第二十六条)."""

    pk: int
    title: str
    slug: str
    agency: str
    department: str
    responsible: str
    formed_on: date
    published_on: date
    due_on: date
    days: int
    imported: bool


def slow_items(scope: Scope, year: int | None, agency: Agency | None = None) -> list[Slow]:
    """List the items published in a year that took too long, the slowest first; derived from the two days of each.

    Items that were withdrawn since are among them: they were published too late all the same. Nobody types these days.
    """
    calendar = workdays()
    items = ItemPage.objects.filter(
        agency__in=scope.readable, published_at__isnull=False, formed_on__isnull=False
    )
    if agency is not None:
        items = items.filter(agency=agency)
    if year:
        items = items.filter(published_at__year=year)
    due: dict[date, date] = {}
    found = []
    for row in items.values_list(
        "pk",
        "title",
        "slug",
        "agency__short_name",
        "department",
        "responsible",
        "formed_on",
        "published_at",
        "imported",
    ).iterator():
        formed_on, published_on = row[6], timezone.localdate(row[7])
        # 20 working days are never fewer than 20 days; most items end here
        if (published_on - formed_on).days <= DAYS_TO_DISCLOSE or formed_on.year < 2000:
            continue
        if formed_on not in due:
            due[formed_on] = calendar.add_workdays(formed_on, DAYS_TO_DISCLOSE)
        if published_on > due[formed_on]:
            days = calendar.count_workdays(formed_on, published_on)
            found.append(Slow(*row[:7], published_on, due[formed_on], days, row[8]))
    return sorted(found, key=lambda one: (-one.days, one.pk))


def suggested(one: Occurrence, words: str = "", most: int = 8) -> list[ItemPage]:
    """Give published items that may meet this time of the duty: those found by title; without words, the column's newest.

    The one proposed at publication comes first; those that met another time of the duty are left out.
    """
    duty = one.duty
    used = Occurrence.objects.filter(duty=duty, void=False, item__isnull=False).exclude(way="")
    found = ItemPage.objects.filter(agency=duty.agency_id, live=True, published_at__isnull=False).exclude(
        pk__in=used.values("item")
    )
    if words:
        for word in words.split()[:5]:
            found = found.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
        return list(found.order_by("-published_at", "-pk")[:most])
    if duty.column is None:
        return [one.item] if one.item is not None else []
    months = law.Period(duty.period).months if duty.period else 0
    since = add_months(one.formed_on, -months)
    near = list(
        found.filter(path__startswith=duty.column.path, published_at__date__gte=since).order_by(
            "-published_at", "-pk"
        )[:most]
    )
    if one.item is not None and not one.way:
        return [one.item, *(item for item in near if item.pk != one.item_id)][:most]
    return near


def closed_in(scope: Scope) -> QuerySet[Any]:
    """List what is not disclosed by the agencies in scope."""
    return NotDisclosed.objects.within(scope).select_related("agency", "item", "decided_by")


def hand_overs_in(scope: Scope) -> QuerySet[Any]:
    """List the hand-overs of the agencies in scope, each with the number of its items."""
    found = HandOver.objects.within(scope).select_related("agency", "by").annotate(number=Count("items"))
    return found.order_by("-on", "-pk")
