"""Some pages hold several reports, one behind the other: keep the first and say so."""

from __future__ import annotations

from .document import Document, Grid, Line
from .headings import possible_headings
from .identity import is_title
from .words import half_width, parse_figure

_FULL = 4
"""So many of the six headings make a report; a table of contents has them too, but no figures between."""

_FIGURES = 20
_NUMBERED = 3
_FIRST = "overview"
_TITLE_ABOVE = 40


def only_first(document: Document, texts: list[str]) -> list[str]:
    """Cut `document` behind its first report, with a remark; returns the texts that are left."""
    seen: dict[str, int] = {}
    for heading in possible_headings(document, texts):
        if heading.score < _NUMBERED:
            continue
        if heading.key == _FIRST and len(seen) >= _FULL:
            begin, end = min(seen.values()), max(seen.values())
            if _figures(document, texts, begin, end) >= _FIGURES:
                above = range(heading.block - 1, max(end, heading.block - _TITLE_ABOVE), -1)
                cut = next((index for index in above if is_title(texts[index])), heading.block)
                document.blocks = document.blocks[:cut]
                document.remarks.append(
                    (
                        "several_reports",
                        "文件中不止一份年度报告，只读取了第一份；请把其余报告另存为单独的文件",
                    )
                )
                return texts[:cut]
            seen = {}
        seen[heading.key] = heading.block
    return texts


def _figures(document: Document, texts: list[str], begin: int, end: int) -> int:
    """How many figures stand between two blocks."""
    count = 0
    for index in range(begin, end):
        block = document.blocks[index]
        pieces = [cell.text for cell in block.cells] if isinstance(block, Grid) else [texts[index]]
        if isinstance(block, Line) and len(block.text) > 2000:
            continue
        count += sum(parse_figure(word) is not None for piece in pieces for word in half_width(piece).split())
    return count
