"""Take all texts out of a file, each with its place, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from .content import Content
from .errors import Refused
from .kinds import KINDS, Kind, kind_of

_READERS = {
    "docx": ("docx", "read_docx"),
    "xlsx": ("xlsx", "read_xlsx"),
    "pptx": ("pptx", "read_pptx"),
    "pdf": ("pdf", "read_pdf"),
    "ofd": ("ofd", "read_ofd"),
    "doc": ("legacy", "read_words"),
    "wps": ("legacy", "read_words"),
    "xls": ("legacy", "read_sheets"),
    "et": ("legacy", "read_sheets"),
    "ppt": ("legacy", "read_slides"),
    "dps": ("legacy", "read_slides"),
}
_SIMPLE = {"txt": "read_txt", "csv": "read_csv"}


def read_texts(kind: Kind, data: bytes, depth: int = 0) -> Content:
    """Take the texts out of a file of the given kind; `depth` counts the files this one lies in. Raises `Refused`."""
    try:
        if kind.picture:
            from .formats.pictures import read_picture

            return read_picture(data, kind.id)
        if kind.id in _SIMPLE:
            reader: Callable[[bytes], Content] = getattr(_module("plain"), _SIMPLE[kind.id])
            return reader(data)
        module, function = _READERS[kind.id]
        content: Content = getattr(_module(module), function)(data, depth)
    except (MemoryError, RecursionError) as error:
        raise Refused("too_complex", "文件结构过于复杂，无法检查；请另存一份简单的文档后再试") from error
    return content


def read_nested(name: str, data: bytes, content: Content, place: str, depth: int) -> None:
    """Take what a file within a file holds into `content`; what cannot be read is named there."""
    content.add(name, f"{place}的名称")
    try:
        kind = _nested_kind(name, data)
        if kind.picture:
            from .formats.pictures import read_embedded_picture

            if read_embedded_picture(data, content):
                content.gap(place, "picture", "图片中的文字需要人工查看")
            return
        content.take(read_texts(kind, data, depth), place)
    except Refused as error:
        content.gap(place, error.code, f"内嵌的文件无法检查，需要人工查看：{error.message}")


def _nested_kind(name: str, data: bytes) -> Kind:
    """Tell the kind of an embedded file, whose name may have any ending."""
    try:
        return kind_of(name, data).kind
    except Refused as error:
        if error.code != "ending":
            raise
    for kind in KINDS.values():
        try:
            return kind_of(f"x.{kind.endings[0]}", data).kind
        except Refused:
            continue
    raise Refused("unsupported", "认不出这是什么文件")


def _module(name: str) -> object:
    return import_module(f".formats.{name}", __package__)
