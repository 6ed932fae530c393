"""Read the text of a letter back from Word or PDF: of a draft that was changed in Word or WPS, and to compare both prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

__all__ = ["Unreadable", "text_of_docx", "text_of_pdf"]

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
_PAGE_NUMBER = re.compile(r"^\s*—\s*\d+\s*—\s*$", re.MULTILINE)


class Unreadable(ValueError):  # noqa: N818 - the name says what is the matter
    """A file that cannot be taken; `message` says in Chinese why and what to do."""

    def __init__(self, message: str) -> None:
        """Keep the message for whoever shows it."""
        super().__init__(message)
        self.message = message


def open_docx(data: bytes) -> Any:
    """Open a Word document. Raises `Unreadable` for what is none, is too large, has macros or changes not yet accepted."""
    import docx

    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过{MOST_BYTES // 1024 // 1024}MB，请删去图片后再传。")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("这是旧格式（doc）或者加了密码的文件；请在Word或者WPS里去掉密码，另存为docx再传。")
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if sum(info.file_size for info in package.infolist()) > MOST_UNPACKED or len(names) > 5_000:
                raise Unreadable("文件解开以后太大，不能读取；请删去图片后再传。")
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
                raise Unreadable("文件里有宏或者程序，不能使用；请另存为不含宏的docx。")
        document = docx.Document(BytesIO(data))
    except Unreadable:
        raise
    except (
        BadZipFile,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            "这不是能读的docx文件，可能已经损坏；请在Word或者WPS里打开，另存为docx再传。"
        ) from error
    body = document.element.body
    if body is None:
        raise Unreadable("文件里没有正文。")
    if next(body.iter(_w("ins"), _w("del"), _w("moveFrom"), _w("moveTo")), None) is not None:
        raise Unreadable("文件里有没有处理的修订；请在“审阅”里接受或者拒绝全部修订，再传。")
    return document


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def lines_of(document: Any) -> Iterator[tuple[Any, str, Any]]:
    """Give paragraphs as ("paragraph", text, paragraph) and rows as ("row", texts, row) in the order of the document."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for one in document.iter_inner_content():
        if isinstance(one, Paragraph):
            yield "paragraph", one.text, one
        elif isinstance(one, Table):
            for row in one.rows:
                cells = list(
                    {id(cell._tc): cell for cell in row.cells}.values()
                )  # merged cells come repeatedly
                yield "row", "\t".join(cell.text for cell in cells), (row, cells, one)


def text_of_docx(data: bytes) -> str:
    """Give everything a Word document says, in order. Raises `Unreadable`."""
    return "\n".join(text for _, text, _ in lines_of(open_docx(data)) if text.strip())


def text_of_pdf(data: bytes) -> str:
    """Give everything a PDF says but the numbers of its pages. Raises `Unreadable`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("这不是能读的PDF文件，可能已经损坏或者加了密码。") from error
    return "\n".join(_PAGE_NUMBER.sub("", page.replace("\r\n", "\n")) for page in pages)
