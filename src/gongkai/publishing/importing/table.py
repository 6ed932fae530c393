"""Read a file of items, CSV or Excel, into rows of text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

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
_PIECE = 1 << 20
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


class Table:
    """A file's rows, without empty ones. A CSV is read anew each time, so that its bodies are never all in memory."""

    def __init__(self, rows: Callable[[], Iterator[Row]]) -> None:
        self._rows = rows
        self._length = sum(1 for _ in rows())

    def __iter__(self) -> Iterator[Row]:
        return self._rows()

    def __len__(self) -> int:
        return self._length


def read_table(name: str, data: bytes | Path, *, without: frozenset[str] = frozenset()) -> Table:
    """Read a CSV (UTF-8, GB18030) or Excel file (xlsx) whose first row names the columns; see `fields.FIELDS`.

    `without` names required columns that may be missing. Raises `Unusable`.
    """
    if name.lower().endswith(".xlsx"):
        whole = data.read_bytes() if isinstance(data, Path) else data
        found = list(_rows(_xlsx(name, whole), without))
        table = Table(lambda: iter(found))
    elif name.lower().endswith((".csv", ".txt", ".tsv")):
        encoding = _encoding_of(data)
        table = Table(lambda: _rows(_csv(data, encoding), without))
    else:
        raise Unusable("导入的文件应为CSV或者Excel文件（.csv、.xlsx）；旧版的.xls、.et请另存为.xlsx")
    if not len(table):
        raise Unusable("只有一行列名，没有要导入的信息")
    return table


def _rows(rows: Iterator[tuple[int, list[str]]], without: frozenset[str]) -> Iterator[Row]:
    try:
        first = next(rows, None)
        if first is None:
            raise Unusable("文件是空的，没有一行")
        places = headings(first[1], without=without)
    except UnknownColumns as error:
        raise Unusable(error.message) from error
    count = 0
    for number, cells in rows:
        values = {places[at]: cell.strip() for at, cell in enumerate(cells) if at in places}
        if any(values.values()):
            count += 1
            if count > MOST_ROWS:
                raise Unusable(f"超过{MOST_ROWS}行，请分成几个文件")
            yield Row(number, values)


def some_at_a_time(rows: Iterable[One], most: int) -> Iterator[list[One]]:
    """Give the rows in lists of at most so many."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some


def _csv(data: bytes | Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_MOST_SIGNS)
    number = 0
    with io.TextIOWrapper(_opened(data), encoding=encoding, newline="") as text:
        first = text.readline(_MOST_SIGNS)
        delimiter = "\t" if "\t" in first and "," not in first else ","
        text.seek(0)
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter), 1):
                yield number, cells
        except csv.Error as error:
            raise Unusable(f"第{number + 1}行读不出来：引号没有成对，或者一格太长") from error


def _opened(data: bytes | Path) -> BinaryIO:
    return data.open("rb") if isinstance(data, Path) else io.BytesIO(data)


def _encoding_of(data: bytes | Path) -> str:
    """Tell the encoding by reading the whole file, a piece at a time."""
    with _opened(data) as file:
        marked = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
            decoder = codecs.getincrementaldecoder(encoding)()
            file.seek(0)
            try:
                while piece := file.read(_PIECE):
                    if "\0" in decoder.decode(piece):
                        break
                else:
                    decoder.decode(b"", final=True)
                    return encoding
            except UnicodeDecodeError:
                continue
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
