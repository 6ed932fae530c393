"""The stamp of what the public reads: the same for all processes and hosts, changed with every act that changes a public page.

The stamp lies in the database and nowhere else: an act changes it in its own transaction, so it changes exactly when the act
does, and neither a cache that is emptied nor one that forgets can turn it back. Reading it costs one query of a few rows.

A page is kept under the stamp read *before* the page was made. So a page made before a withdrawal and stored after it
lies under a stamp nobody asks for any more.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import F, Sum
from django.utils import timezone

from .models import Change, Counter

__all__ = ["Stamp", "fold", "note", "read", "touch", "when_noted", "when_page_committed"]

_BASE = "base"
_QUIET = timedelta(days=1)
_KEPT = timedelta(days=7)
"""How long changes are kept for publication as files; a target that was not brought up to date for longer is made anew."""
_MARK = 1 << 31
_SQL = "SELECT COALESCE(SUM(count), 0), COALESCE(SUM(mark), 0) FROM serving_counter"


class Stamp(NamedTuple):
    """What is true of all pages made under it: the day (pages say what is in force today), how many changes, their marks."""

    day: str
    count: int
    mark: int

    @property
    def word(self) -> str:
        """The stamp as part of a key."""
        return f"{self.day}.{self.count}.{self.mark}"


_thread = threading.local()
_orders: dict[str, Callable[[], object]] = {}
_followers: dict[str, Callable[[int], object]] = {}


def when_noted(name: str, order: Callable[[], object]) -> None:
    """Have this done once in each transaction in which changes are noted, before it is committed; `name` is its own."""
    _orders[name] = order


def when_page_committed(name: str, follow: Callable[[int], object]) -> None:
    """Have this told of each page that changed, by its row id, once that is committed; `name` is its own."""
    _followers[name] = follow


def read() -> Stamp:
    """Read the stamp as it is committed now. Raises `DatabaseError` when the database does not answer, even newly connected."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.connection is None:
        connection.ensure_connection()
    try:
        row = _ask(connection)
    except connection.Database.Error:
        if connection.in_atomic_block:
            raise
        connection.close()  # the server may have been restarted meanwhile
        connection.ensure_connection()
        with connection.wrap_database_errors:
            row = _ask(connection)
    return Stamp(_today(), int(row[0]), int(row[1]))


def _ask(connection: Any) -> tuple[Any, Any]:
    # below Django's cursors, because this is asked at every request; fetching all ends SQLite's read
    row: tuple[Any, Any] = connection.connection.execute(_SQL).fetchall()[0]
    return row


def _today() -> str:
    return timezone.localdate().isoformat()


class _Pending:
    """Stands in the list of what follows the commit as long as the change it speaks of is part of the transaction.

    Django takes it out itself when a savepoint is rolled back: so whether a change is written already need not be remembered.
    """

    def __init__(self, what: tuple[str, str]) -> None:
        self.what = what

    def __call__(self) -> None:
        if self.what[0] == Change.Kind.PAGE:
            for follow in _followers.values():
                follow(int(self.what[1]))


_TOUCHED = ("", "")
_ORDERED = ("publish", "")


def _is_pending(what: tuple[str, str]) -> bool:
    waiting = connections[DEFAULT_DB_ALIAS].run_on_commit
    return any(isinstance(entry[1], _Pending) and entry[1].what == what for entry in waiting)


def touch() -> None:
    """Change the stamp, in the transaction that is open."""
    if _is_pending(_TOUCHED):
        return
    writer, mark, now = _writer(), secrets.randbelow(_MARK), timezone.now()
    with transaction.atomic():
        found = Counter.objects.filter(pk=writer)
        if not found.update(count=F("count") + 1, mark=F("mark") + mark, at=now):
            Counter.objects.create(pk=writer, count=1, mark=mark, at=now)
        transaction.on_commit(_Pending(_TOUCHED))


def note(kind: str, key: str = "") -> None:
    """Change the stamp, and write down what changed."""
    touch()
    if _is_pending((kind, key)):
        return
    with transaction.atomic():
        Change.objects.create(kind=kind, key=key, at=timezone.now())
        transaction.on_commit(_Pending((kind, key)))
        if not _is_pending(_ORDERED):
            for order in _orders.values():
                order()
            transaction.on_commit(_Pending(_ORDERED))


def _writer() -> str:
    """Name this thread of this process; after a fork it is another."""
    known = getattr(_thread, "writer", ("", 0))
    if known[1] != os.getpid():
        known = _thread.writer = (secrets.token_hex(12), os.getpid())
    return str(known[0])


def fold(now: datetime | None = None) -> int:
    """Add the rows of writers not seen for a day to one row, and forget old changes; how many rows. The stamp stays the same."""
    before = (now or timezone.now()) - _QUIET
    with transaction.atomic():
        Counter.objects.get_or_create(pk=_BASE, defaults={"at": before})
        base = Counter.objects.select_for_update().get(pk=_BASE)
        rows = Counter.objects.select_for_update(skip_locked=True).filter(at__lt=before).exclude(pk=_BASE)
        keys = [one.pk for one in rows]
        sums = Counter.objects.filter(pk__in=keys).aggregate(count=Sum("count"), mark=Sum("mark"))
        base.count += sums["count"] or 0
        base.mark += sums["mark"] or 0
        base.save()
        Counter.objects.filter(pk__in=keys).delete()
        Change.objects.filter(at__lt=(now or timezone.now()) - _KEPT).delete()
    return len(keys)
