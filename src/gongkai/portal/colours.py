"""An agency's main colour: used for white words on it and for links on white, so it must be dark enough."""

from __future__ import annotations

__all__ = ["DEFAULT", "contrast_with_white", "readable"]

DEFAULT = "#1a4b8f"
"""The platform's own deep blue: 8.6:1 on white."""
LEAST = 4.5
"""The contrast WCAG 2.2 (1.4.3, level AA) asks of words."""


def contrast_with_white(colour: str) -> float:
    """Give the contrast ratio of a colour ``#rrggbb`` with white, 1 to 21, as WCAG 2.2 defines it. ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a colour: {colour}")
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """Give the colour in small letters if words in it can be read on white, the default otherwise."""
    try:
        return colour.lower() if contrast_with_white(colour) >= LEAST else DEFAULT
    except ValueError:
        return DEFAULT


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
