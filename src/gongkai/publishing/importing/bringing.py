"""Check and read the rows of a whole file, agency by agency, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.publishing.models import ImportRow

from .checking import Agencies, Checked, Checker, Shared
from .scanning import Scanner
from .sources import Source
from .table import Row
from .values import Wrong

__all__ = ["check_rows"]


def check_rows(
    rows: Iterable[Row],
    source: Source,
    agencies: Agencies,
    *,
    more: Mapping[int, dict[str, Any]] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Iterator[Checked]:
    """Check the rows one after the other, and read those that would become public.

    `more` adds to rows, by their number, what no file carries: ``kind`` (name of the model), ``extra`` (fields of the kind),
    ``children`` (rows of its parts).
    """
    checkers: dict[int, Checker] = {}
    shared = Shared(source)
    scanners: dict[int, Scanner] = {}
    for row in rows:
        if progress is not None:
            progress(1)
        try:
            agency: Agency = agencies.find(row.values.get("agency", ""))
        except Wrong as wrong:
            yield Checked(row.number, dict(row.values), state=ImportRow.State.REFUSED, errors=[wrong.message])
            continue
        if agency.pk not in checkers:
            checkers[agency.pk] = Checker(agency, source, shared)
            scanners[agency.pk] = Scanner(agency, source)
        found = checkers[agency.pk].check(row)
        if more and row.number in more:
            found.fields |= more[row.number]
        if found.state == ImportRow.State.HISTORY:
            scanners[agency.pk].scan(found)
        yield found
