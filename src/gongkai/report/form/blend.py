"""The form in which a report is printed.

A report normally fills one version of the form. Some published reports mix both in one table; to print such a report
without losing a figure, the blocks and rows of both versions are blended, each under its own column heads.
"""

from __future__ import annotations

from collections.abc import Collection

from .handling import APPLICANT_COLUMNS
from .kinds import Block, Column, Form
from .national import FORM_2019, FORM_2021, build_form
from .remedies import remedies
from .tables import applications_table, proactive_table


def printed_form(version: str, places: Collection[str]) -> Form:
    """Return the form to print a report of this `version` having these `places`.

    The pure form where it holds every place; otherwise a blend of both, whose places keep their own names.
    """
    own = FORM_2019 if version == "2019" else FORM_2021
    if all(place in own.kinds for place in places):
        return own
    return _blend(own, FORM_2021 if own is FORM_2019 else FORM_2019, places)


def _blend(own: Form, other: Form, places: Collection[str]) -> Form:
    width = 5
    place_names: dict[tuple[int, str, str], str] = {}
    blocks: list[Block] = []
    titles = list(dict.fromkeys(block.title for form in (own, other) for block in form.tables[0].blocks))
    for title in titles:
        named = [
            (form, block, _block_places(form, block))
            for form in (own, other)
            for block in form.tables[0].blocks
            if block.title == title
        ]
        filled = [one for one in named if any(place in places for place in one[2].values())]
        for _, block, names in filled or [one for one in named if one[0] is own]:
            spread = Block(block.title, _spread(block.columns, width - 1), block.rows)
            blocks.append(spread)
            place_names |= {(id(spread), row, column): name for (row, column), name in names.items()}
    proactive = proactive_table(
        own.tables[0].key,
        blocks,
        width,
        lambda block, row, column: place_names[id(block), row.key, column.key],
    )
    applications = own.tables[1].blocks[0]
    known = {row.key for row in applications.rows}
    extra = [
        row
        for row in other.tables[1].blocks[0].rows
        if row.key not in known and any(place.startswith(f"applications.{row.key}.") for place in places)
    ]
    rows = [*applications.rows[:-2], *extra, *applications.rows[-2:]]
    return build_form(
        version=own.version,
        source=own.source,
        name=own.name,
        years=own.years,
        problems=own.section("problems").title,
        laid=[proactive, applications_table(rows, APPLICANT_COLUMNS, own.source), remedies(own.source)],
    )


def _block_places(form: Form, block: Block) -> dict[tuple[str, str], str]:
    key = form.tables[0].key
    single = key == "proactive" and len(block.columns) == 1
    return {
        (row.key, column.key): f"{key}.{row.key}" if single else f"{key}.{row.key}.{column.key}"
        for row in block.rows
        for column in block.columns
    }


def _spread(columns: tuple[Column, ...], width: int) -> tuple[Column, ...]:
    """Widen the last column until the block fills the grid."""
    free = width - sum(column.span for column in columns)
    last = columns[-1]
    return (*columns[:-1], Column(last.key, last.label, last.kind, last.also, span=last.span + free))
