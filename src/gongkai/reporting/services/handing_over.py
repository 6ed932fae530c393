"""Hand a published report over to a site elsewhere: clean HTML, docx, PDF and xlsx in one packet."""

from __future__ import annotations

import io
import zipfile

from gongkai.agencies.acts import Doing, act
from gongkai.agencies.models import Agency, User
from gongkai.report.model import Report
from gongkai.report.writing import WriteError, render
from gongkai.report.writing.html import fragment
from gongkai.reporting.contents import report_of
from gongkai.reporting.models import Edition

from .duties import MAKERS
from .publication import locked_edition

_READ_ME = "请先看这里.txt"
_MOMENT = (2000, 1, 1, 0, 0, 0)  # so that the same edition gives the same packet


def page_fragment(report: Report) -> str:
    """Give the report as clean HTML to put into a page of another site: headings, paragraphs, tables; no styles, no scripts."""
    made = fragment(report)
    return f"<article>\n<h1>{made.heading}</h1>\n{made.body}</article>\n"


def hand_over(person: User | None, agency: Agency, edition: Edition) -> bytes:
    """Give a published report as a zip file. What cannot be written, such as a PDF without fonts, is told in it."""
    _log_handing_over(person, agency, edition)
    return _packet(edition)


@act("report.hand_over", *MAKERS)
def _log_handing_over(doing: Doing, edition: Edition) -> None:
    locked_edition(doing, edition)
    doing.note(year=edition.year, number=edition.number)


def _packet(edition: Edition) -> bytes:
    report = report_of(edition.content)
    stem = f"{edition.year}年政府信息公开工作年度报告"
    files = {f"{stem}-网页正文.html": page_fragment(report).encode()}
    lines = [
        f"{edition.agency.full_name} {stem}（第{edition.number}版）",
        "",
        "网页正文.html 是不带样式的网页内容，可以贴进本机关网站的发布系统；",
        "其余文件作为附件下载。发布后请把网址填回平台，以便公众互相找到。",
    ]
    for ending in ("docx", "pdf", "xlsx"):
        try:
            files[f"{stem}.{ending}"] = render(report, ending)
        except WriteError as error:
            lines += ["", f"没有 {ending} 文件：{error.message}"]
    files[_READ_ME] = "\r\n".join(lines).encode("utf-8-sig")
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return packet.getvalue()
