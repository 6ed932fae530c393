"""Why a time limit ends on the day it does, step by step, in words a lay person follows (期限说明)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from gongkai.law.calendar import WEEKEND, WorkdayCalendar
from gongkai.law.consultations import Consultation, Consulted, days_not_counted
from gongkai.law.events import EventType
from gongkai.law.timelimits import Limit, State, Stop, TimeLimit

__all__ = ["Step", "chinese_day", "explain"]

_ONE_DAY = timedelta(days=1)
_ANSWER = "条例第三十三条第二款"
_RECEIPT = "条例第三十一条"
_CORRECTION = "条例第三十条"
_DELAY = "条例第三十五条"
_FEE = "国办函〔2020〕109号第六条"
_REOPENED = "已经办结，后来重新办理，期限另行计算"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of days, both ends included: how many working days lie in it, whether they count, why, by which rule."""

    first: date
    last: date
    working_days: int
    counted: bool
    rule: str
    text: str


def chinese_day(day: date) -> str:
    """Write a day as letters do: 2024年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def explain(limit: TimeLimit, calendar: WorkdayCalendar) -> tuple[Step, ...]:
    """Give the steps from the day after receipt to the last day of the limit, or to where it stopped; none without receipt."""
    steps: list[Step] = []
    for number, one in enumerate(limit.limits, 1):
        following = limit.limits[number].start if number < len(limit.limits) else None
        if one.stop:
            steps += _stopped(one, one.stop, following, limit, calendar)
        elif following is not None:
            if following > one.start:
                text = f"{_begins(one)}；{_REOPENED}"
                days = calendar.count_workdays(one.start, following)
                steps.append(Step(one.start + _ONE_DAY, following, days, False, _rule(one), text + "。"))
        elif limit.due_on is not None:
            steps += _running(one, limit, limit.due_on, calendar)
    return tuple(steps)


def _begins(limit: Limit) -> str:
    day = chinese_day(limit.start)
    return {
        EventType.CORRECTED: f"{day}收到补正，期限从头计算，当日不算",
        EventType.FEE_PAID: f"{day}缴费完成，期限从次日起从头计算",
        EventType.REOPENED: f"{day}起重新办理，当日不算",
        EventType.SIGNED_FOR: f"{day}签收申请，即为收到之日，当日不算",
        EventType.CONFIRMED: f"{day}与申请人确认，即为收到之日，当日不算",
    }.get(limit.because.type, f"{day}当面收到申请，当日不算")


def _rule(limit: Limit) -> str:
    return {
        EventType.CORRECTED: _CORRECTION,
        EventType.FEE_PAID: _FEE,
        EventType.REOPENED: "条例第五十一条",
    }.get(limit.because.type, _ANSWER)


def _stopped(
    limit: Limit, stop: Stop, following: date | None, whole: TimeLimit, calendar: WorkdayCalendar
) -> Iterator[Step]:
    fee = stop.event.type is EventType.FEE_NOTIFIED
    asked, rule = ("通知缴费", _FEE) if fee else ("告知补正", _CORRECTION)
    if stop.event.on > limit.start:
        days = calendar.count_workdays(limit.start, stop.event.on)
        text = f"{_begins(limit)}；{chinese_day(stop.event.on)}{asked}时过了{days}个工作日，期限停止，这些天以后不再算"
        yield Step(limit.start + _ONE_DAY, stop.event.on, days, False, _rule(limit), text + "。")
    until = stop.resumed_on or following or whole.moment
    if until <= stop.event.on:
        return
    waited = calendar.count_workdays(stop.event.on, until)
    what = "缴费" if fee else "补正"
    text = f"等待申请人{what}，不计算期限"
    if stop.resumed_on is None and following is not None:
        text += f"；{_REOPENED}"
    elif stop.resumed_on is None and whole.lapsed_on is not None:
        text += f"；到{chinese_day(whole.lapsed_on - _ONE_DAY)}没有{what}，视为放弃申请"
    elif stop.resumed_on is None and stop.last is not None:
        text += f"；{chinese_day(stop.last)}是{what}的最后一天"
    yield Step(stop.event.on + _ONE_DAY, until, waited, False, rule, text + "。")


def _running(limit: Limit, whole: TimeLimit, due: date, calendar: WorkdayCalendar) -> Iterator[Step]:
    fixed = limit.fixed_end
    start = limit.start
    if fixed is not None:
        days = calendar.count_workdays(start, fixed)
        if limit.delay:
            text = f"{_begins(limit)}；申请数量、频次明显超过合理范围而理由合理，{chinese_day(limit.delay.on)}确定延迟到{chinese_day(fixed)}答复"
            rule = _DELAY
        else:
            text, rule = f"{_begins(limit)}；重新答复的期限定到{chinese_day(fixed)}", _rule(limit)
        yield Step(start + _ONE_DAY, fixed, days, True, rule, text + "。")
        if due > fixed:  # what moved a limit with a fixed end is put behind that end
            yield _behind(limit, fixed, due, calendar)
        return
    free = days_not_counted(whole.consultations, limit.start, whole.moment, calendar)
    first = start + _ONE_DAY
    counted = 0
    for (kind, _), group in groupby(_days(start, due, free, limit.days, calendar), key=_alike):
        stretch = [day for day, _, _ in group]
        many = len(stretch)
        last = stretch[-1]
        if kind == "free":
            asked = free[last]
            text, rule = (
                _not_counted(asked, many, last) + _awaited(asked, last, free, whole),
                asked[0].asked.rule,
            )
        elif kind == "added":
            event = limit.extensions[0][0]
            text = f"{chinese_day(event.on)}告知申请人延长期限，加{limit.added}个工作日"
            text += "" if many == limit.added else f"，这是其中的{many}个"
            rule = _ANSWER
        else:
            text = f"第{counted + 1}至第{counted + many}个工作日" if many > 1 else f"第{counted + 1}个工作日"
            text = f"{_begins(limit)}；{text}" if counted == 0 else f"接着数，{text}"
            rule, counted = _rule(limit), counted + many
        text += _holidays(first, last, calendar)
        if last == due:
            text += f"。期限到{chinese_day(due)}为止"
            if whole.provisional:
                text += "（暂按：其间有的年份放假安排还没有公布，公布后可能变动）"
        yield Step(first, last, many, kind != "free", rule, text + "。")
        first = last + _ONE_DAY


def _days(
    start: date, due: date, free: dict[date, list[Consultation]], base: int, calendar: WorkdayCalendar
) -> Iterator[tuple[date, str, tuple[int, ...]]]:
    day, counted = start, 0
    while day < due:
        day += _ONE_DAY
        if not calendar.is_workday(day):
            continue
        if day in free:
            yield day, "free", tuple(id(one) for one in free[day])
        else:
            counted += 1
            yield day, "base" if counted <= base else "added", ()


def _alike(day: tuple[date, str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]]:
    return day[1], day[2]


def _not_counted(asked: list[Consultation], days: int, last: date) -> str:
    names = "、".join(
        dict.fromkeys(f"{one.asked.term}{f'（{one.who}）' if one.who else ''}" for one in asked)
    )
    text = f"征求{names}的意见，这{days}个工作日不计算在期限内"
    silent = {one.asked for one in asked if one.closed_on is None and one.last == last}
    if Consulted.CO_MAKER in silent:
        text += "；共同制作机关15个工作日内没有回复，视为同意公开"
    if Consulted.THIRD_PARTY in silent:
        text += "；第三方15个工作日内没有回复，由机关依法决定是否公开"
    return text


def _awaited(
    asked: list[Consultation], last: date, free: dict[date, list[Consultation]], whole: TimeLimit
) -> str:
    """Say, where an opinion is still waited for, that the last day moves on with every working day of waiting."""
    if whole.state is not State.PAUSED or last != max(free):
        return ""
    awaited = [one for one in asked if one.open_on(whole.moment)]
    if not awaited:
        return ""
    text = (
        f"；意见还没有收到，先按{chinese_day(whole.moment)}收到推算，再等几个工作日，期限就再顺延几个工作日"
    )
    ends = [one.last for one in awaited]
    latest = max((day for day in ends if day is not None), default=None)
    return text if latest is None or None in ends else f"{text}，最多等到{chinese_day(latest)}"


def _behind(limit: Limit, fixed: date, due: date, calendar: WorkdayCalendar) -> Step:
    moved = calendar.count_workdays(fixed, due)
    parts = [f"延长{limit.added}个工作日"] if limit.added else []
    if moved > limit.added:
        parts.append(f"征求意见的{moved - limit.added}个工作日不计算在内")
    text = "、".join(parts) + f"，期限到{chinese_day(due)}为止。"
    return Step(fixed + _ONE_DAY, due, moved, True, "条例第三十三条第二款、第三款", text)


def _holidays(first: date, last: date, calendar: WorkdayCalendar) -> str:
    off = calendar.skipped(first - _ONE_DAY, last)
    if not off:
        return ""
    names = list(dict.fromkeys(day.why for day in off if day.why != WEEKEND))
    what = "、".join(names) + ("放假" if names else "")
    weekend = "周末" if any(day.why == WEEKEND for day in off) else ""
    return f"（其间{'和'.join(part for part in (weekend, what) if part)}共{len(off)}天不算）"
