"""The body of an item, HTML as the editor keeps it: its texts with their places, its links, pictures and anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .content import Content
from .model import Link

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
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
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_SKIPPED = frozenset(("script", "style", "template"))
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_NO_WORDS = re.compile(
    r"\s*(?:img|image|dsc|mmexport|微信图片|微信截图|截图|屏幕截图|图片|未标题)?[\s_\-\d()（）]*(?:\.(?:jpe?g|png|gif|webp|bmp))?\s*",
    re.IGNORECASE,
)
_MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the body: its alternative text, and its place."""

    alt: str
    place: str
    decorative: bool = False

    @property
    def wordless(self) -> bool:
        """Whether the alternative text says nothing: blank, or the name of a file."""
        return not self.decorative and (
            _NO_WORDS.fullmatch(self.alt) is not None
            or bool(re.fullmatch(r"\S+\.(?:jpe?g|png|gif|webp|bmp)", self.alt, re.IGNORECASE))
        )


@dataclass(slots=True)
class Body:
    """What the body of an item holds."""

    content: Content = field(default_factory=Content)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    wordless: list[str] = field(default_factory=list)


def read_body(html: str) -> Body:
    """Read the body of an item. Raises `Refused` ``too_large``."""
    body = Body()
    html = html.replace("\0", "")
    if not html.strip():
        return body
    parser = etree.HTMLParser(huge_tree=True)
    try:
        root = etree.fromstring(f"<div>{html}</div>", parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        body.content.add(re.sub(r"<[^>]*>", "\n", html), "正文")
        return body
    reader = _Reader(body)
    reader.walk(root, 0)
    reader.flush()
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        # the parser gave up somewhere within: what stands beyond is read without its places
        body.content.add(re.sub(r"<[^>]*>", "\n", html), "正文")
    return body


class _Reader:
    """Walks the tree; a paragraph ends where a block begins or ends."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._words: list[str] = []
        self._count = 0
        self._tables = 0
        self._cell: tuple[str, int, int] | None = None

    @property
    def place(self) -> str:
        """Where the words stand that are being read."""
        if self._cell:
            return f"{self._cell[0]}第{self._cell[1]}行第{self._cell[2]}格"
        return f"正文第{self._count + 1}段"

    def flush(self) -> None:
        """End a paragraph; a cell's paragraphs stay together."""
        if self._cell:
            self._words.append("\n")
            return
        self._end()

    def _end(self) -> None:
        text = "\n".join(
            _SPACES.sub(" ", line).strip() for line in "".join(self._words).split("\n") if line.strip()
        )
        self._words.clear()
        if not text:
            return
        table, row, column = self._cell or ("", 0, 0)
        self._body.content.add(text, self.place, table=table, row=row, column=column)
        if not self._cell:
            self._count += 1

    def walk(self, node: Any, depth: int) -> None:
        """Read a node and what it holds."""
        tag = node.tag
        if not isinstance(tag, str):
            if node.tag is etree.Comment:
                self._body.content.add(node.text or "", "网页注释")
            return
        if tag in _SKIPPED:
            return
        if depth > _MAX_DEPTH:
            self._words.append("".join(node.itertext()))
            return
        self._attributes(node, tag)
        if tag == "br":
            self._words.append("\n")
        elif tag == "table":
            self._table(node, depth)
        elif tag == "a":
            self._link(node, depth)
        else:
            if tag in _BLOCKS:
                self.flush()
            self._inside(node, depth)
            if tag in _BLOCKS:
                self.flush()

    def _inside(self, node: Any, depth: int) -> None:
        self._words.append((node.text or "").replace("\n", " "))
        for child in node:
            self.walk(child, depth + 1)
            self._words.append((child.tail or "").replace("\n", " "))

    def _attributes(self, node: Any, tag: str) -> None:
        for name in ("id", "name"):
            if node.get(name):
                self._body.anchors.add(str(node.get(name)))
        if tag == "img" or (tag == "embed" and node.get("embedtype") == "image"):
            alt = str(node.get("alt") or "")
            decorative = node.get("role") in ("presentation", "none")
            self._body.pictures.append(Picture(alt, self.place, decorative))
            self._body.content.add(alt, f"{self.place}的图片说明")
        for name in ("title", "aria-label", "data-caption"):
            self._body.content.add(str(node.get(name) or ""), f"{self.place}的说明文字")

    def _link(self, node: Any, depth: int) -> None:
        start, pictures = len(self._words), len(self._body.pictures)
        place = self.place
        self._inside(node, depth)
        words = "".join(self._words[start:]).strip()
        alts = "".join(one.alt for one in self._body.pictures[pictures:])
        address = _address(node)
        if not address:
            return
        self._body.links.append(Link(address, (words or alts)[:100], place))
        self._body.content.add(address, f"{place}的链接地址")
        if not (words or alts.strip() or node.get("aria-label") or node.get("title")):
            self._body.wordless.append(place)

    def _table(self, table: Any, depth: int) -> None:
        """Read a table cell by cell. A table within a cell is read as words of its own."""
        self.flush() if self._cell is None else self._end()
        outer = self._cell
        self._tables += 1
        name = f"表格{self._tables}" if outer is None else f"{outer[0]}第{outer[1]}行第{outer[2]}格内的表格"
        covered: dict[tuple[int, int], bool] = {}
        for row, members in enumerate(_rows(table), 1):
            column = 1
            for cell in members:
                while covered.get((row, column)):
                    column += 1
                down, right = _span(cell, "rowspan"), _span(cell, "colspan")
                for below in range(1, down):
                    for beside in range(right):
                        covered[row + below, column + beside] = True
                self._cell = (name, row, column)
                self._attributes(cell, "td")
                self._inside(cell, depth + 1)
                self._end()
                column += right
        self._cell = outer
        for caption in table:
            if caption.tag == "caption":
                self.walk(caption, depth + 1)


def _rows(table: Any) -> list[list[Any]]:
    rows: list[list[Any]] = []
    pending = list(reversed(table))
    while pending:
        part = pending.pop()
        if part.tag == "tr":
            rows.append([cell for cell in part if cell.tag in ("td", "th")])
        elif part.tag in ("thead", "tbody", "tfoot", "form", "div"):
            pending += reversed(part)
    return rows


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdecimal() and len(value) < 6 else 1


def _address(node: Any) -> str:
    kind, identity = node.get("linktype"), node.get("id")
    if kind and identity:
        return f"{kind}:{identity}"
    return str(node.get("href") or "").strip()[:2000]
