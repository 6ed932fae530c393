"""What a time limit (答复期限) is, as values: the limits a case went through, what stopped them, where the last one stands.

Made by `timelimits.time_limit` out of a history; read by explanations, statuses, pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.consultations import Consultation
from gongkai.law.events import Channel, Event, EventType
from gongkai.law.problems import Problem

__all__ = ["RECEIVED_BY", "Limit", "State", "Stop", "TimeLimit"]

RECEIVED_BY = {
    Channel.COUNTER: EventType.SUBMITTED,
    Channel.ORAL: EventType.SUBMITTED,
    Channel.REGISTERED_MAIL: EventType.SIGNED_FOR,
    Channel.ORDINARY_MAIL: EventType.CONFIRMED,
    Channel.ONLINE: EventType.CONFIRMED,
    Channel.FAX: EventType.CONFIRMED,
    Channel.EMAIL: EventType.CONFIRMED,
}
"""Which event is the receipt of an application that came by this channel (Art. 31)."""


class State(StrEnum):
    """Where the time limit stands."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass
class Stop:
    """The limit stopped until the applicant answers: by whom is said in `event`; `last` is the last day for it, if there is one."""

    event: Event
    last: date | None
    resumed_on: date | None = None

    @property
    def lapses_on(self) -> date | None:
        """The day on which the application counts as given up, if nothing came."""
        return None if self.last is None else self.last + timedelta(days=1)


@dataclass
class Limit:
    """One limit: it begins after `start` (day 0) by the event `because`; what was added to it, or fixed, and what stopped it."""

    start: date
    because: Event
    days: int
    extensions: list[tuple[Event, int]] = field(default_factory=list)
    delay: Event | None = None
    fixed_end: date | None = None
    stop: Stop | None = None

    @property
    def added(self) -> int:
        """The working days added by extensions."""
        return sum(days for _, days in self.extensions)


@dataclass(frozen=True)
class TimeLimit:
    """What the events make of the limit, read on `as_of`.

    `limits` are all limits begun, the last of them the one that counts; `due_on` its last day, None where none runs.
    `moment` is the day up to which days were counted: `as_of`, or the day the matter ended. `used` and `remaining` are working days that
    count; `remaining` is negative when the limit is past. `lapsed_on` is the day an unanswered request made it given up.
    """

    as_of: date
    moment: date
    received_on: date | None
    due_on: date | None
    state: State
    limits: tuple[Limit, ...]
    consultations: tuple[Consultation, ...]
    problems: tuple[Problem, ...]
    provisional: bool
    used: int
    remaining: int | None
    decided: Event | None
    withdrawn: Event | None
    lapsed_on: date | None

    @property
    def overdue(self) -> bool:
        """Whether the limit is past and no decision was given."""
        return self.state in (State.RUNNING, State.PAUSED) and (self.remaining or 0) < 0
