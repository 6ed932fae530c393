"""Cut lines and grids into atoms: labels, numbers and blank cells in the order of reading.

This is the one shape in which a statutory table is understood, whether it came as a real grid, as cells between bars or
tabs, one cell a line, or as a run of words and numbers. What an atom knows of its column is kept where the source tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypedDict, Unpack

from .document import Block, Grid
from .labels import is_fragment
from .words import Figure, half_width, is_blank, parse_figure, squash


class Kind(Enum):
    """What an atom is."""

    TEXT = "text"
    NUMBER = "number"
    BLANK = "blank"
    ABSENT = "absent"
    PROSE = "prose"


class Where(TypedDict, total=False):
    """Where a cell stands in a source that has geometry."""

    table: int
    row: int
    column: int
    end_column: int


@dataclass(slots=True, eq=False)
class Atom:
    """One piece of a table. `table`, `row`, `column` and `end_column` are -1 where the source has no geometry."""

    kind: Kind
    raw: str = ""
    squashed: str = ""
    figure: Figure | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    end_column: int = -1
    line: int = 0

    def __repr__(self) -> str:
        return f"<{self.kind.value} {self.raw!r} {self.table}:{self.row}:{self.column}>"


_BARS = re.compile(r"[|│┃¦]")
_NOT_PROVIDED = "未提供"
# bracketed remarks are no part of a label, unless they hold a numbering or a unit
_REMARK = re.compile(r"[（(](?![一二三四五六七八九十\d]{1,2}[）)])[^（()）]*[)）]")
_UNIT = re.compile(r"(?<=[\d.])\s+(?=(?:万元|亿元|元)(?:\s|$))")
_SIGN = re.compile(r"(?:(?<=\s)|^)(增加|减少|增|减|\+|-)\s+(?=\d)")
_GLUED = re.compile(r"(?<=[㐀-鿿）)”\"])(?=[+\-]?\d)|(?<=\d)(?=[㐀-鿿（(])")
_NUMBERING_ATOM = re.compile(r"^[（(]?\d{1,2}[）)]?[.．、]$")
_SENTENCE = re.compile(r"[。；！？;!?]")
_PAUSE = re.compile(r"[，：、,:]")
_RUN_OF_NUMBERS = re.compile(r"(?:(?:^|\s)[\d.,]+(?=\s|$)){5}")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3})\s*$"
)


def is_prose(line: str) -> bool:
    """Whether a line of text is a sentence rather than part of a table."""
    bare = _REMARK.sub("", line).strip()
    if _RUN_OF_NUMBERS.search(bare):
        return False
    if _SENTENCE.search(bare):
        return len(bare) > 8
    if not _PAUSE.search(bare):
        # a number inside a sentence without any punctuation, e.g. 全年受理申请 3 件
        return len(bare) > 16 and not _looks_like_labels(bare)
    return len(bare) > 10 and not _looks_like_labels(bare)


def _looks_like_labels(text: str) -> bool:
    """Whether all words of a line, numbers aside, are words of the form."""
    words = [word for word in half_width(text).split() if parse_figure(word) is None and not is_blank(word)]
    if all(is_fragment(squash(word)) for word in words):
        return True
    joined = squash("".join(words))
    return is_fragment(joined) or is_fragment(squash(_GLUED.split(text)[0]))


def tokenize(blocks: Iterable[Block]) -> list[Atom]:
    """Cut blocks into atoms."""
    atoms: list[Atom] = []
    cell_open = False  # the last cell has not met its closing bar yet
    running_on = False  # the line before was a row of bars whose last cell runs on
    table = 1_000_000  # tables of text lines, apart from those of grids
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            _grid_atoms(block, atoms, index)
            cell_open = running_on = False
            continue
        line = half_width(block.text)
        if _BARS.search(line):
            cell_open = running_on = _bar_atoms(line, atoms, index, table, cell_open)
            continue
        if "\t" in line:
            _tab_atoms(line, atoms, index, table)
            cell_open = running_on = False
            continue
        if not line.strip():
            continue
        if _PAGE_NUMBER.match(line) and not is_blank(line):
            continue
        if line.count(",") >= 2 and _comma_atoms(line, atoms, index, table):
            continue
        if not running_on and is_prose(line):
            atoms.append(Atom(Kind.PROSE, block.text, line=index))
            continue
        _word_atoms(line, atoms, index)
        cell_open, running_on = True, False
    return atoms


def _cell_atom(text: str, line: int, **where: Unpack[Where]) -> list[Atom]:
    """The atoms of one cell of a real grid."""
    if is_blank(text):
        return [Atom(Kind.BLANK, text, line=line, **where)]
    figure = parse_figure(text.replace("\n", " "))
    if figure is not None:
        return [Atom(Kind.NUMBER, text, figure=figure, line=line, **where)]
    squashed = squash(text)
    if squashed == _NOT_PROVIDED:
        return [Atom(Kind.ABSENT, text, squashed, line=line, **where)]
    bare = squash(_REMARK.sub("", half_width(text)))
    return [Atom(Kind.TEXT, text, bare or squashed, line=line, **where)]


def _grid_atoms(grid: Grid, atoms: list[Atom], index: int) -> None:
    for cell in sorted(grid.cells, key=lambda one: (one.row, one.column)):
        text = half_width(cell.text).strip()
        if "\n" in text and len(text) > 60 and _holds_rows(text):
            for line in text.splitlines():
                _word_atoms(line, atoms, index)
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


def _spot(table: int, row: int, column: int) -> Where:
    return {"table": table, "row": row, "column": column, "end_column": column + 1}


def _bar_atoms(line: str, atoms: list[Atom], index: int, table: int, was_open: bool) -> bool:
    """Cells between bars.

    A bar that opens a line closes the cell before it or opens the row: either way no cell of its own, unless the line
    before had been closed by a bar as well (then it stands for a blank cell).
    """
    cells = _BARS.split(line)
    if set(line) <= set("|│┃¦-:=+ \t") and ("-" in line or "=" in line):
        return False  # the rule below a Markdown head
    last = cells.pop()  # what follows the last bar
    several = len(cells) > 1
    column = 0
    for position, cell in enumerate(cells):
        if position == 0 and not cell.strip():
            # a bar at the start of the line
            if was_open:
                was_open = False
                continue  # it closes the cell of the line before
            if several and last.strip() == "" and any(one.strip() for one in cells):
                continue  # | a | b |: it opens the row
            if not several and last.strip():
                continue  # | a: likewise
            atoms.append(Atom(Kind.BLANK, line=index))
            continue
        was_open = False
        where = _spot(table, index, column) if several else Where()
        if is_blank(cell):
            atoms.append(Atom(Kind.BLANK, line=index, **where))
        else:
            _word_atoms(cell, atoms, index, **where)
        column += 1
    if last.strip():
        _word_atoms(last, atoms, index)
        return True
    return False


def _tab_atoms(line: str, atoms: list[Atom], index: int, table: int) -> None:
    """Cells between tabs; a tab that opens the line belongs to its first cell."""
    cells = line.split("\t")
    if not cells[0].strip():
        cells = cells[1:]
    several = len(cells) > 1
    for column, cell in enumerate(cells):
        where = _spot(table, index, column) if several else Where()
        if is_blank(cell):
            atoms.append(Atom(Kind.BLANK, line=index, **where))
        else:
            _word_atoms(cell, atoms, index, **where)


def _comma_atoms(line: str, atoms: list[Atom], index: int, table: int) -> bool:
    """A row of comma-separated values; False if the line is none."""
    cells = [cell.strip().strip('"') for cell in line.split(",")]
    numbers = sum(parse_figure(cell) is not None or is_blank(cell) for cell in cells)
    if numbers < max(2, len(cells) - 3) or _SENTENCE.search(line):
        return False
    for column, cell in enumerate(cells):
        where = _spot(table, index, column)
        if is_blank(cell):
            atoms.append(Atom(Kind.BLANK, line=index, **where))
        else:
            _word_atoms(cell, atoms, index, **where)
    return True


def _word_atoms(text: str, atoms: list[Atom], index: int, **where: Unpack[Where]) -> None:
    """Words and numbers separated by spaces, or glued to each other."""
    text = text.strip()
    figure = parse_figure(text) if " " not in text else None
    if figure is not None:
        atoms.append(Atom(Kind.NUMBER, text, figure=figure, line=index, **where))
        return
    text = _REMARK.sub(" ", text) if not _is_numbered_only(text) else text
    text = _SIGN.sub(r"\1", _UNIT.sub("", text))
    for word in text.split():
        if is_blank(word):
            atoms.append(Atom(Kind.BLANK, word, line=index, **where))
            continue
        figure = parse_figure(word)
        if figure is not None:
            atoms.append(Atom(Kind.NUMBER, word, figure=figure, line=index, **where))
            continue
        if _NUMBERING_ATOM.match(word):
            continue
        squashed = squash(word)
        if squashed == _NOT_PROVIDED:
            atoms.append(Atom(Kind.ABSENT, word, squashed, line=index, **where))
            continue
        if any(char.isdigit() for char in word):
            _glued_atoms(word, atoms, index, **where)
        elif squashed:
            atoms.append(Atom(Kind.TEXT, word, squashed, line=index, **where))


def _is_numbered_only(text: str) -> bool:
    return _REMARK.fullmatch(text) is not None


def _glued_atoms(word: str, atoms: list[Atom], index: int, **where: Unpack[Where]) -> None:
    """``行政许可0``, ``规章000行政规范性文件101``, ``00000001.属于国家秘密``: labels and numbers without a gap."""
    for piece in _GLUED.split(word):
        # the digit before a stop numbers the label that follows: 0000000 | 1.属于国家秘密
        numbered = re.match(r"^([\d.]*?)(\d[.．、])$", piece)
        bare = numbered[1] if numbered else piece
        figure = parse_figure(bare)
        if figure is not None:
            atoms.append(Atom(Kind.NUMBER, bare, figure=figure, line=index, **where))
        elif squash(bare):
            atoms.append(Atom(Kind.TEXT, bare, squash(bare), line=index, **where))
