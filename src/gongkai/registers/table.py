"""Table 二 (主动公开政府信息情况) counted from the registers, each figure with the rows it counts.

国办公开办函〔2021〕30号 and 条例第二十条第（一）（五）（六）（八）项. A register that has neither rows nor a nil declaration (本年无) for the
year gives no figure: None, never nought. Decisions are counted one by one where they are registered here, and by the confirmed
figures of data calls where a section keeps them; both add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.law import registers as law

from .decisions.queries import by_year
from .models import (
    CallFigure,
    DataCall,
    Decision,
    DecisionBatch,
    Document,
    Fee,
    NilDeclaration,
    Register,
)

__all__ = [
    "PLACES",
    "Figure",
    "Row",
    "events_of",
    "figure_at",
    "figures_of",
    "lapsed",
    "number_of_rows",
    "rows_at",
    "table_two",
]

_DOCUMENTS = {Register.REGULATIONS: Document.Kind.REGULATION, Register.NORMATIVE: Document.Kind.NORMATIVE}
_DECISIONS = {
    Register.PERMITS: "permit",
    Register.PENALTIES: "penalty",
    Register.COMPULSIONS: "compulsion",
}
_COLUMNS = ("made", "repealed", "in_force")
PLACES: Mapping[str, tuple[Register, str]] = {
    **{
        f"proactive.{register.value}.{column}": (register, column)
        for register in _DOCUMENTS
        for column in _COLUMNS
    },
    **{f"proactive.{register.value}": (register, "") for register in (*_DECISIONS, Register.FEES)},
}
"""The ten cells of the table by their place in the report, and what fills them."""


@dataclass(frozen=True)
class Figure:
    """One cell: its value (None: not recorded), and how it came about."""

    value: int | Decimal | None
    nil: bool = False
    recorded: int = 0
    called: Decimal = field(default_factory=Decimal)


@dataclass(frozen=True)
class Row:
    """One record behind a figure: what kind, its name and number, its legal day, how many it counts for."""

    kind: str
    title: str
    number: str
    on: str
    counts: int | Decimal


def table_two(agency: Agency, year: int) -> dict[str, Figure]:
    """Count the ten cells of the table for an agency and year."""
    nil = set(
        NilDeclaration.objects.for_agency(agency.pk)
        .filter(year=year, withdrawn_at=None)
        .values_list("register", flat=True)
    )
    called = _called(agency, year)
    found: dict[str, Figure] = {}
    for register, kind in _DOCUMENTS.items():
        documents = [events_of(one) for one in _documents(agency, kind)]
        counts = law.count(documents, year)
        known = any(law.state_on(one, law.in_force_at_end_of(year)) != law.State.NOT_YET for one in documents)
        for column in _COLUMNS:
            value = getattr(counts, column) if known else 0 if register in nil else None
            found[f"proactive.{register.value}.{column}"] = Figure(value, register in nil, value or 0)
    numbers = by_year(agency, [year])
    for register, kind in _DECISIONS.items():
        number = numbers[year, kind]
        asked = called.get(register)
        figure = int(number + (asked or 0)) if number or asked is not None else 0 if register in nil else None
        found[f"proactive.{register.value}"] = Figure(figure, register in nil, number, asked or Decimal())
    fees = Fee.objects.for_agency(agency.pk).filter(year=year, void=False)
    asked, income = called.get(Register.FEES), fees.aggregate(sum=Sum("amount"))["sum"]
    amount: int | Decimal | None = 0 if Register.FEES in nil else None
    if income is not None or asked is not None:
        amount = _plain((income or Decimal()) + (asked or Decimal()))
    found[f"proactive.{Register.FEES.value}"] = Figure(
        amount, Register.FEES in nil, fees.count(), asked or Decimal()
    )
    return found


def figures_of(agency: Agency, year: int) -> dict[str, int | Decimal | None]:
    """Give the ten figures by place; None where nothing is recorded."""
    return {place: figure.value for place, figure in table_two(agency, year).items()}


def lapsed(agency: Agency, place: str, year: int) -> list[Row]:
    """List the documents of the cell's kind that lost force in the year without being repealed (失效): in no column of the table."""
    register, _ = PLACES[place]
    if register not in _DOCUMENTS:
        return []
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for one in _documents(agency, _DOCUMENTS[register]).order_by("pk"):
        document = events_of(one)
        before = law.state_on(document, first - timedelta(days=1))
        if law.state_on(document, last) == law.State.EXPIRED and before not in (
            law.State.EXPIRED,
            law.State.REPEALED,
        ):
            declared = [event.on for event in document.events if event.kind == law.EventKind.DECLARED_EXPIRED]
            until = law.valid_until_on(document, last)
            on = declared[0] if declared else until
            found.append(Row(one.get_kind_display(), one.title, one.number, on.isoformat() if on else "", 1))
    return found


def figure_at(agency: Agency, year: int, place: str) -> Figure:
    """Give one cell. KeyError for a place that the registers do not fill."""
    return table_two(agency, year)[place]


def rows_at(agency: Agency, year: int, place: str, skip: int = 0) -> Iterator[Row]:
    """Walk the records behind one cell, after the first `skip`. KeyError for a place that the registers do not fill."""
    register, column = PLACES[place]
    if register in _DECISIONS and skip:  # of very many the database passes over what is not wanted
        number = _decisions(agency, _DECISIONS[register], year).count()
        yield from islice(_rows_at(agency, year, register, column, skip), max(0, skip - number), None)
        return
    yield from islice(_rows_at(agency, year, register, column), skip, None)


def number_of_rows(agency: Agency, year: int, place: str) -> int:
    """Give how many records stand behind one cell. KeyError for a place that the registers do not fill."""
    register, column = PLACES[place]
    if register in _DECISIONS:
        calls = _call_figures(agency, year).filter(register=register).count()
        return int(_decisions(agency, _DECISIONS[register], year).count()) + calls
    return sum(1 for _ in _rows_at(agency, year, register, column))


def _rows_at(
    agency: Agency, year: int, register: Register, column: str, decisions_from: int = 0
) -> Iterator[Row]:
    if register in _DOCUMENTS:
        yield from _document_rows(agency, _DOCUMENTS[register], year, column)
    elif register in _DECISIONS:
        decisions = _decisions(agency, _DECISIONS[register], year).order_by("decided_on", "pk")
        for one in decisions[decisions_from:].iterator():
            yield Row(one.get_kind_display(), one.subject, one.number, one.decided_on.isoformat(), 1)
    else:
        fees = Fee.objects.for_agency(agency.pk).filter(year=year, void=False).order_by("name", "pk")
        for one in fees:
            yield Row("收费", one.name, "", str(one.year), _plain(one.amount))
    for figure in _call_figures(agency, year).filter(register=register):
        title = (
            f"{figure.call.section}填报（{figure.source}）" if figure.source else f"{figure.call.section}填报"
        )
        yield Row("数据征集", title, figure.call.public_id, str(year), _plain(figure.value))


def events_of(document: Document) -> law.Document:
    """Give a document as the law reads it: whether the agency leads, and its events without those that were cancelled.

    `document.events` should be fetched beforehand where many are read.
    """
    events = list(document.events.all())
    cancelled = {event.cancels_id for event in events if event.cancels_id is not None}
    kinds = {kind.value for kind in law.EventKind}
    return law.Document(
        document.leads,
        tuple(
            law.Event(law.EventKind(event.kind), event.on, event.valid_until)
            for event in events
            if event.kind in kinds and event.pk not in cancelled
        ),
    )


def _documents(agency: Agency, kind: str) -> QuerySet[Any]:
    return Document.objects.for_agency(agency.pk).filter(kind=kind, leads=True).prefetch_related("events")


def _document_rows(agency: Agency, kind: str, year: int, column: str) -> Iterator[Row]:
    for one in _documents(agency, kind).order_by("pk"):
        document = events_of(one)
        if getattr(law.count([document], year), column):
            on = next((event.on for event in document.events if event.kind == _EVENT_OF.get(column)), None)
            yield Row(one.get_kind_display(), one.title, one.number, on.isoformat() if on else "", 1)


_EVENT_OF = {
    "made": law.EventKind.MADE,
    "repealed": law.EventKind.REPEALED,
    "in_force": law.EventKind.MADE,
}


def _decisions(agency: Agency, kind: str, year: int) -> QuerySet[Any]:
    """Give the decisions that count: not void, and of no batch that is still being entered."""
    unfinished = DecisionBatch.objects.for_agency(agency.pk).exclude(state=DecisionBatch.State.DONE)
    return (
        Decision.objects.for_agency(agency.pk)
        .filter(kind=kind, decided_on__year=year, void=False)
        .exclude(batch__in=unfinished.values("pk"))
    )


def _called(agency: Agency, year: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for figure in _call_figures(agency, year):
        found[figure.register] = found.get(figure.register, Decimal()) + figure.value
    return found


def _call_figures(agency: Agency, year: int) -> QuerySet[CallFigure]:
    return CallFigure.objects.filter(
        call__agency=agency, call__year=year, call__state=DataCall.State.CONFIRMED, value__isnull=False
    ).select_related("call")


def _plain(amount: Decimal) -> int | Decimal:
    """Give a whole amount as a whole number, any other without trailing noughts."""
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
