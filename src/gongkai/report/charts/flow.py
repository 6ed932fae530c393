"""Draw where applications come from and where they go: two bars of two parts each, on one scale.

What is carried from one year to the next (结转) is dotted in both bars, the work of the year is solid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from . import svg
from .figures import Bar

_HEIGHT = 30
_LEAST = 4.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar; `carried` over the turn of a year, or not."""

    bar: Bar
    carried: bool


def draw(
    uid: str, top: float, *, sides: Sequence[tuple[str, Sequence[Part]]], before: str
) -> tuple[list[Element], float]:
    """Draw each side (its heading and its parts) from `top` downwards; return the shapes and where they end."""
    largest = max(sum((part.bar.now.size for part in parts), Fraction(0)) for _, parts in sides)
    shapes: list[Element] = []
    y = top
    for heading, parts in sides:
        shapes.append(svg.text(0, y + 14, heading, size=15, fill=svg.QUIET))
        y += 24
        x = 0.0
        # room for the shortest parts and the gaps is set aside, so that the sum stays within the picture
        room = svg.WIDTH - len(parts) * (_LEAST + 2)
        for part in parts:
            if part.bar.now.size:
                length = _LEAST + float(part.bar.now.size / largest) * room
                shapes.append(_piece(uid, part, (x, y, length, _HEIGHT)))
                x += length + 2
        if not x:
            shapes.append(svg.line(0, y + _HEIGHT / 2, svg.WIDTH, y + _HEIGHT / 2))
        y += _HEIGHT + 10
        for part in parts:
            drawn, y = _legend(uid, part, before, y)
            shapes += drawn
        y += 14
    return shapes, y - 14


def _piece(uid: str, part: Part, bounds: tuple[float, float, float, float]) -> Element:
    if part.carried:
        return svg.rectangle(*bounds, fill=svg.pattern(uid, "dots"), stroke=svg.QUIET)
    return svg.rectangle(*bounds, fill=svg.BLUE)


def _legend(uid: str, part: Part, before: str, y: float) -> tuple[list[Element], float]:
    bar = part.bar
    shapes = [_piece(uid, part, (0, y + 1, 16, 16)), svg.text(24, y + 14.5, bar.label)]
    x = 24 + svg.measure(bar.label, 16) + 10
    words = bar.now.shown("件")
    if svg.measure(words, 16) > svg.WIDTH - x:
        x, y = 24, y + 24
    shapes.append(svg.text(x, y + 14.5, words, bold=True, room=svg.WIDTH - x))
    x += svg.measure(words, 16) + 16
    if bar.before is not None and bar.before.value is not None:
        words = f"{before}{bar.before.shown('件')}"
        if svg.measure(words, 14) > svg.WIDTH - x:
            x, y = 24, y + 22
        shapes.append(svg.text(x, y + 14.5, words, size=14, fill=svg.QUIET, room=svg.WIDTH - x))
    return shapes, y + 26
