"""The report's files for readers: written once for an edition, kept, and handed out from there."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

import gongkai
from gongkai.report.writing import render
from gongkai.reporting.contents import report_of
from gongkai.reporting.models import Edition

__all__ = ["FILES", "File", "forget", "hand_out", "prepare"]


@dataclass(frozen=True)
class File:
    """A kind of file a reader may take: its ending, what it is called, for what it is good, its media type."""

    ending: str
    name: str
    use: str
    media_type: str


FILES = (
    File(
        "docx",
        "Word 文档",
        "编辑、打印",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    File("pdf", "PDF 文件", "阅读、打印", "application/pdf"),
    File(
        "xlsx", "Excel 表格", "核算数据", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    File("json", "JSON 数据", "程序读取", "application/json"),
)
_BY_ENDING = {file.ending: file for file in FILES}


def file_of(ending: str) -> File | None:
    """Give the kind of file with this ending, None for one that is not handed out."""
    return _BY_ENDING.get(ending)


def prepare(edition: Edition, ending: str) -> str:
    """Write the edition's file unless it is there; gives its name in public storage.

    The name cannot be guessed: what is withdrawn is not found beside the page. Raises `WriteError` where the file cannot
    be written here, e.g. a PDF without Chinese fonts.
    """
    name = _name(edition, ending)
    if not default_storage.exists(name):
        saved = default_storage.save(name, ContentFile(render(report_of(edition.content), ending)))
        if saved != name:  # somebody else was quicker; both are the same
            default_storage.delete(saved)
    return name


def forget(edition: Edition) -> None:
    """Remove the edition's files, when it is withdrawn."""
    for file in FILES:
        default_storage.delete(_name(edition, file.ending))


def hand_out(request: HttpRequest, edition: Edition, file: File) -> HttpResponseBase:
    """Answer with the edition's file, or 304 where the reader has it. Raises `WriteError` as `prepare` does."""
    etag = quote_etag(f"{edition.public_id}-{file.ending}-{gongkai.__version__}")
    if response := get_conditional_response(request, etag=etag):
        return response
    opened = default_storage.open(prepare(edition, file.ending))
    suffix = f"（第{edition.number}版）" if edition.number > 1 else ""
    title = f"{edition.agency.full_name}{edition.year}年政府信息公开工作年度报告{suffix}.{file.ending}"
    answer = FileResponse(opened, as_attachment=True, filename=title, content_type=file.media_type)
    answer["ETag"] = etag
    return answer


def _name(edition: Edition, ending: str) -> str:
    # the version: another release may write better files, and must not hand out old ones
    return f"reports/{edition.public_id}/{gongkai.__version__}.{ending}"
