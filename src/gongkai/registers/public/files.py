"""The text of a document as Word and PDF files."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import blake2s
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.cache import cache as kept
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

import gongkai
from gongkai.portal.frame import Crumb, frame_of
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.portal.tables import Cell, Table
from gongkai.report.writing import GlyphMissing, WriteError

from .text import Paragraph, Text, text_of

__all__ = ["hand_out_docx", "hand_out_pdf", "to_docx", "to_pdf"]

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_DAY = 24 * 3600
_lock = Lock()


def hand_out_docx(page: ItemPage, request: HttpRequest) -> HttpResponseBase:
    """Answer with the document's text as a Word file. 404 for what is no rule or normative document."""
    return _hand_out(page, request, "docx")


def hand_out_pdf(page: ItemPage, request: HttpRequest) -> HttpResponseBase:
    """Answer with the document's text as a PDF; with a page that says why where it cannot be written here."""
    return _hand_out(page, request, "pdf")


def _hand_out(page: ItemPage, request: HttpRequest, ending: str) -> HttpResponseBase:
    if not isinstance(page, PolicyPage) or page.level == PolicyPage.Level.OTHER:
        raise Http404
    text = text_of(page)
    mark = blake2s(repr((gongkai.__version__, text)).encode(), digest_size=12).hexdigest()
    etag = quote_etag(f"{mark}-{ending}")
    if response := get_conditional_response(request, etag=etag):
        return response
    key = f"document:{page.translation_key.hex}:{ending}"
    found = kept.get(key)
    if found is None or found[0] != mark:
        try:
            found = (mark, to_docx(text) if ending == "docx" else to_pdf(text))
        except WriteError as error:
            context = {
                "page": page,
                "frame": frame_of(page, request).at(Crumb("下载")),
                "contents": {},
                "message": error.message,
            }
            return TemplateResponse(request, "registers/documents/public/refused.html", context, status=503)
        kept.set(key, found, _DAY)
    answer = HttpResponse(found[1], content_type=_TYPES[ending])
    answer["Content-Disposition"] = content_disposition_header(True, f"{page.title[:80]}.{ending}")
    answer["Cache-Control"] = "public, max-age=60"
    answer["ETag"] = etag
    return answer


def to_docx(text: Text) -> bytes:
    """Write the text as a Word file in the layout of GB/T 9704; the same text gives the same bytes."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    from gongkai.report.writing.docx_styles import LEAD_STYLE, TABLE_STYLE, set_page, set_styles
    from gongkai.report.writing.packing import repack

    document = docx.Document()
    set_page(document)
    set_styles(document)
    properties = document.core_properties
    properties.title, properties.author = text.title[:255], text.maker[:255]
    properties.last_modified_by, properties.language = text.maker[:255], "zh-CN"
    properties.comments, properties.revision = "", 1
    document.add_paragraph(text.title, style="Title")
    note = document.add_paragraph()
    note._p.get_or_add_pPr().append(
        OxmlElement("w:ind", attrs={qn("w:firstLine"): "0", qn("w:firstLineChars"): "0"})
    )
    note.alignment = 1  # centred
    note.add_run(text.note, style=LEAD_STYLE)
    for part in text.parts:
        if isinstance(part, Table):
            _docx_table(document, part, TABLE_STYLE)
        elif part.level:
            document.add_heading(part.text, part.level)
        else:
            document.add_paragraph(part.text)
    out = BytesIO()
    document.save(out)
    return repack(out.getvalue())


def _docx_table(document: Any, table: Table, style: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    placed = _placed(table)
    width = max((at + cell.across for row in placed for at, cell in row), default=1)
    if table.caption:
        document.add_paragraph(table.caption, style=style).alignment = 1
    made = document.add_table(len(placed), width, style="Table Grid")
    for number, row in enumerate(placed):
        for at, cell in row:
            first = made.cell(number, at)
            last = made.cell(min(number + cell.down, len(placed)) - 1, at + cell.across - 1)
            joined = first.merge(last) if first._tc is not last._tc else first
            joined.paragraphs[0].style = style
            joined.paragraphs[0].add_run(cell.text)
    for row in made.rows[: len(table.head)]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader", attrs={qn("w:val"): "true"}))


def _placed(table: Table) -> list[list[tuple[int, Cell]]]:
    """Give for each row its cells with the column they begin in: cells that reach down push others on."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate((*table.head, *table.rows)):
        at, cells = 0, []
        for cell in row:
            while (number, at) in taken:
                at += 1
            cells.append((at, cell))
            taken |= {
                (number + down, at + across) for down in range(cell.down) for across in range(cell.across)
            }
            at += cell.across
        found.append(cells)
    return found


def to_pdf(text: Text) -> bytes:
    """Write the text as a PDF in the layout of GB/T 9704, tagged for reading aloud. Raises `WriteError`."""
    from typst import TypstError

    try:
        with _lock:  # the compiler keeps the data it was given last
            data: bytes = _compiler().compile(
                _source(),
                format="pdf",
                sys_inputs={"data": json.dumps(_data(text), ensure_ascii=False)},
                pdf_standards=["ua-1"],
            )
    except TypstError as error:
        if "could not be displayed" in (error.diagnostic or error.message):
            raise GlyphMissing(
                "这里的字体没有文件中的个别字，不能生成PDF；请下载Word文档，或者直接看网页。"
            ) from error
        raise WriteError("PDF没有生成：排版程序报错。请下载Word文档，或者直接看网页。") from error
    return data


@cache
def _compiler() -> Any:
    import typst

    from gongkai.report.writing.fonts import found_fonts

    return typst.Compiler(font_paths=found_fonts(), ignore_system_fonts=True)


@cache
def _source() -> bytes:
    return files(__package__).joinpath("document.typ").read_bytes()


def _data(text: Text) -> dict[str, Any]:
    from gongkai.report.writing.fonts import faces

    chosen = faces()
    return {
        "faces": asdict(chosen),
        "has_kai": chosen.has_kai,
        "has_title": chosen.has_title,
        "title": text.title,
        "maker": text.maker,
        "note": text.note,
        "parts": [_part(one) for one in text.parts],
    }


def _part(part: Paragraph | Table) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", "text": part.text, "level": part.level}
    placed = _placed(part)
    rows = [
        [
            {"text": cell.text, "across": cell.across, "down": cell.down, "head": bool(cell.scope)}
            for _, cell in row
        ]
        for row in placed
    ]
    head = len(part.head)
    return {
        "kind": "table",
        "caption": part.caption,
        "columns": max((at + cell.across for row in placed for at, cell in row), default=1),
        "head": rows[:head],
        "rows": rows[head:],
    }
