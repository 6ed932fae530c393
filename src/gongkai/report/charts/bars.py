"""Draw horizontal bars: a label, a bar, the number behind it; last year's thinner and hatched underneath.

All bars of a chart with the same unit have one scale. A figure above zero always shows a bar, however small; a negative
figure and one that is not given show words and no bar, and what is nought is told in one line.
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
            sizes = [figure.size for figure in self._figures(bar)]
            self.scales[unit] = max(self.scales.get(unit, Fraction(0)), *sizes)
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
        noughts = [bar for bar in group.bars if all(figure.value == 0 for figure in self._figures(bar))]
        start = self.y
        for bar in group.bars:
            if bar not in noughts:
                (self._stack if self.stacked else self._row)(bar, group.unit)
        if self.y > start and not self.stacked:
            self.shapes.append(svg.line(self.left, start - 4, self.left, self.y - 8))
        if noughts and (self.y > start or group.total is None):
            self._noughts(noughts, group.unit)
        self.y += 4

    def _heading(self, group: Group) -> None:
        self.y += 8
        self.shapes.append(svg.text(0, self.y + 14, group.heading, bold=True))
        if group.total is not None:
            said = "，".join(
                f"{words}{figure.shown(group.unit)}"
                for words, figure in zip(("共", self.before), self._figures(group.total), strict=False)
            )
            x = svg.measure(group.heading, _LABEL) + 14
            if svg.measure(said, _SECOND) > svg.WIDTH - x:
                self.y += 24
                x = 0
            self.shapes.append(
                svg.text(x, self.y + 14, said, size=_SECOND, fill=svg.QUIET, room=svg.WIDTH - x)
            )
        self.y += 30

    def _noughts(self, bars: Sequence[Bar], unit: str) -> None:
        """Tell in one line what is nought, instead of drawing rows without bars."""
        years = "两年均为" if len(self._figures(bars[0])) == 2 else "均为" if len(bars) > 1 else ""
        for line in svg.wrapped(
            f"{'、'.join(bar.label for bar in bars)}：{years}0{unit}", _SECOND, svg.WIDTH
        ):
            self.shapes.append(svg.text(0, self.y + 12, line, size=_SECOND, fill=svg.QUIET))
            self.y += 22
        self.y += 4

    def _figures(self, bar: Bar) -> list[Figure]:
        return [bar.now] if bar.before is None or not self.compared else [bar.now, bar.before]

    def _row(self, bar: Bar, unit: str) -> None:
        self.shapes.append(svg.text(0, self.y + 14, bar.label, room=self.left - 8))
        end = self._bar(bar.now, unit, _THICK)
        self.shapes.append(svg.text(end + 6, self.y + 14.5, bar.now.shown(unit), bold=True))
        self.y += _THICK
        if len(self._figures(bar)) == 2 and bar.before is not None:
            self.y += 5
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
