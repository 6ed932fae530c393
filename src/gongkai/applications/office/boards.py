"""Seen from above: the calendar by last day, and the weekly dispatch board (周调度) with counts and limits, never a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from gongkai.agencies.queries import scope_of
from gongkai.applications.models import Application, CountingRow
from gongkai.applications.queries import cases_for
from gongkai.applications.worklists import Day, still_open
from gongkai.law.status import Status

from .common import office_view, readable_agencies, show, the_day
from .listing import rows_of

_WEEKDAYS = "一二三四五六日"
_WEEKS_AHEAD = 6
_MOST_LISTED = 400


@office_view
@require_http_methods(["GET", "HEAD"])
def days(request: HttpRequest) -> HttpResponse:
    """List the open cases by their last day: the late ones, then day by day for six weeks."""
    person: Any = request.user
    day = the_day()
    mine = request.GET.get("mine") == "1"
    last = day.today + timedelta(weeks=_WEEKS_AHEAD)
    cases = still_open(cases_for(person)).filter(due_on__lte=last).order_by("due_on", "pk")
    if mine:
        cases = cases.filter(officer=person)
    found = rows_of(person, list(cases[: _MOST_LISTED + 1]))
    shown = found[:_MOST_LISTED]
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in shown:
        by_day.setdefault(row["case"].due_on, []).append(row)
    context = {
        "late": [row for row in shown if row["case"].due_on < day.today],
        "days": [
            {
                "on": on,
                "weekday": f"星期{_WEEKDAYS[on.weekday()]}",
                "rows": rows,
                "left": day.left(on),
            }
            for on, rows in sorted(by_day.items())
            if on >= day.today
        ],
        "mine": mine,
        "cut": len(found) > _MOST_LISTED,
        "weeks": _WEEKS_AHEAD,
    }
    return show(request, "days", "days", context)


_STANDS = (
    ("open", "未办结"),
    ("late", "已逾期"),
    ("due1", "1个工作日内到期"),
    ("due3", "3个工作日内到期"),
    ("due5", "5个工作日内到期"),
    ("unconfirmed", "待确认"),
    ("correction", "等补正"),
    ("consulting", "等意见"),
    ("payment", "等缴费"),
    ("lapsed", "可按视为放弃结案"),
    ("serve", "待送达"),
)


@office_view
@require_http_methods(["GET", "HEAD"])
def board(request: HttpRequest) -> HttpResponse:
    """Show agency by agency how many cases stand how, and what came and went in a week."""
    person: Any = request.user
    day = the_day()
    monday = _monday(request.GET.get("week", ""), day.today)
    agencies = readable_agencies(request)
    now, week = _now(person, day), _week(person, monday)
    rows = []
    for agency in agencies:
        counted = now.get(agency.pk, {})
        came, went, late = week.get(agency.pk, (0, 0, 0))
        if len(agencies) > 1 and not counted and not came and not went:
            continue
        rows.append(
            {
                "agency": agency,
                "cells": [
                    (stand, counted.get(stand, 0), urlencode({"stand": stand, "agency": agency.public_id}))
                    for stand, _ in _STANDS
                ],
                "nobody": counted.get("nobody", 0),
                "nobody_query": urlencode({"stand": "open", "agency": agency.public_id, "officer": "none"}),
                "came": came,
                "went": went,
                "went_late": late,
            }
        )
    rows.sort(key=lambda row: (-row["cells"][1][1], row["agency"].full_name))
    context = {
        "stands": _STANDS,
        "rows": rows,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7) if monday + timedelta(days=7) <= day.today else None,
        "several": len(agencies) > 1,
        "idle": len(agencies) - len(rows),
        "now": timezone.localtime(),
        "totals": [sum(row["cells"][at][1] for row in rows) for at in range(len(_STANDS))],
        "total_nobody": sum(row["nobody"] for row in rows),
        "total_week": [sum(row[name] for row in rows) for name in ("came", "went", "went_late")],
    }
    return show(request, "board", "board", context)


def _monday(text: str, today: date) -> date:
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        wanted = today
    if not date(2008, 5, 1) <= wanted <= today:
        wanted = today
    return wanted - timedelta(days=wanted.weekday())


def _now(person: Any, day: Day) -> dict[int, dict[str, int]]:
    """Count the open cases of each agency by stand, in one query of the open ones."""

    def status(one: Status) -> Count:
        return Count("pk", filter=Q(status=one.key))

    def due(working_days: int) -> Count:
        return Count("pk", filter=Q(due_on__gte=day.today, due_on__lte=day.after(working_days)))

    found = (
        still_open(Application.objects.within(scope_of(person)))
        .order_by()
        .values("agency")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=day.today)),
            due1=due(1),
            due3=due(3),
            due5=due(5),
            unconfirmed=status(Status.AWAITING_CONFIRMATION),
            correction=status(Status.AWAITING_CORRECTION),
            consulting=status(Status.CONSULTING),
            payment=status(Status.AWAITING_PAYMENT),
            lapsed=status(Status.LAPSED),
            serve=status(Status.ANSWERED),
            nobody=Count("pk", filter=Q(officer=None)),
        )
    )
    return {row["agency"]: row for row in found}


def _week(person: Any, monday: date) -> dict[int, tuple[int, int, int]]:
    """Count what came and what went in a week by the counting rows, and what went late."""
    sunday = monday + timedelta(days=6)
    came, went = Q(entered_on__range=(monday, sunday)), Q(left_on__range=(monday, sunday))
    found = (
        CountingRow.objects.within(scope_of(person))
        .filter(came | went)
        .order_by()
        .values("agency")
        .annotate(
            came=Count("pk", filter=came),
            went=Count("pk", filter=went),
            late=Count("pk", filter=went & Q(application__late=True)),
        )
    )
    return {row["agency"]: (row["came"], row["went"], row["late"]) for row in found}
