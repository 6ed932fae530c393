"""The order in which findings are told."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.report.form import FORMS, Form
from gongkai.report.model import SECTION_KEYS, Finding

_GRAVITY = {"error": 0, "warning": 1, "info": 2}
_HEAD = ("title", "agency", "year", "form", "published_on")


def in_order(findings: Iterable[Finding], form: Form) -> tuple[Finding, ...]:
    """Sort by gravity, then by where a reader meets the place: title, then section by section, words before the table."""
    # of a report that mixes both forms, all places of table 二 stand in one section
    tables = {
        table.key: SECTION_KEYS.index(table.section)
        for one in (*FORMS.values(), form)
        for table in one.tables
    }
    cells = {place: index for index, place in enumerate(form.places)}
    last = len(SECTION_KEYS)

    def position(place: str) -> tuple[int, int, int]:
        if place in _HEAD:
            return -1, _HEAD.index(place), 0
        first, _, rest = place.partition(".")
        if first == "sections":
            return SECTION_KEYS.index(rest) if rest in SECTION_KEYS else last, -1, 0
        if place in cells:
            return tables[first], 1, cells[place]
        if first in tables and rest:
            # a row or a column: where its first cell stands
            before, _, behind = place.partition("*")
            for one, index in cells.items():
                if one.startswith(before) and one.endswith(behind):
                    return tables[first], 1, index
        return (tables.get(first, last), 0, 0) if first else (-1, len(_HEAD), 0)

    return tuple(sorted(findings, key=lambda finding: (_GRAVITY[finding.severity], *position(finding.place))))
