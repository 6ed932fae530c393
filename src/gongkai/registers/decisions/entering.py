"""Enter the good rows of a batch into the register: all of them or none.

On PostgreSQL in one transaction. On SQLite, where whoever writes keeps all other writers waiting, in short ones: the rows are
there but neither counted nor shown (`queries`) until the last of them makes the batch DONE.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.fields.json import KT

from gongkai.registers.models import Decision, DecisionBatch, DecisionRow

from . import bulk

__all__ = ["CHUNK", "Taken", "enter_all", "mark_taken", "take_back"]

CHUNK = 5000
"""Rows entered in one transaction on SQLite."""
_MARKED = 20_000
_KNOWN = "这个文号登记簿里已有，不再登记；要更正的，请在登记簿里打开那一条"


class Taken(Exception):
    """Rows that could no longer be entered; nothing was. `message` says in Chinese why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def enter_all(batch: DecisionBatch, done: Callable[[], object]) -> None:
    """Enter all good rows and call `done` in the transaction of the last of them. Raises `Taken`, with nothing entered.

    May be called again after it was broken off anywhere.
    """
    try:
        if bulk.is_postgres():
            _at_once(batch, done)
        else:
            while _some(batch, done):
                pass
    except IntegrityError:
        take_back(batch)
        number = mark_taken(batch)
        raise Taken(
            f"有{number}个文号在这期间已由别人登记，已列入有错误的行，这一批没有入库；其余的行可以再次入库。"
        ) from None


def mark_taken(batch: DecisionBatch) -> int:
    """Mark the good rows whose number is registered already (or being entered by another batch); how many."""
    known = Decision.everything.filter(
        agency=batch.agency_id, kind=batch.kind, void=False, number=OuterRef("known")
    ).exclude(batch=batch)
    rows = DecisionRow.objects.filter(batch=batch, message="")
    last = rows.aggregate(last=Max("number"))["last"] or 0
    marked = 0
    for first in range(1, last + 1, _MARKED):
        some = rows.filter(number__range=(first, first + _MARKED - 1)).annotate(known=KT("fields__number"))
        marked += some.filter(Exists(known)).update(message=_KNOWN)
    return marked


def take_back(batch: DecisionBatch) -> None:
    """Take out of the register what an unfinished batch has put there."""
    while True:
        with transaction.atomic():
            held = _held(batch)
            rows = Decision.everything.filter(batch=batch)
            numbers = list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])
            if held is None or not numbers:
                break
            some = Decision.everything.filter(pk__in=numbers)
            some._raw_delete(some.db)
    DecisionBatch.everything.filter(pk=batch.pk).update(rows_entered=0)


def _at_once(batch: DecisionBatch, done: Callable[[], object]) -> None:
    with transaction.atomic():
        if (held := _held(batch)) is None:
            return
        last = DecisionRow.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
        held.rows_entered = bulk.enter(batch, 0, last)
        held.save(update_fields=["rows_entered"])
        done()


def _some(batch: DecisionBatch, done: Callable[[], object]) -> bool:
    """Enter the next rows; whether there may be more."""
    with transaction.atomic():
        if (held := _held(batch)) is None:
            return False
        rows = DecisionRow.objects.filter(batch=batch, message="").order_by("number")
        numbers = list(rows.values_list("number", flat=True)[held.rows_entered :][:CHUNK])
        if numbers:
            held.rows_entered += bulk.enter(batch, numbers[0], numbers[-1])
            held.save(update_fields=["rows_entered"])
        if len(numbers) < CHUNK:
            done()
            return False
    return True


def _held(batch: DecisionBatch) -> DecisionBatch | None:
    """Hold the batch for this transaction; None once it is no longer being entered."""
    found: DecisionBatch = DecisionBatch.everything.select_for_update(of=("self",)).get(pk=batch.pk)
    return found if found.state == DecisionBatch.State.ENTERING else None
