"""What follows of a case's events: its derived columns and its counting row. Written by the act that records, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.calendar.queries import calendar
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.counting import Closing, Counted, Reading, counted
from gongkai.law.decisions import combine
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status, status_of
from gongkai.law.timelimits import State, time_limit

from .history import Recorded, closings_of, has, history_of, is_given_up
from .models import Application, CountingRow, Event, EventKind, Matter

__all__ = ["Derived", "derive", "derived_of", "reading", "renew", "renew_open", "write"]


def reading() -> Reading:
    """Give the reading of the form this installation counts by (`law.counting`)."""
    return Reading(**getattr(settings, "COUNTING", {}))


@dataclass(frozen=True)
class Derived:
    """The derived columns by name, and how the case counts (None: nowhere)."""

    columns: dict[str, Any]
    counted: Counted | None


def derive(
    case: Application,
    events: Sequence[Recorded],
    today: date,
    days: WorkdayCalendar,
    by: Reading,
    *,
    pieces: Sequence[Sequence[Recorded]] = (),
) -> Derived:
    """Say what follows of the events on a day; `pieces` are the events of those it was split into."""
    limit = time_limit(history_of(case.channel, events), today, days)
    closings = closings_of(events)
    split, given_up = has(events, EventKind.SPLIT), is_given_up(events)
    status = status_of(limit, given_up=given_up)
    if given_up and closings[-1].outcome is Outcome.OTHER_FEE_UNPAID:
        status = Status.NOT_PAID
    if split:
        status = Status.SPLIT
    rectification = case.matter == Matter.RECTIFICATION
    if rectification and has(events, EventKind.PASSED_ON):
        status = Status.PASSED_ON
    closed_on = None
    if not status.open:
        closed_on = closings[-1].on if closings else _day_of(events, EventKind.SPLIT, EventKind.PASSED_ON)
    open_limit = limit.due_on is not None and not split and not rectification
    how = None
    if (
        not rectification
        and not (split and by.split == "each")
        and not (case.parent_id and by.split == "once")
    ):
        how = counted(limit.received_on, _closings_of_pieces(pieces) if split else closings, by)
    shown = (
        closings[-1].outcome.key if closings and not (status.open and status is not Status.ANSWERED) else ""
    )
    columns = {
        "derived_on": today,
        "status": status.key,
        "received_on": limit.received_on,
        "due_on": limit.due_on if open_limit else None,
        "provisional": limit.provisional and open_limit,
        "outcome": shown,
        "closed_on": closed_on,
        "late": limit.state is State.MET_LATE or (limit.overdue and open_limit and status.open),
        "last_event": max((event.sequence for event in events), default=0),
        "problems": sum(bool(getattr(event, "problem", "")) for event in events),
    }
    return Derived(columns, how)


def _day_of(events: Iterable[Recorded], *kinds: str) -> date | None:
    return next((event.on for event in events if event.kind in kinds), None)


def _closings_of_pieces(pieces: Sequence[Sequence[Recorded]]) -> list[Closing]:
    """Give the one end of an application that counts once though it was split: when the last piece ended, under what all add up to."""
    ends = [closings_of(events) for events in pieces]
    if not ends or not all(ends):
        return []
    outcomes = [found[-1].outcome for found in ends]
    try:
        outcome = combine(outcomes)
    except ValueError:  # some given up, some answered: those answered say what became of it
        answered = [one for one in outcomes if one.group is not Outcome.OTHER_OTHER.group]
        outcome = combine(answered) if answered else Outcome.OTHER_OTHER
    return [Closing(max(found[-1].on for found in ends), outcome)]


def derived_of(case: Application, today: date, days: WorkdayCalendar, by: Reading) -> Derived:
    """Read a case's events and say what follows."""
    events = list(Event.objects.for_agency(case.agency_id).filter(application=case))
    pieces: list[list[Any]] = []
    if by.split == "once" and has(events, EventKind.SPLIT):
        pieces = [list(piece.events.all()) for piece in case.pieces.all()]
    return derive(case, events, today, days, by, pieces=pieces)


def write(case: Application, derived: Derived) -> None:
    """Write derived columns and the counting row of a case."""
    for name, value in derived.columns.items():
        setattr(case, name, value)
    case.save(update_fields=list(derived.columns))
    row = counting_row(case, derived.counted)
    if row is None:
        CountingRow.objects.for_agency(case.agency_id).filter(pk=case.pk).delete()
    else:
        row.save()


def counting_row(case: Application, how: Counted | None) -> CountingRow | None:
    """Make the counting row of a case, unsaved."""
    if how is None:
        return None
    return CountingRow(
        application=case,
        agency_id=case.agency_id,
        applicant_kind=case.applicant_kind,
        entered_on=how.entered,
        entered_year=how.entered.year,
        left_on=how.left,
        left_year=how.left.year if how.left else None,
        outcome=how.outcome.key if how.outcome else "",
    )


def renew(case: Application, today: date | None = None) -> None:
    """Write what follows of the case's events today; its whole, where it is a piece of one that counts once."""
    day, by = today or timezone.localdate(), reading()
    write(case, derived_of(case, day, calendar(), by))
    if case.parent_id and by.split == "once":
        write(case.parent, derived_of(case.parent, day, calendar(), by))


def renew_open() -> int:
    """Write anew the cases whose columns hang on the day: those open and not looked at today. Run by the scheduler."""
    today, done = timezone.localdate(), 0
    still_open = [status.key for status in Status if status.open]
    found = Application.objects.everywhere("每日推算").filter(status__in=still_open).exclude(derived_on=today)
    for pk in list(found.values_list("pk", flat=True)):
        with transaction.atomic():
            case = Application.objects.everywhere("每日推算").select_for_update(of=("self",)).get(pk=pk)
            renew(case, today)
        done += 1
    return done
