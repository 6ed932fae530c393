"""Cases brought in many at once with what happened in them: an office's old ledger (台账), or made-up ones for demonstrations.

Events are the source, as everywhere: columns and counting rows follow from them by the same function. What was not lawful in them gets its
`problem`, as if it had been entered one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.ids import new_public_id
from gongkai.applications import keys
from gongkai.applications.deriving import counting_row, derive, reading
from gongkai.applications.history import Happened, history_of
from gongkai.applications.models import (
    Application,
    CountingRow,
    Event,
    EventKind,
    Matter,
    Paper,
    Person,
)
from gongkai.applications.rights import RIGHTS
from gongkai.calendar.queries import calendar
from gongkai.law.events import EventType
from gongkai.law.timelimits import time_limit
from gongkai.numbering.services import next_numbers

from .intake import SERIES, Who, person_row

__all__ = ["Past", "bring_in"]

_TERM = {kind.term: kind.value for kind in EventType}


@dataclass(frozen=True)
class Past:
    """A case as it was: who, what, and the events in the order they are numbered. Days are taken as they are.

    `piece_of` says how many places before it in the sequence the case stands that it was split from (0: it is no piece).
    """

    channel: str
    applicant_kind: str
    persons: tuple[Who, ...]
    content: str
    events: tuple[Happened, ...]
    registered_at: datetime
    ledger_number: str = ""
    matter: str = Matter.DISCLOSURE
    piece_of: int = 0
    public_id: str = ""
    texts: tuple[tuple[str, str], ...] = field(default=())


@act("application.import", *RIGHTS["application.import"])
def bring_in(doing: Doing, cases: Sequence[Past], *, source: str) -> list[Application]:
    """Write cases with their events, numbered in the order given within the year of their registration. Raises `Refused`."""
    known = {past.ledger_number for past in cases if past.ledger_number}
    if Application.objects.for_agency(doing.agency.pk).filter(ledger_number__in=known).exists():
        raise Refused("有的台账编号已经导入过。")
    today, days, by = timezone.localdate(), calendar(), reading()
    numbers = _numbers(doing, cases)
    made: list[Application] = []
    for past, (year, sequence) in zip(cases, numbers, strict=True):
        made.append(
            Application(
                public_id=past.public_id or new_public_id(),
                agency=doing.agency,
                year=year,
                sequence=sequence,
                ledger_number=past.ledger_number,
                matter=past.matter,
                channel=past.channel,
                applicant_kind=past.applicant_kind,
                joint=max(1, sum(not who.agent for who in past.persons)),
                demonstration=doing.agency.demonstration,
                content_hash=keys.lookup("content", past.content),
                officer=doing.person,
                registered_by=doing.person,
                registered_at=past.registered_at,
                status="awaiting_confirmation",
            )
        )
    Application.everything.bulk_create(made)
    rows: list[CountingRow] = []
    events: list[Event] = []
    pieces: dict[int, list[Sequence[Any]]] = {}
    for place, past in enumerate(cases):
        if past.piece_of:
            made[place].parent = made[place - past.piece_of]
            pieces.setdefault(place - past.piece_of, []).append(past.events)
    for place, (case, past) in enumerate(zip(made, cases, strict=True)):
        own = _events(doing, case, past)
        derived = derive(case, own, today, days, by, pieces=pieces.get(place, ()))
        for name, value in derived.columns.items():
            setattr(case, name, value)
        row = counting_row(case, derived.counted)
        rows += [row] if row is not None else []
        events += own
    Application.everything.bulk_update(made, ["parent", *derived.columns] if made else ["parent"])
    Event.everything.bulk_create(events)
    CountingRow.everything.bulk_create(rows)
    Person.everything.bulk_create(
        person_row(case, order, who)
        for case, past in zip(made, cases, strict=True)
        for order, who in enumerate(past.persons, 1)
    )
    first = {event.application_id: event for event in reversed(events)}
    Paper.everything.bulk_create(
        Paper(application=case, event=first.get(case.pk), kind=kind, text=text)
        for case, past in zip(made, cases, strict=True)
        for kind, text in ((Paper.Kind.CONTENT, past.content), *past.texts)
        if text
    )
    doing.on("agency", doing.agency.public_id)
    doing.note(cases=len(made), source=source)
    return made


def _numbers(doing: Doing, cases: Sequence[Past]) -> list[tuple[int, int]]:
    years = [timezone.localtime(past.registered_at).year for past in cases]
    given = {
        year: iter(next_numbers(doing.agency.public_id, SERIES, year, years.count(year)))
        for year in sorted(set(years))
    }
    return [(year, next(given[year])) for year in years]


def _events(doing: Doing, case: Application, past: Past) -> list[Event]:
    limit = time_limit(history_of(past.channel, past.events), timezone.localdate(), calendar())
    problems: dict[tuple[str, Any], list[str]] = {}
    if past.matter == Matter.DISCLOSURE:
        for problem in limit.problems:
            problems.setdefault((_TERM[problem.what], problem.on), []).append(problem.code)
    return [
        Event(
            application=case,
            sequence=sequence,
            kind=EventKind(event.kind),
            on=event.on,
            data=dict(event.data),
            problem=",".join(problems.pop((event.kind, event.on), ()))[:200],
            recorded_at=past.registered_at if sequence <= 2 else max(past.registered_at, _noon(event.on)),
            recorded_by=doing.person,
        )
        for sequence, event in enumerate(past.events, 1)
    ]


def _noon(day: Any) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 - made aware here
