"""A case's events as the law reads them (`gongkai.law`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from gongkai.law import events as law
from gongkai.law.counting import Closing
from gongkai.law.outcomes import Outcome

from .models import EventKind

__all__ = [
    "UNSERVED",
    "Happened",
    "Recorded",
    "closings_of",
    "has",
    "history_of",
    "is_given_up",
    "law_event",
    "live",
]

UNSERVED = date(2100, 12, 31)
"""Until a decision is served it has not taken effect: a day no limit reaches."""

_LAW = {kind.value for kind in law.EventType}
_DATES = ("reply_by", "until", "served_on", "effective_on")


class Recorded(Protocol):
    """What an event has, be it a row or not written yet."""

    sequence: int
    kind: str
    on: date
    data: Mapping[str, Any]
    cancels_id: int | None
    pk: Any


@dataclass
class Happened:
    """An event that is not a row (yet)."""

    kind: str
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    sequence: int = 0
    cancels_id: int | None = None
    pk: Any = None


def live(events: Iterable[Recorded]) -> list[Recorded]:
    """Give the events that hold, in the order of their days: without those cancelled and those that cancel."""
    found = list(events)
    cancelled = {event.cancels_id for event in found if event.cancels_id is not None}
    return sorted(
        (one for one in found if one.cancels_id is None and (one.pk is None or one.pk not in cancelled)),
        key=lambda one: (one.on, one.sequence),
    )


def has(events: Iterable[Recorded], kind: str) -> bool:
    """Whether an event of this kind holds."""
    return any(event.kind == kind for event in live(events))


def is_given_up(events: Iterable[Recorded]) -> bool:
    """Whether the case was closed as given up (视为放弃) and not taken up again since."""
    ends = [one.kind for one in live(events) if one.kind in (EventKind.GIVEN_UP, EventKind.REOPENED)]
    return bool(ends) and ends[-1] == EventKind.GIVEN_UP


def law_event(event: Recorded, effective_on: date | None = None) -> law.Event:
    """Give an event of the law's own kinds as the law reads it."""
    data = event.data
    days = {name: date.fromisoformat(data[name]) for name in _DATES if data.get(name)}
    if effective_on is not None:
        days["effective_on"] = effective_on
    return law.Event(
        law.EventType(event.kind),
        event.on,
        who=str(data.get("party", "")),
        working_days=int(data.get("working_days", 0)),
        approved_by=str(data.get("approved_by", "")),
        way=law.Way(data["way"]) if data.get("way") else None,
        **days,
    )


def history_of(channel: str, events: Iterable[Recorded]) -> law.History:
    """Give what holds of a case's events as the law's history; a decision takes effect when it is served."""
    found: list[law.Event] = []
    decided: list[int] = []
    for event in live(events):
        if event.kind == EventKind.SERVED and decided:
            last = found[decided[-1]]
            if last.effective_on == UNSERVED:
                found[decided[-1]] = law.Event(
                    last.type, last.on, way=law.Way(event.data["way"]), effective_on=event.on
                )
        elif event.kind == EventKind.TIME_GIVEN:
            _give_time(found, event)
        elif event.kind in _LAW:
            if event.kind == EventKind.DECIDED:
                decided.append(len(found))
                own = event.data.get("effective_on")
                found.append(law_event(event, None if own else UNSERVED))
            else:
                found.append(law_event(event))
    return law.History(law.Channel(channel), tuple(found))


def _give_time(found: list[law.Event], event: Recorded) -> None:
    """Have the last request for a correction end on the later day that was granted, unless it was answered before (条例第三十条)."""
    for place in range(len(found) - 1, -1, -1):
        if found[place].type is law.EventType.CORRECTED:
            return
        if found[place].type is law.EventType.CORRECTION_REQUESTED:
            found[place] = replace(found[place], reply_by=date.fromisoformat(event.data["reply_by"]))
            return


def closings_of(events: Iterable[Recorded]) -> list[Closing]:
    """Give the ends of a case, in their order: decisions, given up, withdrawn."""
    found: list[Closing] = []
    for event in live(events):
        if event.kind == EventKind.DECIDED:
            own = event.data.get("effective_on")
            found.append(
                Closing(event.on, Outcome(event.data["outcome"]), date.fromisoformat(own) if own else None)
            )
        elif event.kind == EventKind.SERVED and found and found[-1].effective is None:
            found[-1] = Closing(found[-1].on, found[-1].outcome, event.on)
        elif event.kind == EventKind.GIVEN_UP:
            found.append(Closing(event.on, Outcome(event.data["outcome"])))
        elif event.kind == EventKind.WITHDRAWN and not _closed(found, event, events):
            found.append(Closing(event.on, Outcome.OTHER_OTHER))
    return found


def _closed(found: list[Closing], event: Recorded, events: Iterable[Recorded]) -> bool:
    """Whether the case had an end already that no taking up again followed: a withdrawal after that is too late."""
    if not found:
        return False
    reopened = [one.on for one in live(events) if one.kind == EventKind.REOPENED]
    return not any(found[-1].on <= day <= event.on for day in reopened)
