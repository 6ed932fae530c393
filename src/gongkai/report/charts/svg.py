"""The few shapes of which the charts are made, and the frame that makes an SVG readable by everybody.

Lengths are in units of the view box, which is `WIDTH` wide: what a telephone of 390 px shows between its margins, so
that a unit is about a pixel there, and never more on wide screens. Styles are attributes of the shapes, so that a strict
content security policy does not take them away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from gongkai.report.printable import printable

WIDTH = 360
INK = "#1b1f24"
"""Words."""
QUIET = "#4b5663"
"""Words and lines of the second rank, such as last year's figures: 7.4:1 on white."""
BLUE = "#1f4e8c"
"""This year: 8.1:1 on white."""
LINE = "#78828f"
"""Base lines: 3.9:1 on white."""
PALE = "#f3f5f8"
"""The ground of a picture that only says a sentence."""

_FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
_PIECE = re.compile(r"[（“《]*(?:[-\d.]{1,20}|.)[，。、；：）”》]*")
_PATTERNS = {
    # last year: slanting lines; carried over: dots
    "hatch": (6, "M-1.5,1.5l3,-3M0,6l6,-6M4.5,7.5l3,-3", 1.3),
    "dots": (5, "M2.5,2.5h.01", 2.6),
}


def number(value: float) -> str:
    """Return a length as short as it can be written."""
    return f"{round(value, 2):g}"


def measure(words: str, size: float) -> float:
    """Return about how wide these words are: a Chinese character is a square, other signs a little over half."""
    return size * sum(1.0 if char > "\u2e7f" else 0.62 for char in words)


def rectangle(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "") -> Element:
    """Return a rectangle; `stroke` is drawn inside its bounds."""
    inset = 0.5 if stroke else 0.0
    shape = Element(
        "rect",
        x=number(x + inset),
        y=number(y + inset),
        width=number(max(width - 2 * inset, 0.5)),
        height=number(height - 2 * inset),
        fill=fill,
    )
    if stroke:
        shape.set("stroke", stroke)
    return shape


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE) -> Element:
    """Return a straight line one unit thick."""
    return Element("line", x1=number(x1), y1=number(y1), x2=number(x2), y2=number(y2), stroke=stroke)


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 16,
    fill: str = INK,
    bold: bool = False,
    room: float = WIDTH,
) -> Element:
    """Return words whose base line begins at (x, y), pressed together where they would be wider than `room`."""
    shape = Element("text", x=number(x), y=number(y), fill=fill)
    shape.set("font-size", number(size))
    if bold:
        shape.set("font-weight", "600")
    if measure(words, size) > room:
        shape.set("textLength", number(room))
        shape.set("lengthAdjust", "spacingAndGlyphs")
    shape.text = printable(words)
    return shape


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Break Chinese words into lines, not within a number nor before a sign that may not begin a line."""
    lines = [""]
    for piece in _PIECE.findall(printable(words)):
        if lines[-1] and measure(lines[-1] + piece, size) > room:
            lines.append("")
        lines[-1] += piece
    return lines


def drawing(uid: str, title: str, description: str, height: float, shapes: Iterable[Element]) -> str:
    """Return a whole SVG of its own.

    `uid` begins every id in it; `title` and `description` are what is read aloud. It needs no style sheet: it is as
    wide as its place, but never drawn larger than its natural size.
    """
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", width="100%", height=number(height))
    root.set("viewBox", f"0 0 {WIDTH} {number(height)}")
    root.set("preserveAspectRatio", "xMinYMin meet")
    root.set("role", "img")
    root.set("aria-labelledby", f"{uid}-title {uid}-desc")
    root.set("lang", "zh-CN")
    root.set("font-family", _FONTS)
    SubElement(root, "title", id=f"{uid}-title").text = printable(title)
    SubElement(root, "desc", id=f"{uid}-desc").text = printable(description)
    parts = list(shapes)
    used = "".join(shape.get("fill", "") for shape in parts)
    patterns = [name for name in _PATTERNS if pattern(uid, name) in used]
    if patterns:
        definitions = SubElement(root, "defs")
        for name in patterns:
            _define(definitions, uid, name)
    # its own ground keeps the contrast on pages of any colour
    root.append(rectangle(0, 0, WIDTH, height, fill="#ffffff"))
    root.extend(parts)
    return tostring(root, encoding="unicode")


def pattern(uid: str, name: str) -> str:
    """Return the fill that means the pattern ``hatch`` or ``dots`` of the drawing `uid`."""
    return f"url(#{uid}-{name})"


def _define(definitions: Element, uid: str, name: str) -> None:
    side, path, thickness = _PATTERNS[name]
    tile = SubElement(definitions, "pattern", id=f"{uid}-{name}", width=str(side), height=str(side))
    tile.set("patternUnits", "userSpaceOnUse")
    SubElement(tile, "rect", width=str(side), height=str(side), fill="#ffffff")
    strokes = SubElement(tile, "path", d=path, stroke=QUIET, fill="none")
    strokes.set("stroke-width", number(thickness))
    strokes.set("stroke-linecap", "round")
