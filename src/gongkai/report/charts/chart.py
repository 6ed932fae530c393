"""A chart as a value, and how its picture is put together: heading, key to the years, bars — or a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2s
from xml.etree.ElementTree import Element

from . import svg
from .figures import NOT_PROVIDED, Bar
from .words import Years

Row = tuple[str, int | Decimal | str] | tuple[str, int | Decimal | str, int | Decimal | str]
Painter = Callable[[str, float], tuple[list[Element], float]]
"""Draws from a height downwards, with ids beginning with a word; returns the shapes and where they end."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a report's figures.

    `key` names it for good (``applicants``, ``outcomes``, ``flow``, ``remedies``, ``documents``, ``decisions``).
    `summary` says the main figures in one Chinese sentence. `svg` is a picture that stands alone: accessible, without
    script or style sheet, its ids unlike those of any other chart. `table` holds the same figures as rows of label,
    value and, where there is a report before, that one's value; words (``未提供``) stand where there is no figure.
    `head` names the columns of the table.
    """

    key: str
    title: str
    summary: str
    svg: str
    table: tuple[Row, ...]
    head: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a chart says: its rows, its sentence and, unless the sentence is all there is to see, how it is painted."""

    key: str
    title: str
    summary: str
    rows: Sequence[tuple[str, Bar]]
    paint: Painter | None
    two_years: bool = True


def compose(content: Content, years: Years, agency: str | None) -> Chart:
    """Make the chart of a content. `agency` is named to those who hear the picture."""
    table = tuple(_row(label, bar, years) for label, bar in content.rows)
    title = f"{years.now}{content.title}"
    known = repr((agency, years, content.key, content.summary, table)).encode("utf-8", "backslashreplace")
    uid = f"chart-{content.key}-{blake2s(known, digest_size=4).hexdigest()}"
    shapes = [svg.text(0, 18, title, size=17, bold=True)]
    y = 34.0
    if content.paint is None:
        drawn, y = _sentence(content.summary, y)
    else:
        if years.before and content.two_years:
            drawn, y = _key(uid, years, [bar for _, bar in content.rows], y)
            shapes += drawn
        drawn, y = content.paint(uid, y + 6)
    shapes += drawn
    return Chart(
        key=content.key,
        title=title,
        summary=content.summary,
        svg=svg.drawing(uid, f"{agency or ''}{title}", content.summary, y + 2, shapes),
        table=table,
        head=("项目", years.now, years.before) if years.before else ("项目", years.now),
    )


def _row(label: str, bar: Bar, years: Years) -> Row:
    lacking = [
        f"{year}另有{figure.lacking}项{NOT_PROVIDED}"
        for year, figure in ((years.now, bar.now), (years.before, bar.before))
        if figure is not None and figure.lacking
    ]
    if lacking:
        label = f"{label}（{'，'.join(lacking)}）"
    return (label, bar.now.cell) if bar.before is None else (label, bar.now.cell, bar.before.cell)


def _key(uid: str, years: Years, bars: Sequence[Bar], y: float) -> tuple[list[Element], float]:
    """Tell the two years apart: solid and hatched, or why there is nothing to compare with."""
    befores = [bar.before for bar in bars if bar.before is not None]
    x = 24 + svg.measure(years.now, 14) + 24
    shapes = [
        svg.rectangle(0, y, 16, 14, fill=svg.BLUE),
        svg.text(24, y + 12, years.now, size=14, fill=svg.QUIET),
    ]
    if any(figure.value is not None for figure in befores):
        shapes.append(svg.rectangle(x, y + 2, 16, 9, fill=svg.pattern(uid, "hatch"), stroke=svg.QUIET))
        shapes.append(svg.text(x + 24, y + 12, years.before, size=14, fill=svg.QUIET))
    else:
        words = f"{years.before}：{befores[0].words}"
        shapes.append(svg.text(x, y + 12, words, size=14, fill=svg.QUIET))
    return shapes, y + 24


def _sentence(words: str, y: float) -> tuple[list[Element], float]:
    lines = svg.wrapped(words, 16, svg.WIDTH - 32)
    height = 28 * len(lines) + 20
    shapes = [svg.rectangle(0, y, svg.WIDTH, height, fill=svg.PALE)]
    for index, words_of_line in enumerate(lines):
        shapes.append(svg.text(16, y + 30 + 28 * index, words_of_line))
    return shapes, y + height
