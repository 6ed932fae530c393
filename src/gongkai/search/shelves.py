"""Shelves as values, remembered by each process: they never change once they are committed, so facets are summed without the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from .models import Shelf
from .values import Asked

__all__ = ["FACETS", "Standing", "count", "standings"]

FACETS = ("column", "year", "theme", "validity", "organ", "file_kind")
STEP = 4
"""Signs of a path for each level of the tree."""
_IN_FORCE = ("valid", "amended")
_MOST_REMEMBERED = 400_000
_remembered: dict[int, Standing] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on a shelf has in common."""

    agency_id: int
    column: str
    year: int
    theme: str
    validity: str
    valid_until: date | None
    organ: str
    file_kinds: str

    def validity_on(self, today: date) -> str:
        """The code as of a day: what was in force until a day that is past is 失效, whether or not anybody has changed the page since."""
        lapsed = self.valid_until is not None and self.valid_until < today and self.validity in _IN_FORCE
        return "expired" if lapsed else self.validity

    def is_chosen(self, asked: Asked, today: date) -> bool:
        """Whether what stands here is in the scope of a question and has all that was chosen."""
        if not self.column.startswith(asked.path) or asked.agency_id not in (None, self.agency_id):
            return False
        return not _against(self, (str(self.year), self.theme, self.validity_on(today), self.organ), asked)


def standings(ids: Iterable[int]) -> Mapping[int, Standing]:
    """Give the shelves of these row ids. In a transaction, which may be taken back with its ids, nothing is remembered."""
    known: dict[int, Standing] = {} if connection.in_atomic_block else _remembered
    missing = [pk for pk in ids if pk not in known]
    if len(known) + len(missing) > _MOST_REMEMBERED:
        known.clear()
        missing = list(ids)
    for at in range(0, len(missing), 900):
        rows = Shelf.objects.filter(pk__in=missing[at : at + 900]).values_list()
        known.update((pk, Standing(*rest)) for pk, *rest in rows)
    return known


def count(numbers: Iterable[tuple[int, int]], asked: Asked) -> tuple[int, dict[str, Counter[str]]]:
    """Sum items by shelf, given as (shelf, how many): in all, and for each facet as if it alone were not chosen."""
    pairs = list(numbers)
    known = standings([pk for pk, _ in pairs])
    today = timezone.localdate()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    columns: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    sums = [counts[name] for name in ("year", "theme", "validity", "organ")]
    total = 0
    narrowed = any((asked.column, asked.year, asked.theme, asked.validity, asked.organ, asked.file_kind))
    for pk, number in pairs:
        shelf = known[pk]
        if not shelf.column.startswith(asked.path) or asked.agency_id not in (None, shelf.agency_id):
            continue
        values = (str(shelf.year), shelf.theme, shelf.validity_on(today), shelf.organ)
        against = _against(shelf, values, asked) if narrowed else ()
        if not against:
            total += number
        if len(against) > 1:
            continue
        only = against[0] if against else ""
        if only in ("", "column"):
            columns[shelf.column] += number
        if only in ("", "file_kind"):
            kinds[shelf.file_kinds] += number
        for name, value, into in zip(("year", "theme", "validity", "organ"), values, sums, strict=True):
            if only in ("", name):
                into[value] += number
    for path, number in columns.items():
        for end in range(STEP, len(path) + 1, STEP):
            counts["column"][path[:end]] += number
    for said, number in kinds.items():
        for kind in said.split("|"):
            counts["file_kind"][kind] += number
    return total, counts


def _against(shelf: Standing, values: tuple[str, str, str, str], asked: Asked) -> Sequence[str]:
    """Give the names of the choices that leave this shelf out."""
    year, theme, validity, organ = values
    against = []
    if asked.column and not shelf.column.startswith(asked.column):
        against.append("column")
    if asked.year is not None and year != str(asked.year):
        against.append("year")
    if asked.theme and theme != asked.theme:
        against.append("theme")
    if asked.validity and validity != asked.validity:
        against.append("validity")
    if asked.organ and organ != asked.organ:
        against.append("organ")
    if asked.file_kind and f"|{asked.file_kind}|" not in shelf.file_kinds:
        against.append("file_kind")
    return against
