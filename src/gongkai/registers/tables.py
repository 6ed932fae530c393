"""Registers written out as open data: the same rows as CSV, line by line, and as a workbook. What the columns mean: `docs/registers.md`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

__all__ = ["MOST_IN_A_BOOK", "csv_lines", "csv_of", "workbook"]

MOST_IN_A_BOOK = 50_000
"""The most rows of a workbook: one that is larger takes minutes to write, and CSV has no such bound."""
_FORMULA = ("=", "+", "-", "@", "\t")
_LONGEST_CELL = 32_767


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Write rows as CSV, UTF-8 with mark, in pieces that can be sent as they come.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows):
        writer.writerow([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row])
        if number % 500 == 499:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write the rows as one CSV file."""
    return b"".join(csv_lines(headings, rows))


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], wide: str = "标题") -> bytes:
    """Write the rows as a workbook, every cell as text, never a formula; the column headed `wide` is broad."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for number, row in enumerate((headings, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = "".join(sign for sign in value if sign >= " ")[:_LONGEST_CELL] or None
            cell.number_format = "@"
            if cell.value is not None:
                cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 1:
                cell.font = Font(bold=True)
                sheet.column_dimensions[cell.column_letter].width = 40 if value == wide else 16
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
