"""What is taken out of a file: texts with their places, what could not be read, and what else a person should know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import Refused
from .model import Passage

MAX_SIGNS = 8_000_000
"""The most characters that are taken out of one file: some ten thousand pages."""

MAX_PASSAGES = 1_500_000

MAX_NESTED = 3
"""How deep files within files are opened."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a file that could not be read: where ("" for all of it), a stable code, why."""

    place: str
    code: str
    reason: str


class TooMuch(Refused):
    """A file that holds more than is read; `content` is what was read of it."""

    def __init__(self, content: Content) -> None:
        """Keep what was read."""
        super().__init__("too_large", "文件的文字太多，无法检查；请分成几个文件")
        self.content = content


@dataclass(slots=True)
class Content:
    """Collects what a file holds.

    `remarks` may hold ``revisions`` (tracked changes or comments), ``hidden`` (hidden sheets, rows, words) and ``gps`` (a
    picture that says where it was taken).
    """

    passages: list[Passage] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    remarks: set[str] = field(default_factory=set)
    signs: int = 0

    def add(
        self, text: str, place: str, *, table: str = "", row: int = 0, column: int = 0, numeric: bool = False
    ) -> None:
        """Keep a text unless it is blank. Raises `TooMuch` when a file holds too much."""
        if not text or text.isspace():
            return
        self.signs += len(text)
        if self.signs > MAX_SIGNS or len(self.passages) >= MAX_PASSAGES:
            raise TooMuch(self)
        self.passages.append(Passage(text, place, table, row, column, numeric))

    def gap(self, place: str, code: str, reason: str) -> None:
        """Keep what could not be read; the same is said once, and no more than two hundred things."""
        gap = Gap(place, code, reason)
        if gap not in self.gaps and len(self.gaps) < 200:
            self.gaps.append(gap)

    def take(self, other: Content, place: str) -> None:
        """Take over what a file within this file holds, its places put behind `place`."""
        for one in other.passages:
            self.add(
                one.text,
                f"{place}，{one.place}",
                table=f"{place}，{one.table}" if one.table else "",
                row=one.row,
                column=one.column,
                numeric=one.numeric,
            )
        for gap in other.gaps:
            self.gap(f"{place}，{gap.place}" if gap.place else place, gap.code, gap.reason)
        self.remarks |= other.remarks


def packed(content: Content) -> dict[str, Any]:
    """Return the content as values that JSON can carry between processes."""
    passages = [
        [one.text, one.place, one.table, one.row, one.column, one.numeric] for one in content.passages
    ]
    gaps = [[gap.place, gap.code, gap.reason] for gap in content.gaps]
    return {"passages": passages, "gaps": gaps, "remarks": sorted(content.remarks)}


def unpacked(answer: dict[str, Any]) -> Content:
    """Return the content that `packed` made."""
    content = Content([Passage(*one) for one in answer["passages"]], [Gap(*one) for one in answer["gaps"]])
    content.remarks = set(answer["remarks"])
    content.signs = sum(len(one.text) for one in content.passages)
    return content
