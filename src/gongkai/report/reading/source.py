"""Open a file within limits, tell what it is, and hand it to its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from gongkai.report.model import Report

from .document import Document, Line
from .errors import ReadError
from .interpret import interpret
from .radicals import without_radicals

MAX_BYTES = 50 * 1024 * 1024
"""The largest file that is read. A report with pictures has some megabytes."""

MAX_TEXT = 8 * 1024 * 1024
"""The largest text, HTML or JSON file; a report has some ten thousand characters."""

MAX_WORDS = 1_000_000
"""The most characters of text and table cells that are looked through."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"\xff\xd8\xff", 0),
    (b"GIF87a", 0),
    (b"GIF89a", 0),
    (b"BM", 0),
    (b"II*\x00", 0),
    (b"MM\x00*", 0),
    (b"WEBP", 8),
)
_CONTROL = bytes([*range(9), *range(14, 32)])
_TEXT_ENDINGS = {
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".shtml",
    ".json",
    ".csv",
    "",
}
_PACKED_ENDINGS = frozenset((".docx", ".xlsx", ".pdf", ".doc", ".xls", ".wps", ".et", ".ofd"))
_OTHER_KINDS = {
    b"7z\xbc\xaf\x27\x1c": "7z压缩包",
    b"Rar!": "RAR压缩包",
    b"\x1f\x8b": "gzip压缩包",
    b"{\\rtf": "RTF文档",
    b"\x7fELF": "程序",
    b"MZ": "程序",
}


def read_file(path: str | Path) -> Report:
    """Read the report in the file at `path`. Raises `ReadError`."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReadError("not_a_file", "这是文件夹，不是文件；请指明其中的文件")
        if not path.is_file():
            raise ReadError("not_a_file", "这不是普通文件，无法读取")
        if size > MAX_BYTES:
            raise too_large(size)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadError("not_found", "没有这个文件，请核对路径") from error
    except PermissionError as error:
        raise ReadError("no_permission", "没有读取这个文件的权限") from error
    except (OSError, ValueError) as error:
        raise ReadError("unreadable", "文件无法打开，可能是路径有误或者磁盘故障") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str = "") -> Report:
    """Read the report in `data`; `name` is the file's name, "" if there is none. Raises `ReadError`."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ReadError("empty_file", "文件是空的，没有内容")
    reader = _reader(data, Path(name).suffix.lower())
    try:
        result = reader(data)
        return result if isinstance(result, Report) else interpret(_mended(result))
    except ReadError:
        raise
    except (MemoryError, RecursionError) as error:
        raise ReadError(
            "too_complex", "文件结构过于复杂，无法处理；请另存为普通的Word文档或者网页后再试"
        ) from error


def _mended(document: Document) -> Document:
    """Refuse a document of more words than a report can have, and mend its radicals."""
    words = 0
    for block in document.blocks:
        for piece in (block,) if isinstance(block, Line) else block.cells:
            piece.text = without_radicals(piece.text)
            words += len(piece.text) + 1
    if words > MAX_WORDS:
        raise ReadError("too_large", f"文字超过{MAX_WORDS // 10_000}万字，不像年度报告；请核对文件")
    return document


def too_large(size: int) -> ReadError:
    """The error for a file over the limit."""
    megabytes = size / 1024 / 1024
    return ReadError(
        "too_large",
        f"文件有{megabytes:.0f}MB，超过{MAX_BYTES // 1024 // 1024}MB的上限；年度报告不应这样大，请核对文件",
    )


def _reader(data: bytes, suffix: str) -> Callable[[bytes], Document | Report]:
    """Choose the reader by content, then by ending."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PK\x05\x06":
        return _zipped(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        from .legacy import read_ole

        return read_ole
    if b"%PDF-" in data[:1024]:
        from .pdf import read_pdf

        return read_pdf
    for mark, offset in _PICTURES:
        if data[offset : offset + len(mark)] == mark and (mark != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            raise ReadError("picture", "这是图片，里面没有可读的文字；请提供Word、网页或者文本文件")
    for mark, kind in _OTHER_KINDS.items():
        if data.startswith(mark) and suffix not in (".txt", ".md"):
            raise ReadError(
                "unsupported", f"这是{kind}，不是能读取的格式；请提供Word、PDF、网页、Excel或者文本文件"
            )
    # web pages saved as .doc are common
    if suffix in _PACKED_ENDINGS and not _looks_like_text(data):
        raise ReadError("damaged", f"文件内容与后缀{suffix}不符，可能已损坏；请重新导出后再试")
    if len(data) > MAX_TEXT:
        raise ReadError(
            "too_large", f"文本超过{MAX_TEXT // 1024 // 1024}MB的上限；年度报告不应这样大，请核对文件"
        )
    if not _looks_like_text(data):
        raise ReadError("unsupported", "认不出这是什么文件；请提供Word、PDF、网页、Excel或者文本文件")
    return _textual(data, suffix)


def _zipped(data: bytes) -> Callable[[bytes], Document | Report]:
    from .package import kind_of

    kind = kind_of(data)
    if kind == "docx":
        from .docx import read_docx

        return read_docx
    if kind == "xlsx":
        from .xlsx import read_xlsx

        return read_xlsx
    if kind == "ofd":
        raise ReadError("unsupported", "暂不支持读取OFD文件；请提供Word、PDF、网页、Excel或者文本文件")
    raise ReadError("unsupported", "这是压缩包，不是Word或者Excel文件；请解压后提供其中的报告")


def _textual(data: bytes, suffix: str) -> Callable[[bytes], Document | Report]:
    start = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if suffix == ".json" or (start[:1] == b"{" and suffix not in (".txt", ".md", ".html", ".htm")):
        return _read_json
    head = data[:20_000].replace(b"\x00", b"").lower()
    if suffix in (".md", ".markdown"):
        from .text import read_markdown

        return read_markdown
    if re.search(rb"<(?:!doctype html|html|body|table|p|div|meta|span|br)[\s>/]", head):
        from .html import read_html

        return read_html
    from .text import read_text

    return read_text


def _looks_like_text(data: bytes) -> bool:
    """Whether the beginning has no bytes that text never has (UTF-16 has its zeros)."""
    sample = data[:8192]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or sample.count(0) > len(sample) // 8:
        return control - sample.count(0) < len(sample) // 10 and sample.count(0) < len(sample) * 3 // 4
    return control < max(4, len(sample) // 100)


def _read_json(data: bytes) -> Report:
    from gongkai.report.jsonform import from_json

    from .text import decode

    text, _ = decode(data)
    try:
        parsed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ReadError("damaged", "JSON文件有误，无法解析；请核对文件是否完整") from error
    try:
        return from_json(parsed)
    except ValueError as error:
        raise ReadError("not_a_report", str(error)) from error
