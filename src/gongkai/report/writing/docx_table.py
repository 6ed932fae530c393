"""A statutory table as WordprocessingML: merged cells as in the form, header rows repeated, no row broken."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from .docx_styles import TABLE_SIZE, TEXT_WIDTH
from .plan import PlacedCell, PlannedTable

_TWIPS = 1440 / 25.4
_POINT = 25.4 / 72
_WIDTH = TEXT_WIDTH / _POINT
_MARGIN = 0.8 / _POINT  # left and right inside a cell
_ROW = round(5.8 * _TWIPS)  # so that table 三 and its heading stand on one page
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_xml(table: PlannedTable) -> Any:
    """Return the ``w:tbl`` element of a filled table, as wide as the type area."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    widths = _widths(table)
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    margin = round(_MARGIN * 20)
    rows = "".join(_row(table, row, widths) for row in range(len(table.rows)))
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0000"/><w:tblCaption w:val="{escape(table.name)}"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{rows}</w:tbl>"
    )


def _widths(table: PlannedTable) -> list[int]:
    """Grid columns in twips; rounding is carried along so that they fill the type area."""
    relative = table.table.widths
    unit = TEXT_WIDTH * _TWIPS / sum(relative)
    edges = [round(unit * sum(relative[:index])) for index in range(len(relative) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _row(table: PlannedTable, row: int, widths: list[int]) -> str:
    header = "<w:tblHeader/>" if row < table.header_rows else ""
    cells = []
    column = 0
    while column < table.columns:
        cell = table.covering[row, column]
        cells.append(_cell(table, cell, widths, row))
        column += cell.colspan
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_ROW}" w:hRule="atLeast"/>{header}</w:trPr>{"".join(cells)}</w:tr>'


def _cell(table: PlannedTable, cell: PlacedCell, widths: list[int], row: int) -> str:
    begins = cell.row == row
    width = sum(widths[cell.column : cell.column + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = ""
    if cell.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if begins else '<w:vMerge w:val="continue"/>'
    side = table.inset(cell, TABLE_SIZE, _WIDTH, _MARGIN)
    inset = ""
    if side > _MARGIN:
        ends = "".join(f'<w:{end} w:w="{round(side * 20)}" w:type="dxa"/>' for end in ("left", "right"))
        inset = f"<w:tcMar>{ends}</w:tcMar>"
    properties = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{inset}<w:vAlign w:val="center"/></w:tcPr>'
    )
    # rows that hold to the next keep a table on one page where it fits on one
    keep = "<w:keepNext/>" if row + 1 < len(table.rows) else ""
    align = "left" if cell.role == "row" and table.long_labels else "center"
    words = f'<w:pPr><w:pStyle w:val="TableWords"/>{keep}<w:jc w:val="{align}"/></w:pPr>'
    if begins and cell.text:
        size = table.fit(cell, TABLE_SIZE, _WIDTH, _MARGIN, least=5)
        half = round(size * 2)
        face = f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>' if size < TABLE_SIZE else ""
        words += f'<w:r>{face}<w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r>'
    return f"<w:tc>{properties}<w:p>{words}</w:p></w:tc>"
