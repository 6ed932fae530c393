"""From atoms to the figures of 表二 and 表三."""

from __future__ import annotations

from gongkai.report.form import FORM_2019, FORM_2021, Block, Form
from gongkai.report.form.tables import APPLICANTS
from gongkai.report.model import Note

from .atoms import Atom, Kind
from .columns import Shape, assign, learn_layout
from .figures import TableReading
from .labels import CORNER_WIDTH, block_of, column_patterns, label_leads, table_labels
from .rows import FoundRow, FoundRows, find_rows
from .words import squash


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
    shapes = [Shape((1,) * len(columns), leads[row.key], totals=len(columns)) for row in found.rows]
    layout = learn_layout(list(zip(found.rows, shapes, strict=True)))
    head = atoms[: found.rows[0].start] if found.rows else []
    layout.columns = _header_columns(head) | layout.columns
    if layout.leads is None:
        layout.leads = _header_leads(head)
    for row, shape in zip(found.rows, shapes, strict=True):
        form = FORM_2019 if row.key == "other" else FORM_2021
        places = [f"applications.{row.key}.{column.key}" for column in columns]
        reading.put(places, row, assign(row, shape, layout), form)
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
