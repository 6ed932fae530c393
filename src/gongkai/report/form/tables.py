"""Lay out the three statutory tables from their rows and columns.

The three builders hold the geometry that both versions of the form share: table 二 in blocks, table 三 as a matrix of
outcomes by kinds of applicant, table 四 as one strip of figures under three groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .kinds import Block, Cell, Column, Equation, FigureKind, Row, Table

INFORMATION = "信息内容"
APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
HANDLED = "三、本年度办理结果"
CROSS_FOOTING = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

PlaceOf = Callable[[Block, Row, Column], str]


@dataclass(frozen=True)
class LaidOut:
    """A table together with what the form keeps about its places."""

    table: Table
    equations: tuple[Equation, ...]
    kinds: dict[str, FigureKind]
    names: dict[str, str]


def proactive_table(key: str, blocks: Sequence[Block], width: int, place_of: PlaceOf) -> LaidOut:
    """Lay out table 二: each block is an item of Art. 20, `width` grid columns wide."""
    grid: list[tuple[Cell, ...]] = []
    kinds: dict[str, FigureKind] = {}
    names: dict[str, str] = {}
    for block in blocks:
        grid.append((Cell(block.title, colspan=width, role="group"),))
        grid.append(
            (
                Cell(INFORMATION, role="corner"),
                *(Cell(column.label, colspan=column.span, role="column") for column in block.columns),
            )
        )
        for row in block.rows:
            cells = [Cell(row.label, role="row")]
            for column in block.columns:
                place = place_of(block, row, column)
                kinds[place] = column.kind
                names[place] = f"表二“{row.label}”的“{column.label}”"
                cells.append(Cell(place=place, colspan=column.span))
            grid.append(tuple(cells))
    table = Table(
        key=key,
        section="proactive",
        number="二",
        title="主动公开政府信息情况",
        blocks=tuple(blocks),
        grid=tuple(grid),
        header_rows=0,
        widths=(4,) + (12 // (width - 1),) * (width - 1),
        places=tuple(kinds),
    )
    return LaidOut(table, (), kinds, names)


def applications_table(rows: Sequence[Row], columns: Sequence[Column], source: str) -> LaidOut:
    """Lay out table 三: 本年新收 and 上年结转, the outcomes under their groups, （七）总计, 结转下年度.

    The first two rows and the last stand alone; all between hang under `HANDLED`.
    """
    received, carried_in, *outcomes, carried_out = rows
    decided = outcomes[-1]
    details = outcomes[:-1]

    def figures(row: Row) -> tuple[Cell, ...]:
        return tuple(Cell(place=f"applications.{row.key}.{column.key}") for column in columns)

    first, *organisations, total = columns
    grid: list[tuple[Cell, ...]] = [
        (
            Cell(CROSS_FOOTING, colspan=3, rowspan=3, role="corner"),
            Cell(APPLICANTS, colspan=len(columns), role="column"),
        ),
        (
            Cell(first.label, rowspan=2, role="column"),
            Cell(ORGANISATIONS, colspan=len(organisations), role="column"),
            Cell(total.label, rowspan=2, role="column"),
        ),
        tuple(Cell(column.label, role="column") for column in organisations),
        (Cell(received.printed, colspan=3, role="row"), *figures(received)),
        (Cell(carried_in.printed, colspan=3, role="row"), *figures(carried_in)),
    ]
    head: tuple[Cell, ...] = (Cell(HANDLED, rowspan=len(outcomes), role="group"),)
    for group, members in groupby(outcomes, key=lambda row: row.group):
        in_group = list(members)
        for index, row in enumerate(in_group):
            cells = list(head)
            head = ()
            if group and index == 0:
                cells.append(Cell(group, rowspan=len(in_group), role="group"))
            cells.append(Cell(row.printed, colspan=1 if group else 2, role="row"))
            grid.append((*cells, *figures(row)))
    grid.append((Cell(carried_out.printed, colspan=3, role="row"), *figures(carried_out)))

    kinds: dict[str, FigureKind] = {}
    names: dict[str, str] = {}
    equations: list[Equation] = []
    for row in rows:
        for column in columns:
            place = f"applications.{row.key}.{column.key}"
            kinds[place] = "count"
            organisation = f"{ORGANISATIONS}·" if column in organisations else ""
            names[place] = f"表三“{row.name}”的“{organisation}{column.label}”"
        parts = tuple(f"applications.{row.key}.{column.key}" for column in columns[:-1])
        equations.append(
            Equation(
                rule="T3-TOTAL",
                place=f"applications.{row.key}.*",
                left=parts,
                right=(f"applications.{row.key}.{total.key}",),
                left_words=f"表三“{row.name}”一行六类申请人之和",
                right_words=f"该行“{total.label}”",
                source=f"{source}，表三结构（总计列）",
            )
        )
    for column in columns:

        def at(row: Row, column: Column = column) -> str:
            return f"applications.{row.key}.{column.key}"

        equations.append(
            Equation(
                rule="T3-DECIDED",
                place=f"applications.*.{column.key}",
                left=tuple(at(row) for row in details),
                right=(at(decided),),
                left_words=f"表三“{column.label}”一列“{HANDLED}”各项之和",
                right_words=f"“{decided.label}”",
                source=f"{source}，表三结构（（七）总计）",
            )
        )
        equations.append(
            Equation(
                rule="T3-BALANCE",
                place=f"applications.*.{column.key}",
                left=(at(received), at(carried_in)),
                right=(at(decided), at(carried_out)),
                left_words=f"表三“{column.label}”一列“{received.label}”加“{carried_in.label}”",
                right_words=f"“{decided.label}”加“{carried_out.label}”",
                source=f"{source}，表三表头勾稽关系",
            )
        )
    table = Table(
        key="applications",
        section="applications",
        number="三",
        title="收到和处理政府信息公开申请情况",
        blocks=(Block("", tuple(columns), tuple(rows)),),
        grid=tuple(grid),
        header_rows=3,
        widths=(3, 5, 13, 4, 4, 4, 4, 4, 4, 4),
        places=tuple(kinds),
    )
    return LaidOut(table, tuple(equations), kinds, names)


def remedies_table(
    review: Row, litigation: Sequence[Row], columns: Sequence[Column], titles: tuple[str, str], source: str
) -> LaidOut:
    """Lay out table 四: one strip of figures, administrative review (行政复议) and two groups of litigation (行政诉讼)."""
    count = len(columns)
    groups = (review, *litigation)
    grid: tuple[tuple[Cell, ...], ...] = (
        (
            Cell(titles[0], colspan=count, role="column"),
            Cell(titles[1], colspan=count * len(litigation), role="column"),
        ),
        (
            *(Cell(column.label, rowspan=2, role="column") for column in columns),
            *(Cell(row.label, colspan=count, role="column") for row in litigation),
        ),
        tuple(Cell(column.label, role="column") for _ in litigation for column in columns),
        tuple(Cell(place=f"remedies.{row.key}.{column.key}") for row in groups for column in columns),
    )
    kinds: dict[str, FigureKind] = {}
    names: dict[str, str] = {}
    equations: list[Equation] = []
    for row in groups:
        words = row.label if row is review else f"{titles[1]}·{row.label}"
        for column in columns:
            place = f"remedies.{row.key}.{column.key}"
            kinds[place] = "count"
            names[place] = f"表四“{words}”的“{column.label}”"
        equations.append(
            Equation(
                rule="T4-TOTAL",
                place=f"remedies.{row.key}.*",
                left=tuple(f"remedies.{row.key}.{column.key}" for column in columns[:-1]),
                right=(f"remedies.{row.key}.{columns[-1].key}",),
                left_words=f"表四“{words}”四种结果之和",
                right_words=f"“{columns[-1].label}”",
                source=f"{source}，表四结构（总计列）",
            )
        )
    table = Table(
        key="remedies",
        section="remedies",
        number="四",
        title="政府信息公开行政复议、行政诉讼情况",
        blocks=(Block("", tuple(columns), groups),),
        grid=grid,
        header_rows=3,
        widths=(1,) * (count * len(groups)),
        places=tuple(kinds),
    )
    return LaidOut(table, tuple(equations), kinds, names)
