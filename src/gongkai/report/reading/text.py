"""Plain text and Markdown: find the encoding, split into lines."""

from __future__ import annotations

import re

from .document import Document, Line, lines_of
from .errors import ReadError

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_MARKDOWN = re.compile(r"\*\*|__(?=\S)|\\(?=[|.*_#()\[\]+-])|`")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, list[tuple[str, str]]]:
    """Decode bytes whose encoding is unknown: a byte order mark, UTF-8, UTF-16, GB18030 (GBK), Big5.

    `declared` is tried first. Returns the text and remarks on what could not be decoded. Raises `ReadError`
    ``encoding`` if nothing fits.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), []
    if declared:
        try:
            return data.decode(declared), []
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    sample = data[:4096]
    if sample.count(0) > len(sample) // 8 or _looks_like_utf16(sample):
        encoding = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        return data.decode(encoding, errors="replace"), []
    for encoding in ("gb18030", "big5"):
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            continue
    candidates = [(data.decode(encoding, errors="replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, _ = min(candidates, key=lambda one: one[0].count("�"))
    broken = text.count("�")
    if broken * 20 > len(text):
        raise ReadError(
            "encoding", "认不出文件的文字编码，可能不是文本文件；请另存为UTF-8文本或者Word文档后再试"
        )
    return text, [("bad_bytes", f"文件中有{broken}处字符无法识别，已跳过")]


def _looks_like_utf16(sample: bytes) -> bool:
    """UTF-16 Chinese without a mark has few zero bytes; its line ends give it away."""
    return b"\n\x00" in sample or b"\x00\n" in sample


def read_text(data: bytes) -> Document:
    """Read plain text."""
    text, remarks = decode(data)
    text = _CONTROL.sub("", _BOOKMARK.sub("", text)).replace("\x0b", "\n").replace("\x0c", "\n")
    return Document(lines_of(text), remarks=remarks)


def read_markdown(data: bytes) -> Document:
    """Read Markdown; tables written as HTML inside it are read as HTML."""
    text, remarks = decode(data)
    if re.search(r"<table[\s>]", text, re.IGNORECASE):
        from .html import read_html_text

        # headings and tables of Markdown beside HTML: keep its line breaks
        return read_html_text(re.sub(r"\n(?!\s*<)", "<br>\n", text), remarks)
    document = read_text(text.encode())
    document.remarks = remarks
    for block in document.blocks:
        if isinstance(block, Line):
            block.text = _MARKDOWN.sub("", block.text)
            heading = re.match(r"\s*#{1,6}\s+(.*)", block.text)
            if heading:
                block.text = heading[1].rstrip("# ")
    return document
