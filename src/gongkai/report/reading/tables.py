"""From atoms to the figures of the three statutory tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.report.form import FORM_2019, FORM_2021, Block, Form
from gongkai.report.form.tables import APPLICANTS
from gongkai.report.model import Note, Value

from .atoms import Atom, Kind
from .columns import Assigned, Layout, Shape, assign, from_cells, learn_layout
from .labels import CORNER_WIDTH, block_of, column_patterns, label_leads, table_labels
from .rows import FoundRow, FoundRows, StrayRow, find_rows
from .words import Figure, squash

_YUAN_PER_WAN = Decimal(10_000)


@dataclass(slots=True)
class TableReading:
    """The figures found in one table, the notes on them, and how many votes each version of the form has from it."""

    figures: dict[str, Value] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    def __bool__(self) -> bool:
        return bool(self.figures)

    def put(self, places: Sequence[str], row: FoundRow, assigned: Assigned, form: Form) -> None:
        """Store the figures of a row under its places, with a note for each cell that is blank or unclear."""
        label = form.name_of(places[0]).split("的“")[0] if places else row.key
        if assigned.problem:
            seen = "、".join(assigned.seen)
            words = {
                "cells_unclear": f"{label}应有{len(places)}个数，只见{seen}，看不出各在哪一格，均未采用",
                "extra_cells": f"{label}应有{len(places)}个数，却见{seen}"
                + ("，取用其中能够对应的一段" if any(assigned.cells) else "，均未采用"),
            }[assigned.problem]
            self.notes.append(
                Note(assigned.problem, places[0].rsplit(".", 1)[0] if len(places) > 1 else places[0], words)
            )
        for index, place in enumerate(places):
            if index in assigned.absent:
                continue
            figure = assigned.cells[index]
            if figure is None:
                self.figures[place] = None
                if not assigned.problem:
                    self.notes.append(Note("blank_cell", place, f"{form.name_of(place)}空白，未当作0"))
                continue
            self.figures[place] = self._value(place, figure, form)
        if row.out_of_order:
            self.notes.append(Note("row_out_of_order", places[0], f"{label}一行不在格式规定的位置"))

    def _value(self, place: str, figure: Figure, form: Form) -> Value:
        value: Value = figure.value
        if form.kinds.get(place) != "amount":
            return value
        if place == "proactive_2019.procurement.amount":
            unit = figure.unit if figure.unit.endswith("元") else "未写单位"
            self.notes.append(
                Note("unit", place, f"{form.name_of(place)}{figure.value}，单位：{unit}，照录未换算")
            )
        elif figure.unit == "元" and value is not None:
            amount = Decimal(value) / _YUAN_PER_WAN
            self.notes.append(
                Note(
                    "unit",
                    place,
                    f"{form.name_of(place)}写作{figure.value}元，已换算为{amount.normalize():f}万元",
                )
            )
            value = int(amount) if amount == amount.to_integral_value() else amount
        return value

    def add_strays(self, strays: list[StrayRow], table: str) -> None:
        """Say which rows stand in the file but in no version of the form."""
        for stray in strays:
            figures = "、".join(stray.figures)
            self.notes.append(
                Note(
                    "row_outside_form", table, f"“{stray.words}”不在国家格式之内，所列数字（{figures}）未采用"
                )
            )


def read_proactive(atoms: list[Atom], open_end: bool = False) -> TableReading:
    """Read table 二 of either form; each block is read under the column heads that stand above it."""
    found = find_rows(atoms, table_labels("proactive"), open_end)
    reading = TableReading(rows=len(found.rows))
    versions = _block_versions(found, atoms)
    read: list[tuple[FoundRow, Shape, Form, list[str]]] = []
    for row in found.rows:
        version, order = versions[row.key]
        located = block_of(version, row.key)
        if located is None:
            continue
        form, block = located
        columns = [block.columns[index] for index in order] if order else list(block.columns)
        single = form is FORM_2021 and len(block.columns) == 1
        key = form.tables[0].key
        places = [f"{key}.{row.key}" if single else f"{key}.{row.key}.{column.key}" for column in columns]
        read.append((row, Shape(tuple(column.span for column in columns)), form, places))
    layout = learn_layout([(row, shape) for row, shape, _, _ in read])
    # the blocks have columns of their own
    layout.columns.clear()
    for row, shape, form, places in read:
        reading.put(places, row, assign(row, shape, layout), form)
        if any(place in reading.figures for place in places):
            reading.votes[form.version] = reading.votes.get(form.version, 0) + 1
    if reading:
        reading.add_strays(found.strays, "proactive")
    if len(reading.votes) > 1:
        reading.notes.append(
            Note("form_mixed", "proactive", "表二混用2021年格式和2019年试行格式，各数按其所在列的列名记录")
        )
    return reading


def _block_versions(found: FoundRows, atoms: list[Atom]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """For each row found: the version of the form its block follows and the order of its columns."""
    decided: dict[str, tuple[str, tuple[int, ...]]] = {}
    unsure: list[FoundRow] = []
    behind = max(0, found.start - 40)
    title, head = "", ""
    for row in found.rows:
        if _block_title(row.key) != title:
            # the rows of one block stand under one head
            title = _block_title(row.key)
            head = "".join(atom.squashed for atom in atoms[behind : row.start] if atom.kind is Kind.TEXT)
        behind = row.start
        version, order = _judge(head, row.key)
        if version:
            decided[row.key] = (version, order)
        else:
            unsure.append(row)
    votes = [version for version, _ in decided.values()]
    usual = "2019" if votes.count("2019") > votes.count("2021") else "2021"
    for row in unsure:
        numbers = sum(atom.kind is Kind.NUMBER for atom in row.atoms)
        by_count = [
            version
            for version in ("2021", "2019")
            if (located := block_of(version, row.key))
            and len(located[1].columns) == numbers == len(row.atoms)
        ]
        decided[row.key] = (by_count[0] if len(by_count) == 1 else usual, ())
        if block_of(decided[row.key][0], row.key) is None:
            decided[row.key] = ("2019", ())
    return decided


def _block_title(row: str) -> str:
    located = block_of("2019", row) or block_of("2021", row)
    return located[1].title if located else ""


def _judge(head: str, row: str) -> tuple[str, tuple[int, ...]]:
    """Which version's column heads stand in `head`, and in which order; ("", ()) if they do not tell."""
    best: tuple[int, float, str, tuple[int, ...]] = (0, 0.0, "", ())
    for version in ("2021", "2019"):
        located = block_of(version, row)
        if located is None:
            continue
        positions = _head_positions(head, located[1])
        matched = [index for index, position in enumerate(positions) if position >= 0]
        order: tuple[int, ...] = ()
        if len(matched) == len(positions) == len(set(positions)):
            order = tuple(sorted(range(len(positions)), key=lambda index: positions[index]))
        score = (len(matched), len(matched) / len(positions), version, order)
        if score[:2] > best[:2]:
            best = score
    return best[2], best[3]


def _head_positions(head: str, block: Block) -> list[int]:
    positions = []
    for column in block.columns:
        hits = [head.rfind(squash(label)) for label in (column.label, *column.also)]
        positions.append(max(hits))
    return positions


def read_applications(atoms: list[Atom], open_end: bool = False) -> TableReading:
    """Read table 三 of either form."""
    found = find_rows(atoms, table_labels("applications"), open_end)
    reading = TableReading(rows=len(found.rows))
    columns = FORM_2021.table("applications").blocks[0].columns
    leads = label_leads()
    shapes = [Shape((1,) * len(columns), leads[row.key]) for row in found.rows]
    layout = learn_layout(list(zip(found.rows, shapes, strict=True)))
    head = atoms[: found.rows[0].start] if found.rows else []
    layout.columns = _header_columns(head) | layout.columns
    if layout.leads is None:
        layout.leads = _header_leads(head)
    for row, shape in zip(found.rows, shapes, strict=True):
        form = FORM_2019 if row.key == "other" else FORM_2021
        places = [f"applications.{row.key}.{column.key}" for column in columns]
        reading.put(places, row, assign(row, shape, layout, total_last=True), form)
        if row.key.startswith("other") and any(place in reading.figures for place in places):
            reading.votes[form.version] = reading.votes.get(form.version, 0) + 1
    if reading:
        reading.add_strays(found.strays, "applications")
    return reading


def _header_columns(atoms: list[Atom]) -> dict[int, tuple[int, ...]]:
    """The grid columns under table 三's column heads, where each head stands once and in the form's order."""
    tables: dict[int, dict[str, int]] = {}
    for atom in atoms:
        if atom.kind is Kind.TEXT and atom.column >= 0:
            for key, pattern in column_patterns("applications"):
                if pattern.match(atom.squashed):
                    tables.setdefault(atom.table, {})[key] = atom.column
    keys = [key for key, _ in column_patterns("applications")]
    result = {}
    for table, places in tables.items():
        columns = tuple(places.get(key, -1) for key in keys)
        if min(columns) >= 0 and list(columns) == sorted(set(columns)):
            result[table] = columns
    return result


def _header_leads(atoms: list[Atom]) -> bool | None:
    """Whether the corner cell of the head, three columns wide, is followed by the two empty cells it covers."""
    for index, atom in enumerate(atoms):
        if atom.kind is Kind.TEXT and atom.squashed == squash(APPLICANTS):
            blanks = 0
            while blanks < index and atoms[index - blanks - 1].kind is Kind.BLANK:
                blanks += 1
            if blanks < index and blanks in (0, CORNER_WIDTH - 1):
                return blanks > 0
    return None


def read_remedies(atoms: list[Atom], _open_end: bool = False) -> TableReading:
    """Read table 四: fifteen figures in the order of the form, in one strip, in groups, or turned on its side."""
    reading = TableReading()
    table = FORM_2021.table("remedies")
    block = table.blocks[0]
    places = [f"remedies.{row.key}.{column.key}" for row in block.rows for column in block.columns]
    start = _remedies_start(atoms, block)
    if start < 0:
        return reading
    runs = _runs(atoms[start:], len(places))
    strip = [atom for run in runs for atom in run]
    count, groups = len(block.columns), len(block.rows)
    if len(runs) == count and all(len(run) == groups for run in runs):
        strip = [runs[column][group] for group in range(groups) for column in range(count)]
    if not strip:
        return reading
    row = FoundRow("remedies", start, strip, cut=False)
    assigned = assign(row, Shape((1,) * len(places)), Layout())
    if assigned.problem == "cells_unclear":
        assigned = _by_columns(strip, atoms[start:], len(places)) or assigned
    reading.put(places, row, assigned, FORM_2021)
    reading.rows = len(block.rows)
    return reading


def _remedies_start(atoms: list[Atom], block: Block) -> int:
    """Where the head of table 四 begins: at a cell that names review or a group of litigation."""
    names = tuple(squash(row.label) for row in block.rows)
    outcomes = tuple(squash(column.label) for column in block.columns[:-1])
    for index, atom in enumerate(atoms):
        if atom.kind is Kind.TEXT and atom.squashed.startswith((*names, *outcomes)):
            ahead = "".join(one.squashed for one in atoms[index : index + 40] if one.kind is Kind.TEXT)
            if sum(name in ahead for name in (*names, *outcomes)) >= 2:
                return index
    return -1


def _runs(atoms: list[Atom], wanted: int) -> list[list[Atom]]:
    """Runs of figures between words; a run of blanks only counts if it fills the whole strip."""
    runs: list[list[Atom]] = []
    run: list[Atom] = []
    numbers = 0
    for atom in [*atoms, Atom(Kind.PROSE)]:
        if atom.kind in (Kind.NUMBER, Kind.BLANK, Kind.ABSENT):
            run.append(atom)
            continue
        has_numbers = sum(one.kind is not Kind.BLANK for one in run)
        if has_numbers or len(run) >= wanted:
            runs.append(_trimmed(run, wanted) if has_numbers else run[:wanted])
            numbers += has_numbers
            if numbers >= wanted:
                break
        run = []
    return runs


def _trimmed(run: list[Atom], wanted: int) -> list[Atom]:
    """Drop blank cells around the figures where the run is longer than the strip or only padded."""
    if len(run) == wanted:
        return run
    first = next(index for index, atom in enumerate(run) if atom.kind is not Kind.BLANK)
    last = max(index for index, atom in enumerate(run) if atom.kind is not Kind.BLANK)
    return run[first : last + 1] if last + 1 - first <= wanted else run


def _by_columns(strip: list[Atom], atoms: list[Atom], count: int) -> Assigned | None:
    """Use the geometry of a real grid whose last columns are the strip."""
    table = next((atom.table for atom in strip if atom.column >= 0), -1)
    if table < 0:
        return None
    width = max((atom.end_column for atom in atoms if atom.table == table), default=0)
    if width < count:
        return None
    columns = range(width - count, width)
    return from_cells(
        [
            next((atom for atom in strip if atom.column <= column < atom.end_column), None)
            for column in columns
        ]
    )
