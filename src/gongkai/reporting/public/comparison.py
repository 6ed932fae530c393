"""This year beside last year: the totals of every row of the form, walked in the order of printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.charts.figures import NOT_COMPARABLE, NOT_PROVIDED, Source, plain
from gongkai.report.form import Row, Table
from gongkai.report.form.tables import HANDLED
from gongkai.report.model import Report
from gongkai.report.writing.plan import figure_text

_TOTAL = "total"


@dataclass(frozen=True)
class Line:
    """One figure of both years and the change, as printed."""

    label: str
    now: str
    before: str
    change: str


@dataclass(frozen=True)
class Part:
    """The lines of one statutory table."""

    heading: str
    lines: tuple[Line, ...]


def comparison(report: Report, previous: Report) -> tuple[Part, ...]:
    """Set two years of an agency's reports side by side.

    Of tables 三 and 四 the 总计 column is taken, of table 二 every figure; what another form counts otherwise is not compared.
    """
    now, before = Source(report), Source(previous)
    parts = []
    for table in now.form.tables:
        proactive = table.section == "proactive"
        lines = tuple(_proactive(now, before) if proactive else _totals(table, now, before))
        parts.append(Part(f"{table.caption} {table.title}", lines))
    return tuple(parts)


def _proactive(now: Source, before: Source) -> Iterator[Line]:
    for _, row, column, place in now.proactive_cells():
        figure, other = now.figure(place), before.counterpart(row, column)
        yield _line(f"{row.label}：{column.label}", figure.value, other.value, other.words)


def _totals(table: Table, now: Source, before: Source) -> Iterator[Line]:
    for block in table.blocks:
        for row in block.rows:
            place = f"{table.key}.{row.key}.{_TOTAL}"
            known = place in before.form.kinds
            other = before.figure(place).value if known else None
            words = NOT_PROVIDED if known else NOT_COMPARABLE
            yield _line(_name(row), now.figure(place).value, other, words)


def _name(row: Row) -> str:
    """Name a row without the form's numbering: ``不予公开：属于国家秘密``."""
    if row.group:
        return f"{plain(row.group)}：{plain(row.label)}"
    return plain(HANDLED) + plain(row.label) if row.key == "decided" else plain(row.label)


def _line(label: str, now: int | Decimal | None, before: int | Decimal | None, words: str) -> Line:
    change = ""
    if now is not None and before is not None:
        difference = now - before
        change = (
            "持平" if difference == 0 else f"{'增' if difference > 0 else '减'}{figure_text(abs(difference))}"
        )
    return Line(label, _text(now, NOT_PROVIDED), _text(before, words), change)


def _text(value: int | Decimal | None, words: str) -> str:
    return words if value is None else figure_text(value)
