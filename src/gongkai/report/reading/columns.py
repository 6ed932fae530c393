"""Give the figures of a row to its columns.

A cell that is blank in the file stays blank; where blanks left no trace and a number could belong to several columns,
nothing is guessed: the cells are null and a note says which numbers were seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.report.model import Value

from .atoms import Atom, Kind
from .digits import unglue
from .rows import FoundRow
from .words import Figure

_FOREIGN = 2
"""So many numbers at most are taken for page numbers and the like; more are another row's."""


@dataclass(slots=True)
class Assigned:
    """Figures by column: `cells[i]` is the figure of column i, None where it is blank.

    `absent` holds columns the file does not have. `problem` is the code of a note ("" for none).
    """

    cells: list[Figure | None]
    absent: set[int] = field(default_factory=set)
    problem: str = ""
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a row is printed: the grid columns each figure spans, and those its label spans besides the first.

    `totals`: each run of so many figures ends with the sum of the others; 0 if there are no sums.
    """

    spans: tuple[int, ...]
    lead: int = 0
    totals: int = 0

    @property
    def count(self) -> int:
        """How many figures the row has."""
        return len(self.spans)

    def slots(self, in_place: bool) -> tuple[int, ...]:
        """Where the figures stand among the cells behind the label.

        `in_place`: what a merged cell covers is written out as empty cells (or repeats it); otherwise the figures
        follow the label one after another, whatever is merged.
        """
        if not in_place:
            return tuple(range(self.count))
        return tuple(self.lead + sum(self.spans[:index]) for index in range(self.count))


@dataclass(slots=True)
class Layout:
    """What the rows of one table tell about the way it came.

    `columns` are the grid columns of the figures per source table, where it has a real grid. `leads` says whether the
    cells that a merged label covers are written out before the figures (None: nothing tells). `traced` says whether
    blank cells leave a trace, `lossy` whether some left none, `glued` whether figures lost the gaps between them,
    `repeats` whether a merged cell is written once for each column it covers.
    """

    columns: dict[int, tuple[int, ...]] = field(default_factory=dict)
    leads: bool | None = None
    traced: bool = False
    lossy: bool = False
    glued: bool = False
    repeats: bool = False


def _is_value(atom: Atom) -> bool:
    return atom.kind is Kind.NUMBER or atom.kind is Kind.ABSENT


def learn_layout(rows: Sequence[tuple[FoundRow, Shape]]) -> Layout:
    """Learn from the complete rows of a table how its cells are written."""
    layout = Layout(_learn_columns(rows))
    votes: Counter[bool] = Counter()
    for row, shape in rows:
        values = [index for index, atom in enumerate(row.atoms) if _is_value(atom)]
        blanks = [atom for atom in row.atoms if atom.kind is Kind.BLANK]
        layout.traced = layout.traced or any(atom.column >= 0 for atom in blanks)
        figure = row.atoms[values[0]].figure if len(values) == 1 else None
        if figure is not None and len(figure.digits) == shape.count > 1 and figure.digits.startswith("0"):
            layout.glued = True
        elif 0 < len(values) < shape.count and not blanks and not row.cut:
            layout.lossy = True
        if len(values) == sum(shape.spans) > shape.count:
            layout.repeats = layout.repeats or _repeated(row.atoms, shape) is not None
        if shape.lead and len(values) == shape.count and values[0] in (0, shape.lead):
            votes[values[0] == shape.lead] += 1
    if len(votes) == 1:
        layout.leads = next(iter(votes))
    return layout


def _learn_columns(rows: Sequence[tuple[FoundRow, Shape]]) -> dict[int, tuple[int, ...]]:
    """For each table with a real grid, the grid columns in which complete rows have their figures.

    Left out where the rows disagree, or are not equally wide: then a cell's number says nothing of its column.
    """
    votes: dict[int, Counter[tuple[int, ...]]] = {}
    widths: dict[int, set[int]] = {}
    for row, shape in rows:
        placed = [atom for atom in row.atoms if atom.column >= 0]
        if not placed:
            continue
        first = placed[0]
        widths.setdefault(first.table, set()).add(
            max(atom.end_column for atom in placed if atom.row == first.row)
        )
        values = [atom for atom in row.atoms if _is_value(atom)]
        if len(values) == shape.count and all(
            (atom.table, atom.row) == (first.table, first.row) for atom in values
        ):
            votes.setdefault(first.table, Counter())[tuple(atom.column for atom in values)] += 1
    return {
        table: next(iter(counter))
        for table, counter in votes.items()
        if len(counter) == 1 and len(widths[table]) == 1
    }


def assign(row: FoundRow, shape: Shape, layout: Layout) -> Assigned:
    """Give the atoms of `row` to its columns."""
    atoms, count = row.atoms, shape.count
    values = [atom for atom in atoms if _is_value(atom)]
    if len(values) == 1 and values[0].kind is Kind.ABSENT:
        return Assigned([None] * count, set(range(count)))
    if not values:
        return Assigned([None] * count, set(range(count)) if row.cut and not atoms else set())
    if layout.repeats and len(atoms) >= sum(shape.spans) > count:
        repeated = _repeated(atoms, shape)
        if repeated is not None:
            return from_cells(repeated)
    if len(values) == count and not _blank_between(atoms):
        return plain(values)
    direct = _direct(atoms, values, count)
    if direct is not None:
        return plain(direct)
    chosen = by_columns(atoms, values, layout.columns) or _decoded(atoms, shape, layout)
    if chosen is not None:
        return from_cells(chosen)
    if len(values) == count:
        return plain(values)
    if len(values) > count:
        return _too_many(row, values, shape)
    return _too_few(row, values, shape, layout)


def _too_few(row: FoundRow, values: list[Atom], shape: Shape, layout: Layout) -> Assigned:
    """Fewer numbers than columns: glued to each other, cut off at the end of the file, or nobody knows which."""
    count, figure = shape.count, values[0].figure
    if len(values) == 1 and count > 1 and figure is not None and len(figure.digits) >= count:
        cells = unglue(figure.digits, count, shape.totals == count, layout.glued)
        if cells is not None:
            return Assigned(list(cells))
    elif row.cut and not layout.lossy and not any(atom.kind is Kind.BLANK for atom in row.atoms):
        figures = [atom.figure for atom in values]
        return Assigned([*figures, *[None] * (count - len(figures))], set(range(len(figures), count)))
    return Assigned([None] * count, problem="cells_unclear", seen=[atom.raw.strip() for atom in values])


def plain(atoms: Iterable[Atom]) -> Assigned:
    """Take the atoms as they follow each other."""
    return from_cells(list(atoms))


def from_cells(chosen: Sequence[Atom | None]) -> Assigned:
    """Turn the atoms found for each column into figures."""
    absent = {index for index, atom in enumerate(chosen) if atom is not None and atom.kind is Kind.ABSENT}
    return Assigned([atom.figure if atom is not None else None for atom in chosen], absent)


def _blank_between(atoms: Sequence[Atom]) -> bool:
    """Whether a blank cell stands between two figures."""
    places = [index for index, atom in enumerate(atoms) if _is_value(atom)]
    return any(atom.kind is Kind.BLANK for atom in atoms[places[0] : places[-1]])


def _direct(atoms: Sequence[Atom], values: Sequence[Atom], count: int) -> Sequence[Atom] | None:
    """The cells of the row itself, if there are exactly as many as columns and no figure stands elsewhere."""
    first = atoms[0]
    if first.column < 0:
        return None
    cells = [atom for atom in atoms if (atom.table, atom.row) == (first.table, first.row)]
    held = sum(_is_value(atom) for atom in cells)
    return cells if len(cells) == count and held == len(values) else None


def by_columns(
    atoms: Sequence[Atom], values: Sequence[Atom], columns: dict[int, tuple[int, ...]]
) -> list[Atom | None] | None:
    """The cell under each of the learnt grid columns; None unless every figure has its column."""
    home = next((atom for atom in atoms if atom.column >= 0), None)
    if home is None or home.table not in columns:
        return None
    cells = [atom for atom in atoms if (atom.table, atom.row) == (home.table, home.row)]
    chosen = [
        next((atom for atom in cells if atom.column <= column < atom.end_column), None)
        for column in columns[home.table]
    ]
    kept = {id(atom) for atom in chosen if atom is not None and _is_value(atom)}
    return chosen if len(kept) == len(values) else None


def _decoded(atoms: Sequence[Atom], shape: Shape, layout: Layout) -> list[Atom | None] | None:
    """Read the cells behind the label by the ways a row can be written; None unless only one reading is possible."""
    readings: dict[tuple[Value | str, ...], tuple[bool, list[Atom | None]]] = {}
    for in_place in (False, True):
        cells = _fitted(atoms, shape.slots(in_place), shape, in_place, layout.traced)
        if cells is not None:
            readings.setdefault(_worth(cells), (in_place, cells))
    if len(readings) > 1 and layout.leads is not None:
        return next((cells for in_place, cells in readings.values() if in_place == layout.leads), None)
    if len(readings) > 1 and shape.totals:
        readings = {worth: one for worth, one in readings.items() if _adds_up(worth, shape.totals)}
    return next(iter(readings.values()))[1] if len(readings) == 1 else None


def _repeated(atoms: Sequence[Atom], shape: Shape) -> list[Atom | None] | None:
    """The cells of a row whose merged cells are repeated for each column they cover."""
    bare = Shape(shape.spans)
    cells = _fitted(atoms, bare.slots(in_place=True), bare, in_place=True, traced=False)
    if cells is None:
        return None
    slots = bare.slots(in_place=True)
    alike = all(
        atoms[slot].kind is atoms[slot + further].kind
        for slot, span in zip(slots, shape.spans, strict=True)
        for further in range(span)
        if slot + further < len(atoms)
    )
    return cells if alike else None


def _worth(cells: Sequence[Atom | None]) -> tuple[Value | str, ...]:
    return tuple(_worth_of(atom) for atom in cells)


def _worth_of(atom: Atom | None) -> Value | str:
    if atom is None or atom.kind is Kind.ABSENT:
        return None if atom is None else "absent"
    return atom.figure.value if atom.figure is not None else None


def _fitted(
    atoms: Sequence[Atom], slots: tuple[int, ...], shape: Shape, in_place: bool, traced: bool
) -> list[Atom | None] | None:
    """The atoms at `slots`, if no figure stands between them but one that repeats its merged cell."""
    same_row = atoms[0].column >= 0
    if len(atoms) <= slots[-1] and not (traced and same_row):
        return None
    owner = {
        slot + further: slot
        for slot, span in zip(slots, shape.spans, strict=True)
        for further in range(span if in_place else 1)
    }
    for index, atom in enumerate(atoms):
        if not _is_value(atom) or index in slots:
            continue
        home = atoms[owner[index]] if index in owner else None
        if (
            home is None
            or home.figure is None
            or atom.figure is None
            or home.figure.value != atom.figure.value
        ):
            return None
    return [atoms[slot] if slot < len(atoms) else None for slot in slots]


def _too_many(row: FoundRow, numbers: list[Atom], shape: Shape) -> Assigned:
    """More numbers than columns: a merged cell repeated, or a foreign number among them."""
    count = shape.count
    values = [atom.figure.value if atom.figure else None for atom in numbers]
    if count == 1 and len(set(values)) == 1:
        return plain(numbers[:1])
    if len(values) <= count + 3 and all(atom.column >= 0 and atom.row == numbers[0].row for atom in numbers):
        # merged cells that do not follow the form, repeated for each column
        merged = set(_merged(values, count))
        if len(merged) == 1:
            held = dict(zip(values, numbers, strict=True))
            return plain(held[value] for value in merged.pop())
    chosen = [atom for atom in numbers if row.lines[0] <= atom.line <= row.lines[1]]
    if len(chosen) != count:
        # without lines to go by, the figures must prove by their sums that the row is complete
        first = values[:count]
        sure = (
            shape.totals and any(first) and len(values) <= count + _FOREIGN and _adds_up(first, shape.totals)
        )
        chosen = numbers[:count] if sure else []
    result = plain(chosen) if chosen else Assigned([None] * count)
    result.problem, result.seen = "extra_cells", [atom.raw.strip() for atom in numbers]
    return result


def _merged(values: Sequence[Value], count: int) -> Iterable[tuple[Value, ...]]:
    """All ways to take `values` as `count` runs of equal figures."""
    if count == 1:
        if len(set(values)) == 1:
            yield (values[0],)
        return
    for length in range(1, len(values) - count + 2):
        if len(set(values[:length])) > 1:
            return
        for rest in _merged(values[length:], count - 1):
            yield (values[0], *rest)


def _adds_up(values: Sequence[Value | str], size: int) -> bool:
    """Whether each run of `size` figures ends with the sum of the others, blank ones counting as nothing."""
    for start in range(0, len(values), size):
        *parts, total = values[start : start + size]
        known = [value for value in parts if not isinstance(value, str) and value is not None]
        if isinstance(total, str) or total is None or sum(known) != total:
            return False
    return True
