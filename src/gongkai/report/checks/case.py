"""What the checks look at: a report with the form it is checked by, last year's report, and how numbers are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from gongkai.report.form import FORMS, Column, Form, Row, Table, printed_form
from gongkai.report.model import Report, Value

from .words import folded

Number = int | Decimal

TOO_LARGE = 10**40
"""No figure of a report is this large; such a one is called absurd and kept out of every sum."""


@dataclass(frozen=True, slots=True)
class CellName:
    """The table, row and column of a place."""

    table: Table
    row: Row
    column: Column


@cache
def cell_names() -> Mapping[str, CellName]:
    """Return table, row and column of every place of every version of the form."""
    names = {}
    for form in FORMS.values():
        for table, block, row in form.rows():
            for column in block.columns:
                place = f"{table.key}.{row.key}.{column.key}"
                if place not in form.kinds:
                    place = f"{table.key}.{row.key}"
                names[place] = CellName(table, row, column)
    return names


def stem_of(place: str) -> str:
    """Return the row a place belongs to: ``applications.granted`` for ``applications.granted.person``."""
    return ".".join(place.split(".")[:2])


def shown(number: Number) -> str:
    """Write a number as people do, without exponent; a monstrous one by its size."""
    if isinstance(number, Decimal) and not number.is_finite():
        return "（不是有效的数字）"
    if size(number) >= TOO_LARGE:
        return "一个四十位以上的数"
    if isinstance(number, Decimal):
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(number)


def size(number: Number) -> Number:
    """Return the number without its sign."""
    return -number if number < 0 else number


def quoted(words: str) -> str:
    """Put words of the form in quotation marks, those they hold themselves in single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def gap(one: Number, other: Number) -> Number:
    """How far two numbers are apart."""
    return one - other if one > other else other - one


def added(terms: Iterable[tuple[str, Number]]) -> str:
    """Write a sum with its result: ``自然人1＋其他2＝3``; a single term stands alone."""
    pairs = list(terms)
    total = sum((number for _, number in pairs), start=0)
    words = "＋".join(f"{name}{shown(number)}" for name, number in pairs)
    return words if len(pairs) == 1 else f"{words}＝{shown(total)}"


@dataclass(frozen=True)
class Case:
    """One report to be checked. `published_on` is the day of publication, if it is known at all."""

    report: Report
    previous: Report | None
    submitted: bool
    published_on: date | None

    @cached_property
    def form(self) -> Form:
        """The form the report fills; a blend of both versions where it mixes them."""
        return printed_form(self.report.form, self.report.figures)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The words of each section, written one way."""
        return {key: folded(words) for key, words in self.report.sections.items()}

    @cached_property
    def agency(self) -> str:
        """The agency's name, written one way; "" if it is not known."""
        return folded(self.report.agency or "")

    @cached_property
    def figures(self) -> Mapping[str, Value]:
        """The figures that can be reckoned with; None where the cell is blank or no usable number."""
        return usable(self.report.figures)

    def value(self, place: str) -> Number | None:
        """Return the figure at a place, None where it is blank, absent or unusable."""
        return self.figures.get(place)

    def total(self, places: Iterable[str]) -> Number | None:
        """Add the figures at these places; None if any of them is not known."""
        result: Number = 0
        for place in places:
            number = self.figures.get(place)
            if number is None:
                return None
            result += number
        return result


def usable(figures: Mapping[str, Value]) -> dict[str, Value]:
    """Return the figures with None for whatever cannot be added: NaN, infinity, numbers of more than forty digits."""
    return {
        place: None
        if value is not None
        and ((isinstance(value, Decimal) and not value.is_finite()) or size(value) >= TOO_LARGE)
        else value
        for place, value in figures.items()
    }
