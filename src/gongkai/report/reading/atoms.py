"""The pieces of which a statutory table is put together again: labels, numbers and blank cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypedDict

from .words import Figure


class Kind(Enum):
    """What an atom is."""

    TEXT = "text"
    NUMBER = "number"
    BLANK = "blank"
    ABSENT = "absent"
    PROSE = "prose"


class Where(TypedDict, total=False):
    """Where a cell stands in a source that has geometry."""

    table: int
    row: int
    column: int
    end_column: int


@dataclass(slots=True, eq=False)
class Atom:
    """One piece of a table. `table`, `row`, `column` and `end_column` are -1 where the source has no geometry."""

    kind: Kind
    raw: str = ""
    squashed: str = ""
    figure: Figure | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    end_column: int = -1
    line: int = 0

    def __repr__(self) -> str:
        return f"<{self.kind.value} {self.raw!r} {self.table}:{self.row}:{self.column}>"
