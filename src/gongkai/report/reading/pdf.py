"""PDF with a text layer: ruled tables as grids, everything else as paragraphs, in the order of reading."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .document import Block, Document, Grid, GridCell, Line
from .errors import ReadError

MAX_PAGES = 300
_NEAR = 3.0
"""Points within which two rulings are one."""

_PAGE_NUMBER = re.compile(
    r"[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,3}\s*页?)?[-—–－\s]*"
)
_BROWSER_HEAD = re.compile(r"\d{2,4}/\d{1,2}/\d{1,2}[,，\s]+(?:[上下]午)?\d{1,2}:\d\d|(?:https?|file)://")
"""What browsers print on top and at the foot of each page: the time, the address."""

_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"[一二三四五六七]、|[（(][一二三四五六七八九十]+[)）]")
_UNCODED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")

Box = tuple[float, float, float, float]


def read_pdf(data: bytes) -> Document:
    """Read a PDF from bytes, in a process of its own. Raises `ReadError`."""
    from .apart import read_apart

    return read_apart("pdf", data)


@dataclass(slots=True)
class _TextLine:
    """A line of print with its place on the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True)
class _Table:
    """A ruled table: its boxes, each with its words. Pieces over several pages are joined, one below the other."""

    boxes: list[tuple[Box, str]]
    top: float
    height: float = 0.0


@dataclass(slots=True)
class _Page:
    """What stands on one page, from top to bottom."""

    width: float
    height: float
    parts: list[_TextLine | _Table] = field(default_factory=list)


def parse(data: bytes) -> Document:
    """Read a PDF from bytes in this process. Raises `ReadError`; call `read_pdf` for files from outside."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > MAX_PAGES:
                raise ReadError(
                    "too_large", f"PDF有{len(file.pages)}页，超过{MAX_PAGES}页；请只提供年度报告的部分"
                )
            pages = []
            for page in file.pages:
                pages.append(_read_page(page))
                page.close()
    except (ReadError, MemoryError, RecursionError):
        raise
    except Exception as error:  # a damaged file makes the library raise whatever its code happens to meet
        causes = (error, *error.args) if isinstance(error, PdfminerException) else (error,)
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
            raise ReadError("encrypted", "PDF设有密码，无法读取；请先取消密码再提供") from error
        raise ReadError("damaged", "PDF文件已损坏，无法解析；请重新导出后再试") from error
    _require_text(pages)
    _drop_margins(pages)
    return Document(list(_blocks(pages)))


def _require_text(pages: list[_Page]) -> None:
    words = "".join(part.text for page in pages for part in page.parts if isinstance(part, _TextLine))
    words += "".join(
        text for page in pages for part in page.parts if isinstance(part, _Table) for _, text in part.boxes
    )
    if not words.strip():
        raise ReadError("no_text", "PDF里没有文字，可能是扫描件；请提供Word文档、网页，或者先做文字识别")
    uncoded = sum(len(match) for match in _UNCODED.findall(words))
    if uncoded * 4 > len(words):
        raise ReadError("no_text", "PDF里的文字没有编码，只能看不能读；请提供Word文档或者重新导出PDF")


def _read_page(page: Any) -> _Page:
    page = page.dedupe_chars(tolerance=1)  # bold made by printing twice would double the digits
    chars = [char for char in page.chars if char["text"].strip() or char["text"] == " "]
    result = _Page(float(page.width), float(page.height))
    tables = page.find_tables() if chars else []
    for table in tables:
        boxes = _with_words(table.cells, chars)
        if any(text for _, text in boxes):
            result.parts.append(_Table(boxes, table.bbox[1], table.bbox[3] - table.bbox[1]))
            inside = table.bbox
            chars = [char for char in chars if not _within(char, inside)]
    result.parts += _lines(chars)
    result.parts.sort(key=lambda part: part.top)
    return result


def _within(char: dict[str, Any], box: Box) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _with_words(cells: list[Box], chars: list[dict[str, Any]]) -> list[tuple[Box, str]]:
    """Give each box the words whose middle lies in it."""
    from pdfplumber.utils.text import extract_text

    left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    right, bottom = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    near = [char for char in chars if _within(char, (left, top, right, bottom))]
    boxes = []
    for cell in cells:
        inside = [char for char in near if _within(char, cell)]
        boxes.append((cell, str(extract_text(inside)) if inside else ""))
    return boxes


def _lines(chars: list[dict[str, Any]]) -> list[_TextLine]:
    from pdfplumber.utils.text import chars_to_textmap

    if not chars:
        return []
    lines = chars_to_textmap(chars).extract_text_lines(strip=True, return_chars=True)
    return [
        _TextLine(
            line["text"],
            line["x0"],
            line["x1"],
            line["top"],
            line["bottom"],
            max((char["size"] for char in line["chars"]), default=12.0),
        )
        for line in lines
        if line["text"].strip()
    ]


def _drop_margins(pages: list[_Page]) -> None:
    """Drop page numbers and running heads and feet.

    A head or foot that is the same on all pages is kept once, for it may hold the title; one that counts the pages is not.
    """
    found: dict[tuple[str, int], list[str]] = {}
    for page in pages:
        for part in page.parts:
            if isinstance(part, _TextLine) and _in_margin(part, page):
                found.setdefault(_shape(part), []).append(part.text)
    seen: set[tuple[str, int]] = set()
    for page in pages:
        kept: list[_TextLine | _Table] = []
        for part in page.parts:
            if isinstance(part, _TextLine) and _in_margin(part, page):
                texts = found[_shape(part)]
                runs = len(texts) >= min(3, max(len(pages), 2))
                if _PAGE_NUMBER.fullmatch(part.text) or _BROWSER_HEAD.match(part.text):
                    continue
                if runs and (len(set(texts)) > 1 or _shape(part) in seen):
                    continue
                seen.add(_shape(part))
            kept.append(part)
        page.parts = kept


def _in_margin(line: _TextLine, page: _Page) -> bool:
    return not page.height * 0.11 < line.top < page.height * 0.86


def _shape(line: _TextLine) -> tuple[str, int]:
    """The words without their digits, and how far down they stand."""
    return _DIGITS.sub("#", line.text), round(line.top / 4)


def _blocks(pages: list[_Page]) -> Iterable[Block]:
    """Join what page breaks and line breaks cut: tables over pages, paragraphs over lines."""
    flat: list[_TextLine | _Table] = []
    for page in pages:
        for index, part in enumerate(page.parts):
            last = flat[-1] if flat else None
            if (
                index == 0
                and isinstance(part, _Table)
                and isinstance(last, _Table)
                and _continues(last, part)
            ):
                shift = max(box[3] for box, _ in last.boxes) + 10 - part.top
                last.boxes += [
                    ((x0, top + shift, x1, bottom + shift), text)
                    for (x0, top, x1, bottom), text in part.boxes
                ]
            else:
                flat.append(part)
    lines: list[_TextLine] = []
    area = _text_area(flat, max((page.width for page in pages), default=0.0))
    tables = 0
    for part in flat:
        if isinstance(part, _TextLine):
            lines.append(part)
            continue
        yield from _paragraphs(lines, area)
        lines = []
        tables += 1
        yield Grid(_grid(part.boxes), tables)
    yield from _paragraphs(lines, area)


def _text_area(parts: list[_TextLine | _Table], page: float) -> tuple[float, float]:
    """Where lines of print begin and end when they fill the page: a paragraph's first line is indented.

    On a page `page` wide with short lines only, none fills it.
    """
    edges = [
        (part.left, part.right)
        if isinstance(part, _TextLine)
        else (min(box[0] for box, _ in part.boxes), max(box[2] for box, _ in part.boxes))
        for part in parts
    ]
    left = min((left for left, _ in edges), default=0.0)
    return left, max([right for _, right in edges] + [left + page / 2])


def _continues(above: _Table, below: _Table) -> bool:
    def edges(table: _Table) -> tuple[float, float]:
        return min(box[0] for box, _ in table.boxes), max(box[2] for box, _ in table.boxes)

    return all(abs(one - other) < 2 * _NEAR for one, other in zip(edges(above), edges(below), strict=True))


def _paragraphs(lines: list[_TextLine], area: tuple[float, float]) -> Iterable[Block]:
    """Join lines of print: one that runs to the right edge is continued by one that starts at the left edge."""
    left, right = area
    text = ""
    last: _TextLine | None = None
    for line in lines:
        if (
            last is not None
            and last.right >= right - 1.6 * last.size
            and line.left <= left + 0.9 * line.size
            and _same_size(last, line)
            and not _NUMBERED.match(line.text)
        ):
            text += line.text if _is_wide(text[-1:]) or _is_wide(line.text[:1]) else f" {line.text}"
        else:
            if text:
                yield Line(text)
            text = line.text
        last = line
    if text:
        yield Line(text)


def _same_size(one: _TextLine, other: _TextLine) -> bool:
    return abs(one.size - other.size) < 1.5


def _is_wide(char: str) -> bool:
    return char > "\u2e7f"


def _grid(boxes: list[tuple[Box, str]]) -> list[GridCell]:
    """Lay boxes on a grid of all their edges, near ones taken as one."""
    columns = _rulings(edge for box, _ in boxes for edge in (box[0], box[2]))
    rows = _rulings(edge for box, _ in boxes for edge in (box[1], box[3]))
    cells = []
    for (x0, top, x1, bottom), text in boxes:
        column, row = _slot(columns, x0), _slot(rows, top)
        rowspan, colspan = max(_slot(rows, bottom) - row, 1), max(_slot(columns, x1) - column, 1)
        cells.append(GridCell(text, row, column, rowspan, colspan))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _rulings(edges: Iterable[float]) -> list[float]:
    rulings: list[float] = []
    for edge in sorted(edges):
        if not rulings or edge - rulings[-1] > _NEAR:
            rulings.append(edge)
    return rulings


def _slot(rulings: list[float], edge: float) -> int:
    return bisect_right(rulings, edge) - 1
