"""Foreign HTML made into the blocks of an item's body: words, headings, lists, links and tables stay; all else goes.

Everything is written anew from what was understood, and cleaned once more: nothing active passes, whatever it hides in.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Protocol
from urllib.parse import urlsplit

import nh3
from lxml import etree

__all__ = ["Blocks", "Lookup", "blocks_of"]

_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "frame",
        "frameset",
        "noscript",
        "svg",
        "math",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "input",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_TAGS = {"p", "h3", "h4", "b", "br", "ol", "ul", "li", "a", "hr"}
_SCHEMES = {"http", "https", "mailto"}
_MARKS = {"import"}
"""The scheme of marks a `Lookup` gives; from outside no such address comes through."""
_DEEPEST = 150
_SOURCES = ("src", "data-src", "data-original", "_src")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MOST_CELLS = 20_000


@dataclass
class Blocks:
    """The blocks as Wagtail keeps them, and how many pictures of the old page could not come along."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    pictures: int = 0


class Lookup(Protocol):
    """Knows what comes along with a body; see `references.References`."""

    def link(self, href: str) -> str:
        """Give the address to write for a link, "" where only its words stay."""
        ...

    def picture(self, src: str, alt: str) -> dict[str, Any] | None:
        """Give the value of a picture's block, None where it is left out."""
        ...

    def attach(self, href: str) -> None:
        """Take a link where none can be written."""
        ...


class _Alone:
    """Nothing comes along: links that lead elsewhere stay, pictures are counted."""

    def __init__(self, found: Blocks) -> None:
        self._found = found

    def link(self, href: str) -> str:
        return _address(href)

    def picture(self, src: str, alt: str) -> None:
        self._found.pictures += 1

    def attach(self, href: str) -> None:
        return


def blocks_of(html: str, lookup: Lookup | None = None) -> Blocks:
    """Make blocks of HTML, or of plain text with its line breaks. Never raises for what stands in it."""
    found = Blocks()
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html).strip()
    if not html:
        return found
    if "<" not in html:
        html = "".join(f"<p>{escape(line)}</p>" for line in html.splitlines() if line.strip())
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{html}</div>", parser)
    except (etree.LxmlError, ValueError):
        root = None
    writer = _Writer(found, lookup or _Alone(found))
    if root is None or any("depth" in entry.message.lower() for entry in parser.error_log):
        # too deep for the parser, which would drop what stands below: its words at least are kept
        for words in re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>", "\n", html).splitlines():
            writer.paragraph(escape(unescape(words)))
    else:
        writer.walk(root, 0)
    writer.close()
    return found


class _Writer:
    """Collects words until a paragraph ends, and paragraphs until a table begins."""

    def __init__(self, found: Blocks, lookup: Lookup) -> None:
        self._found = found
        self._lookup = lookup
        self._pictures: list[dict[str, Any]] = []
        self._words: list[str] = []
        self._written: list[str] = []

    def walk(self, node: Any, depth: int) -> None:
        """Write what stands in a node."""
        self._text(node.text)
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, depth + 1)
            self._text(child.tail)

    def paragraph(self, words: str, tag: str = "p") -> None:
        """Write a paragraph unless it is blank."""
        words = re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", words)
        if re.sub(r"<[^>]*>|&nbsp;|\s", "", words):
            self._written.append(f"<{tag}>{words}</{tag}>")

    def close(self) -> None:
        """Write what is left."""
        self._end()
        self._flush()

    def _element(self, node: Any, depth: int) -> None:
        tag = node.tag.lower()
        if tag in _DROPPED:
            return
        if depth > _DEEPEST:
            self._text("".join(node.itertext()))
        elif tag == "table":
            self._end()
            self._table(node, depth)
        elif tag in _HEADINGS:
            self._end()
            self.paragraph(self._inline(node, depth), _HEADINGS[tag])
            self._end()
        elif tag in ("ul", "ol"):
            self._end()
            self._list(node, tag, depth)
            self._end()
        elif tag == "img":
            self._words.append(self._picture(node))
            if self._pictures:
                self._end()
        elif tag == "hr":
            self._end()
            self._written.append("<hr/>")
        elif tag in _INLINE and node.find(".//table") is None:
            self._words.append(self._one(node, depth))
        else:
            self._end()
            self.walk(node, depth)
            self._end()

    def _text(self, text: str | None) -> None:
        if text:
            self._words.append(escape(_SPACES.sub(" ", text)))

    def _end(self) -> None:
        self.paragraph("".join(self._words))
        self._words.clear()
        if self._pictures:  # behind the paragraph in which they stood
            self._flush()
            for one in self._pictures:
                self._add("picture", one)
            self._pictures.clear()

    def _picture(self, node: Any) -> str:
        """Take a picture; one that does not come along leaves its words."""
        if _is_dot(node):
            return ""
        src = next((node.get(name) for name in _SOURCES if (node.get(name) or "").strip()), "")
        words = node.get("alt") or node.get("title") or ""
        found = self._lookup.picture(src, words)
        if found is None:
            return escape(words)
        self._pictures.append(found)
        return ""

    def _flush(self) -> None:
        html = nh3.clean(
            "".join(self._written),
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes=_SCHEMES | _MARKS,
            link_rel=None,
        )
        self._written.clear()
        if html:
            self._add("paragraph", html)

    def _add(self, kind: str, value: Any) -> None:
        self._found.blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})

    def _inline(self, node: Any, depth: int) -> str:
        """Give the words of a node with the marks that stand within a line."""
        parts = [escape(_SPACES.sub(" ", node.text or ""))]
        for child in node:
            if isinstance(child.tag, str) and child.tag.lower() not in _DROPPED:
                parts.append(self._one(child, depth + 1))
            parts.append(escape(_SPACES.sub(" ", child.tail or "")))
        return "".join(parts)

    def _one(self, node: Any, depth: int) -> str:
        tag = node.tag.lower()
        if depth > _DEEPEST:
            return escape("".join(node.itertext()))
        if tag == "br":
            return "<br/>"
        if tag == "img":
            return self._picture(node)
        words = self._inline(node, depth)
        if tag in ("b", "strong") and words.strip():
            return f"<b>{words}</b>"
        if tag == "a" and words.strip() and (address := self._lookup.link(node.get("href") or "")):
            return f'<a href="{escape(address)}">{words}</a>'
        return words

    def _list(self, node: Any, tag: str, depth: int) -> None:
        members = [self._inline(one, depth) for one in node.iter("li")]
        if filled := [words for words in members if words.strip()]:
            self._written.append(f"<{tag}>{''.join(f'<li>{words}</li>' for words in filled)}</{tag}>")

    def _table(self, table: Any, depth: int) -> None:
        rows = [row for row in table.iter("tr") if _own_table(row) is table]
        if not rows:
            self.walk(table, depth)
            return
        for caption in table.iter("caption"):
            self.paragraph(self._inline(caption, depth))
        data, merged = _grid(rows)
        if len(data) == 1 and len(data[0]) == 1:  # a frame around the page, not a table
            for cell in rows[0]:
                self.walk(cell, depth)
                self._end()
            return
        narrow = len(data[0]) == 1 and table.find(".//img") is not None  # a picture and what it shows
        if narrow or any(cell.find(".//table") is not None for row in rows for cell in row):  # only laid out
            for row in rows:
                for cell in row:
                    if isinstance(cell.tag, str):
                        self.walk(cell, depth)
                        self._end()
            return
        for link in table.iter("a"):
            self._lookup.attach(link.get("href") or "")
        for picture in table.iter("img"):
            self._picture(picture)
        self._flush()
        head = all(cell.tag == "th" for cell in rows[0] if isinstance(cell.tag, str))
        self._add(
            "table",
            {
                "data": data,
                "mergeCells": merged,
                "cell": [],
                "first_row_is_table_header": head,
                "first_col_is_header": False,
                "table_header_choice": "row" if head else "neither",
                "table_caption": "",
            },
        )
        self._end()


def _is_dot(node: Any) -> bool:
    """Whether the page itself says that a picture is no larger than a mark."""
    sizes = [(node.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return any(size.isascii() and size.isdecimal() and len(size) < 5 and int(size) <= 24 for size in sizes)


def _own_table(node: Any) -> Any:
    return next((one for one in node.iterancestors("table")), None)


def _grid(rows: list[Any]) -> tuple[list[list[str]], list[dict[str, int]]]:
    """Lay the cells out; where one reaches over others, they are blank and the reach is kept."""
    filled: dict[tuple[int, int], str] = {}
    merged: list[dict[str, int]] = []
    width = 0
    for down, row in enumerate(rows):
        right = 0
        for cell in row:
            if not isinstance(cell.tag, str) or cell.tag.lower() not in ("td", "th"):
                continue
            while (down, right) in filled:
                right += 1
            rowspan = min(_span(cell, "rowspan"), len(rows) - down)
            colspan = _span(cell, "colspan")
            if len(filled) + rowspan * colspan > _MOST_CELLS:
                rowspan = colspan = 1
            for y in range(down, down + rowspan):
                for x in range(right, right + colspan):
                    filled.setdefault((y, x), "")
            filled[down, right] = _SPACES.sub(" ", " ".join(_words(cell))).strip()
            if rowspan > 1 or colspan > 1:
                merged.append({"row": down, "col": right, "rowspan": rowspan, "colspan": colspan})
            right += colspan
            width = max(width, right)
    return [[filled.get((y, x), "") for x in range(width)] for y in range(len(rows))], merged


def _words(cell: Any) -> list[str]:
    found = []
    for one in cell.iter():
        if isinstance(one.tag, str) and one.tag.lower() not in _DROPPED:
            found.append(one.text or "")
        if one is not cell:
            found.append(one.tail or "")
    return found


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 200) if value.isascii() and value.isdecimal() and len(value) < 5 else 1


def _address(href: str | None) -> str:
    """Give the address of a link that leads somewhere; those into the old page or to programs do not."""
    address = "".join((href or "").split())
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address[:2000] if scheme in _SCHEMES else ""
