"""The demonstration's duties of this year: the catalogue a justice bureau begins with, times met and open; what is not public; a list handed on.

What was invented is marked 演示数据. Days are counted from today, so that there is always something due.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.calendar.queries import calendar
from gongkai.duties.models import DisclosureDuty, HandOver, NotDisclosed
from gongkai.duties.services import catalogue, clockwork, closing, handing, meeting
from gongkai.duties.sheets import default_rows
from gongkai.project import lixia

_ARCHIVE = "历下区档案馆（演示数据）"
_MINUTES = "局长办公会讨论记录（演示数据）"


def enter(agency: Agency, officer: User, reviewer: User) -> None:
    """Enter what is missing."""
    today = timezone.localdate()
    if not DisclosureDuty.objects.for_agency(agency.pk).exists():
        _duties(agency, officer, reviewer, today)
    if not NotDisclosed.objects.for_agency(agency.pk).filter(title=_MINUTES).exists():
        given = {
            "title": _MINUTES,
            "ground": "process",
            "way": NotDisclosed.Way.CLOSED,
            "reason": "讨论中的意见，公开会影响决定的形成（演示数据）",
            "decided_on": today - timedelta(days=360),
            "review_on": today + timedelta(days=5),
        }
        closing.record(reviewer, agency, given)
    if not HandOver.objects.for_agency(agency.pk).exists():
        first, last = date(lixia.YEAR, 1, 1), date(lixia.YEAR, 12, 31)
        handing.hand_over(officer, agency, HandOver.To.ARCHIVE, _ARCHIVE, first=first, last=last, on=today)


def _duties(agency: Agency, officer: User, reviewer: User, today: date) -> None:
    rows = [
        row | {"deputy": reviewer, "section": "办公室", "begins_on": today - timedelta(days=100)}
        for row in default_rows(agency, officer)
    ]
    made = {one.title: one for one in catalogue.enter_many(officer, agency, rows)}
    clockwork.enter_due(today, calendar())
    occasions = (
        ("部门决算", "财政批复上年决算（演示数据）", 17),
        ("行政处罚决定", "对某律师事务所的处罚决定（演示数据）", 30),
        ("负责人信息", "分管领导调整（演示数据）", 6),
    )
    for title, name, ago in occasions:
        meeting.occasion(officer, agency, made[title], name, today - timedelta(days=ago))
    outside = meeting.Met(
        "outside", address="https://example.com/budget/", on=today - timedelta(days=80), note="演示数据"
    )
    budget = meeting.occasion(
        officer, agency, made["部门预算"], "财政批复本年预算（演示数据）", today - timedelta(days=95)
    )
    meeting.meet(officer, agency, budget, outside)
    clockwork.remind(today)
