"""Excel workbooks: each sheet a table with its merged cells; a row of one cell is a line of text."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from .document import Block, Document, Grid, GridCell, Line
from .errors import ReadError
from .labels import is_fragment
from .package import Package, damaged
from .words import is_blank, parse_figure, squash

MAX_ROWS = 20_000
MAX_COLUMNS = 1_000
MAX_SHEETS = 50
_MAX_CELLS = 400_000
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,4})(\d{1,9})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')


def read_xlsx(data: bytes) -> Document:
    """Read a workbook from bytes: the sheets a reader sees, in their order. Raises `ReadError`."""
    _guard(Package(data))
    return parse(data)


def parse(data: bytes) -> Document:
    """Read a workbook whose extent is known to be bounded, or in a process whose memory is. Raises `ReadError`."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    blocks: list[Block] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for index, name in enumerate(visible[:MAX_SHEETS]):
            sheet = book.get_sheet_by_name(name)
            blocks += _blocks(
                sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or [], index + 1
            )
    except (CalamineError, ValueError, OSError) as error:
        raise damaged() from error
    return Document(blocks)


def _guard(package: Package) -> None:
    """Refuse sheets that reach further than any report: a cell far away would make the library fill all between."""
    for name in package.names():
        if not name.endswith(".xml") or "/" not in name:
            continue
        part = package.read(name) or b""
        if "sheet" not in name.lower():
            continue
        rows = max((int(match[1]) for match in _ROW.finditer(part)), default=0)
        columns = 0
        for match in _REFERENCE.finditer(part):
            rows = max(rows, int(match[2]))
            columns = max(columns, _column(match[1]))
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > _MAX_CELLS * 4:
            raise ReadError(
                "too_complex",
                f"工作表的数据超过{MAX_ROWS}行或者{MAX_COLUMNS}列，不像年度报告；请删去多余的行列后再试",
            )


def _column(letters: bytes) -> int:
    count = 0
    for letter in letters:
        count = count * 26 + letter - 64
    return count


def _blocks(
    rows: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]], table: int
) -> list[Block]:
    """Turn one sheet into lines and pieces of one table."""
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    covered: set[tuple[int, int]] = set()
    for start, (down, right) in spans.items():
        last_row = min(start[0] + down, len(rows))
        last_column = min(start[1] + right, MAX_COLUMNS)
        if (last_row - start[0]) * (last_column - start[1]) > _MAX_CELLS:
            continue  # a merger of the whole sheet holds one cell
        covered.update(
            (row, column) for row in range(start[0], last_row) for column in range(start[1], last_column)
        )
        covered.discard(start)
    # rows into which a cell from above reaches down belong to a table
    within = {
        row
        for start, (down, _) in spans.items()
        for row in range(start[0] + 1, min(start[0] + down, len(rows)))
    }
    blocks: list[Block] = []
    cells: list[GridCell] = []
    for row, values in enumerate(rows):
        members = [
            GridCell(_text(value), row, column, *spans.get((row, column), (1, 1)))
            for column, value in enumerate(values)
            if (row, column) not in covered
        ]
        filled = [cell for cell in members if cell.text.strip()]
        if len(filled) <= 1 and row not in within and all(_is_line(cell) for cell in filled):
            if not filled:
                continue
            if cells:
                blocks.append(_piece(cells, table))
                cells = []
            blocks += [Line(line) for cell in filled for line in cell.text.split("\n") if line.strip()]
        else:
            cells += members
    if cells:
        blocks.append(_piece(cells, table))
    return blocks


def _is_line(cell: GridCell) -> bool:
    """Whether a single cell in its row is running text rather than the label or figure of a row left blank."""
    text = cell.text.strip()
    return not is_blank(text) and parse_figure(text) is None and not is_fragment(squash(text))


def _piece(cells: list[GridCell], table: int) -> Grid:
    """Make one piece of a table, without the empty margin beyond its last filled column."""
    edge = max(cell.column + cell.colspan for cell in cells if cell.text.strip())
    return Grid([cell for cell in cells if cell.column < edge], table)


def _text(value: Any) -> str:
    """Write a value as the sheet shows it: whole numbers without a point, dates as dates."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y年%m月%d日")
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
