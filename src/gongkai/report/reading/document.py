"""What every kind of file becomes before it is understood: lines and grids in the order of reading.

The readers of docx, HTML, PDF … only bring a file into this shape; `interpret` then finds the report in it, the same way
for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

_TRACKED = 200
"""How many columns are watched for cells that reach down; the widest statutory table has fifteen."""


@dataclass(slots=True)
class Line:
    """A line or paragraph of running text. `node` is the reader's own handle on where it stood."""

    text: str
    node: Any = None


@dataclass(slots=True)
class GridCell:
    """A cell of a grid with the grid rows and columns it covers."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Grid:
    """A table whose geometry is known. Pieces of one table that were cut apart share `table`."""

    cells: list[GridCell]
    table: int = 0
    node: Any = None


Block = Line | Grid


@dataclass(slots=True)
class Document:
    """A file as blocks in the order of reading, with what its metadata say.

    `titles` are candidates for the title outside the text (HTML title, meta tags), `published_on` the day of publication
    in the metadata. `remarks` are (code, message) pairs that the reader has to report.
    """

    blocks: list[Block] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    published_on: date | None = None
    remarks: list[tuple[str, str]] = field(default_factory=list)


def lines_of(text: str) -> list[Block]:
    """Split running text into `Line` blocks, dropping empty lines."""
    return [Line(line) for line in text.splitlines() if line.strip()]


def place_cells(rows: list[list[tuple[str, int, int]]], table: int = 0, node: Any = None) -> Grid:
    """Lay rows of (text, rowspan, colspan) on a grid as HTML does: a cell goes to the first free column of its row."""
    free_from = [0] * _TRACKED  # for each column, the first row that no cell from above covers
    cells: list[GridCell] = []
    for row, members in enumerate(rows):
        column = 0
        for text, rowspan, colspan in members:
            while column < _TRACKED and free_from[column] > row:
                column += 1
            height = min(max(rowspan, 1), len(rows) - row)
            cells.append(GridCell(text, row, column, height, colspan))
            if height > 1:
                for covered in range(column, min(column + colspan, _TRACKED)):
                    free_from[covered] = row + height
            column += colspan
    return Grid(cells, table, node)
