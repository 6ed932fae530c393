"""HTML pages: the report's part of the page, its tables with their spans, without the site around it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lxml import etree

from .document import Block, Document, Grid, Line, place_cells
from .errors import ReadError
from .text import decode

_SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "select",
        "button",
        "textarea",
        "del",
        "s",
        "strike",
        "iframe",
        "object",
        "nav",
    )
)
_BREAKING = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SPACES = re.compile(r"[ \t\r\f\v\u200b\ufeff]+")
_TAB = "\x1f"
_NO_ROWS = frozenset(("caption", "td", "th", "table"))
_MAX_SPAN = 100
_MAX_DEPTH = 400


def read_html(data: bytes) -> Document:
    """Read an HTML page from bytes."""
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else None
    if encoding and encoding.lower() in ("gb2312", "gbk"):
        encoding = "gb18030"
    text, remarks = decode(data, encoding)
    return read_html_text(text, remarks)


def read_html_text(text: str, remarks: list[tuple[str, str]]) -> Document:
    """Read an HTML page from text."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    if not text.strip():
        raise ReadError("empty_file", "文件里没有内容")
    try:
        root = etree.fromstring(text, etree.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("damaged", "网页文件已损坏，无法解析；请重新保存网页后再试") from error
    if root is None:  # nothing in it but comments
        raise ReadError("empty_file", "文件里没有内容")
    reader = _Reader()
    body = root.find("body")
    reader.walk(body if body is not None else root, 0)
    reader.flush()
    document = Document(reader.blocks, remarks=remarks)
    _metadata(root, document)
    _drop_surroundings(document)
    return document


class _Reader:
    """Walks the tree and collects lines and grids."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._tables = 0
        self._preformatted = False

    def flush(self, node: Any = None) -> None:
        text = _SPACES.sub(" ", "".join(self._parts)).replace("\xa0", " ").replace(_TAB, "\t")
        self._parts.clear()
        for line in text.split("\n"):
            if line.strip():
                self.blocks.append(Line(line.strip(" "), node))

    def add(self, text: str | None) -> None:
        """Take in running text; its line ends count only in preformatted text."""
        if text and self._preformatted:
            self._parts.append(text.replace("\t", _TAB))
        elif text:
            self._parts.append(text.replace("\n", " "))

    def walk(self, node: Any, depth: int) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in _SKIPPED or depth > _MAX_DEPTH or _is_hidden(node):
            return
        if tag == "br":
            self._parts.append("\n")
            return
        if tag == "table":
            self.flush(node)
            self._table(node, depth)
            return
        if tag == "sup" and self._parts and self._parts[-1][-1:].isdigit():
            return  # the mark of a footnote is no digit of the figure before it
        breaking = tag in _BREAKING
        if breaking:
            self.flush(node.getparent())
        preformatted = self._preformatted
        self._preformatted = preformatted or tag == "pre"
        self.inside(node, depth)
        self._preformatted = preformatted
        if breaking:
            self.flush(node)

    def inside(self, node: Any, depth: int) -> None:
        """Take in what a node holds."""
        self.add(node.text)
        for child in node:
            self.walk(child, depth + 1)
            self.add(child.tail)

    def _table(self, table: Any, depth: int) -> None:
        rows = _rows(table)
        nested = table.find(".//table") is not None
        widest = max((len(row) for row in rows), default=0)
        if nested or widest <= 1:
            # a table that only lays out the page, or holds the page in one cell
            for part in table:
                if part.tag == "caption":
                    self.walk(part, depth + 1)
            for row in rows:
                for cell in row:
                    self.walk(cell, depth + 1)
            return
        self._tables += 1
        captions = [part for part in table if part.tag == "caption"]
        for caption in captions:
            self.walk(caption, depth + 1)
        cells = [
            [(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in row]
            for row in rows
        ]
        self.blocks.append(place_cells(cells, self._tables, table))


def _is_hidden(node: Any) -> bool:
    attributes = node.attrib
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN.search(style) is not None


def _rows(table: Any) -> list[list[Any]]:
    """The rows of a table itself, not of tables inside it; pages put forms and other tags between table and row."""
    rows: list[list[Any]] = []
    pending = list(reversed(table))
    while pending:
        part = pending.pop()
        if not isinstance(part.tag, str) or part.tag in _NO_ROWS or _is_hidden(part):
            continue
        if part.tag == "tr":
            rows.append([cell for cell in part if cell.tag in ("td", "th") and not _is_hidden(cell)])
        else:
            pending += reversed(part)
    return rows


def _cell_text(cell: Any) -> str:
    if len(cell) == 0:
        return _SPACES.sub(" ", (cell.text or "").replace("\n", " ")).strip()
    inner = _Reader()
    inner.inside(cell, 0)
    inner.flush()
    return "\n".join(block.text for block in inner.blocks if isinstance(block, Line))


def _span(cell: Any, name: str) -> int:
    value = cell.get(name)
    if value is None:
        return 1
    match = re.match(r"\s*(\d{1,6})", value)
    return min(max(int(match[1]), 1), _MAX_SPAN) if match else 1


def _metadata(root: Any, document: Document) -> None:
    """Title and day of publication from the head: the meta names government websites must carry (网站标签规范)."""
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = meta.get("content") or ""
        if name in ("articletitle", "og:title", "dc.title"):
            document.titles.insert(0, content)
        elif name in ("pubdate", "publishdate", "article:published_time") and document.published_on is None:
            match = _DATE.search(content)
            if match:
                try:
                    document.published_on = date(int(match[1]), int(match[2]), int(match[3]))
                except ValueError:
                    continue
    title = root.find(".//title")
    if title is not None and title.text:
        document.titles.append(re.split(r"[_|\n]", title.text.strip())[0])


def _drop_surroundings(document: Document) -> None:
    """Keep only what shares an ancestor with the section headings and the statutory tables."""
    from .headings import find_headings

    texts = [block.text if isinstance(block, Line) else "" for block in document.blocks]
    headings = find_headings(document, texts)
    nodes = [document.blocks[heading.block].node for heading in headings.values() if heading.score >= 3]
    if len(nodes) < 3:
        return
    root = _common_ancestor([node for node in nodes if node is not None])
    if root is None:
        return
    last = max(heading.block for heading in headings.values())
    inside = set(root.iter())
    kept: list[Block] = []
    for index, block in enumerate(document.blocks):
        # what stands before may hold the title and the day of publication; a shared root says what comes after
        if block.node is None or block.node in inside or index < last:
            kept.append(block)
    document.blocks = kept


def _common_ancestor(nodes: list[Any]) -> Any:
    if not nodes:
        return None
    paths = [list(reversed([node, *node.iterancestors()])) for node in nodes]
    common = None
    for level in zip(*paths, strict=False):
        if all(one is level[0] for one in level):
            common = level[0]
        else:
            break
    return common


__all__ = ["Grid", "read_html", "read_html_text"]
