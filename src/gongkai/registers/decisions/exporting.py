"""Tables to download: the empty one to fill in, and the rows of a batch that have to be mended."""

from __future__ import annotations

import io
from typing import Any

from gongkai.registers.models import DecisionBatch, DecisionRow
from gongkai.registers.models.decisions import Decision

from .columns import FIELDS, REMARKS, template_headings

__all__ = ["MOST_MENDED", "empty_table", "rows_to_mend"]

MOST_MENDED = 20_000
"""The most rows of a list to mend: with more, it is the table as a whole that is wrong."""
_TEXT = "@"
_WIDTH = 22


def empty_table(kind: str) -> bytes:
    """Give an empty workbook with the headings of a kind, its cells as text so that numbers and days stay as typed."""
    book, sheet = _book(template_headings(kind))
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].number_format = _TEXT
    return _bytes(book)


def rows_to_mend(batch: DecisionBatch) -> bytes:
    """Give the wrong rows, first their number in the file and what is wrong, then the cells as they were given."""
    rows = list(DecisionRow.objects.filter(batch=batch).exclude(message="").order_by("number")[:MOST_MENDED])
    wanted = template_headings(batch.kind)
    given = [_given(row.fields, batch.kind) for row in rows]
    used = list(dict.fromkeys(heading for one in given for heading in one))
    headings = [*REMARKS, *(used or wanted)]
    book, sheet = _book(headings)
    for row, cells in zip(rows, given, strict=True):
        values = [str(row.number), row.message, *(cells.get(heading, "") for heading in headings[2:])]
        sheet.append(["".join(sign for sign in value if sign.isprintable()) for value in values])
        for cell in sheet[sheet.max_row]:
            cell.number_format = _TEXT
            if cell.value:
                cell.data_type = "s"  # never a formula, whatever it begins with
                cell.quotePrefix = str(cell.value)[:1] in "=+-@'"
    sheet.column_dimensions["B"].width = 50
    return _bytes(book)


def _given(fields: dict[str, Any], kind: str) -> dict[str, str]:
    """Give the cells of a row by heading; of one that was sound but is registered already, its fields under our headings."""
    if "given" in fields:
        return {str(heading): str(text) for heading, text in fields["given"].items()}
    names = dict(zip((one.name for one in FIELDS if kind in one.kinds), template_headings(kind), strict=True))
    names["amount"] = names.get("fine", "")
    shown = {name: str(value) for name, value in fields.items()}
    if "party" in shown:
        shown["party"] = Decision.Party(shown["party"]).label
    return {names[name]: text for name, text in shown.items() if names.get(name)}


def _book(headings: list[str]) -> tuple[Any, Any]:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "行政决定"
    sheet.append(headings)
    for cell in sheet[1]:
        cell.data_type = "s"
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTH
    sheet.freeze_panes = "A2"
    return book, sheet


def _bytes(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
