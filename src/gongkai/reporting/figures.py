"""The year's counts of items disclosed, class by class, as the records give them; beside them what was entered by hand.

What counts as one 条 is said in `portal.counting`; here it is only laid out by columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.agencies.models import Agency
from gongkai.portal.counting import counts_by_column
from gongkai.portal.models import ColumnPage, PlatformPage

from .models import HandFigure

__all__ = ["Counts", "Line", "counts_of", "hand_figures", "recorded"]


@dataclass(frozen=True)
class Line:
    """A column and how many items count in it and below it in the year."""

    column: ColumnPage
    number: int
    below: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Counts:
    """The counts of a year: the columns of the platform with those below, and their sum."""

    lines: list[Line]
    total: int

    def of(self, key: str) -> int:
        """Give the sum of the column of this `ColumnPage.Key`, 0 if there is none."""
        return sum(line.number for line in self.lines if line.column.key == key)


def counts_of(agency: Agency, year: int) -> Counts:
    """Count the year by columns, two levels deep; the numbers come from one query."""
    platform = PlatformPage.objects.filter(agency=agency).first()
    if platform is None:
        return Counts([], 0)
    sums = counts_by_column(agency, year)
    columns = list(
        ColumnPage.objects.descendant_of(platform).filter(depth__lte=platform.depth + 2).order_by("path")
    )
    lines = []
    for column in columns:
        if column.depth != platform.depth + 1 or not _shown(column, sums[column.path]):
            continue
        below = [
            Line(one, sums[one.path])
            for one in columns
            if one.depth == column.depth + 1
            and one.path.startswith(column.path)
            and _shown(one, sums[one.path])
        ]
        lines.append(Line(column, sums[column.path], below))
    return Counts(lines, sums[platform.path])


def _shown(column: ColumnPage, number: int) -> bool:
    """Whether the column has its line: one that takes no items, or was closed with none, has not."""
    return number > 0 or (column.live and column.closed_on is None and column.key not in _WITHOUT_ITEMS)


_WITHOUT_ITEMS = frozenset({ColumnPage.Key.APPLY.value, ColumnPage.Key.REPORTS.value})


def hand_figures(agency: Agency, year: int) -> list[HandFigure]:
    """List the figures entered by hand that hold, one for each key, in the order of keys."""
    newest: dict[str, HandFigure] = {}
    for one in HandFigure.objects.for_agency(agency.pk).filter(year=year).select_related("entered_by"):
        newest.setdefault(one.key, one)
    return [newest[key] for key in HandFigure.Key.values if key in newest]


def recorded(counts: Counts, key: str) -> int:
    """Give what the records say of the figure that a key of `HandFigure` names."""
    if key == HandFigure.Key.STATUTORY:
        return counts.of(ColumnPage.Key.STATUTORY)
    if key == HandFigure.Key.WINDOW:
        return counts.of(ColumnPage.Key.WINDOW)
    return counts.total
