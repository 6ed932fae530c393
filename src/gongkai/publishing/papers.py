"""The papers of a round: 政府信息公开审批单 and 保密审查单, with what the system knows filled in, the rest to be signed.

There is no national form; the fields of the confidentiality form are those of rules 06 §3.2 (黑龙江省林业厅 2016 and common practice).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Duty
from gongkai.law.disclosure import basis_of

from .models import Round, SecrecyForm, Verdict

__all__ = ["Paper", "as_docx", "papers_of"]

_DOUBTS = ("国家秘密", "工作秘密", "商业秘密", "个人隐私", "其他不宜公开")
_FONT = "仿宋_GB2312"


@dataclass(frozen=True)
class Paper:
    """One paper: its title, and rows of (label, words); `tall` are labels of rows that are written in by hand."""

    title: str
    rows: tuple[tuple[str, str], ...]
    tall: frozenset[str]


def papers_of(one: Round) -> tuple[Paper, Paper]:
    """Give the two papers of a round; steps already decided are filled in."""
    item: Any = one.revision.as_object() if one.revision is not None else one.item
    said = {
        verdict.step: verdict
        for verdict in one.verdicts.filter(kind=Verdict.Kind.APPROVED).select_related("person")
    }
    basis = basis_of(item.basis) if item.basis else None
    attachments = "、".join(row.title or row.document.title for row in item.attachments.all()) or "无"
    rows = [
        ("信息名称", item.title),
        ("拟公开单位", one.agency.full_name),
        ("文号", item.document_number or "—"),
        ("成文日期", f"{item.formed_on:%Y年%-m月%-d日}" if item.formed_on else "—"),
        ("公开方式", item.get_way_display()),
        ("公开依据", f"条例{basis.label}" if basis else "—"),
        ("责任部门", item.department or "—"),
        ("附件", attachments),
        ("送审方式", one.get_way_display() + (f"（{one.why}）" if one.why else "")),
        ("拟公开时间", _when(one)),
        ("经办人", f"{one.sent_by or '系统'}　{_day(one.sent_at)}"),
    ]
    steps = [(step["name"], _signature(said.get(number), step)) for number, step in enumerate(one.steps)]
    approval = Paper("政府信息公开审批单", (*rows, *steps), frozenset(name for name, _ in steps))
    return approval, _secrecy(one, item, said)


def _secrecy(one: Round, item: Any, said: dict[int | None, Verdict]) -> Paper:
    form = SecrecyForm.objects.filter(verdict__round=one).select_related("verdict__person").first()
    doubts = form.doubts if form else []
    ticked = "　".join(
        f"{'☑' if any(doubt in word for word in doubts) else '☐'}涉及{doubt}" for doubt in _DOUBTS
    )
    conclusions = "　".join(
        f"{'☑' if form and form.conclusion == value else '☐'}{label}"
        for value, label in SecrecyForm.Conclusion.choices
    )
    last = said.get(len(one.steps) - 1)
    first = said.get(0)
    carriers = "　".join(
        f"{'☑' if form and form.carrier == value else '☐'}{label}"
        for value, label in SecrecyForm.Carrier.choices
    )
    secrecy_step = next((step for step in one.steps if step.get("secrecy")), None)
    by = form.verdict if form else None
    return Paper(
        "政府信息公开保密审查单",
        (
            ("填表日期", f"{by.on:%Y年%-m月%-d日}" if by else "　　　年　　月　　日"),
            ("拟公开单位", one.agency.full_name),
            ("信息名称", item.title),
            ("载体形式", carriers),
            ("拟公开方式", form.where if form else "政府网站"),
            ("拟公开时间", _when(one)),
            ("经办人", str(one.sent_by or "系统")),
            ("部门初审意见", _signature(first, {"duty": one.steps[0]["duty"]}) if one.steps else ""),
            ("保密审查意见", f"{ticked}\n{_signature(by, secrecy_step or {})}"),
            ("主要（分管）领导审签", _signature(last, {"duty": one.steps[-1]["duty"]}) if one.steps else ""),
            ("处理结论", f"{conclusions}\n依据：{form.basis if form else ''}"),
        ),
        frozenset({"部门初审意见", "保密审查意见", "主要（分管）领导审签", "处理结论"}),
    )


def _signature(verdict: Verdict | None, step: dict[str, Any]) -> str:
    if verdict is not None:
        paper = "（纸质审批）" if verdict.paper else ""
        return f"{verdict.comment}\n{verdict.person or '系统'}　{verdict.on:%Y年%-m月%-d日}{paper}"
    duty = Duty(step["duty"]).label if step.get("duty") else ""
    return f"意见：\n\n{duty}签字：　　　　　年　　月　　日"


def _when(one: Round) -> str:
    moment = one.published_at or one.publish_at
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M}" if moment else "签发后"


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y年%-m月%-d日}"


def as_docx(papers: tuple[Paper, ...]) -> bytes:
    """Write the papers as one Word document, a page each, A4 with the margins of GB/T 9704."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for number, paper in enumerate(papers):
        if number:
            document.add_page_break()
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(paper.title)
        run.font.size, run.font.name = Pt(22), "方正小标宋简体"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "方正小标宋简体")
        table = document.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for label, words in paper.rows:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Mm(42), Mm(114)
            cells[0].text, cells[1].text = label, words
            if label in paper.tall:
                table.rows[-1].height = Mm(24)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
