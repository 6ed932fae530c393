"""The calendar of working days (工作日) on which every time limit of the Regulations is counted.

Sources: 《政府信息公开条例》 Art. 26, 30, 32, 33 and 34 count in working days; which days are worked follows from the
yearly holiday notices (see `notices`). The Regulations do not say whether the first day counts; the common rule is
《民事诉讼法》 (2023) Art. 85, the day on which a period begins is not counted. So here: **the day handed in is day 0,
the first working day after it is day 1**, whether day 0 is itself worked or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from gongkai.law.notices import (
    LAST_YEAR,
    HolidayNotice,
    by_year,
    check_day,
    seed_notices,
    statutory_days_off,
)

MOST_DAYS = 10_000
"""The most working days counted forward in one call: some forty years, far beyond any time limit."""

WEEKEND = "周末"

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class SkippedDay:
    """A day that was not counted, and why, in Chinese: 周末 or the holiday's name."""

    on: date
    why: str


class WorkdayCalendar:
    """Which days are worked, and counting by them.

    `notices` are the office's own; each replaces the seed's notice for its year as a whole. With `seed=False` only the
    notices handed in are known. A year without any notice is *provisional* (暂按): weekends and the holidays fixed to
    a date by the 《全国年节及纪念日放假办法》 are off, nothing else is known about it.

    All methods raise ValueError with a Chinese message for days outside 2000–2100.
    """

    def __init__(self, notices: Iterable[HolidayNotice] = (), *, seed: bool = True) -> None:
        """Put the calendar together; later notices replace earlier ones of the same year."""
        self._notices = by_year(chain(seed_notices() if seed else (), notices))
        self._off: dict[date, str] = {}
        self._work: set[date] = set()
        # In this order, so that on a December day the notice of the year to come decides.
        for year in sorted(self._notices):
            notice = self._notices[year]
            self._off.update(notice.off)
            self._work.difference_update(notice.off)
            self._work.update(notice.work)
            for day in notice.work:
                self._off.pop(day, None)

    def covers(self, year: int) -> bool:
        """Say whether the notice for this year is known."""
        return year in self._notices

    def is_workday(self, day: date) -> bool:
        """Say whether the day is worked."""
        return self.why_off(day) is None

    def why_off(self, day: date) -> str | None:
        """Say in Chinese why the day is not worked (a holiday's name before 周末), or None if it is."""
        check_day(day)
        if day in self._work:
            return None
        name = self._off.get(day)
        if name is None and not self.covers(day.year):
            name = statutory_days_off(day.year).get(day)
        if name is None and day.weekday() >= _SATURDAY:
            name = WEEKEND
        return name

    def add_workdays(self, start: date, n: int) -> date:
        """Give the nth working day after `start`, `start` being day 0; for n = 0 `start` itself.

        So the limit of Art. 33 para. 2 for an application received on `start` ends on `add_workdays(start, 20)`.
        ValueError if n is negative or above 10,000, or if the calendar ends before.
        """
        if not 0 <= n <= MOST_DAYS:
            raise ValueError(f"工作日数{n}超出范围，只能是0至{MOST_DAYS}")
        day, counted = check_day(start), 0
        while counted < n:
            if day == date(LAST_YEAR, 12, 31):
                raise ValueError(f"从{start.isoformat()}起数{n}个工作日，超出了{LAST_YEAR}年")
            day += _ONE_DAY
            counted += self.is_workday(day)
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`; ValueError if `until` is earlier."""
        return sum(self.is_workday(day) for day in _days(after, until))

    def skipped(self, after: date, until: date) -> tuple[SkippedDay, ...]:
        """List the days after `after`, up to and including `until`, that are not worked, each with the reason.

        A Saturday or Sunday that is worked instead of another day (调休上班) is a working day and not listed.
        """
        return tuple(
            SkippedDay(day, why) for day in _days(after, until) if (why := self.why_off(day)) is not None
        )

    def provisional(self, first: date, last: date) -> bool:
        """Say whether the span, both days included, touches a year whose notice is not known.

        What was counted over such a span may move once the notice is out and must not be printed on a letter.
        """
        _check_order(first, last)
        return any(not self.covers(year) for year in range(first.year, last.year + 1))


def _days(after: date, until: date) -> Iterator[date]:
    _check_order(after, until)
    return (after + timedelta(days=i) for i in range(1, (until - after).days + 1))


def _check_order(first: date, last: date) -> None:
    check_day(first)
    check_day(last)
    if last < first:
        raise ValueError(f"截止日期{last.isoformat()}早于起始日期{first.isoformat()}")
