"""The report as an Excel workbook: a sheet for each statutory table, and the parts in words before and behind them."""

from __future__ import annotations

import re
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from gongkai.report.model import Report

from .packing import repack
from .plan import Paragraph, PlacedCell, Plan, PlannedSection, PlannedTable, plan

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FONT, _HEAD_FONT, _TITLE_FONT = "宋体", "黑体", "方正小标宋简体"
_PAGE_WIDTH = 78.0  # Excel's width units (half a Chinese character of 11 points) on an A4 page
_LINE = 16.0  # points
_MAX_HEIGHT = 409.0  # Excel's highest row
_MAX_CHARACTERS = 30_000  # a cell holds 32,767
_MAX_DIGITS = 15  # Excel keeps no more digits of a number
_LAST_SHEET = "问题和其他事项"
# _x005F_ is Excel's escape for an underscore that would begin an escape
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(report: Report) -> bytes:
    """Return the report as an .xlsx file; the same report gives the same bytes."""
    import openpyxl
    from openpyxl.styles import Font

    planned = plan(report)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    # widths are counted in digits of the workbook's own font
    book._named_styles["Normal"].font = Font(name=_FONT, size=11)  # type: ignore[attr-defined]
    first = _text_sheet(book, planned.form.section("overview").title)
    _put(first, 1, planned.title, size=18, font=_TITLE_FONT, center=True)
    _paragraphs(first, planned.preface)
    words = first
    for section in planned.sections:
        if section.section.table:
            words = _table_sheet(book, planned, section)
            continue
        if words is not first and words.title != _LAST_SHEET:
            words = _text_sheet(book, _LAST_SHEET)
        _put(words, _next_row(words), section.heading, size=14, font=_HEAD_FONT)
        _paragraphs(words, section.paragraphs)
    properties = book.properties
    properties.title, properties.creator, properties.language = planned.title, planned.agency, "zh-CN"
    properties.lastModifiedBy = planned.agency
    stream = BytesIO()
    book.save(stream)
    return repack(stream.getvalue())


def _text_sheet(book: Any, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width = _PAGE_WIDTH
    sheet.sheet_view.showGridLines = False
    _set_print(sheet, tall=0)
    return sheet


def _table_sheet(book: Any, planned: Plan, section: PlannedSection) -> Worksheet:
    """A statutory table under the heading of its section; the words of the section stand below it."""
    from openpyxl.utils import get_column_letter

    form_table = planned.form.table(section.section.table)
    sheet: Worksheet = book.create_sheet(form_table.caption)
    widths = form_table.widths
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = round(_PAGE_WIDTH * width / sum(widths), 2)
    _set_print(sheet, tall=1)
    _put(sheet, 1, section.heading, size=14, font=_HEAD_FONT, columns=len(widths))
    if section.table is not None:
        _fill(sheet, section.table)
        header = section.table.header_rows
        labels = max(
            (cell.column + cell.colspan for cell in section.table.cells() if cell.role == "row"), default=0
        )
        sheet.freeze_panes = f"{get_column_letter(1 + labels)}{2 + header}"
        sheet.print_title_rows = f"1:{1 + header}"
    _paragraphs(sheet, section.paragraphs, columns=len(widths))
    return sheet


def _fill(sheet: Worksheet, table: PlannedTable) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    edge = Side("thin")
    border, font = Border(edge, edge, edge, edge), Font(name=_FONT, size=10)
    for row in range(len(table.rows)):
        for column in range(table.columns):
            sheet.cell(2 + row, 1 + column).border = border
    heights = [_LINE + 4] * len(table.rows)
    for cell in table.cells():
        written = sheet.cell(2 + cell.row, 1 + cell.column)
        _set_value(written, cell)
        written.font = font
        left = cell.role == "row" and table.long_labels
        label = cell.is_label
        written.alignment = Alignment(
            "left" if left else "center", "center", wrap_text=label or None, shrink_to_fit=not label or None
        )
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=2 + cell.row,
                end_row=1 + cell.row + cell.rowspan,
                start_column=1 + cell.column,
                end_column=cell.column + cell.colspan,
            )
        if cell.rowspan == 1 and label:
            # type of 10 points takes less than the 11 in which widths are counted
            height = _height(cell.text, 1.1 * table.width_of(cell, _PAGE_WIDTH))
            heights[cell.row] = max(heights[cell.row], height)
    for row, height in enumerate(heights):
        sheet.row_dimensions[2 + row].height = height


def _set_value(written: Any, cell: PlacedCell) -> None:
    """Put a figure as a number where Excel keeps and shows all its digits, everything else as text."""
    if cell.value is not None and _is_exact(cell.text):
        written.value = cell.value
        written.number_format = "0" if isinstance(cell.value, int) else "General"
    elif cell.text:
        _set_text(written, cell.text)


def _is_exact(digits: str) -> bool:
    """Whether a number has no more digits than Excel keeps, and is not so small that Excel shows it as 1E-06."""
    short = len(digits.replace("-", "").replace(".", "").lstrip("0")) <= _MAX_DIGITS
    return short and not digits.lstrip("-").startswith("0.0000")


def _set_text(written: Any, text: str) -> None:
    """Put text as text, whatever it begins with: never a formula (= + - @), nor an error or a date."""
    written.value = _ESCAPE_LIKE.sub("_x005F_", text)
    written.data_type = "s"
    written.quotePrefix = text[:1] in "=+-@'"


def _paragraphs(sheet: Worksheet, paragraphs: tuple[Paragraph, ...], columns: int = 1) -> None:
    for paragraph in paragraphs:
        for start in range(0, len(paragraph.text), _MAX_CHARACTERS):
            _put(sheet, _next_row(sheet), paragraph.text[start : start + _MAX_CHARACTERS], columns=columns)


def _next_row(sheet: Worksheet) -> int:
    return sheet.max_row + 1


def _put(
    sheet: Worksheet,
    row: int,
    text: str,
    *,
    size: int = 11,
    font: str = _FONT,
    columns: int = 1,
    center: bool = False,
) -> None:
    """Put words into a row of their own, over `columns` columns, in a row high enough for them."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, 1)
    _set_text(cell, text)
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment("center" if center else "left", "center", wrap_text=True)
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = min(
        _MAX_HEIGHT, _height(text, _PAGE_WIDTH * 11 / size) * size / 11 + 4
    )


def _height(text: str, width: float) -> float:
    """Estimate the height of wrapped words in a cell `width` units wide."""
    taken = sum(1.0 if char.isascii() else 2.1 for char in text)
    return _LINE * max(1, ceil(taken / max(width - 1, 1))) + 4


def _set_print(sheet: Any, tall: int) -> None:
    """A4, one page wide; `tall` pages high (0: as many as it takes), the page's number at the foot."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, tall
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6  # inches
    sheet.oddFooter.center.text = "— &P —"
