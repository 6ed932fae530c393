"""Draw horizontal bars: a label, a bar, the number behind it; last year's thinner and hatched underneath.

All bars of a chart with the same unit have one scale. A figure above zero always shows a bar, however small; nought,
a negative figure and one that is not given show words and no bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from xml.etree.ElementTree import Element

from . import svg
from .figures import Bar, Figure, Group

_LABEL, _NUMBER, _SECOND = 16, 16, 14
_THICK, _THIN = 18, 9
_LEAST = 3.0
"""The shortest bar, so that one application beside ten thousand is seen."""
_NARROW = 80
"""Where less than this would be left for the bars, words and bars stand in lines of their own."""


def draw(uid: str, top: float, *, groups: Sequence[Group], before: str) -> tuple[list[Element], float]:
    """Draw the groups from `top` downwards; return the shapes and where they end.

    `before` is what the report before is called, e.g. ``2022年``.
    """
    painter = _Painter(uid, groups, before, top)
    for group in groups:
        painter.group(group)
    return painter.shapes, painter.y


class _Painter:
    def __init__(self, uid: str, groups: Sequence[Group], before: str, top: float) -> None:
        self.uid = uid
        self.before = before
        self.y = top
        self.shapes: list[Element] = []
        bars = [(group.unit, bar) for group in groups for bar in group.bars]
        self.compared = any(bar.before is not None and bar.before.value is not None for _, bar in bars)
        self.scales: dict[str, Fraction] = {}
        for unit, bar in bars:
            largest = max(figure.size for figure in self._figures(bar))
            self.scales[unit] = max(self.scales.get(unit, Fraction(0)), largest)
        self.left = max(svg.measure(bar.label, _LABEL) for _, bar in bars) + 12
        numbers = max(
            svg.measure(figure.shown(unit), _NUMBER if figure is bar.now else _SECOND)
            for unit, bar in bars
            for figure in self._figures(bar)
        )
        self.room = svg.WIDTH - self.left - numbers - 8
        self.stacked = self.room < _NARROW
        if self.stacked:
            self.left, self.room = 0.0, float(svg.WIDTH)

    def group(self, group: Group) -> None:
        if group.heading:
            self._heading(group)
            if all(bar.is_zero for bar in group.bars):
                return
        start = self.y
        for bar in group.bars:
            (self._stack if self.stacked else self._row)(bar, group.unit)
        if not self.stacked:
            self.shapes.append(svg.line(self.left, start - 4, self.left, self.y - 8))
        self.y += 4

    def _heading(self, group: Group) -> None:
        self.y += 8
        self.shapes.append(svg.text(0, self.y + 14, group.heading, bold=True))
        said = self._sum_of(group)
        x = svg.measure(group.heading, _LABEL) + 14
        if svg.measure(said, _SECOND) > svg.WIDTH - x:
            self.y += 24
            x = 0
        self.shapes.append(svg.text(x, self.y + 14, said, size=_SECOND, fill=svg.QUIET, room=svg.WIDTH - x))
        self.y += 30

    def _sum_of(self, group: Group) -> str:
        """What is said behind the heading: the total where the report states one, or that there is nothing."""
        if group.total is not None:
            before = group.total.before
            told = "" if before is None or not self.compared else f"，{self.before}{before.shown(group.unit)}"
            return f"共{group.total.now.shown(group.unit)}{told}"
        return f"均为0{group.unit}" if all(bar.is_zero for bar in group.bars) else ""

    def _figures(self, bar: Bar) -> list[Figure]:
        return [bar.now] if bar.before is None or not self.compared else [bar.now, bar.before]

    def _row(self, bar: Bar, unit: str) -> None:
        self.shapes.append(svg.text(0, self.y + 14, bar.label, room=self.left - 8))
        end = self._bar(bar.now, unit, _THICK)
        self.shapes.append(svg.text(end + 6, self.y + 14.5, bar.now.shown(unit), bold=True))
        self.y += _THICK
        if len(self._figures(bar)) == 2 and bar.before is not None:
            self.y += 3
            end = self._bar(bar.before, unit, _THIN)
            self.shapes.append(
                svg.text(end + 6, self.y + 10, bar.before.shown(unit), size=_SECOND, fill=svg.QUIET)
            )
            self.y += _THIN
        self.y += 12

    def _stack(self, bar: Bar, unit: str) -> None:
        self.shapes.append(svg.text(0, self.y + 14, bar.label))
        self.y += 24
        for figure in self._figures(bar):
            first = figure is bar.now
            self.shapes.append(
                svg.text(
                    0,
                    self.y + 12,
                    figure.shown(unit),
                    size=_NUMBER if first else _SECOND,
                    fill=svg.INK if first else svg.QUIET,
                    bold=first,
                )
            )
            self.y += 18
            if figure.size:
                self._bar(figure, unit, _THICK if first else _THIN)
                self.y += (_THICK if first else _THIN) + 6
        self.y += 6

    def _bar(self, figure: Figure, unit: str, thickness: float) -> float:
        """Draw one bar at the present height; return where it ends."""
        if not figure.size:
            return self.left
        length = max(float(figure.size / self.scales[unit]) * self.room, _LEAST)
        if thickness == _THICK:
            self.shapes.append(svg.rectangle(self.left, self.y, length, thickness, fill=svg.BLUE))
        else:
            fill = svg.pattern(self.uid, "hatch")
            self.shapes.append(
                svg.rectangle(self.left, self.y, length, thickness, fill=fill, stroke=svg.QUIET)
            )
        return self.left + length
