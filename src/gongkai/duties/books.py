"""Tables to take along as xlsx: the catalogue, what is late, what took too long, lists handed over."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["DOCX", "XLSX", "book_of", "docx_of"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_SIGNS = 32_767


def _clean(value: object) -> str:
    words = "" if value is None else str(value)
    return "".join(sign for sign in words if sign.isprintable())[:_MOST_SIGNS]


def book_of(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Make a workbook of one sheet; numbers stay numbers, words never become formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.append(list(headings))
    widths = [len(one) for one in headings]
    for row in rows:
        sheet.append([value if isinstance(value, int) else _clean(value) for value in row])
        for number, cell in enumerate(sheet[sheet.max_row]):
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                widths[number] = max(widths[number], min(len(cell.value), 30))
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width * 2 + 2
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx_of(
    title: str, facts: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[object]], foot: str
) -> bytes:
    """Make a printable list: title, a few facts, the table with its head on every page, and places to sign."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paper = Document()
    for name in ("Normal", "Title"):
        style: Any = paper.styles[name]
        style.font.name = "仿宋_GB2312"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    paper.styles["Normal"].font.size = Pt(12)  # type: ignore[attr-defined]
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    for fact in facts:
        paper.add_paragraph(_clean(fact))
    table = paper.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            cell.text = _clean(value)
    paper.add_paragraph()
    paper.add_paragraph(foot)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
