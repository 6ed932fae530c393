"""Attachments as a page shows them: what kind of file, how large, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.template.defaultfilters import filesizeformat

__all__ = ["Shown", "attachments_of", "kind_of"]

_KINDS = {
    "PDF文件": "pdf",
    "Word文档": "docx doc docm",
    "Excel表格": "xlsx xls xlsm",
    "PowerPoint演示": "pptx ppt",
    "WPS文字": "wps",
    "WPS表格": "et",
    "WPS演示": "dps",
    "OFD版式文件": "ofd",
    "图片": "jpg jpeg png gif bmp tif tiff webp avif",
    "文本": "txt",
    "富文本": "rtf",
    "CSV数据": "csv",
    "JSON数据": "json",
    "XML数据": "xml",
    "压缩文件": "zip rar 7z",
    "音频": "mp3 wav",
    "视频": "mp4",
    "OpenDocument文字": "odt",
    "OpenDocument表格": "ods",
}
_BY_ENDING = {ending: words for words, endings in _KINDS.items() for ending in endings.split()}


@dataclass(frozen=True)
class Shown:
    """An attachment: title, address, kind in words, ending (small letters), size in words ("" if not known)."""

    title: str
    url: str
    kind: str
    ending: str
    size: str


def kind_of(name: str) -> tuple[str, str]:
    """Give the kind of a file in Chinese words and its ending, by its name: 公告.docx gives ("Word文档", "docx")."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    return _BY_ENDING.get(ending, f"{ending.upper()}文件" if ending else "文件"), ending


def attachments_of(item: Any) -> list[Shown]:
    """List an item's attachments in their order; one query, none where it is known that there are none."""
    shown: list[Shown] = []
    if "attachments" in item.lacks:
        return shown
    for one in item.attachments.select_related("document"):
        document = one.document
        kind, ending = kind_of(document.filename)
        size = filesizeformat(document.file_size) if document.file_size else ""
        shown.append(
            Shown(one.title or document.title, document.url, kind, ending, size.replace("\xa0", " "))
        )
    return shown
