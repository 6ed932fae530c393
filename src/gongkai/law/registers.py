"""Rules and normative documents (规章、行政规范性文件) over time, and what table 二 of the annual report counts of them.

Table 二 (国办公开办函〔2021〕30号), 条例第二十条第（一）项: 本年制发件数, 本年废止件数, 现行有效件数. A document issued together with others is
counted by the body that leads, once. The form does not say whether a document that expired (失效: its period of validity ran
out) counts as repealed (废止); since the column is named 废止 and its neighbour asks what is in force, it does not here
(未核实). A document replaced by a new edition is repealed by it. Partly repealed and amended documents are in force.

What happened is a list of events, never changed; the state on a day and every figure follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = [
    "Counts",
    "Document",
    "Event",
    "EventKind",
    "State",
    "count",
    "in_force_at_end_of",
    "state_on",
    "valid_until_on",
]


class EventKind(StrEnum):
    """What can happen to a document."""

    MADE = "made"
    """制发: the day it was issued (成文日期)."""
    AMENDED = "amended"
    """修改."""
    PARTLY_REPEALED = "partly_repealed"
    """部分废止, 部分失效."""
    EXTENDED = "extended"
    """有效期延长; gives a new end, or none for a document that no longer expires."""
    REPEALED = "repealed"
    """废止, by a decision, by cleaning (清理) or by a new edition."""
    DECLARED_EXPIRED = "declared_expired"
    """宣布失效: declared to have lost force, by cleaning for instance."""


class State(StrEnum):
    """Where a document stands on a day (有效性)."""

    NOT_YET = "not_yet"
    VALID = "valid"
    AMENDED = "amended"
    PARTLY = "partly"
    REPEALED = "repealed"
    EXPIRED = "expired"

    @property
    def in_force(self) -> bool:
        """Whether a document in this state is counted as 现行有效."""
        return self in (State.VALID, State.AMENDED, State.PARTLY)


@dataclass(frozen=True, slots=True)
class Event:
    """One event: what, on which legal day, and with `MADE` and `EXTENDED` the last day of validity (None: without end)."""

    kind: EventKind
    on: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document: `leads` says whether the agency that counts issued it alone or led; `events` in any order."""

    leads: bool
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The three figures of one row of table 二."""

    made: int
    repealed: int
    in_force: int


def valid_until_on(document: Document, day: date) -> date | None:
    """Give the last day of validity as it was set by the events up to `day`; None where there is no end."""
    until = None
    for event in _until(document, day):
        if event.kind in (EventKind.MADE, EventKind.EXTENDED):
            until = event.valid_until
    return until


def state_on(document: Document, day: date) -> State:
    """Derive where the document stands at the end of a day.

    An end of validity that passed without an extension on or before it means 失效, even if somebody extends later: what had lapsed
    is a new document.
    """
    state, until = State.NOT_YET, None
    for event in _until(document, day):
        if state in (State.REPEALED, State.EXPIRED):
            break
        if state == State.NOT_YET and event.kind != EventKind.MADE:
            continue  # nothing happens to a document before it is made
        if state != State.NOT_YET and until is not None and event.on > until:
            return State.EXPIRED
        match event.kind:
            case EventKind.MADE if state == State.NOT_YET:
                state, until = State.VALID, event.valid_until
            case EventKind.EXTENDED:
                until = event.valid_until
            case EventKind.AMENDED:
                state = State.PARTLY if state == State.PARTLY else State.AMENDED
            case EventKind.PARTLY_REPEALED:
                state = State.PARTLY
            case EventKind.REPEALED:
                state = State.REPEALED
            case EventKind.DECLARED_EXPIRED:
                state = State.EXPIRED
    if state.in_force and until is not None and day > until:
        return State.EXPIRED
    return state


def count(documents: Iterable[Document], year: int) -> Counts:
    """Count one kind of document for the report on a year: made and repealed within it, in force at its end."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    made = repealed = in_force = 0
    for document in documents:
        if not document.leads:
            continue
        made += any(event.kind == EventKind.MADE and first <= event.on <= last for event in document.events)
        before = state_on(document, first - timedelta(days=1))
        after = state_on(document, last)
        repealed += after == State.REPEALED and before != State.REPEALED
        in_force += after.in_force
    return Counts(made, repealed, in_force)


def in_force_at_end_of(year: int) -> date:
    """Give the day on which 现行有效件数 is counted."""
    return date(year, 12, 31)


def _until(document: Document, day: date) -> list[Event]:
    """Give the events up to a day in their order; of one day the making comes first, the end last."""
    order = list(EventKind)
    return sorted(
        (event for event in document.events if event.on <= day),
        key=lambda event: (event.on, order.index(event.kind)),
    )
