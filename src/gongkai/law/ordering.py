"""The order in which events of one day are read, so that the order they were handed in never matters.

On one day come first what fixes the receipt, then answers to questions that were open when the day began, then the agency's
acts, then answers to questions of the same day, then what ends the matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from gongkai.law.events import Event, EventType

__all__ = ["ANSWERED_BY", "in_order"]

ANSWERED_BY = {
    EventType.CORRECTED: EventType.CORRECTION_REQUESTED,
    EventType.REASONS_GIVEN: EventType.REASONS_REQUESTED,
    EventType.THIRD_PARTY_ANSWERED: EventType.THIRD_PARTY_CONSULTED,
    EventType.CO_MAKER_ANSWERED: EventType.CO_MAKER_CONSULTED,
    EventType.AGENCY_ANSWERED: EventType.AGENCY_CONSULTED,
    EventType.FEE_PAID: EventType.FEE_NOTIFIED,
}
"""Which question each answer belongs to."""

_RECEIPT = (EventType.SUBMITTED, EventType.SIGNED_FOR, EventType.CONTACT_FAILED, EventType.CONFIRMED)
_ACTS = (
    EventType.REOPENED,
    EventType.CORRECTION_REQUESTED,
    EventType.CORRECTED,
    EventType.REASONS_REQUESTED,
    EventType.REASONS_GIVEN,
    EventType.REASONS_REJECTED,
    EventType.DELAY_SET,
    EventType.EXTENDED,
    EventType.THIRD_PARTY_CONSULTED,
    EventType.CO_MAKER_CONSULTED,
    EventType.AGENCY_CONSULTED,
    EventType.THIRD_PARTY_ANSWERED,
    EventType.CO_MAKER_ANSWERED,
    EventType.AGENCY_ANSWERED,
    EventType.FEE_NOTIFIED,
    EventType.FEE_PAID,
    EventType.DECIDED,
    EventType.WITHDRAWN,
)
_RANK = {kind: rank for rank, kind in enumerate((*_RECEIPT, *_ACTS))}
_EARLY = len(_RECEIPT) - 0.5


def in_order(events: Iterable[Event]) -> Iterator[Event]:
    """Give the events as they are to be read."""
    waiting: dict[tuple[EventType, str], int] = {}
    for _, group in groupby(sorted(events, key=lambda event: event.on), key=lambda event: event.on):
        today = list(group)
        early = dict(waiting)
        today.sort(key=lambda event: (_RANK[event.type], _tie(event)))
        ranked = []
        for event in today:
            question = ANSWERED_BY.get(event.type)
            rank: float = _RANK[event.type]
            if question is not None and early.get((question, event.who), 0):
                early[question, event.who] -= 1
                rank = _EARLY
            ranked.append((rank, _RANK[event.type], event))
        for _, _, event in sorted(ranked, key=lambda one: one[:2]):
            question = ANSWERED_BY.get(event.type)
            if question is None:
                waiting[event.type, event.who] = waiting.get((event.type, event.who), 0) + 1
            elif waiting.get((question, event.who), 0):
                waiting[question, event.who] -= 1
            yield event


def _tie(event: Event) -> tuple[object, ...]:
    """Tell events of one day and type apart by what they say, whatever order they came in."""
    latest = date.max
    return (
        event.who,
        event.reply_by or latest,
        event.until or latest,
        event.served_on or latest,
        event.working_days,
        event.approved_by,
        event.way or "",
        event.effective_on or latest,
    )
