"""Files for people to fill in and to mend: the empty template, and the refused rows of a batch with what is wrong with each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from .fields import FIELDS, REMARKS

__all__ = ["csv_template", "refused_rows", "xlsx_template"]

_TEXT = "@"


def csv_template() -> bytes:
    """Give an empty CSV with the headings and one example row, for Excel and WPS (UTF-8 with mark)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([one.label for one in FIELDS])
    writer.writerow([one.example for one in FIELDS])
    return out.getvalue().encode("utf-8-sig")


def xlsx_template() -> bytes:
    """Give an empty workbook: a sheet to fill in, cells as text so that dates and numbers stay as typed, and a sheet of explanations."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = "信息"
    _head(sheet, [one.label for one in FIELDS])
    sheet.append([one.example for one in FIELDS])
    for column in sheet.iter_cols(min_row=2, max_row=500, max_col=len(FIELDS)):
        for cell in column:
            cell.number_format = _TEXT
    told = book.create_sheet("填写说明")
    _head(told, ["列", "名称（命令行用）", "必填", "怎么填", "例子"])
    for one in FIELDS:
        told.append([one.label, one.name, "是" if one.required else "", one.help, one.example])
        told.cell(told.max_row, 1).font = Font(bold=True)
    for letter, width in zip("ABCDE", (12, 18, 8, 60, 40), strict=True):
        told.column_dimensions[letter].width = width
    for row in told.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _bytes(book)


def refused_rows(rows: Iterable[Any]) -> bytes:
    """Give the refused rows (`ImportRow`) as a workbook to mend and bring again, with number and reason in front."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "要改正的行"
    _head(sheet, [*REMARKS, *(one.label for one in FIELDS)])
    for row in rows:
        given = row.fields.get("given", {})
        values = [str(row.number), row.message, *(given.get(one.name, "") for one in FIELDS)]
        sheet.append([_cell(value) for value in values])
        for cell in sheet[sheet.max_row]:
            cell.number_format = _TEXT
            cell.data_type = "s"  # never a formula, whatever it begins with
    return _bytes(book)


def _head(sheet: Any, headings: Sequence[str]) -> None:
    from openpyxl.styles import Font

    sheet.append(list(headings))
    for number, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 14 if number != 3 else 40
    sheet.freeze_panes = "A2"


def _cell(value: str) -> str:
    """Fit a cell: Excel takes 32,767 signs and no control signs."""
    kept = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    return kept[:32_767]


def _bytes(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
