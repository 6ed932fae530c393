"""Cut a line of text into atoms: cells between bars, tabs or commas, words and numbers between spaces."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Unpack

from .atoms import Atom, Kind, Where
from .errors import ReadError
from .labels import are_labels, is_fragment
from .words import Figure, half_width, is_blank, parse_figure, squash

BARS = re.compile(r"[|│┃¦]")
NOT_PROVIDED = "未提供"
TEXT_TABLE = 1_000_000
"""The number of the table that lines of text make up, apart from those of grids."""

# bracketed remarks are no part of a label, unless they hold a numbering
REMARK = re.compile(r"[（(](?![一二三四五六七八九十\d]{1,2}[）)]|[+\-−]\d)[^（()）]*[)）]")
GLUED = re.compile(r"(?<=[㐀-鿿）)”\"])(?=[+\-]?\d)|(?<=\d)(?=[㐀-鿿（(])|(?<=\d\d[.．、])(?=[㐀-鿿])")
_UNIT = re.compile(r"(?<=[\d.])\s+(?=(?:万元|亿元|[元件项个宗条])(?:\s|$))")
_SIGN = re.compile(r"(?:(?<=\s)|^)(增加|减少|增|减|\+|-)\s+(?=\d)")
_FOOTNOTE = re.compile(r"(?<=[㐀-鿿])[\[〔【]\d{1,2}[\]〕】]")
_NUMBERING = re.compile(r"^[（(]?\d{1,2}[）)]?[.．、]$")
_BEFORE_NUMBERING = re.compile(r"^([\d.]*?)(\d[.．、])$")
_SENTENCE = re.compile(r"[。；！？;!?]")
_DIGIT = re.compile(r"\d")
_SHORT = 200
MOST_ATOMS = 40_000
"""A report has some two thousand labels and figures."""

_Piece = tuple[Kind, str, str, Figure | None]
_RULE = frozenset("|│┃¦-:=+ \t")


@dataclass(frozen=True, slots=True)
class BarStyle:
    """Whether a row of bars begins with a bar, and whether it ends with one."""

    opens: bool = True
    closes: bool = True


def bar_style(lines: Iterable[str]) -> BarStyle:
    """Tell from all rows of bars how they are written; rows with one bar tell nothing."""
    opens = closes = count = 0
    for line in lines:
        bare = line.strip()
        if len(BARS.findall(bare)) < 2 or not any(char not in _RULE for char in bare):
            continue
        count += 1
        opens += BARS.match(bare) is not None
        closes += BARS.match(bare[-1]) is not None
    return BarStyle(opens * 2 >= count, closes * 2 >= count)


def spot(row: int, column: int) -> Where:
    """The place of a cell in a table of text lines."""
    return {"table": TEXT_TABLE, "row": row, "column": column, "end_column": column + 1}


def bar_atoms(line: str, atoms: list[Atom], index: int, style: BarStyle, was_open: bool) -> bool:
    """Cells between bars; returns whether the last cell runs on in the next line.

    A bar that opens a line closes the cell before it or opens the row: either way no cell of its own, unless the line
    before had been closed by a bar as well (then it stands for a blank cell).
    """
    cells = BARS.split(line)
    if set(line) <= _RULE and ("--" in line or "==" in line or ":-" in line):
        return False  # the rule below a Markdown head
    last = cells.pop()
    several = len(cells) > 1 or (not style.closes and bool(last.strip()))
    held = any(cell.strip() for cell in cells)
    column = 0
    for position, cell in enumerate(cells):
        if position == 0 and not cell.strip():
            if was_open:
                was_open = False
                continue  # the bar closes the cell of the line before
            if several and style.opens and not last.strip() and held:
                continue  # | a | b |: it opens the row
            if not several and last.strip():
                continue  # | a: likewise
        was_open = False
        _cell(cell, atoms, index, spot(index, column) if several else Where())
        column += 1
    if last.strip() or not (style.closes or was_open):
        _cell(last, atoms, index, spot(index, column) if several else Where())
        return style.closes
    return False


def tab_atoms(line: str, atoms: list[Atom], index: int) -> None:
    """Cells between tabs; a tab that opens a line of one cell only indents it."""
    cells = line.split("\t")
    if not cells[0].strip() and sum(bool(cell.strip()) for cell in cells) == 1:
        cells = cells[1:]
    _row(cells, atoms, index)


def comma_atoms(line: str, atoms: list[Atom], index: int) -> bool:
    """A row of comma-separated values; False if the line is none."""
    if _SENTENCE.search(line) or len(line) > 1000:
        return False
    cells = [half_width(cell) for cell in next(csv.reader([REMARK.sub("", line)]), [])]
    values = sum(parse_figure(cell) is not None or is_blank(cell) for cell in cells)
    if values < max(2, len(cells) - 3) and not all(_is_label(cell) for cell in cells):
        return False
    _row(cells, atoms, index)
    return True


def _is_label(cell: str) -> bool:
    squashed = squash(cell)
    return not squashed or is_fragment(squashed) or are_labels(squashed) or parse_figure(cell) is not None


def _row(cells: Sequence[str], atoms: list[Atom], index: int) -> None:
    for column, cell in enumerate(cells):
        _cell(cell, atoms, index, spot(index, column) if len(cells) > 1 else Where())


def _cell(cell: str, atoms: list[Atom], index: int, where: Where) -> None:
    if is_blank(cell):
        atoms.append(Atom(Kind.BLANK, cell.strip(), line=index, **where))
    else:
        word_atoms(cell, atoms, index, **where)


def word_atoms(text: str, atoms: list[Atom], index: int, **where: Unpack[Where]) -> None:
    """Words and numbers separated by spaces, or glued to each other."""
    pieces = _known_pieces(text) if len(text) < _SHORT else _pieces(text)
    if len(atoms) + len(pieces) > MOST_ATOMS:
        raise _too_large()
    for kind, raw, squashed, figure in pieces:
        atoms.append(Atom(kind, raw, squashed, figure, line=index, **where))


def _too_large() -> ReadError:
    return ReadError("too_large", "表格部分的文字过多，不像年度报告；请核对文件")


def is_row(text: str) -> bool:
    """Whether a line holds nothing but labels of the form and figures, in whatever way they are glued."""
    return all(
        kind is not Kind.TEXT or is_fragment(squashed) or are_labels(squashed)
        for kind, _, squashed, _ in (_known_pieces(text) if len(text) < _SHORT else _pieces(text))
    )


@lru_cache(maxsize=4096)
def _known_pieces(text: str) -> list[_Piece]:
    return _pieces(text)


def _pieces(text: str) -> list[_Piece]:
    text = text.strip()
    figure = parse_figure(text) if " " not in text else None
    if figure is not None:
        return [(Kind.NUMBER, text, "", figure)]
    if REMARK.fullmatch(text) is None:
        text = _FOOTNOTE.sub("", REMARK.sub(" ", text))
    words = _SIGN.sub(r"\1", _UNIT.sub("", text)).split()
    if len(words) > MOST_ATOMS:
        raise _too_large()
    found: list[_Piece] = []
    for word in words:
        if is_blank(word):
            found.append((Kind.BLANK, word, "", None))
        elif (figure := parse_figure(word)) is not None:
            found.append((Kind.NUMBER, word, "", figure))
        elif _NUMBERING.match(word):
            continue
        elif (squashed := squash(word)) == NOT_PROVIDED:
            found.append((Kind.ABSENT, word, squashed, None))
        elif _DIGIT.search(word):
            found += islice(_glued(word), MOST_ATOMS + 1)
        elif squashed:
            found.append((Kind.TEXT, word, squashed, None))
    return found


def _glued(word: str) -> Iterator[_Piece]:
    """``行政许可0``, ``规章000行政规范性文件101``, ``00000001.属于国家秘密``: labels and numbers without a gap."""
    for piece in GLUED.split(word):
        # the digit before a stop numbers the label that follows: 0000000 | 1.属于国家秘密
        numbered = _BEFORE_NUMBERING.match(piece)
        bare = numbered[1] if numbered else piece
        figure = parse_figure(bare)
        if figure is not None:
            yield (Kind.NUMBER, bare, "", figure)
        elif squash(bare):
            yield (Kind.TEXT, bare, squash(bare), None)
