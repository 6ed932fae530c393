"""Rows of cells out of a CSV or Excel file, whatever its encoding; a hostile one is refused before it is unpacked."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.files.reading import Refused as NotTaken
from gongkai.files.reading import kind_of

__all__ = ["MOST_ROWS", "Cells", "Sheet", "Unusable", "read_sheet"]

MOST_ROWS = 200_000
"""The most rows one file may have."""
_MOST_COLUMNS = 200
_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_PARTS = 5000
_MOST_CELLS = 6_000_000
_BLOCK = 4 * 1024 * 1024
_MAYBE_FAR = re.compile(rb"""=\s*["'](?:\d{6}|[A-Z]{2,4}\d|[A-Z]\d{6})""", re.IGNORECASE)
"""Whatever might be the number of a row past 99,999 or of a cell past column Z: most sheets have none, and are looked through quickly."""
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:(\d{1,9})["']|([A-Z]{1,4})(\d{6,9})|([A-Z]{2,4})\d)""", re.IGNORECASE)
"""Rows by their own number, and cells that may lie too far."""
_TIDY = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_QUOTED = re.compile(r'="([^"]*)"')
Cells = tuple[int, list[str]]


class Unusable(ValueError):
    """A file that is no table; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Sheet:
    """A table: its rows with their numbers as a spreadsheet shows them, and the rows that share a merged cell with another."""

    rows: list[Cells]
    merged: frozenset[int] = frozenset()


def read_sheet(name: str, data: bytes) -> Sheet:
    """Read the first sheet that can be seen, or the CSV. Raises `Unusable`."""
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        sheet = _xlsx(name, data)
    elif ending in ("csv", "txt", "tsv"):
        sheet = Sheet(list(_csv(data)))
    else:
        raise Unusable("导入的文件应为Excel或者CSV文件（.xlsx、.csv）；旧版的.xls、.et请另存为.xlsx")
    if len(sheet.rows) > MOST_ROWS:
        raise Unusable(f"超过{MOST_ROWS}行，请分成几个文件")
    if not any(any(cells) for _, cells in sheet.rows):
        raise Unusable("文件里没有内容")
    return sheet


def _csv(data: bytes) -> Iterator[Cells]:
    text = _decoded(data)
    csv.field_size_limit(1_000_000)
    first = text[:4000]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise Unusable(f"超过{MOST_ROWS}行，请分成几个文件")
            yield number, _tidy_row(cells)
    except csv.Error as error:
        raise Unusable(f"第{number + 1}行读不出来：引号没有成对，或者一格太长") from error


def _tidy_row(cells: list[str]) -> list[str]:
    whole = "".join(cells)  # most rows are as they should be: one look for all cells
    if whole.isprintable() and "=" not in whole and "'" not in whole:
        return [cell.strip() for cell in cells]
    return [_tidy(cell) for cell in cells]


def _tidy(cell: str) -> str:
    """Give a cell of a CSV on one line, without the ="…" and ' by which programs keep Excel from changing it."""
    text = cell.strip()
    if text[:1] in "='":
        match = _QUOTED.fullmatch(text)
        text = match[1] if match else text.removeprefix("'")
    return text if text.isprintable() else _on_one_line(text)


def _on_one_line(text: str) -> str:
    return " ".join(_TIDY.sub(" ", text).split())


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif data[:200].count(0) > 20:  # UTF-16 without its mark: every other byte of ASCII is nought
        encodings = ("utf-16-le" if data[1:200:2].count(0) > data[:200:2].count(0) else "utf-16-be",)
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


def _xlsx(name: str, data: bytes) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    _guard(data)
    try:
        if kind_of(name, data).kind.id != "xlsx":
            raise Unusable("这不是Excel文件（.xlsx）")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise Unusable("工作簿里没有看得见的工作表")
        sheet = book.get_sheet_by_name(shown[0])
        rows = [
            (number, _texts(cells)) for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)
        ]
        merged = frozenset(
            row + 1
            for (first, _), (last, _) in sheet.merged_cell_ranges or ()
            for row in range(first + 1, min(last, MOST_ROWS) + 1)
        )
    except NotTaken as error:
        raise Unusable(error.message) from error
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, Unusable):
            raise
        raise _damaged() from error
    return Sheet(rows, merged)


def _damaged() -> Unusable:
    return Unusable("Excel文件打不开，可能已损坏；请用Excel或者WPS打开后另存一份再试")


def _guard(data: bytes) -> None:
    """Refuse packages that unpack to more than any list, and sheets that reach further: the reader would fill all between."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        infos = package.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise Unusable("文件设有密码；请先取消密码再导入")
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
            raise Unusable("文件展开后太大，请分成几个文件")
        for info in infos:
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                with package.open(info) as stream:
                    may_be_far = any(_MAYBE_FAR.search(text) for text in _blocks(stream))
                if may_be_far:
                    with package.open(info) as stream:
                        _guard_sheet(stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged() from error


def _blocks(stream: Any) -> Iterator[bytes]:
    """Unpack piece by piece, each with the end of the one before."""
    before, unpacked = b"", 0
    while block := stream.read(_BLOCK):
        unpacked += len(block)
        if unpacked > _MOST_UNPACKED:
            raise Unusable("文件展开后太大，请分成几个文件")
        yield before + block
        before = block[-40:]


def _guard_sheet(stream: Any) -> None:
    last_row, last_column = 0, 0
    for text in _blocks(stream):
        for row, far_letters, far_row, letters in _FAR.findall(text):
            last_row = max(last_row, int(row or far_row or 0))
            last_column = max(last_column, _column(letters or far_letters), 26)
        if last_row > MOST_ROWS or last_column > _MOST_COLUMNS or last_row * last_column > _MOST_CELLS:
            raise Unusable(
                f"工作表的数据到了第{last_row}行、第{last_column}列，超过{MOST_ROWS}行、{_MOST_COLUMNS}列；请删去多余的行列后再试"
            )


def _column(letters: bytes) -> int:
    count = 0
    for letter in letters.upper():
        count = count * 26 + letter - 64
    return count


def _texts(cells: list[Any]) -> list[str]:
    found = [cell if type(cell) is str else _text(cell) for cell in cells]
    # most rows are as they should be: one look for all cells
    return (
        [cell.strip() for cell in found] if "".join(found).isprintable() else [_text(cell) for cell in found]
    )


def _text(value: Any) -> str:
    """Write a cell as text: whole numbers without a point, days in figures; of a formula the value it had."""
    if isinstance(value, str):
        text = value.strip()
        return text if text.isprintable() else _on_one_line(text.replace("_x000D_", ""))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value)
