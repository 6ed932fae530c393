"""Write and seal the audit log."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from .models import Entry, Seal

__all__ = ["digest_of", "record", "seal"]

_BATCH = 1000
_log = logging.getLogger(__name__)


def record(
    act: str,
    *,
    actor: str = "",
    agency: str = "",
    object_type: str = "",
    object_id: str = "",
    details: dict[str, Any] | None = None,
) -> Entry:
    """Append one entry, in the transaction of the act it tells of. `details` must be JSON and free of personal data."""
    entry = Entry(
        at=timezone.now(),
        actor=actor,
        agency=agency,
        act=act,
        object_type=object_type,
        object_id=object_id,
        details=details or {},
    )
    entry.save()
    return entry


def seal() -> int:
    """Close the entries not yet sealed, in batches; the number of entries sealed. Safe to run at any time, by one or many.

    When an act that takes long holds the log for two seconds, sealing is left for the next time.
    """
    sealed = 0
    try:
        while count := _seal_batch():
            sealed += count
    except OperationalError:
        _log.info("审计日志正在被写入，下次再封存")
    return sealed


def _wait_for_writers() -> None:
    """Let no entry be on its way: one with a lower number, written before and committed after, would look slipped in."""
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _seal_batch() -> int:
    with transaction.atomic():
        _wait_for_writers()
        last = Seal.objects.select_for_update().order_by("-pk").first()
        entries = list(Entry.objects.filter(pk__gt=last.last if last else 0).order_by("pk")[:_BATCH])
        if not entries:
            return 0
        previous = last.digest if last else ""
        Seal(
            at=timezone.now(),
            first=entries[0].pk,
            last=entries[-1].pk,
            count=len(entries),
            previous=previous,
            digest=digest_of(entries, previous),
        ).save()
        return len(entries)


def digest_of(entries: Iterable[Entry], previous: str) -> str:
    """Give the SHA-256 of the entries, every field of each, chained to the seal before."""
    digest = hashlib.sha256(previous.encode())
    for entry in entries:
        fields = [
            entry.pk,
            int(entry.at.timestamp() * 1_000_000),
            entry.actor,
            entry.agency,
            entry.act,
            entry.object_type,
            entry.object_id,
            entry.details,
        ]
        digest.update(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()
