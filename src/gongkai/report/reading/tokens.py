"""Cut lines and grids into atoms: labels, numbers and blank cells in the order of reading.

This is the one shape in which a statutory table is understood, whether it came as a real grid, as cells between bars or
tabs, one cell a line, or as a run of words and numbers. What an atom knows of its column is kept where the source tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Unpack

from .atoms import Atom, Kind, Where
from .cells import (
    BARS,
    GLUED,
    NOT_PROVIDED,
    REMARK,
    bar_atoms,
    bar_style,
    comma_atoms,
    is_row,
    tab_atoms,
    word_atoms,
)
from .document import Block, Grid, Line
from .labels import is_fragment
from .words import half_width, is_blank, parse_figure, squash

__all__ = ["Atom", "Kind", "Where", "is_prose", "tokenize"]

_SENTENCE = re.compile(r"[。；！？;!?]")
_PAUSE = re.compile(r"[，：、,:]")
_RUN_OF_NUMBERS = re.compile(r"(?:(?:^|\s)[\d.,]+(?=\s|$)){5}")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－·]\s*\d{1,3}\s*[-—–－·]|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?i:page|p\.)\s*\d{1,3}(?:\s*of\s*\d{1,3})?)\s*$"
)


def is_prose(line: str) -> bool:
    """Whether a line of text is a sentence rather than part of a table."""
    bare = REMARK.sub("", line).strip()
    if _RUN_OF_NUMBERS.search(bare):
        return False
    if _SENTENCE.search(bare):
        return len(bare) > 8
    if not _PAUSE.search(bare):
        # a number inside a sentence without any punctuation, e.g. 全年受理申请 3 件
        return len(bare) > 16 and not _looks_like_labels(bare)
    return len(bare) > 10 and not _looks_like_labels(bare)


def _looks_like_labels(text: str) -> bool:
    """Whether a line is made of words of the form, figures aside."""
    if is_row(text):
        return True
    words = [word for word in half_width(text).split() if parse_figure(word) is None and not is_blank(word)]
    return is_fragment(squash("".join(words))) or is_fragment(squash(GLUED.split(text)[0]))


def tokenize(blocks: Sequence[Block]) -> list[Atom]:
    """Cut blocks into atoms."""
    atoms: list[Atom] = []
    cell_open = False  # the last cell has not met its closing bar yet
    running_on = False  # the line before was a row of bars whose last cell runs on
    style = bar_style(half_width(block.text) for block in blocks if isinstance(block, Line))
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            _grid_atoms(block, atoms, index)
            cell_open = running_on = False
            continue
        line = half_width(block.text)
        if not line.strip() or (_PAGE_NUMBER.match(line) and not is_blank(line)):
            continue
        if BARS.search(line):
            cell_open = running_on = bar_atoms(line, atoms, index, style, cell_open)
        elif "\t" in line:
            tab_atoms(line, atoms, index)
            cell_open = running_on = False
        elif block.text.count(",") >= 2 and comma_atoms(block.text, atoms, index):
            cell_open = running_on = False
        elif not running_on and is_prose(line):
            atoms.append(Atom(Kind.PROSE, block.text, line=index))
        else:
            word_atoms(line, atoms, index)
            cell_open, running_on = True, False
    return atoms


def _cell_atom(text: str, line: int, **where: Unpack[Where]) -> list[Atom]:
    """The atoms of one cell of a real grid."""
    if is_blank(text):
        return [Atom(Kind.BLANK, text, line=line, **where)]
    figure = parse_figure(text)
    if figure is not None:
        return [Atom(Kind.NUMBER, text, figure=figure, line=line, **where)]
    squashed = squash(text)
    if squashed == NOT_PROVIDED:
        return [Atom(Kind.ABSENT, text, squashed, line=line, **where)]
    bare = squash(REMARK.sub("", half_width(text)))
    return [Atom(Kind.TEXT, text, bare or squashed, line=line, **where)]


def _grid_atoms(grid: Grid, atoms: list[Atom], index: int) -> None:
    for cell in sorted(grid.cells, key=lambda one: (one.row, one.column)):
        text = half_width(cell.text).strip()
        if "\n" in text and len(text) > 60 and _holds_rows(text):
            for line in text.splitlines():
                word_atoms(line, atoms, index)
            continue
        atoms += _cell_atom(
            text,
            table=grid.table,
            row=cell.row,
            column=cell.column,
            end_column=cell.column + cell.colspan,
            line=index,
        )


def _holds_rows(text: str) -> bool:
    """Whether one cell holds several rows of a table, labels and numbers on lines of their own."""
    return sum(parse_figure(line) is not None for line in text.splitlines()) >= 3
