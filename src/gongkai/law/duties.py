"""Duties to disclose (主动公开基本目录): of what kind they are, until when they are met, when to remind.

常规性工作定期公开、临时性工作随时公开、固定性工作长期公开. The general limit is 20 working days from the day information is made or changes
(条例第二十六条); special laws set others. Each limit names its source; what could not be checked in the text says 未核实.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .calendar import WorkdayCalendar

__all__ = [
    "LIMITS",
    "MINIMA",
    "REMIND_BEFORE",
    "Kind",
    "Limit",
    "Minimum",
    "Period",
    "Standing",
    "due_on",
    "limit_of",
    "minimum_of",
    "periods",
    "remind_on",
    "standing",
    "stays_until",
]

REMIND_BEFORE = (10, 5, 3, 1)
"""Days before the limit on which whoever answers for it is reminded; practice, no rule."""


class Kind(StrEnum):
    """What kind of duty."""

    FIXED = "fixed"
    """固定: always to be there and right (机构职能, 指南); due anew when the facts change."""
    REGULAR = "regular"
    """常规: once in each period (季度备案目录, 预算)."""
    OCCASIONAL = "occasional"
    """临时: whenever something happens."""


class Period(StrEnum):
    """How often a regular duty comes round."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: a stable code, its Chinese name, so many days, working or calendar, counted from what, and its source."""

    code: str
    label: str
    days: int
    working: bool
    counted_from: str
    source: str


LIMITS = (
    Limit(
        "general",
        "一般信息",
        20,
        True,
        "信息形成或者变更之日",
        "《政府信息公开条例》（国务院令第711号）第二十六条",
    ),
    Limit(
        "department-budget",
        "部门预算、决算",
        20,
        False,
        "财政部门批复之日",
        "《预算法》（2018年修正）第十四条",
    ),
    Limit(
        "government-budget",
        "政府预算、预算调整、决算",
        20,
        False,
        "人大及其常委会批准之日",
        "《预算法》（2018年修正）第十四条",
    ),
    Limit(
        "penalty-withdrawn",
        "撤回被变更、撤销的行政处罚决定",
        3,
        True,
        "处罚决定被依法变更、撤销、确认违法或者确认无效之日",
        "《行政处罚法》（2021年修订）第四十八条、第八十五条",
    ),
    Limit(
        "double-publicity",
        "行政许可、行政处罚“双公示”",
        7,
        True,
        "作出决定之日",
        "国办发〔2018〕118号（未核实）",
    ),
    Limit("enforcement", "其他行政执法决定", 20, True, "作出决定之日", "国办发〔2018〕118号（未核实）"),
    Limit("interpretation", "政策解读", 3, True, "文件公布之日", "国办发〔2016〕80号（未核实）"),
    Limit(
        "proposal-answer",
        "建议提案办理复文",
        20,
        True,
        "答复提出人之日",
        "国办发〔2014〕46号及地方落实文件",
    ),
)
"""The limits; an agency adds its own beside them."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """How long at least something stays public (公开征求意见的期限): so many days, working or calendar, and the source."""

    code: str
    label: str
    days: int
    working: bool
    source: str


MINIMA = (
    Minimum(
        "decision-draft",
        "重大行政决策草案征求意见",
        30,
        False,
        "《重大行政决策程序暂行条例》第十五条（情况紧急可以缩短，应当说明）",
    ),
    Minimum("rule-draft", "规章草案征求意见", 30, False, "《规章制定程序条例》第十五条"),
    Minimum("normative-draft", "行政规范性文件草案征求意见", 7, True, "国办发〔2018〕37号（未核实）"),
)
"""What must stay public for a time; an agency adds its own beside them."""

_BY_CODE = {limit.code: limit for limit in LIMITS}


class Standing(StrEnum):
    """Where a duty stands on a day."""

    WAITING = "waiting"
    """Not due for more than ten days."""
    SOON = "soon"
    """Within the days of reminding."""
    DUE = "due"
    """Due on this very day."""
    LATE = "late"
    MET = "met"
    MET_LATE = "met_late"


def limit_of(code: str) -> Limit | None:
    """Give the limit with this code, None if there is none."""
    return _BY_CODE.get(code)


def minimum_of(code: str) -> Minimum | None:
    """Give what must stay public for this long, None if there is no such code."""
    return next((one for one in MINIMA if one.code == code), None)


def stays_until(minimum: Minimum, published_on: date, calendar: WorkdayCalendar) -> date:
    """Give the last day on which it must still be public; the day it is published is day 0."""
    if minimum.working:
        return calendar.add_workdays(published_on, minimum.days)
    return published_on + timedelta(days=minimum.days)


def due_on(limit: Limit, start: date, calendar: WorkdayCalendar) -> date:
    """Give the last day on which the duty is met in time; `start` is the day counted from and is day 0.

    A limit in calendar days that ends on a day off is not moved here: 预算法 does not say that it is.
    """
    if limit.working:
        return calendar.add_workdays(start, limit.days)
    return start + timedelta(days=limit.days)


def periods(period: Period, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Walk the periods that end between two days (both included), each by its first and last day."""
    year, month = first.year, (first.month - 1) // period.months * period.months + 1
    while True:
        begin = date(year, month, 1)
        month += period.months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        end = date(year, month, 1) - timedelta(days=1)
        if end > last:
            return
        if end >= first:
            yield begin, end


def remind_on(due: date) -> tuple[date, ...]:
    """Give the days on which to remind, the earliest first."""
    return tuple(due - timedelta(days=days) for days in REMIND_BEFORE)


def standing(due: date, met_on: date | None, today: date) -> Standing:
    """Derive where a duty with this limit stands."""
    if met_on is not None:
        return Standing.MET if met_on <= due else Standing.MET_LATE
    left = (due - today).days
    if left < 0:
        return Standing.LATE
    if left == 0:
        return Standing.DUE
    return Standing.SOON if left <= max(REMIND_BEFORE) else Standing.WAITING
