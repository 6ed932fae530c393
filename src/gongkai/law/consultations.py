"""Opinions asked of others (征求意见): the days that do not count towards the time limit.

条例 Art. 33 para. 3: the time needed to ask third parties (Art. 32) and other agencies (Art. 34 for those who made the record
together; Art. 11 and 17 for others) is not counted. Not counted are the working days after the day of sending, up to
and including the day of the answer; a third party and a co-maker have 15 working days from service, and what comes later moves
nothing. A silent co-maker is taken to consent; a silent third party is not: there the agency decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.events import Event, EventType

__all__ = ["ANSWERS", "ANSWER_DAYS", "QUESTIONS", "Consultation", "Consulted", "days_not_counted"]

ANSWER_DAYS = 15
"""Working days a third party (Art. 32) or co-maker (Art. 34) has from the day the letter reached it."""


class Consulted(StrEnum):
    """Who was asked: the Chinese term is `term`, the rule `rule`; `capped` says whether the 15 working days apply."""

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    AGENCY = "agency"

    @property
    def term(self) -> str:
        """The Chinese term."""
        return {"third_party": "第三方", "co_maker": "共同制作机关", "agency": "其他机关"}[self.value]

    @property
    def rule(self) -> str:
        """The rule by which this time is not counted."""
        own = {"third_party": "第三十二条", "co_maker": "第三十四条", "agency": "第十一条、第十七条"}
        return f"条例{own[self.value]}、第三十三条第三款"

    @property
    def capped(self) -> bool:
        """Whether no more is left uncounted than the 15 working days the law gives for the answer."""
        return self is not Consulted.AGENCY


QUESTIONS = {
    EventType.THIRD_PARTY_CONSULTED: Consulted.THIRD_PARTY,
    EventType.CO_MAKER_CONSULTED: Consulted.CO_MAKER,
    EventType.AGENCY_CONSULTED: Consulted.AGENCY,
}
ANSWERS = {
    EventType.THIRD_PARTY_ANSWERED: Consulted.THIRD_PARTY,
    EventType.CO_MAKER_ANSWERED: Consulted.CO_MAKER,
    EventType.AGENCY_ANSWERED: Consulted.AGENCY,
}


@dataclass
class Consultation:
    """One opinion asked.

    `last` is the last day an answer moves the limit (None: no such day); `closed_on` the day of the answer, or of the
    decision that did not wait for it; `counts` is False where it was asked too late to move anything.
    """

    asked: Consulted
    who: str
    sent_on: date
    last: date | None
    counts: bool = True
    answered_on: date | None = None
    closed_on: date | None = None

    @classmethod
    def begun(cls, event: Event, calendar: WorkdayCalendar, *, counts: bool) -> Consultation:
        """Begin one by the event that sent the letter."""
        asked = QUESTIONS[event.type]
        last = calendar.add_workdays(event.reached_on, ANSWER_DAYS) if asked.capped else None
        return cls(asked, event.who, event.on, last, counts)

    def open_on(self, day: date) -> bool:
        """Whether an answer is still waited for at the end of that day (after the 15 working days nobody waits)."""
        return self.closed_on is None and (self.last is None or day <= self.last)

    def ends(self, day: date) -> date:
        """The last day not counted, if `day` is the last day known."""
        return min(found for found in (self.closed_on or day, self.last) if found is not None)

    def answers_to(self, event: Event) -> bool:
        """Whether this is what the answer answers: the same kind, the same name, nobody heard before."""
        return (
            self.asked is ANSWERS[event.type]
            and self.answered_on is None
            and self.sent_on <= event.on
            and self.who == event.who
        )


def days_not_counted(
    consultations: Iterable[Consultation], after: date, until: date, calendar: WorkdayCalendar
) -> dict[date, list[Consultation]]:
    """Give the working days after `after` that are not counted, each once, with the consultations they are owed to.

    `until` is the last day known: one still open is taken as answered on it.
    """
    found: dict[date, list[Consultation]] = {}
    for one in consultations:
        day = max(one.sent_on, after)
        while one.counts and day < one.ends(until):
            day += timedelta(days=1)
            if calendar.is_workday(day):
                found.setdefault(day, []).append(one)
    return found
