"""Reports to files: docx, HTML, PDF, xlsx and JSON.

`write` chooses by the file's ending, `render` gives the bytes. The heavy libraries are imported only when their format
is asked for.
"""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from gongkai.report.model import Report

from .errors import FontsMissing, GlyphMissing, UnknownFormat, UnknownPlace, WriteError

__all__ = [
    "FORMATS",
    "FontsMissing",
    "GlyphMissing",
    "UnknownFormat",
    "UnknownPlace",
    "WriteError",
    "render",
    "write",
]

FORMATS = ("docx", "html", "pdf", "xlsx", "json")
"""The endings of the files that can be written; each is also the name of the module that writes it."""


def render(report: Report, fmt: str) -> bytes:
    """Return the report as a file of this format (one of `FORMATS`).

    Raises `UnknownFormat` for any other word, `UnknownPlace` for a figure outside the form, and for PDF `FontsMissing`
    and `GlyphMissing`.
    """
    if fmt not in FORMATS:
        named = f"“{fmt}”格式" if fmt else "没有后缀的文件"
        raise UnknownFormat(f"不能写出{named}；可用的后缀有：{'、'.join(FORMATS)}。")
    data: bytes = import_module(f".{fmt}", __name__).render(report)
    return data


def write(report: Report, path: Path) -> None:
    """Write the report to `path` in the format of its ending.

    The file appears whole or not at all: it is written beside its place and then put there. Raises what `render`
    raises, and `OSError` where the folder cannot be written.
    """
    path = Path(path)
    data = render(report, path.suffix.lower().removeprefix("."))
    beside = path.with_name(f".{path.name[:40]}.{uuid4().hex}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
