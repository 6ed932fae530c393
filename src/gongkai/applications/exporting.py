"""The raw events of a year, without personal data, so that anybody can count table 三 again (`gongkai export events`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency

from .history import closings_of
from .models import Application, Event, EventKind

__all__ = ["COLUMNS", "events_in"]

COLUMNS = (
    "agency",
    "case",
    "matter",
    "channel",
    "applicant_kind",
    "split_from",
    "sequence",
    "kind",
    "on",
    "outcome",
    "effective_on",
    "reply_by",
    "until",
    "served_on",
    "working_days",
    "party",
    "way",
    "cancels",
    "problem",
    "recorded_at",
)
_DATA = ("outcome", "effective_on", "reply_by", "until", "served_on", "working_days", "party", "way")
_CHUNK = 500


def events_in(agency: Agency, year: int) -> Iterator[tuple[str, ...]]:
    """Walk the events up to the end of the year of every case that was open or had an event in it, a row each (see `COLUMNS`).

    Which cases those are follows from the events themselves, not from the counting rows: a row that is wrong shows. Corrections of
    records made later are among them, for they say what holds.
    """
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    cases = Application.objects.for_agency(agency.pk).select_related("parent").prefetch_related("events")
    last = 0
    while chunk := list(cases.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        for case in chunk:
            events = list(case.events.all())
            sequences = {event.pk: event.sequence for event in events}
            known = [event for event in events if event.on <= ends or event.kind == EventKind.CANCELLED]
            if _belongs(known, begins):
                for event in sorted(known, key=lambda one: one.sequence):
                    yield _row(agency, case, event, sequences)
        last = chunk[-1].pk


def _belongs(events: list[Any], begins: date) -> bool:
    if not events or not any(event.kind != EventKind.CANCELLED for event in events):
        return False
    if any(event.on >= begins for event in events if event.kind != EventKind.CANCELLED):
        return True
    return not closings_of(events)


def _row(agency: Agency, case: Application, event: Event, sequences: dict[int, int]) -> tuple[str, ...]:
    data = event.data
    cells = {name: "" if data.get(name) in (None, False) else str(data[name]) for name in _DATA}
    known = {
        "agency": agency.full_name,
        "case": case.number,
        "matter": case.matter,
        "channel": case.channel,
        "applicant_kind": case.applicant_kind,
        "split_from": case.parent.number if case.parent else "",
        "sequence": str(event.sequence),
        "kind": event.kind,
        "on": event.on.isoformat(),
        "cancels": str(sequences.get(event.cancels_id, "")) if event.cancels_id else "",
        "problem": event.problem,
        "recorded_at": event.recorded_at.isoformat(timespec="seconds"),
        **cells,
    }
    return tuple(known[name] for name in COLUMNS)
