"""Give the figures of a row to its columns.

A cell that is blank in the file stays blank; where blanks left no trace and a number could belong to several columns,
nothing is guessed: the cells are null and a note says which numbers were seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.model import Value

from .rows import FoundRow
from .tokens import Atom, Kind
from .words import Figure, parse_figure


@dataclass(slots=True)
class Assigned:
    """Figures by column: `cells[i]` is the atom of column i, None where it is blank.

    `absent` holds columns the file does not have. `problem` is the code of a note ("" for none).
    """

    cells: list[Figure | None]
    absent: set[int] = field(default_factory=set)
    problem: str = ""
    seen: list[str] = field(default_factory=list)


def learn_columns(rows: Sequence[FoundRow], count: int) -> dict[int, tuple[int, ...]]:
    """For each table with geometry, the grid columns in which complete rows have their `count` figures.

    Empty where the rows disagree: then the columns of the source are no geometry (cells moved together to the left).
    """
    votes: dict[int, Counter[tuple[int, ...]]] = {}
    for row in rows:
        numbers = [atom for atom in row.atoms if atom.kind is Kind.NUMBER]
        if len(numbers) == count and all(atom.column >= 0 for atom in numbers):
            columns = tuple(atom.column for atom in numbers)
            votes.setdefault(numbers[0].table, Counter())[columns] += 1
    return {table: next(iter(counter)) for table, counter in votes.items() if len(counter) == 1}


def assign(
    row: FoundRow, count: int, geometry: dict[int, tuple[int, ...]], total_last: bool = False
) -> Assigned:
    """Give the atoms of `row` to `count` columns; `total_last` says that the last column is the sum of the others."""
    atoms = row.atoms
    numbers = [atom for atom in atoms if atom.kind in (Kind.NUMBER, Kind.ABSENT)]
    if len(numbers) == count:
        return _plain(numbers)
    if len(numbers) > count:
        return _too_many(numbers, count, total_last)
    if len(numbers) == 1 and numbers[0].kind is Kind.ABSENT:
        return Assigned([None] * count, set(range(count)))
    by_geometry = _by_geometry(atoms, numbers, geometry)
    if by_geometry is not None and len(by_geometry) == count:
        return by_geometry_result(by_geometry)
    if (
        len(numbers) == 1
        and numbers[0].figure is not None
        and count > 1
        and len(numbers[0].figure.digits) >= count
    ):
        return _unglue(numbers[0], count, total_last)
    if len(atoms) >= count and any(atom.kind is Kind.BLANK for atom in atoms):
        window = atoms[:count]
        if sum(atom.kind is not Kind.BLANK for atom in window) < len(numbers):
            window = _shifted(atoms, count)
        return _plain(window)
    if not numbers:
        return Assigned([None] * count, set(range(count)) if row.cut and not atoms else set())
    if row.cut:
        figures = [atom.figure for atom in numbers]
        return Assigned([*figures, *[None] * (count - len(figures))], set(range(len(figures), count)))
    return Assigned([None] * count, problem="cells_unclear", seen=[atom.raw.strip() for atom in numbers])


def _plain(atoms: Sequence[Atom]) -> Assigned:
    absent = {index for index, atom in enumerate(atoms) if atom.kind is Kind.ABSENT}
    return Assigned([atom.figure for atom in atoms], absent)


def _shifted(atoms: list[Atom], count: int) -> list[Atom]:
    """Skip the blank cells that pad the label, so that the window holds every number if it can."""
    first = next(index for index, atom in enumerate(atoms) if atom.kind is not Kind.BLANK)
    last = max(index for index, atom in enumerate(atoms) if atom.kind is not Kind.BLANK)
    start = max(0, min(first, last - count + 1))
    return atoms[start : start + count]


def _by_geometry(
    atoms: list[Atom], numbers: list[Atom], geometry: dict[int, tuple[int, ...]]
) -> list[Atom | None] | None:
    table = next((atom.table for atom in atoms if atom.column >= 0), -1)
    columns = geometry.get(table)
    if columns is None:
        return None
    chosen = [
        next((atom for atom in atoms if atom.column <= column < atom.end_column), None) for column in columns
    ]
    kept = sum(1 for atom in chosen if atom is not None and atom.kind is not Kind.BLANK)
    return chosen if kept == len(numbers) else None


def by_geometry_result(chosen: list[Atom | None]) -> Assigned:
    """Turn the atoms found under each column into figures."""
    absent = {index for index, atom in enumerate(chosen) if atom is not None and atom.kind is Kind.ABSENT}
    return Assigned([atom.figure if atom is not None else None for atom in chosen], absent)


def _too_many(numbers: list[Atom], count: int, total_last: bool) -> Assigned:
    """More numbers than columns: a merged cell repeated, or a foreign number among them."""
    values = [atom.figure.value if atom.figure else None for atom in numbers]
    if len(set(values)) == 1:
        return _plain(numbers[:count])
    if count == 2 and len(values) == 3 and values[1] == values[2]:
        return _plain(numbers[:2])
    if total_last:
        fitting = {
            tuple(values[start : start + count])
            for start in range(len(values) - count + 1)
            if _adds_up(values[start : start + count])
        }
        if len(fitting) == 1:
            window = fitting.pop()
            start = next(i for i in range(len(values)) if tuple(values[i : i + count]) == window)
            result = _plain(numbers[start : start + count])
            result.problem = "extra_cells"
            result.seen = [atom.raw.strip() for atom in numbers]
            return result
    return Assigned([None] * count, problem="extra_cells", seen=[atom.raw.strip() for atom in numbers])


def _adds_up(values: Sequence[Value]) -> bool:
    known = [value for value in values if value is not None]
    return len(known) == len(values) and sum(known[:-1]) == known[-1]


def _unglue(atom: Atom, count: int, total_last: bool) -> Assigned:
    """Cut a run of digits that lost the gaps between its cells: where one reading only is possible."""
    assert atom.figure is not None
    digits = atom.figure.digits
    readings: set[tuple[int, ...]] = set()
    if "." not in digits:
        if len(digits) == count:
            readings.add(tuple(int(digit) for digit in digits))
        elif total_last and len(digits) <= 40:
            readings = _splits(digits, count)
    if len(readings) != 1:
        return Assigned([None] * count, problem="cells_unclear", seen=[atom.raw.strip()])
    figures = [parse_figure(str(value)) for value in readings.pop()]
    return Assigned(list(figures))


def _splits(digits: str, count: int, limit: int = 20_000) -> set[tuple[int, ...]]:
    """All ways to cut `digits` into `count` numbers without leading zeros of which the last is the sum of the others.

    More than one, or giving up after `limit` steps, means that nothing can be said.
    """
    found: set[tuple[int, ...]] = set()
    steps = 0
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack and len(found) < 2:
        steps += 1
        if steps > limit:
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
