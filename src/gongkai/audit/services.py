"""Write and seal the audit log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Entry, Seal

__all__ = ["digest_of", "record", "seal"]

_BATCH = 1000


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
    """Close the entries not yet sealed, in batches; the number of entries sealed. Safe to run at any time, by one or many."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


def _seal_batch() -> int:
    with transaction.atomic():
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
