"""Ask the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from .models import Entry, Seal
from .services import digest_of

__all__ = ["Verdict", "of", "verify"]


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: entries sealed and not yet sealed, and in Chinese what does not hold."""

    sealed: int
    unsealed: int
    faults: tuple[str, ...]


def verify() -> Verdict:
    """Recompute every seal and compare: a changed, missing or slipped-in entry is named by its batch."""
    faults: list[str] = []
    previous, sealed = "", 0
    beyond = Q()  # the first seal answers for whatever comes before it as well
    for seal in Seal.objects.order_by("pk").iterator():
        words = f"第{seal.first}至{seal.last}条"
        if seal.previous != previous:
            faults.append(f"{words}的封存与上一次封存不相接")
        found = list(Entry.objects.filter(beyond, pk__lte=seal.last).order_by("pk"))
        if len(found) != seal.count:
            faults.append(f"{words}封存时有{seal.count}条，现有{len(found)}条")
        elif digest_of(found, seal.previous) != seal.digest:
            faults.append(f"{words}的内容在封存后被改动")
        previous, beyond, sealed = seal.digest, Q(pk__gt=seal.last), sealed + len(found)
    return Verdict(sealed, Entry.objects.filter(beyond).count(), tuple(faults))


def of(object_type: str, object_id: str) -> list[Entry]:
    """List what was done to one object, oldest first."""
    return list(Entry.objects.filter(object_type=object_type, object_id=object_id).order_by("pk"))
