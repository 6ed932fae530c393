"""A new holiday notice: which open cases move is shown before it is saved, and they move when it is; the days themselves go on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.applications.desk import Desk, again, desk, granted, registered

from gongkai.applications import deriving, moving
from gongkai.applications import services as acts
from gongkai.calendar.moving import Change, moves_of
from gongkai.calendar.queries import calendar, calendar_with
from gongkai.law.notices import HolidayNotice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def change() -> Change:
    """2024 with one more day off, 28 June."""
    known = {day: name for day, name in calendar()._off.items() if day.year == 2024}
    work = frozenset(day for day in calendar()._work if day.year == 2024)
    notice = HolidayNotice(2024, known | {date(2024, 6, 28): "测试假"}, work, "测试")
    return Change(2024, notice, calendar(), calendar_with(2024, notice))


def test_what_moves_is_shown_then_moved(at: Desk, monkeypatch: Any) -> None:
    moved, closed, later = registered(at), registered(at, content="另一件"), registered(at, date(2024, 7, 1))
    granted(at, closed, date(2024, 6, 20))
    wanted = change()
    (lines,) = [one.lines for one in moves_of(wanted) if one.title == "申请的答复期限"]
    assert [(line.title, line.before, line.after) for line in lines] == [
        (f"申请{moved.number}", date(2024, 7, 2), date(2024, 7, 3))
    ]
    assert again(moved).due_on == date(2024, 7, 2)
    assert moving.move(wanted) == 1
    assert again(moved).due_on == date(2024, 7, 3)
    assert again(later).due_on == later.due_on


def test_many_are_moved_in_the_background(at: Desk, monkeypatch: Any) -> None:
    case = registered(at)
    monkeypatch.setattr(moving, "_AT_ONCE", 0)
    asked: list[Any] = []
    monkeypatch.setattr(moving, "defer", lambda *order: asked.append(order))
    wanted = change()
    assert moving.move(wanted) == 1
    assert asked == [(moving.renew_moved, 2024)]
    assert again(case).due_on == date(2024, 7, 2)
    monkeypatch.setattr(deriving, "calendar", lambda: wanted.after)
    assert moving.renew_moved.call(2024) == 1
    assert again(case).due_on == date(2024, 7, 3)


def test_the_scheduler_brings_open_cases_up_to_the_day(at: Desk) -> None:
    case = registered(at)
    acts.consult(at.case_officer, at.agency, case, "agency", "区保密局", date(2024, 6, 11))
    yesterday = timezone.localdate() - timedelta(days=1)
    deriving.renew(again(case), yesterday)
    before = again(case).due_on
    assert deriving.renew_open() == 1
    assert again(case).derived_on == timezone.localdate()
    assert again(case).due_on >= before
    assert deriving.renew_open() == 0
