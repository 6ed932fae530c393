"""Give out numbers without gaps: a number is only used up when the act that asked for it is committed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from .models import Series

__all__ = ["next_number", "next_numbers"]


def next_number(agency: str, kind: str, year: int) -> int:
    """Give the next number of the series, from 1. Must be called inside the transaction of the act; others wait for it."""
    return next_numbers(agency, kind, year, 1)[0]


def next_numbers(agency: str, kind: str, year: int, count: int) -> range:
    """Give the next so many numbers of the series at once, as `next_number` gives one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number belongs inside the transaction of an act")
    Series.objects.get_or_create(agency=agency, kind=kind, year=year)
    Series.objects.filter(agency=agency, kind=kind, year=year).update(last=F("last") + count)
    last = Series.objects.get(agency=agency, kind=kind, year=year).last
    return range(last - count + 1, last + 1)
