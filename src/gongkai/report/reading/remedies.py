"""From atoms to the fifteen figures of table 四: in one strip, a group a row, or turned on its side."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.form import FORM_2021, Block

from .atoms import Atom, Kind
from .columns import Layout, Shape, assign, by_columns
from .figures import TableReading
from .rows import FoundRow
from .words import squash

_AHEAD = 60
"""So many pieces at most make up the head of the table."""


def read_remedies(atoms: list[Atom], _open_end: bool = False) -> TableReading:
    """Read table 四 of either form."""
    reading = TableReading()
    block = FORM_2021.table("remedies").blocks[0]
    start = _start(atoms, block)
    if start < 0:
        return reading
    places = [f"remedies.{row.key}.{column.key}" for row in block.rows for column in block.columns]
    strip, columns = _strip(atoms[start:], block)
    if not strip:
        return reading
    row = FoundRow("remedies", start, strip, cut=False)
    head = "".join(atom.squashed for atom in atoms[start : start + _AHEAD])
    width = len(block.columns)
    places = _in_printed_order(places, head, block)
    if not any(squash(group.label) in head for group in block.rows[1:]) and len(strip) <= width:
        places = places[:width]  # only 行政复议 is there
    assigned = assign(row, Shape((1,) * len(places), totals=width), Layout(columns))
    reading.put(places, row, assigned, FORM_2021)
    reading.rows = len(block.rows)
    return reading


def _start(atoms: list[Atom], block: Block) -> int:
    """Where the head of the table begins: at a cell that names a group or an outcome, with more of them behind."""
    names = tuple(squash(row.label) for row in block.rows)
    outcomes = tuple(squash(column.label) for column in block.columns[:-1])
    for index, atom in enumerate(atoms):
        if atom.kind is not Kind.TEXT or not atom.squashed.startswith((*names, *outcomes)):
            continue
        ahead = "".join(one.squashed for one in atoms[index : index + _AHEAD] if one.kind is Kind.TEXT)
        found = {name for name in (*names, *outcomes) if name in ahead}
        # 行政复议0件，行政诉讼0件 is no table
        if len(found) >= 2 and (found & set(outcomes) or set(names) <= found):
            return index
    return -1


def _in_printed_order(places: list[str], head: str, block: Block) -> list[str]:
    """The places group by group, as the groups follow each other in the head; the form's order if it does not tell."""
    labels = [squash(row.label) for row in block.rows]
    positions = [head.find(label) for label in labels]
    # the first group's name is a part of the others', and stands before them in any case
    if min(positions) < 0 or positions[1] < positions[2]:
        return places
    width = len(block.columns)
    return [*places[:width], *places[2 * width :], *places[width : 2 * width]]


def _strip(atoms: list[Atom], block: Block) -> tuple[list[Atom], dict[int, tuple[int, ...]]]:
    """The cells with the figures in the order of the form, and the grid columns they stand in if the head tells."""
    width, groups = len(block.columns), len(block.rows)
    wanted = width * groups
    runs = _runs(atoms, wanted)
    if len(runs) == width and all(len(run) == groups for run in runs):
        return [runs[column][group] for group in range(groups) for column in range(width)], {}
    if len(runs) > 1 and all(len(_own_row(run)) == width for run in runs) and len(runs) == groups:
        return [atom for run in runs for atom in _own_row(run)], {}
    cells = [atom for run in runs for atom in run]
    columns = _header_columns(atoms, block)
    values = [atom for atom in cells if atom.kind is not Kind.BLANK]
    if len(values) != wanted and by_columns(cells, values, columns) is None and len(runs) == 1:
        own = _own_row(runs[0])
        cells = own if len(own) == wanted else _trimmed(cells, wanted)
    return cells, columns


def _own_row(run: list[Atom]) -> list[Atom]:
    """The cells of the source row in which the first figure of the run stands, the run itself if there are no rows."""
    first = next((atom for atom in run if atom.kind is not Kind.BLANK), run[0])
    if first.column < 0:
        return run
    return [atom for atom in run if (atom.table, atom.row) == (first.table, first.row)]


def _runs(atoms: Sequence[Atom], wanted: int) -> list[list[Atom]]:
    """Runs of figures between words, until there are enough; a run of blanks counts if it fills the whole strip."""
    runs: list[list[Atom]] = []
    run: list[Atom] = []
    values = 0
    for atom in [*atoms, Atom(Kind.PROSE)]:
        if atom.kind in (Kind.NUMBER, Kind.BLANK, Kind.ABSENT):
            run.append(atom)
            continue
        held = sum(one.kind is not Kind.BLANK for one in run)
        if held or len(run) >= wanted:
            runs.append(run if held else run[:wanted])
            values += held
        if values >= wanted or (runs and atom.kind is Kind.PROSE):
            break
        run = []
    return runs


def _trimmed(run: list[Atom], wanted: int) -> list[Atom]:
    """Drop blank cells around the figures if exactly as many as wanted are left, or all fit in one way only."""
    held = [index for index, atom in enumerate(run) if atom.kind is not Kind.BLANK]
    if len(run) == wanted or not held:
        return run
    inner = run[held[0] : held[-1] + 1]
    return inner if len(inner) >= wanted else [atom for atom in inner if atom.kind is not Kind.BLANK]


def _header_columns(atoms: list[Atom], block: Block) -> dict[int, tuple[int, ...]]:
    """The grid columns under the heads of the outcomes, per table of the source, where there is one for each figure."""
    outcomes = {squash(label) for column in block.columns for label in (column.label, *column.also)}
    wanted = len(block.columns) * len(block.rows)
    found: dict[int, set[int]] = {}
    for atom in atoms:
        if atom.kind is Kind.TEXT and atom.column >= 0 and atom.squashed in outcomes:
            found.setdefault(atom.table, set()).add(atom.column)
    return {table: tuple(sorted(columns)) for table, columns in found.items() if len(columns) == wanted}
