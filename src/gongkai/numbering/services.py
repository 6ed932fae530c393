"""Give out numbers without gaps: a number is only used up when the act that asked for it is committed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from .models import Series

__all__ = ["next_number"]


def next_number(agency: str, kind: str, year: int) -> int:
    """Give the next number of the series, from 1. Must be called inside the transaction of the act; others wait for it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number belongs inside the transaction of an act")
    Series.objects.get_or_create(agency=agency, kind=kind, year=year)
    Series.objects.filter(agency=agency, kind=kind, year=year).update(last=F("last") + 1)
    return Series.objects.get(agency=agency, kind=kind, year=year).last
