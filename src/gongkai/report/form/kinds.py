"""The vocabulary in which a version of the national form is written down.

A `Form` is data only. Readers look for its labels, checks evaluate its equations, writers print its tables, and
statistics fill its places; none of them knows a label of its own.

A *place* is the stable dotted name of one figure, e.g. ``applications.granted.person``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

FigureKind = Literal["count", "signed", "amount"]
"""``count``: a whole number of documents, decisions or applications (件), never negative. ``signed``: a whole number
that may be negative (本年增/减). ``amount``: money, a decimal number, never negative."""

CellRole = Literal["figure", "column", "row", "group", "corner"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. `also` holds other wordings met in published reports."""

    key: str
    label: str
    kind: FigureKind = "count"
    also: tuple[str, ...] = ()
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures.

    `group` is the heading it stands under (e.g. ``（三）不予公开``), "" where there is none; `remark` is the bracketed
    explanation printed behind the label; `counted` says what is counted here and `source` the article it rests on.
    """

    key: str
    label: str
    group: str = ""
    remark: str = ""
    also: tuple[str, ...] = ()
    counted: str = ""
    source: str = ""

    @property
    def printed(self) -> str:
        """The label as the form prints it, with its remark."""
        return self.label + self.remark

    @property
    def name(self) -> str:
        """The label with the group it stands under, for messages."""
        return f"{self.group}{self.label}" if self.group else self.label


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: a label (`text`) or the place of a figure, with its spans over the grid."""

    text: str = ""
    place: str = ""
    colspan: int = 1
    rowspan: int = 1
    role: CellRole = "figure"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with columns of its own: in table 二 an item of Art. 20 (第二十条), in 三 and 四 the whole table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A statutory table.

    `key` is the first part of its places, `section` the section it belongs to, `number` the Chinese numeral by which
    people call it (表二). `grid` holds every printed row; `header_rows` counts those that repeat on each page.
    `widths` are relative column widths.
    """

    key: str
    section: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    grid: tuple[tuple[Cell, ...], ...]
    header_rows: int
    widths: tuple[int, ...]
    places: tuple[str, ...] = field(default=())

    @property
    def caption(self) -> str:
        """How people refer to the table, e.g. ``表二``."""
        return f"表{self.number}"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts of the report; `table` is the key of its table, "" for a part in words."""

    key: str
    number: str
    title: str
    table: str = ""
    also: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading as printed, e.g. ``一、总体情况``."""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True, slots=True)
class Equation:
    """Cells that must agree (勾稽关系): the sum of `left` equals the sum of `right`.

    `rule` is the id of the check, `place` names the row or column (``*`` for the running part), `left_words` and
    `right_words` say the two sides in the words of the form.
    """

    rule: str
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_words: str
    right_words: str
    source: str


@dataclass(frozen=True)
class Form:
    """A version of the national form of the annual report (年度报告格式)."""

    version: str
    name: str
    source: str
    years: tuple[int, int | None]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    equations: tuple[Equation, ...]
    kinds: dict[str, FigureKind]
    names: dict[str, str]

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every place of the form in the order of printing."""
        return tuple(place for table in self.tables for place in table.places)

    def table(self, key: str) -> Table:
        """Return the table whose places begin with `key`; KeyError if the form has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def section(self, key: str) -> Section:
        """Return the section `key`; KeyError if the form has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def name_of(self, place: str) -> str:
        """Name a place in the words of the form, e.g. ``表三“（一）予以公开”的“自然人”``; an unknown place as it is."""
        return self.names.get(place, place)

    def rows(self) -> Iterator[tuple[Table, Block, Row]]:
        """Walk all rows of figures."""
        for table in self.tables:
            for block in table.blocks:
                for row in block.rows:
                    yield table, block, row
