"""Fill a template (文书模板) with values: what comes out is the text of the letter, the same for Word and PDF. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.law.letters import fields

from .blocks import Block, Cells, Each, If, Node, Parts, Slot, Table, Template

__all__ = ["Cell", "FieldsMissing", "Grid", "Letter", "Line", "Values", "fill"]

Value = str | Sequence[Mapping[str, str]]
Values = Mapping[str, Value]

MOST_BLOCKS, MOST_CHARACTERS, MOST_ROWS = 3_000, 300_000, 1_000
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What no printer sets, or what would turn the direction of the words around it."""


class FieldsMissing(ValueError):  # noqa: N818 - the name says what is the matter
    """Values a letter needs and did not get; `names` are the fields, `message` says so in Chinese."""

    def __init__(self, names: Sequence[str]) -> None:
        """Make the message."""
        known = fields()
        told = "、".join(f"{name}（{known[name].help}）" if name in known else name for name in names)
        self.message = f"还没有填写：{told}。填写以后才能生成文书。"
        self.names = tuple(names)
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a kind (see `blocks.MARKS`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; its text may have several lines."""

    text: str
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: widths in parts of the whole, rows, and how many of them are headings."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is printed."""

    blocks: tuple[Line | Grid, ...]

    @property
    def title(self) -> str:
        """The title, for the properties of the files."""
        return next(
            (one.text for one in self.blocks if isinstance(one, Line) and one.kind == "title"), "文书"
        )

    def text(self) -> str:
        """Everything it says, a line a paragraph or row."""
        made = []
        for one in self.blocks:
            if isinstance(one, Line):
                made.append(printed(one))
            else:
                made += ["\t".join(cell.text for cell in row) for row in one.rows]
        return "\n".join(made)


def printed(line: Line) -> str:
    """Give the words of a line as both printers set them."""
    if line.kind == "attachment":
        return f"附件：{line.text}"
    if line.kind == "note":
        return f"（{line.text}）"
    return line.text


def fill(template: Template, values: Values) -> Letter:
    """Fill a template. Raises `FieldsMissing` for all values missing at once, ValueError (Chinese) for what is too much."""
    filler = _Filler(values)
    blocks = filler.blocks(template.nodes, {})
    if filler.missing:
        raise FieldsMissing(tuple(dict.fromkeys(filler.missing)))
    made: list[Line | Grid] = []
    for one in blocks:
        if isinstance(one, _Row):
            raise TypeError("a row outside a table")
        made.append(one)
    return Letter(tuple(made))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Cell, ...]
    head: bool


class _Filler:
    def __init__(self, values: Values) -> None:
        self.values = values
        self.missing: list[str] = []
        self.blocks_made = 0
        self.characters = 0

    def blocks(self, nodes: Sequence[Node], item: Mapping[str, str]) -> list[Line | Grid | _Row]:
        made: list[Line | Grid | _Row] = []
        for node in nodes:
            match node:
                case Block():
                    made += self.lines(node, item)
                case Cells():
                    cells = tuple(
                        Cell(self.text(parts, item).strip("\n"), span) for parts, span in node.cells
                    )
                    made.append(_Row(cells, node.head))
                case If():
                    made += self.blocks(node.yes if self.has(node.name) else node.no, item)
                case Each():
                    for one in self.rows(node.name):
                        made += self.blocks(node.body, one)
                case Table():
                    rows = [one for one in self.blocks(node.rows, item) if isinstance(one, _Row)]
                    heads = next((at for at, row in enumerate(rows) if not row.head), len(rows))
                    made.append(Grid(node.widths, tuple(row.cells for row in rows), heads))
            self.blocks_made += 1
            if self.blocks_made > MOST_BLOCKS or self.characters > MOST_CHARACTERS:
                raise ValueError(f"文书太长：最多{MOST_BLOCKS}段、{MOST_CHARACTERS}字；长的清单请作为附件。")
        return made

    def lines(self, block: Block, item: Mapping[str, str]) -> list[Line]:
        text = self.text(block.parts, item)
        kept = [one.strip() for one in text.split("\n") if one.strip()]
        if block.kind == "red_line":
            return [Line("red_line", "")]
        if block.kind in ("paragraph", "attachment", "banner", "title"):
            return [Line(block.kind, one) for one in kept]
        return [Line(block.kind, " ".join(kept))] if kept else []

    def text(self, parts: Parts, item: Mapping[str, str]) -> str:
        made = "".join(part if isinstance(part, str) else self.value(part, item) for part in parts)
        self.characters += len(made)
        return made

    def value(self, slot: Slot, item: Mapping[str, str]) -> str:
        found = item.get(slot.name, self.values.get(slot.name))
        text = _clean(found) if isinstance(found, str) else ""
        if not text and not slot.optional and slot.name not in item:
            self.missing.append(slot.name)
        return text

    def has(self, name: str) -> bool:
        found = self.values.get(name)
        return bool(_clean(found)) if isinstance(found, str) else bool(found)

    def rows(self, name: str) -> list[dict[str, str]]:
        found = self.values.get(name)
        if found is None or isinstance(found, str):
            return []
        if len(found) > MOST_ROWS:
            raise ValueError(f"“{name}”最多{MOST_ROWS}行；长的清单请作为附件。")
        columns = fields()[name].columns
        return [{column: str(one.get(column, "")) for column in columns} for one in found]


def _clean(value: str) -> str:
    text = (
        value.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\t", " ")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    return _UNPRINTABLE.sub("", text).strip()
