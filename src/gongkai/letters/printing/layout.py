"""What both printers must agree on (GB/T 9704): where the signature (落款) stands, and how a title breaks into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.letters.filling import Cell, Grid, Line

__all__ = [
    "LINE_CHARACTERS",
    "TABLE_SIZE",
    "TITLE_CHARACTERS",
    "Signature",
    "before_signature",
    "signature",
    "title_lines",
    "width_of",
]

LINE_CHARACTERS = 28
TITLE_CHARACTERS = 19
TABLE_SIZE = 12.0  # 小四
_RIGHT_OF_DATE = 4.0  # 成文日期右空四字
_LEAST_RIGHT = 2.0
_ENDS = "局府厅委会部院区市县关的、"


@dataclass(frozen=True, slots=True)
class Signature:
    """Characters left free at the right of the agency and of the date, so that both have one middle."""

    agency: float
    date: float


def width_of(text: str) -> float:
    """Give how wide a text is, in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def signature(blocks: Sequence[Line | Grid]) -> Signature:
    """Place agency and date: the date four characters from the right, the agency centred over it, neither beyond two characters."""
    agency = max(
        (width_of(one.text) for one in blocks if isinstance(one, Line) and one.kind == "agency"), default=0
    )
    date = max(
        (width_of(one.text) for one in blocks if isinstance(one, Line) and one.kind == "date"), default=0
    )
    middle = _RIGHT_OF_DATE + date / 2
    middle = min(max(middle, _LEAST_RIGHT + agency / 2), LINE_CHARACTERS / 2)
    return Signature(max(middle - agency / 2, 0), max(middle - date / 2, 0))


def title_lines(text: str) -> list[str]:
    """Break a long title into lines of about one length, behind words that may end a line (词意完整)."""
    count = -(-int(width_of(text) * 2) // (TITLE_CHARACTERS * 2))
    if count <= 1:
        return [text]
    lines = []
    rest = text
    for left in range(count, 1, -1):
        middle = len(rest) / left
        places = [at for at in range(1, len(rest)) if at <= TITLE_CHARACTERS]
        ends = [at for at in places if rest[at : at + 2] == "关于" or rest[at - 1] in _ENDS]
        good = [at for at in ends if rest[at] not in "的、》”）" and rest[at - 1 : at + 1] != "关于"]
        good = [at for at in good if rest[at : at + 2] != "信息"]
        about = [at for at in good if rest[at : at + 2] == "关于" and left == count]
        near = about or [at for at in good if abs(at - middle) <= 5] or places
        at = min(near, key=lambda one: abs(one - middle))
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


def before_signature(blocks: Sequence[Line | Grid]) -> int | None:
    """Give which block stands before the signature: it must not be left alone on a page (不采用“此页无正文”)."""
    for at, one in enumerate(blocks):
        if isinstance(one, Line) and one.kind in ("agency", "date"):
            return at - 1 if at else None
    return None


def is_label(grid: Grid, row: int, column: int, cell: Cell) -> bool:
    """Whether a cell names what stands beside or below it, and is therefore centred."""
    if row < grid.heads:
        return True
    return column % 2 == 0 and cell.span == 1 and len(cell.text) <= 16 and "\n" not in cell.text


def to_write_in(row: Sequence[Cell]) -> bool:
    """Whether a row leaves a place to write in by hand, and must be higher."""
    return any(not cell.text.strip(" 　年月日") for cell in row)
