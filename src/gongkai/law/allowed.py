"""What the law allows now (依法可以做的): the acts open to an application, each with its reason and its last day.

There is one truth: an act is lawful on a day if recording it on that day adds no problem to the history (`timelimits`). So
what the pages offer and what the records complain about can never differ.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.consultations import ANSWERS, QUESTIONS
from gongkai.law.events import Event, EventType, History
from gongkai.law.problems import Problem
from gongkai.law.settings import DEFAULTS, LimitSettings
from gongkai.law.timelimits import RECEIVED_BY, State, TimeLimit, time_limit

__all__ = ["Permission", "allowed", "new_problems"]


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an act is lawful now: `why` it is open, or why not, in Chinese; `by` its last day, where there is one."""

    act: EventType
    lawful: bool
    why: str
    rule: str
    by: date | None = None
    who: str = ""


_RULES = {
    EventType.CONFIRMED: ("收到当日就要与申请人确认，确认之日起算期限", "条例第三十一条"),
    EventType.CONTACT_FAILED: ("联系不上申请人的，做好登记", "条例第三十一条"),
    EventType.SIGNED_FOR: ("签收邮件之日即为收到之日", "条例第三十一条"),
    EventType.CORRECTION_REQUESTED: ("内容不明确的，收到之日起7个工作日内一次性告知补正", "条例第三十条"),
    EventType.CORRECTED: ("收到补正之日起，期限重新计算", "条例第三十条"),
    EventType.REASONS_REQUESTED: ("数量、频次明显超过合理范围的，可以要求说明理由", "条例第三十五条"),
    EventType.REASONS_GIVEN: ("收到申请人说明的理由", "条例第三十五条"),
    EventType.REASONS_REJECTED: ("理由不合理的，告知不予处理", "条例第三十五条"),
    EventType.DELAY_SET: ("理由合理但无法按期答复的，确定延迟答复的合理期限并告知", "条例第三十五条"),
    EventType.EXTENDED: ("经工作机构负责人同意并告知申请人，最长延长20个工作日", "条例第三十三条第二款"),
    EventType.THIRD_PARTY_CONSULTED: (
        "可能损害第三方合法权益的，书面征求意见，所需时间不计算",
        "条例第三十二条",
    ),
    EventType.THIRD_PARTY_ANSWERED: ("正在等待第三方的意见", "条例第三十二条"),
    EventType.CO_MAKER_CONSULTED: ("共同制作的，可以征求其他制作机关意见，逾期视为同意", "条例第三十四条"),
    EventType.CO_MAKER_ANSWERED: ("正在等待共同制作机关的意见", "条例第三十四条"),
    EventType.AGENCY_CONSULTED: ("涉及其他机关的，与其协商、确认，所需时间不计算", "条例第十一条"),
    EventType.AGENCY_ANSWERED: ("正在等待其他机关的意见", "条例第十一条"),
    EventType.FEE_NOTIFIED: ("决定收取信息处理费的，在处理期限内通知", "国办函〔2020〕109号第六条"),
    EventType.FEE_PAID: ("缴费次日起，期限重新计算", "国办函〔2020〕109号第六条"),
    EventType.DECIDED: ("在期限内答复", "条例第三十三条、第三十六条"),
    EventType.WITHDRAWN: ("申请人可以撤回", "国办公开办函〔2021〕30号"),
    EventType.REOPENED: ("复议、诉讼撤销答复或者自行纠正的，重新办理", "条例第五十一条"),
}


def new_problems(
    history: History, event: Event, calendar: WorkdayCalendar, settings: LimitSettings = DEFAULTS
) -> tuple[Problem, ...]:
    """Give the problems that recording this event adds to the history, as known at the end of the event's day."""
    before = Counter(time_limit(history, event.on, calendar, settings).problems)
    return _added(before, history, event, calendar, settings)


def _added(
    before: Counter[Problem],
    history: History,
    event: Event,
    calendar: WorkdayCalendar,
    settings: LimitSettings,
) -> tuple[Problem, ...]:
    after = time_limit(
        replace(history, events=(*history.events, event)), event.on, calendar, settings
    ).problems
    return tuple((Counter(after) - before).elements())


def allowed(
    history: History, day: date, calendar: WorkdayCalendar, settings: LimitSettings = DEFAULTS
) -> tuple[Permission, ...]:
    """Say of every act whether it is lawful on that day; the open ones first, in the order they come in a case."""
    limit = time_limit(history, day, calendar, settings)
    before = Counter(limit.problems)
    found = []
    for act, (why, rule) in _RULES.items():
        for probe in _probes(act, limit, history, day):
            problems = _added(before, history, probe, calendar, settings)
            by = _last_day(act, probe.who, limit, calendar, settings)
            if problems:
                found.append(
                    Permission(act, False, problems[0].kind.message, problems[0].rule, by, probe.who)
                )
            else:
                found.append(Permission(act, True, why, rule, by, probe.who))
    return tuple(sorted(found, key=lambda one: not one.lawful))


def _probes(act: EventType, limit: TimeLimit, history: History, day: date) -> list[Event]:
    """The events to try; none where the act would have no sense at all."""
    if act in (EventType.CONFIRMED, EventType.CONTACT_FAILED, EventType.SIGNED_FOR):
        waiting = limit.state is State.AWAITING_CONFIRMATION
        own = RECEIVED_BY[history.channel]
        fits = act is own or (act is EventType.CONTACT_FAILED and own is EventType.CONFIRMED)
        return [Event(act, day)] if waiting and fits else []
    if act in ANSWERS:
        waited = [one for one in limit.consultations if one.asked is ANSWERS[act] and one.answered_on is None]
        return [Event(act, day, who=one.who) for one in waited]
    if act in QUESTIONS:
        return [Event(act, day, who="\0")]  # a name nobody bears: somebody not asked before
    if act is EventType.DELAY_SET:
        return [Event(act, day, until=(limit.due_on or day) + timedelta(days=1))]
    if act is EventType.CORRECTION_REQUESTED:
        return [Event(act, day, reply_by=day)]
    return [Event(act, day, working_days=1 if act is EventType.EXTENDED else 0)]


def _last_day(
    act: EventType, who: str, limit: TimeLimit, calendar: WorkdayCalendar, settings: LimitSettings
) -> date | None:
    stop = limit.limits[-1].stop if limit.limits else None
    if act is EventType.CORRECTION_REQUESTED and limit.received_on is not None:
        return calendar.add_workdays(limit.received_on, settings.correction_days)
    if act in (EventType.CORRECTED, EventType.FEE_PAID):
        return stop.last if stop else None
    if act in ANSWERS:
        return next(
            (one.last for one in limit.consultations if one.asked is ANSWERS[act] and one.who == who), None
        )
    if act in (EventType.WITHDRAWN, EventType.REOPENED, EventType.CONFIRMED, EventType.CONTACT_FAILED):
        return None
    return limit.due_on
