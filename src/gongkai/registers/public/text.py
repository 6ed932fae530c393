"""The text of a document as it is printed: title, note below it (题注), body. What the files for readers are written from.

国办公开办函〔2021〕33号 asks of a rule's download title, 题注 and text alone, in one layout; the measures are those of GB/T 9704.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from gongkai.portal.facts import makers_of
from gongkai.portal.lines import validity_of
from gongkai.portal.models import PolicyPage
from gongkai.portal.tables import Table, table_of

__all__ = ["Paragraph", "Text", "text_of"]

_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "li", "blockquote", "div", "tr"})
_FIRST_LEVEL = re.compile(r"[一二三四五六七八九十百]+、")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十百]+）")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百]+[章节编]")
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `level` 1 and 2 are headings (黑体, 楷体), 0 is plain (仿宋)."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Text:
    """What is printed: `note` is the 题注, "" if there is nothing to say; parts are paragraphs and tables in their order."""

    title: str
    maker: str
    note: str
    parts: tuple[Paragraph | Table, ...] = field(default_factory=tuple)


def text_of(page: PolicyPage) -> Text:
    """Take the text from a page."""
    agency = page.agency.full_name if page.agency else ""
    makers = makers_of(page, agency)
    parts: list[Paragraph | Table] = []
    for block in page.body or ():
        if block.block_type == "paragraph":
            parts += _paragraphs(block.value.source)
        elif block.block_type == "table":
            table = table_of(block.value)
            parts += [table] if table else []
        else:
            parts.append(Paragraph("（此处为图片，见网页。）"))
    names = [one.title or one.document.title for one in page.attachments.select_related("document")]
    if names:
        listed = [f"{number}．{name}" for number, name in enumerate(names, 1)] if len(names) > 1 else names
        parts += [Paragraph(f"附件：{listed[0]}"), *(Paragraph(f"　　　{one}") for one in listed[1:])]
    return Text(page.title, makers[0], _note(page, makers), tuple(parts))


def _note(page: PolicyPage, makers: list[str]) -> str:
    """Write the 题注: who made it when under which number, and whether it is in force."""
    said = "、".join(makers)
    if page.formed_on:
        said += f"　{page.formed_on.year}年{page.formed_on.month}月{page.formed_on.day}日"
    if page.document_number:
        said += f"　{page.document_number}"
    validity = validity_of(page)
    if validity:
        said += f"　{validity}"
    until = page.valid_until
    if until and validity in ("有效", "已修改", "部分失效"):
        said += f"　有效期至{until.year}年{until.month}月{until.day}日"
    return f"（{said}）"


class _Words(HTMLParser):
    """Part rich text into paragraphs; marks within them are dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._tag, self._words = "p", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _BLOCKS or tag == "br":
            self.end(tag if tag in _BLOCKS else self._tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end("p")

    def handle_data(self, data: str) -> None:
        self._words += data

    def end(self, tag: str) -> None:
        """Close the paragraph that was begun."""
        words = " ".join(self._words.split()).strip("　 ")
        if words:
            self.found.append((self._tag, words))
        self._tag, self._words = tag, ""


def _paragraphs(html: str) -> list[Paragraph]:
    words = _Words()
    words.feed(html)
    words.close()
    words.end("p")
    return [Paragraph(text, _level(tag, text)) for tag, text in words.found]


def _level(tag: str, text: str) -> int:
    if len(text) > _LONGEST_HEADING:
        return 0
    if tag in ("h2", "h3") or _FIRST_LEVEL.match(text) or _CHAPTER.match(text):
        return 1 if not text.endswith("。") else 0
    return 2 if (tag in ("h4", "h5") or _SECOND_LEVEL.match(text)) and not text.endswith("。") else 0
