"""The report as a Word document in the national form and the layout of GB/T 9704 (党政机关公文格式)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from gongkai.report.model import Report

from .docx_styles import LEAD_STYLE, TEXT_WIDTH, TITLE_SIZE, set_page, set_styles
from .docx_table import table_xml
from .packing import repack
from .plan import TITLE, Paragraph, Plan, plan

if TYPE_CHECKING:
    from docx.document import Document

_TITLE_CHARACTERS = int(TEXT_WIDTH / (TITLE_SIZE * 25.4 / 72))


def render(report: Report) -> bytes:
    """Return the report as a .docx file; the same report gives the same bytes."""
    import docx
    from docx.shared import Pt

    planned = plan(report)
    document = docx.Document()
    set_page(document)
    set_styles(document)
    _set_properties(document, planned)
    _title(document, planned)
    for paragraph in planned.preface:
        _paragraph(document, paragraph)
    below_table = False
    for section in planned.sections:
        heading = document.add_paragraph(section.heading, style="Heading 1")
        if below_table:
            heading.paragraph_format.space_before = Pt(8)
        for paragraph in section.paragraphs:
            _paragraph(document, paragraph)
        below_table = section.table is not None
        if section.table is not None:
            # the last element of the body is the section's page set-up
            document.element.body[-1].addprevious(table_xml(section.table))
    stream = BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


def _title(document: Document, planned: Plan) -> None:
    """The title; where it needs two lines, it breaks behind the agency (词意完整)."""
    paragraph = document.add_paragraph(style="Title")
    if planned.agency and len(planned.title) > _TITLE_CHARACTERS:
        paragraph.add_run(planned.agency).add_break()
        paragraph.add_run("".join(planned.title_parts[1:]))
    else:
        paragraph.add_run(planned.title)


def _paragraph(document: Document, paragraph: Paragraph) -> None:
    if paragraph.is_heading:
        document.add_paragraph(paragraph.text, style="Heading 2")
        return
    written = document.add_paragraph()
    if paragraph.lead:
        written.add_run(paragraph.text[: paragraph.lead], style=LEAD_STYLE)
    written.add_run(paragraph.text[paragraph.lead :])


def _set_properties(document: Document, planned: Plan) -> None:
    """Title, author and language."""
    properties = document.core_properties
    properties.title = planned.title[:255]
    properties.author = planned.agency[:255]
    properties.last_modified_by = planned.agency[:255]
    properties.language = "zh-CN"
    properties.subject = TITLE
    properties.comments = ""
    properties.keywords = ""
    properties.revision = 1
