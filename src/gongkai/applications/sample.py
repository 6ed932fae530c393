"""Made-up cases (演示数据): what may happen to an application, lawful for the most part, the same for the same seed.

Every outcome and every kind of applicant occurs among any 300 in a row; some cases pause, begin anew, are extended, late, split, taken up
again, or stay open at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.law.applicants import Applicant
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.decisions import needs_of
from gongkai.law.events import Channel
from gongkai.law.outcomes import Outcome
from gongkai.law.timelimits import RECEIVED_BY, time_limit

from .history import Happened, history_of
from .services.bulk import Past
from .services.intake import Who

__all__ = ["Span", "cases_of"]

_CHINA = ZoneInfo("Asia/Shanghai")
_CHANNELS = [
    *[Channel.ONLINE] * 5,
    Channel.REGISTERED_MAIL,
    Channel.REGISTERED_MAIL,
    Channel.COUNTER,
    Channel.EMAIL,
]
_CHANNELS += [Channel.ORDINARY_MAIL, Channel.FAX, Channel.ORAL]
_KINDS = [*[Applicant.PERSON] * 14, *Applicant]
_OUTCOMES = list(Outcome)
_USUAL = [
    *[Outcome.GRANTED] * 10,
    *[Outcome.PARTLY_GRANTED] * 4,
    *[Outcome.UNAVAILABLE_NOT_HELD] * 6,
    *_OUTCOMES,
]
_TOPICS = (
    "法律援助经费",
    "行政复议案件",
    "规范性文件备案",
    "公证费用",
    "人民调解员补贴",
    "普法活动",
    "行政处罚裁量基准",
)
_TOPICS += ("社区矫正人员", "律师年度考核", "部门预算", "房屋征收补偿", "土地出让", "环评批复", "学区划分")
_ASPECTS = ("支出明细", "统计数据", "审批文件", "会议纪要", "合同文本", "依据和标准", "名单", "办理结果")
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Span:
    """From which day to which day cases come in, and after which nothing happens any more."""

    first: date
    last: date
    today: date


def cases_of(seed: str, span: Span, many: int, calendar: WorkdayCalendar) -> Iterator[Past]:
    """Make `many` cases in the order of their days, the first from a fortnight before the span, so that some are carried into it."""
    begin, today = span.first - timedelta(days=14), span.today
    length = (min(span.last, today) - begin).days
    number = 0
    while number < many:
        random = Random(f"{seed}/{number}")
        day = begin + timedelta(days=number * length // max(many - 1, 1))
        whole = _case(random, number, day, today, calendar)
        if random.random() < 0.01 and number + 3 <= many and whole.events[-1].on <= today:
            yield from _split(random, number, day, today, calendar)
            number += 3
        else:
            yield whole
            number += 1


def _case(random: Random, number: int, day: date, today: date, calendar: WorkdayCalendar) -> Past:
    kind = list(Applicant)[number % 6] if number % 10 == 9 else random.choice(_KINDS)
    outcome = _OUTCOMES[number // 7 % len(_OUTCOMES)] if number % 7 == 3 else random.choice(_USUAL)
    channel = random.choice(_CHANNELS)
    walk = _Walk(random, channel, day, calendar)
    walk.arrive()
    walk.go(outcome)
    return _past(number, kind, walk, today)


def _past(number: int, kind: Applicant, walk: _Walk, today: date, piece_of: int = 0) -> Past:
    random = walk.random
    happened = tuple(event for event in walk.events if event.on <= today)
    registered = datetime.combine(walk.events[0].on, time(9 + number % 8, number % 60), _CHINA)
    words = f"{walk.events[0].on.year}年{random.choice(_TOPICS)}的{random.choice(_ASPECTS)}（演示数据{number + 1}）"
    if kind is Applicant.PERSON:
        who = Who(
            f"演示申请人{number + 1}", "身份证", f"演示证件{number % 997:04d}", phone=f"000{number:08d}"
        )
    else:
        who = Who(
            f"演示{kind.term}{number + 1}",
            "统一社会信用代码",
            f"演示代码{number % 997:04d}",
            contact="演示联系人",
        )
    return Past(
        channel=walk.channel.value,
        applicant_kind=kind.key,
        persons=(who,),
        content=words,
        events=happened,
        registered_at=registered,
        public_id="".join(random.choice(_SIGNS) for _ in range(12)),
        piece_of=piece_of,
    )


def _split(random: Random, number: int, day: date, today: date, calendar: WorkdayCalendar) -> Iterator[Past]:
    """Make an application split into two, which follow it."""
    channel, kind = random.choice(_CHANNELS), random.choice(_KINDS)
    whole = _Walk(random, channel, day, calendar)
    whole.arrive()
    intake = list(whole.events)
    whole.add("split", intake[-1].on)
    yield _past(number, kind, whole, today)
    for piece in (1, 2):
        walk = _Walk(random, channel, day, calendar)
        walk.events, walk.day = list(intake), intake[-1].on
        walk.go(random.choice(_USUAL))
        yield _past(number + piece, kind, walk, today, piece_of=piece)


class _Walk:
    """One case as it goes from day to day."""

    def __init__(self, random: Random, channel: Channel, day: date, calendar: WorkdayCalendar) -> None:
        self.random, self.channel, self.day, self.calendar = random, channel, day, calendar
        self.events: list[Happened] = []

    def add(self, kind: str, on: date, **data: Any) -> None:
        shown = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
        self.events.append(Happened(kind, on, shown, len(self.events) + 1))
        self.day = max(self.day, on)

    def later(self, least: int, most: int) -> date:
        """Give a working day so many working days on."""
        return self.calendar.add_workdays(self.day, self.random.randint(least, most))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def arrive(self) -> None:
        if not self.calendar.is_workday(self.day):
            self.day = self.calendar.add_workdays(self.day, 1)
        self.add("submitted", self.day)
        receipt = RECEIVED_BY[self.channel].value
        if receipt == "signed_for":
            self.add(receipt, self.later(1, 4))
        elif receipt == "confirmed":
            if self.channel is Channel.ORDINARY_MAIL and self.chance(0.3):
                self.add("contact_failed", self.later(1, 2))
            self.add(receipt, self.later(0, 2))
        self.add("registered", self.day)

    def go(self, outcome: Outcome) -> None:
        """Walk to an end under this outcome."""
        if outcome is Outcome.OTHER_OTHER:
            self.add("withdrawn", self.later(1, 12))
            return
        unclear = outcome in (Outcome.UNAVAILABLE_UNCLEAR, Outcome.OTHER_NOT_CORRECTED)
        if unclear or self.chance(0.15):
            asked = self.later(1, 6)
            last = self.calendar.add_workdays(asked, 15)
            self.add("correction_requested", asked, reply_by=last)
            if outcome is Outcome.OTHER_NOT_CORRECTED:
                self.day = last
                self.add("given_up", self.later(1, 3), outcome=outcome.key)
                return
            self.add("corrected", self.later(1, 12))
        if outcome is Outcome.REFUSED_EXCESSIVE:
            self.add("reasons_requested", self.later(1, 3), reply_by=self.calendar.add_workdays(self.day, 10))
            self.add("reasons_given", self.later(1, 5))
            self.add("reasons_rejected", self.later(1, 2))
        if outcome is Outcome.DENIED_THIRD_PARTY or self.chance(0.05):
            self.consult("third_party", "第三方1")
        if self.chance(0.03):
            self.consult("co_maker", "共同制作机关1")
        if outcome is Outcome.OTHER_FEE_UNPAID or self.chance(0.01):
            told = self.later(1, 3)
            self.add("fee_notified", told, amount=700, counting={"pages": 100})
            if outcome is Outcome.OTHER_FEE_UNPAID:
                self.day = self.calendar.add_workdays(told, 20)
                self.add("given_up", self.later(1, 3), outcome=outcome.key)
                return
            self.add("fee_paid", self.later(2, 15))
        self.answer(outcome)
        if self.chance(0.015):
            self.again()
        if self.chance(0.6):
            self.add("archived", self.later(5, 40))

    def consult(self, kind: str, party: str) -> None:
        self.add(f"{kind}_consulted", self.later(1, 3), party=party)
        if self.chance(0.7):
            self.add(f"{kind}_answered", self.later(2, 14), party=party, consents=self.chance(0.4))
        else:  # silence: the agency waits until the fifteen working days are over
            self.day = self.calendar.add_workdays(self.day, 16)

    def due(self) -> date:
        found = time_limit(history_of(self.channel.value, self.events), self.day, self.calendar).due_on
        return found or self.calendar.add_workdays(self.day, 20)

    def answer(self, outcome: Outcome) -> None:
        due = self.due()
        if self.chance(0.08) and self.day < due:
            self.add(
                "extended", self.random_day(self.day, due), working_days=self.random.choice((5, 10, 15, 20))
            )
            due = self.due()
        ground = needs_of(outcome).grounds[0]
        if outcome is Outcome.UNAVAILABLE_NOT_HELD:
            self.add("searched", self.random_day(self.day, due), found=False)
        late = self.chance(0.03)
        if late:
            self.day = max(self.day, due)
        decided = self.later(1, 8) if late else self.random_day(self.day, due)
        self.add("drafted", decided, outcome=outcome.key)
        self.add(
            "decided", decided, outcome=outcome.key, parts=[{"outcome": outcome.key, "ground": ground.key}]
        )
        served = self.later(0, 3) if late else self.random_day(decided, max(due, decided), most=3)
        self.add("served", served, way=self.random.choice(("online", "post", "in_person")))

    def random_day(self, first: date, last: date, most: int = 30) -> date:
        """Give a working day from the first to the last, the first itself if there is none."""
        if last <= first:
            return first
        room = self.calendar.count_workdays(first, last)
        return self.calendar.add_workdays(first, self.random.randint(0, min(room, most)))

    def again(self) -> None:
        """Have a review body set the answer aside, and answer anew."""
        self.add("reopened", self.later(20, 90), because=self.random.choice(("review", "court")))
        self.answer(self.random.choice((Outcome.GRANTED, Outcome.PARTLY_GRANTED)))
