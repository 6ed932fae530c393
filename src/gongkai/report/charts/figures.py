"""What is drawn: figures taken from a report by walking its form, with last year's beside them.

A figure that the report does not give stays a figure that is not given; a sum over cells of which some are not given
says how many. Labels come from the form, without their numbering.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from gongkai.report.form import FORMS, Block, Column, Form, Row, Table, printed_form
from gongkai.report.model import Report

NOT_PROVIDED = "未提供"
NOT_COMPARABLE = "格式不同，不作比较"

_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+\.)")
_OWN_ROWS = ("received", "carried_in", "decided", "carried_out")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be drawn, or the `words` said where there is none.

    `lacking` of the cells that were to be added are not given in the report.
    """

    value: int | Decimal | None
    lacking: int = 0
    words: str = NOT_PROVIDED

    @property
    def size(self) -> Fraction:
        """What may be drawn as a length: never below zero."""
        return Fraction(self.value) if self.value is not None and self.value > 0 else Fraction(0)

    @property
    def cell(self) -> int | Decimal | str:
        """The number for a table, or the words that stand for it."""
        return self.words if self.value is None else self.value

    def shown(self, unit: str) -> str:
        """Return the number with its unit, and what is wrong with it: ``3件``, ``-3件（负数）``, ``未提供``."""
        if self.value is None:
            return self.words
        number = f"{self.value:f}" if isinstance(self.value, Decimal) else str(self.value)
        if self.value < 0:
            return f"{number}{unit}（负数）"
        return f"{number}{unit}（另有{self.lacking}项{NOT_PROVIDED}）" if self.lacking else f"{number}{unit}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing counted: its label, the figure of the report, and that of the report before if there is one."""

    label: str
    now: Figure
    before: Figure | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading, all counted in one `unit`; `total` is the sum that the report itself states."""

    bars: tuple[Bar, ...]
    heading: str = ""
    unit: str = "件"
    total: Bar | None = None

    @property
    def everything(self) -> tuple[Bar, ...]:
        """The bars and the total."""
        return self.bars if self.total is None else (*self.bars, self.total)


def plain(label: str) -> str:
    """Return a label of the form without its numbering: ``（三）不予公开`` is 不予公开."""
    return _NUMBERING.sub("", label)


def short(row: Row) -> str:
    """Return the shortest wording the form knows for a row: 本年新收."""
    return min((plain(words) for words in (row.label, *row.also)), key=len)


class Source:
    """A report seen through its form."""

    def __init__(self, report: Report) -> None:
        """Take the form by which the report would be printed."""
        self.report = report
        self.form: Form = printed_form(report.form, report.figures)
        # in a blend of both forms, the rows of the form that was not used are not missing
        self._blended = all(self.form is not form for form in FORMS.values())

    @property
    def proactive(self) -> Table:
        """Table 二 (主动公开), in either version."""
        return self.form.tables[0]

    def figure(self, place: str) -> Figure:
        """Return the figure at a place."""
        return Figure(_number(self.report, place))

    def sum_of(self, places: Collection[str]) -> Figure:
        """Return the sum of the figures at these places, and how many of them are not given."""
        asked = [place for place in places if self.report.has(place) or not self._blended]
        given = [number for place in asked if (number := _number(self.report, place)) is not None]
        return Figure(_sum(given), len(asked) - len(given)) if given else Figure(None)

    def application_rows(self) -> dict[str, Row]:
        """The rows of table 三 by their keys."""
        return {row.key: row for row in self.form.table("applications").blocks[0].rows}

    def outcome_groups(self) -> dict[str, tuple[str, ...]]:
        """The six groups of outcomes (办理结果): plain label, and the keys of the rows in it."""
        groups: dict[str, list[str]] = {}
        for row in self.application_rows().values():
            if row.key not in _OWN_ROWS:
                groups.setdefault(plain(row.group or row.label), []).append(row.key)
        return {label: tuple(keys) for label, keys in groups.items()}

    def proactive_cells(self) -> Iterator[tuple[Block, Row, Column, str]]:
        """Walk the figures of table 二 with the row and column each stands in."""
        places = iter(self.proactive.places)
        for block in self.proactive.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield block, row, column, next(places)

    def counterpart(self, row: Row, column: Column) -> Figure:
        """Return the figure of table 二 that another form's row and column mean, by the wordings the forms know."""
        for _, own_row, own_column, place in self.proactive_cells():
            if _same(own_row, row) and _same(own_column, column):
                return self.figure(place)
        return Figure(None, words=NOT_COMPARABLE)


def _same(one: Row | Column, other: Row | Column) -> bool:
    return one.key == other.key and (one.label in (other.label, *other.also) or other.label in one.also)


def _number(report: Report, place: str) -> int | Decimal | None:
    value = report.figures.get(place)
    # what is no finite number cannot be drawn
    return None if isinstance(value, Decimal) and not value.is_finite() else value


def _sum(numbers: Iterable[int | Decimal]) -> int | Decimal:
    with localcontext(prec=200):  # longer than any figure that is believed, so that nothing is rounded
        return sum(numbers, 0)
