"""What is doubtful in a yearly holiday notice somebody enters: it moves every time limit of its year, so it is looked at first.

《全国年节及纪念日放假办法》: 11 days off for everybody from 2008, 13 from 2025 (Decree 795 of 2024, 未核实). A day moved in lieu (调休) gives
a weekday for a weekend day, so that weekdays off less weekend days worked are just these days; the notice of 2020 alone, which
a second one prolonged, has more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from .notices import HolidayNotice, statutory_days_off

__all__ = ["consecutive", "doubts_of", "statutory_number"]

_SATURDAY = 5
_HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_SHORT = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def statutory_number(year: int) -> int:
    """Give how many days off the year has by the decree itself."""
    return 11 if year < 2025 else 13


def doubts_of(notice: HolidayNotice, others: Iterable[HolidayNotice] = ()) -> tuple[str, ...]:
    """Say in Chinese what is doubtful; `others` are the notices of other years, whose December days it may contradict."""
    return (*_missing(notice), *_weekdays(notice), *_number(notice), *_overlaps(notice, others))


def _missing(notice: HolidayNotice) -> list[str]:
    found = [
        f"{day:%Y-%m-%d}（{name}）是法定节日，安排里没有放假"
        for day, name in sorted(statutory_days_off(notice.year).items())
        if day not in notice.off
    ]
    named = " ".join(_SHORT.get(name, name) for name in notice.off.values())
    if lacking := [name for name in _HOLIDAYS if name not in named and name[:2] not in named]:
        found.append(f"没有这些节日：{'、'.join(lacking)}")
    return found


def _weekdays(notice: HolidayNotice) -> list[str]:
    return [
        f"{day:%Y-%m-%d}是工作日，不用写进调休上班的日子"
        for day in sorted(notice.work)
        if day.weekday() < _SATURDAY
    ]


def _number(notice: HolidayNotice) -> list[str]:
    off = sum(day.weekday() < _SATURDAY for day in notice.off)
    work = sum(day.weekday() >= _SATURDAY for day in notice.work)
    usual = statutory_number(notice.year)
    if off - work == usual:
        return []
    return [
        f"放假占用工作日{off}天，调休上班{work}天，相差{off - work}天；法定节日全年{usual}天，二者应当相等，请核对有没有漏写、多写"
    ]


def _overlaps(notice: HolidayNotice, others: Iterable[HolidayNotice]) -> list[str]:
    """Name the days that the notice of another year says otherwise of."""
    mine = {**dict.fromkeys(notice.off, "放假"), **dict.fromkeys(notice.work, "上班")}
    found: list[str] = []
    for other in others:
        if other.year == notice.year:
            continue
        theirs: dict[date, str] = {
            **dict.fromkeys(other.off, "放假"),
            **dict.fromkeys(other.work, "上班"),
        }
        holds = max(notice.year, other.year)
        found += [
            f"{day:%Y-%m-%d}在{other.year}年的安排里是{theirs[day]}，在这里是{mine[day]}；以{holds}年的为准"
            for day in sorted(mine.keys() & theirs.keys())
            if mine[day] != theirs[day]
        ]
    return found


def consecutive(days: Iterable[date]) -> list[tuple[date, date]]:
    """Put days together into spans without gaps, each by its first and last day."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans
