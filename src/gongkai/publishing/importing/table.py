"""Read a file of items, CSV or Excel, into rows of text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, TypeVar

from gongkai.files.reading import Refused as NotTaken
from gongkai.files.reading import kind_of
from gongkai.report.reading import ReadError
from gongkai.report.reading.package import Package

from .fields import UnknownColumns, headings

__all__ = ["MOST_ROWS", "Row", "Table", "Unusable", "read_table", "some_at_a_time"]

MOST_ROWS = 100_000
One = TypeVar("One")
_MOST_COLUMNS = 200
_MOST_SIGNS = 10_000_000
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,4})(\d{1,9})"')


class Unusable(ValueError):
    """A file that is no table of items; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the headings stand in row 1), and its fields by name, blanks taken off."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file's rows, without empty ones."""

    rows: list[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(name: str, data: bytes, *, without: frozenset[str] = frozenset()) -> Table:
    """Read a CSV (UTF-8, GB18030) or Excel file (xlsx) whose first row names the columns; see `fields.FIELDS`.

    `without` names required columns that may be missing. Raises `Unusable`.
    """
    if name.lower().endswith(".xlsx"):
        rows = _xlsx(name, data)
    elif name.lower().endswith((".csv", ".txt", ".tsv")):
        rows = _csv(data)
    else:
        raise Unusable("导入的文件应为CSV或者Excel文件（.csv、.xlsx）；旧版的.xls、.et请另存为.xlsx")
    try:
        first = next(rows, None)
        if first is None:
            raise Unusable("文件是空的，没有一行")
        places = headings(first[1], without=without)
        found = []
        for number, cells in rows:
            values = {places[at]: cell.strip() for at, cell in enumerate(cells) if at in places}
            if any(values.values()):
                found.append(Row(number, values))
            if len(found) > MOST_ROWS:
                raise Unusable(f"超过{MOST_ROWS}行，请分成几个文件")
    except UnknownColumns as error:
        raise Unusable(error.message) from error
    if not found:
        raise Unusable("只有一行列名，没有要导入的信息")
    return Table(found)


def some_at_a_time(rows: Iterable[One], most: int) -> Iterator[list[One]]:
    """Give the rows in lists of at most so many."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    csv.field_size_limit(_MOST_SIGNS)
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        raise Unusable(f"第{number + 1}行读不出来：引号没有成对，或者一格太长") from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unusable("认不出文件的编码；请另存为UTF-8编码的CSV，或者.xlsx")


def _xlsx(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        if kind_of(name, data).kind.id != "xlsx":
            raise Unusable("这不是Excel文件（.xlsx）")
        _guard(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise Unusable("工作簿里没有看得见的工作表")
        sheet = book.get_sheet_by_name(shown[0])
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
            yield number, [_text(cell) for cell in cells]
    except NotTaken as error:
        raise Unusable(error.message) from error
    except (ReadError, CalamineError, ValueError, OSError) as error:
        if isinstance(error, Unusable | UnknownColumns):
            raise
        raise Unusable("Excel文件打不开，可能已损坏；请用Excel或者WPS打开后另存一份再试") from error


def _guard(data: bytes) -> None:
    """Refuse sheets that reach further than any list: a cell far away would make the library fill all between."""
    package = Package(data)
    for part in package.names():
        if not part.startswith("xl/worksheets/") or not part.endswith(".xml"):
            continue
        for letters, row in _REFERENCE.findall(package.read(part) or b""):
            if int(row) > MOST_ROWS + 1 or _column(letters) > _MOST_COLUMNS:
                raise Unusable(f"工作表的数据超过{MOST_ROWS}行或者{_MOST_COLUMNS}列；请删去多余的行列后再试")


def _column(letters: bytes) -> int:
    count = 0
    for letter in letters:
        count = count * 26 + letter - 64
    return count


def _text(value: Any) -> str:
    """Write a cell as it is asked for: whole numbers without a point, days and moments in figures."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value).replace("_x000D_", "")
