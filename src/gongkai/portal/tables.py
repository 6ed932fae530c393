"""A table somebody typed or pasted, as a page shows it: every figure knows the heads of its column and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Cell", "Table", "table_of"]


@dataclass(frozen=True)
class Cell:
    """A cell. `scope` is that of a head (col, colgroup, row, rowgroup), "" for what is no head; spans are 1 or more."""

    text: str
    scope: str = ""
    across: int = 1
    down: int = 1
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its caption ("" if none was given), the rows of its head, the others."""

    caption: str
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def wide(self) -> bool:
        """Whether it has more columns than a telephone shows."""
        return max((sum(cell.across for cell in row) for row in (*self.head, *self.rows)), default=0) > 3


def table_of(value: Mapping[str, Any] | None) -> Table | None:
    """Read the value of a table block (wagtail.contrib.table_block); None for a table in which nothing stands.

    Where nobody said which cells are heads, the first row is taken for the head: what is pasted from a sheet has one.
    """
    data = [
        ["" if cell is None else str(cell).strip() for cell in row] for row in (value or {}).get("data") or []
    ]
    while data and not any(data[-1]):
        data.pop()
    if value is None or not data:
        return None
    choice = value.get("table_header_choice") or ""
    first_row = choice in ("row", "both") or bool(value.get("first_row_is_table_header"))
    first_column = choice in ("column", "both") or bool(value.get("first_col_is_header"))
    if not choice and not first_column:
        first_row = True
    spans, hidden = _merged(value, len(data))
    # a head that reaches down over several rows makes all of them the head
    deep = max((spans.get((0, n), (1, 1))[1] for n in range(len(data[0]))), default=1) if first_row else 0
    if deep >= len(data) > 1:
        deep = 1
    rows = [
        tuple(_cells(row, number, spans, hidden, head=number < deep, first=first_column))
        for number, row in enumerate(data)
    ]
    return Table(str(value.get("table_caption") or "").strip(), tuple(rows[:deep]), tuple(rows[deep:]))


def _merged(
    value: Mapping[str, Any], height: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Give the spans (across, down) of merged cells by place, and the places they cover."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    for one in value.get("mergeCells") or []:
        try:
            row, column = int(one["row"]), int(one["col"])
            down, across = max(1, int(one["rowspan"])), max(1, int(one["colspan"]))
        except (KeyError, TypeError, ValueError):
            continue
        down = min(down, height - row)
        spans[row, column] = (across, down)
        hidden |= {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
        hidden.discard((row, column))
    return spans, hidden


def _cells(
    row: list[str],
    number: int,
    spans: Mapping[tuple[int, int], tuple[int, int]],
    hidden: set[tuple[int, int]],
    *,
    head: bool,
    first: bool,
) -> Iterator[Cell]:
    for column, text in enumerate(row):
        if (number, column) in hidden:
            continue
        across, down = spans.get((number, column), (1, 1))
        scope = ""
        if head and text:
            scope = "colgroup" if across > 1 else "col"
        elif first and column == 0 and text:
            scope = "rowgroup" if down > 1 else "row"
        yield Cell(text, scope, across, down, not scope and _is_number(text))


def _is_number(text: str) -> bool:
    bare = text.replace(",", "").replace("，", "").replace("%", "").lstrip("+-−")
    return bool(bare) and bare.replace(".", "", 1).isdecimal()
