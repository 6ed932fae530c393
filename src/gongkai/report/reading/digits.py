"""Cut a run of digits that lost the gaps between its cells, where one reading only is possible."""

from __future__ import annotations

from .words import Figure, parse_figure

_STEPS = 20_000
_LONGEST = 40
_IMPROBABLE = 10
"""A single figure of a report never has so many digits."""


def unglue(digits: str, count: int, total_last: bool, glued: bool) -> list[Figure | None] | None:
    """Cut `digits` into `count` figures; None where that is impossible or several ways are open.

    As many digits as cells: one each, if the run cannot be one figure or other rows of the table are glued. More: only
    if the last is the sum of the others (`total_last`) and one way alone leads there.
    """
    readings: set[tuple[int, ...]] = set()
    if digits.isdigit():
        if len(digits) == count and (glued or digits.startswith("0") or count >= _IMPROBABLE):
            readings.add(tuple(int(digit) for digit in digits))
        elif total_last and len(digits) <= _LONGEST:
            readings = _splits(digits, count)
    if len(readings) != 1:
        return None
    return [parse_figure(str(value)) for value in readings.pop()]


def _splits(digits: str, count: int) -> set[tuple[int, ...]]:
    """Up to two ways to cut `digits` into `count` numbers without leading zeros, the last the sum of the others.

    Empty when the search takes too many steps: then nothing can be said.
    """
    found: set[tuple[int, ...]] = set()
    steps = 0
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack and len(found) < 2:
        steps += 1
        if steps > _STEPS:
            return set()
        position, parts = stack.pop()
        if len(parts) == count - 1:
            rest = digits[position:]
            if rest and (rest == "0" or rest[0] != "0") and int(rest) == sum(parts):
                found.add((*parts, int(rest)))
            continue
        longest = len(digits) - position - (count - 1 - len(parts))
        for length in range(1, longest + 1):
            piece = digits[position : position + length]
            if length > 1 and piece[0] == "0":
                break
            stack.append((position + length, (*parts, int(piece))))
    return found
