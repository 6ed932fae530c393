"""The report's words made ready for patterns: sentences, one way of writing signs, and counts with their units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

LONGEST = 600
"""A longer sentence is not understood: it is a table or a text that lost its stops."""

_STOPS = re.compile(r"(?<=[。！？；])")
_QUOTED = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|【[^【】]*】")
_BRACKETS = re.compile(r"（[^（）]*）")

UNITS = "件次|人次|条次|件|条|宗|份|起|篇|人|次|项|个|例|则|期|场|户|批|部|名|家|处|张|幅|组|类"
COUNT = rf"(?P<number>(?<![\d.第〔])\d{{1,9}})(?P<unit>{UNITS})(?!工作日|月|自然日|小时|以[上下内])"


@dataclass(frozen=True)
class Sentence:
    """One sentence, up to a full stop or semicolon: its section, its paragraph's number, and its folded words."""

    section: str
    paragraph: int
    text: str

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return f"sections.{self.section}"

    @cached_property
    def plain(self) -> str:
        """The words without the names of documents (《…》), whose numbers count nothing here."""
        text = self.text
        while "《" in text or "〔" in text or "【" in text:
            shorter = _QUOTED.sub("", text)
            if shorter == text:
                break
            text = shorter
        return text

    @cached_property
    def bare(self) -> str:
        """The words without document names and without what stands in brackets."""
        text = self.plain
        while (shorter := _BRACKETS.sub("", text)) != text:
            text = shorter
        return text

    @property
    def quoted(self) -> str:
        """The sentence for a message, cut to a readable length."""
        text = self.text.strip("。；")
        return text if len(text) <= 120 else f"{text[:119]}……"


@dataclass(frozen=True)
class Prose:
    """All sentences of a report in the order of reading, without those too long to be sentences."""

    sentences: tuple[Sentence, ...]
    paragraphs: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)


def prose_of(texts: Mapping[str, str], keys: tuple[str, ...]) -> Prose:
    """Cut the folded words of the sections `keys` into sentences."""
    sentences: list[Sentence] = []
    paragraphs: dict[int, tuple[Sentence, ...]] = {}
    for key in keys:
        for line in texts.get(key, "").splitlines():
            here = [
                Sentence(key, len(paragraphs), piece)
                for piece in _STOPS.split(line)
                if piece and len(piece) <= LONGEST
            ]
            if here:
                paragraphs[len(paragraphs)] = tuple(here)
                sentences += here
    return Prose(tuple(sentences), paragraphs)
