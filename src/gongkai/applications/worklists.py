"""Work lists (办理清单): which cases wait for what, by stands; and how many, counted only as far as anybody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.status import Status

__all__ = [
    "MOST_COUNTED",
    "ORDERS",
    "STANDS",
    "Day",
    "few",
    "in_order",
    "of_number",
    "only",
    "usual",
    "words_of",
]

MOST_COUNTED = 999
"""Counting stops here: the list of a hundred thousand cases must be there as soon as that of a thousand."""


@dataclass(frozen=True)
class Day:
    """A day and the calendar it is read by."""

    today: date
    days: WorkdayCalendar

    def after(self, working_days: int) -> date:
        """Give the day so many working days on."""
        return self.days.add_workdays(self.today, working_days)

    def left(self, due_on: date) -> int:
        """Count the working days that are left until a last day; negative after it."""
        if due_on < self.today:
            return -self.days.count_workdays(due_on, self.today)
        return self.days.count_workdays(self.today, due_on)


_Stand = tuple[str, Callable[[QuerySet[Any], Day], QuerySet[Any]]]


def still_open(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the cases in which the agency still owes something: the statuses of `queries.OPEN`, by the column an index can be had for."""
    return cases.filter(closed_on=None)


def _status(*found: Status) -> Callable[[QuerySet[Any], Day], QuerySet[Any]]:
    keys = [one.key for one in found]
    return lambda cases, _day: cases.filter(status__in=keys)


def _due(working_days: int) -> Callable[[QuerySet[Any], Day], QuerySet[Any]]:
    return lambda cases, day: still_open(cases).filter(
        due_on__gte=day.today, due_on__lte=day.after(working_days)
    )


STANDS: Mapping[str, _Stand] = {
    "open": ("未办结", lambda cases, _day: still_open(cases)),
    "late": ("已逾期", lambda cases, day: still_open(cases).filter(due_on__lt=day.today)),
    "due1": ("1个工作日内到期", _due(1)),
    "due3": ("3个工作日内到期", _due(3)),
    "due5": ("5个工作日内到期", _due(5)),
    "due10": ("10个工作日内到期", _due(10)),
    "unconfirmed": ("待确认", _status(Status.AWAITING_CONFIRMATION)),
    "correction": ("等补正", _status(Status.AWAITING_CORRECTION)),
    "consulting": ("等意见", _status(Status.CONSULTING)),
    "payment": ("等缴费", _status(Status.AWAITING_PAYMENT)),
    "lapsed": ("可按视为放弃结案", _status(Status.LAPSED)),
    "serve": ("待送达", _status(Status.ANSWERED)),
    "problems": ("有不合规记录", lambda cases, _day: still_open(cases).filter(problems__gt=0)),
    "closed": ("已办结", _status(*(one for one in Status if not one.open))),
    "all": ("全部", lambda cases, _day: cases),
}
"""Stand → its words, and what it keeps of a query of cases."""


def only(cases: QuerySet[Any], stand: str, day: Day) -> QuerySet[Any]:
    """Keep the cases that stand so. KeyError for a stand there is not."""
    return STANDS[stand][1](cases, day)


def few(cases: QuerySet[Any]) -> int:
    """Count cases, no further than one past `MOST_COUNTED`."""
    return cases.order_by()[: MOST_COUNTED + 1].count()


def words_of(number: int) -> str:
    """Say how many there are."""
    return f"{MOST_COUNTED}件以上" if number > MOST_COUNTED else f"{number}件"


ORDERS = {
    "due": ("答复期限", (F("due_on").asc(nulls_last=True), "pk")),
    "-due": ("答复期限", (F("due_on").desc(nulls_last=True), "-pk")),
    "-number": ("编号", ("-pk",)),
    "number": ("编号", ("pk",)),
    "-received": ("收到之日", (F("received_on").desc(nulls_last=True), "-pk")),
    "received": ("收到之日", (F("received_on").asc(nulls_last=True), "pk")),
}
"""Order → the column it is an order of, and the order."""


def in_order(cases: QuerySet[Any], order: str, stand: str) -> QuerySet[Any]:
    """Put cases in the order asked for; else open ones by their last day, others newest first."""
    return cases.order_by(*ORDERS[order if order in ORDERS else usual(stand)][1])


def usual(stand: str) -> str:
    """Give the order of a stand nobody chose one for."""
    return "-number" if stand in ("all", "closed") else "due"


def of_number(text: str) -> Q | None:
    """Understand a number typed into the search box: 2024-0012, 2024-12, 12, or one of the old ledger; None where it is too long."""
    year, dash, sequence = text.partition("-")
    if len(text) > 60:
        return None
    found = Q(ledger_number=text)
    if dash and _whole(year, 4) and _whole(sequence, 9):
        found |= Q(year=int(year), sequence=int(sequence))
    elif _whole(text, 9):
        found |= Q(sequence=int(text))
    return found


def _whole(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= most
