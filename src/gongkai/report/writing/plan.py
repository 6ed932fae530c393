"""The printed report, before any file format: what stands where, in the order of reading.

All writers walk this one plan, so that a report says the same in docx, PDF, HTML and xlsx. Nothing is invented on the
way: a blank cell stays blank, a cell or table the report does not have is printed as not provided (未提供).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gongkai.report.form import FORMS, Form, Section, Table, form_of, printed_form
from gongkai.report.form.kinds import CellRole
from gongkai.report.model import Report, Value
from gongkai.report.printable import printable

from .errors import UnknownPlace

TITLE = "政府信息公开工作年度报告"
NOT_PROVIDED = "未提供"
TABLE_NOT_PROVIDED = "本表未提供"

# A sub-heading （一）… of GB/T 9704 (党政机关公文格式): the whole of a short line, or the first sentence of a paragraph.
_LEAD = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*(?P<words>[^。；：！？\n]{1,30})(?P<stop>。|$)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of words; the first `lead` characters are a sub-heading and set in 楷体.

    `remark` marks words that the writer adds because a table is missing.
    """

    text: str
    lead: int = 0
    remark: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the paragraph is a sub-heading and nothing else."""
        return self.lead == len(self.text)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A printed cell with its position on the grid. `value` is None for labels, blanks and what is not provided."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    role: CellRole
    place: str = ""
    value: Value = None

    @property
    def is_label(self) -> bool:
        """Whether the cell holds words of the form rather than a figure."""
        return self.role != "figure"


@dataclass(frozen=True)
class PlannedTable:
    """A statutory table with its cells filled, row by row; a row lists the cells that begin in it."""

    table: Table
    rows: tuple[tuple[PlacedCell, ...], ...]

    @property
    def columns(self) -> int:
        """How many grid columns the table has."""
        return len(self.table.widths)

    @property
    def header_rows(self) -> int:
        """How many rows on top are repeated on every page."""
        return self.table.header_rows

    @property
    def name(self) -> str:
        """Caption and title, e.g. ``表二（主动公开政府信息情况）``."""
        return f"{self.table.caption}（{self.table.title}）"

    def cells(self) -> Iterator[PlacedCell]:
        """Walk all cells in the order of printing."""
        for row in self.rows:
            yield from row

    @cached_property
    def covering(self) -> dict[tuple[int, int], PlacedCell]:
        """Which cell covers each (row, column) of the grid."""
        return {
            (row, column): cell
            for cell in self.cells()
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    def labels_of(self, cell: PlacedCell) -> tuple[PlacedCell, ...]:
        """Return the labels a figure stands under: its block and column heads from above, then its row's from the left."""
        above: list[PlacedCell] = []
        row = cell.row - 1
        while row >= 0:
            label = self.covering[row, cell.column]
            if label.role in {"column", "group"}:
                above.append(label)
            if label.colspan == self.columns:
                break  # the title of the block in table 二
            row = label.row - 1
        beside = [self.covering[cell.row, column] for column in range(cell.column)]
        return tuple(dict.fromkeys(label for label in (*reversed(above), *beside) if label.is_label))

    @property
    def long_labels(self) -> bool:
        """Whether the row labels are sentences, to be set flush left, rather than words, to be centred."""
        return any(cell.role == "row" and len(cell.text) > 12 for cell in self.cells())

    def width_of(self, cell: PlacedCell, width: float) -> float:
        """Return the width of a cell in a table `width` wide."""
        relative = self.table.widths
        return width * sum(relative[cell.column : cell.column + cell.colspan]) / sum(relative)

    def fit(self, cell: PlacedCell, size: float, width: float, margin: float, least: float = 0.5) -> float:
        """Return the type size at which a figure does not wrap: `size`, or smaller where a long figure demands it.

        `width` is the width of the whole table and `margin` that on each side of a cell, in the unit of `size`.
        A figure too long for type of the size `least` has to wrap.
        """
        if cell.role != "figure" or not cell.text:
            return size
        free = self.width_of(cell, width) - 2 * margin
        return min(size, max(least, int(free / _ems(cell.text) * 2) / 2))

    def inset(self, cell: PlacedCell, size: float, width: float, margin: float) -> float:
        """Return the side margin of a cell: `margin`, or more where a column head shall break in pairs (商业／企业).

        All lengths are in the unit of `size`; without this a head of four characters breaks after the third.
        """
        wide = self.width_of(cell, width)
        short = cell.role == "column" and len(cell.text) in {4, 6}
        if short and 3 * size <= wide - 2 * margin < len(cell.text) * size:
            return (wide - 2.4 * size) / 2
        return margin


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """One of the six sections: heading, words, and the table where the section has one and the report provides it."""

    section: Section
    paragraphs: tuple[Paragraph, ...]
    table: PlannedTable | None = None

    @property
    def heading(self) -> str:
        """The heading as printed, e.g. ``一、总体情况``."""
        return self.section.heading


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole document. `title_parts` are the pieces of the title between which a line may break (词意完整)."""

    title_parts: tuple[str, ...]
    agency: str
    form: Form
    preface: tuple[Paragraph, ...]
    sections: tuple[PlannedSection, ...]

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.title_parts)

    @property
    def tables(self) -> tuple[PlannedTable, ...]:
        """The tables the report has."""
        return tuple(section.table for section in self.sections if section.table is not None)


def plan(report: Report) -> Plan:
    """Lay the report out on its form.

    A section in words that the report does not have is left out with its heading (one that is empty keeps it); a table
    it does not have is said to be missing under the heading of its section.

    Raises `UnknownPlace` when a figure stands at a place of neither form: printing would lose it silently.
    """
    form = _printed_form(report)
    strangers = [place for place in report.figures if place not in form.kinds]
    if strangers:
        raise UnknownPlace(f"这些数据在年度报告格式中没有位置，无法写出：{'、'.join(strangers[:5])}")
    tables = {
        table.section: table
        for table in form.tables
        if any(place in report.figures for place in table.places)
    }
    complete = len(tables) == len(form.tables)
    version = _version_remark(report, form, complete)
    sections = []
    for section in form.sections:
        if not section.table and section.key not in report.sections:
            continue
        paragraphs = paragraphs_of(report.sections.get(section.key, ""))
        table = tables.get(section.key)
        if section.table and table is None:
            stop = f"。{version}" if version else ""
            paragraphs += (Paragraph(f"（{TABLE_NOT_PROVIDED}{stop}）", remark=True),)
        elif section.key == form.tables[0].section and version and complete:
            # nothing is missing, yet the blended table alone would not tell which form was meant
            paragraphs += (Paragraph(f"（{version}）", remark=True),)
        sections.append(PlannedSection(section, paragraphs, _filled(table, report) if table else None))
    agency = _one_line(report.agency or "")
    year = "" if report.year is None else f"{report.year}年"
    return Plan(
        title_parts=tuple(part for part in (agency, year, TITLE) if part),
        agency=agency,
        form=form,
        preface=paragraphs_of(report.sections.get("preface", "")),
        sections=tuple(sections),
    )


def paragraphs_of(words: str) -> tuple[Paragraph, ...]:
    """Split words into paragraphs at their line ends, dropping empty ones; the text itself stays as it is."""
    lines = (printable(line).strip() for line in words.splitlines())
    return tuple(Paragraph(line, _lead(line)) for line in lines if line)


def figure_text(value: Value) -> str:
    """Print a figure: digits without separators, a minus sign where negative, nothing for a blank cell."""
    return "" if value is None else f"{value:f}" if not isinstance(value, int) else str(value)


def _lead(line: str) -> int:
    match = _LEAD.match(line)
    return match.end() if match else 0


def _one_line(text: str) -> str:
    return printable(" ".join(text.splitlines())).strip()


def _printed_form(report: Report) -> Form:
    """Choose the form to print on: the report's own, or where it mixes both, the one that has all rows of its table 三."""
    rows = [place for place in report.figures if place.startswith("applications.")]
    version = form_of(report.form).version
    holding = [one for one, form in FORMS.items() if all(place in form.kinds for place in rows)]
    if holding and version not in holding:
        version = holding[0]
    return printed_form(version, report.figures)


def _version_remark(report: Report, form: Form, complete: bool) -> str:
    """Say on which form the report is made, where its tables do not show it by themselves."""
    if report.form not in FORMS:
        return ""
    stated = FORMS[report.form]
    return "" if complete and form is stated else f"本报告采用{stated.name}"


def _filled(table: Table, report: Report) -> PlannedTable:
    taken: set[tuple[int, int]] = set()
    rows = []
    for row, members in enumerate(table.grid):
        column = 0
        cells = []
        for cell in members:
            while (row, column) in taken:
                column += 1
            value = report.figures.get(cell.place)
            text = cell.text
            if cell.place:
                text = figure_text(value) if cell.place in report.figures else NOT_PROVIDED
            cells.append(
                PlacedCell(text, row, column, cell.rowspan, cell.colspan, cell.role, cell.place, value)
            )
            taken |= {(row + d, column + r) for d in range(cell.rowspan) for r in range(cell.colspan)}
            column += cell.colspan
        rows.append(tuple(cells))
    return PlannedTable(table, tuple(rows))


def _ems(text: str) -> float:
    """Estimate the width of a short text in ems, on the safe side."""
    return sum(0.56 if char.isascii() else 1.0 for char in text)
