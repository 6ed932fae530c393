"""A filled letter as a Word document in the layout of GB/T 9704 (党政机关公文格式)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from gongkai.letters.filling import Grid, Letter, Line, printed
from gongkai.report.writing.docx_styles import (
    BODY_SIZE,
    FANGSONG,
    HEI,
    LINE,
    SONG_TITLE,
    TEXT_WIDTH,
    set_page,
    set_styles,
)
from gongkai.report.writing.packing import repack

from .layout import TABLE_SIZE, before_signature, is_label, signature, title_lines, to_write_in

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["as_docx"]

_TWIPS = 1440 / 25.4
_CHARACTER = TEXT_WIDTH * _TWIPS / 28
_ROW = 620  # twips: 11 mm
_ROW_TO_WRITE_IN = 1250
_RED = "E60012"
_STYLES = {"title": "Title", "agency_line": "Title", "heading": "Heading 1", "subheading": "Heading 2"}


def as_docx(letter: Letter) -> bytes:
    """Print a letter; the same letter gives the same bytes."""
    import docx

    document = docx.Document()
    set_page(document)
    set_styles(document)
    properties = document.core_properties
    properties.title, properties.language = letter.title[:255], "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.revision = 1
    places = signature(letter.blocks)
    kept = before_signature(letter.blocks)
    for at, one in enumerate(letter.blocks):
        follows = letter.blocks[at + 1] if at + 1 < len(letter.blocks) else None
        if isinstance(one, Grid):
            document.element.body[-1].addprevious(_table(one))
            if isinstance(follows, Grid):
                _gap(document)
            continue
        before = letter.blocks[at - 1] if at else None
        right = places.agency if one.kind == "agency" else places.date
        _line(document, one, _Place(before, follows, right, at == kept))
    stream = BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands before and after a line; how many characters are free at its right; whether it must stay with what follows."""

    before: Line | Grid | None
    after: Line | Grid | None
    right: float
    kept: bool

    @property
    def kind_after(self) -> str:
        return self.after.kind if isinstance(self.after, Line) else ""


def _line(document: Document, one: Line, place: _Place) -> None:
    from docx.shared import Pt

    if one.kind == "red_line":
        _red_line(document)
        return
    paragraph = document.add_paragraph(style=_STYLES.get(one.kind, "Normal"))
    form = paragraph.paragraph_format
    if isinstance(place.before, Grid):
        form.space_before = Pt(10)
    if one.kind in ("title", "agency_line", "banner"):
        _heading(paragraph, one, place)
    else:
        paragraph.add_run(printed(one))
    if one.kind in _FORMS:
        _FORMS[one.kind](paragraph, place)
    if place.kept:
        form.keep_with_next = form.keep_together = True
    if isinstance(place.after, Grid):
        form.space_after = Pt(16 if one.kind == "title" else 6)
        form.keep_with_next = True


def _heading(paragraph: Any, one: Line, place: _Place) -> None:
    from docx.shared import Pt

    lines = title_lines(one.text)
    for number, words in enumerate(lines):
        run = paragraph.add_run(words)
        if number + 1 < len(lines):
            run.add_break()
    if place.kind_after in ("title", "agency_line"):
        paragraph.paragraph_format.space_after = Pt(0)
    elif place.kind_after == "number":
        paragraph.paragraph_format.space_after = Pt(10)
    if one.kind == "banner":
        _banner(paragraph)


def _number(paragraph: Any, place: _Place) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _indent(paragraph, 0)
    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4 if place.kind_after == "red_line" else LINE)


def _to(paragraph: Any, _place: _Place) -> None:
    _indent(paragraph, 0)


def _signed(paragraph: Any, place: _Place) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _indent(paragraph, 0, place.right)
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    form.keep_together = True
    if place.kind_after in ("date", "note"):
        form.keep_with_next = True  # nor is what stands under the date left alone on a page
    if place.kind_after == "date":
        form.space_before = Pt(2 * LINE)  # 印章下压署名和日期


def _apart(paragraph: Any, place: _Place) -> None:
    from docx.shared import Pt

    if not (isinstance(place.before, Line) and place.before.kind == "attachment"):
        paragraph.paragraph_format.space_before = Pt(LINE)


_FORMS: dict[str, Callable[[Any, _Place], None]] = {
    "number": _number,
    "to": _to,
    "agency": _signed,
    "date": _signed,
    "attachment": _apart,
}


def _indent(paragraph: Any, first: float, right: float = 0) -> None:
    """Set the indents in characters; Word prefers those in characters over those in twips, so both are written."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    written = parse_xml(
        f'<w:ind {nsdecls("w")} w:right="{round(right * _CHARACTER)}" w:rightChars="{round(right * 100)}"'
        f' w:firstLine="{round(first * BODY_SIZE * 20)}" w:firstLineChars="{round(first * 100)}"/>'
    )
    properties._insert_ind(written)


def _banner(paragraph: Any) -> None:
    """发文机关标志: red, large, centred."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    _indent(paragraph, 0)
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(48)
    form.space_before, form.space_after = Pt(20), Pt(2 * LINE)
    for run in paragraph.runs:
        run.font.size = Pt(36 if len(paragraph.text) <= 12 else 28)
        run.font.color.rgb = RGBColor.from_string(_RED)
        run.font.name = SONG_TITLE
        run._r.rPr.rFonts.set(qn("w:eastAsia"), SONG_TITLE)


def _red_line(document: Document) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document.element.body[-1].addprevious(
        parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr><w:pBdr><w:top w:val='single' w:sz='8' w:space='0' w:color='{_RED}'/></w:pBdr>"
            f"<w:spacing w:before='0' w:after='0' w:line='{round(2 * LINE * 20)}' w:lineRule='exact'/>"
            "<w:ind w:firstLine='0' w:firstLineChars='0'/></w:pPr></w:p>"
        )
    )


def _gap(document: Document) -> None:
    """Keep two tables apart, which Word would else join."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document.element.body[-1].addprevious(
        parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr><w:spacing w:before='0' w:after='0' w:line='240' w:lineRule='exact'/></w:pPr></w:p>"
        )
    )


def _table(grid: Grid) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    unit = TEXT_WIDTH * _TWIPS / sum(grid.widths)
    edges = [round(unit * sum(grid.widths[:at])) for at in range(len(grid.widths) + 1)]
    widths = [right - left for left, right in pairwise(edges)]
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(_table_row(grid, at, widths) for at in range(len(grid.rows)))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _table_row(grid: Grid, at: int, widths: list[int]) -> str:
    head = at < grid.heads
    repeated = "<w:tblHeader/>" if head else ""
    cells, column = [], 0
    for cell in grid.rows[at]:
        width = sum(widths[column : column + cell.span])
        label = is_label(grid, at, column, cell)
        cells.append(_table_cell(cell.text, cell.span, width, centred=label, bold=head))
        column += cell.span
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_ROW_TO_WRITE_IN if to_write_in(grid.rows[at]) else _ROW}" w:hRule="atLeast"/>{repeated}</w:trPr>'
        f"{''.join(cells)}</w:tr>"
    )


def _table_cell(text: str, span: int, width: int, *, centred: bool, bold: bool) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    face = HEI if bold else FANGSONG
    size = round(TABLE_SIZE * 2)
    run = (
        f'<w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TableWords"/><w:spacing w:before="40" w:after="40" w:line="340" w:lineRule="exact"/>'
        f'<w:jc w:val="{"center" if centred else "left"}"/></w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{escape(one)}</w:t></w:r></w:p>'
        for one in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
