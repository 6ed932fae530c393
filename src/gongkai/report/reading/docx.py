"""Word documents: paragraphs, tables with merged and nested cells, and text boxes, in the order of reading.

Only what a reader of the document sees is taken: not what was deleted under tracked changes, not hidden text, not the
instructions of fields. WordprocessingML is walked directly: a library that builds an object for each cell takes several
times as long, and knows neither nested controls nor text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .document import Block, Document, Grid, GridCell, Line
from .docx_numbers import Numbering, number, value
from .errors import ReadError
from .package import Package, damaged

_MAX_DEPTH = 60
_MAX_SPAN = 100
_MAX_CELLS = 200_000

# Elements whose words no reader sees, or that repeat what stands elsewhere.
_UNSEEN = frozenset(
    (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "rPr",
        "pPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
    )
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Document:
    """Read a Word document from bytes. Raises `ReadError`."""
    package = Package(data)
    main = package.main_part()
    root = package.xml(main) if main else None
    if main is None or root is None:
        raise damaged()
    body = next((part for part in root if _local(part) == "body"), None)
    if body is None:
        raise damaged()
    reader = _Reader(_numbering(package, main))
    reader.flow(body, 0)
    return Document(reader.blocks)


def _numbering(package: Package, main: str) -> Numbering:
    try:
        parts = [package.related(main, ending) for ending in ("/numbering", "/styles")]
        numbering, styles = (package.xml(part) if part else None for part in parts)
    except ReadError:  # the words are readable without them
        return Numbering(None, None)
    return Numbering(numbering, styles)


_names: dict[Any, str] = {}


def _local(node: Any) -> str:
    """The element's name without its namespace, which differs between the two editions of the standard."""
    tag = node.tag
    name = _names.get(tag)
    if name is None:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(_names) < 5000:  # a hostile file may hold any number of names
            _names[tag] = name
    return name


class _Reader:
    """Walks the document and collects lines and grids."""

    def __init__(self, numbering: Numbering) -> None:
        self.blocks: list[Block] = []
        self._numbering = numbering
        self._tables = 0
        self._cells = 0

    def flow(self, parent: Any, depth: int) -> None:
        """Read what stands in a body, a cell, a text box or a control: paragraphs and tables."""
        if depth > _MAX_DEPTH:
            raise ReadError(
                "too_complex", "文档里的表格或者控件嵌套太深，无法处理；请另存一份简单的文档后再试"
            )
        for node in _children(parent):
            name = _local(node)
            if name == "p":
                self._paragraph(node, depth)
            elif name == "tbl":
                self._table(node, depth)
            elif name not in _UNSEEN:
                self.flow(node, depth + 1)

    def _paragraph(self, node: Any, depth: int) -> None:
        parts: list[str] = []
        boxes: list[Any] = []
        properties = node[0] if len(node) and _local(node[0]) == "pPr" else None
        _words(node, parts, boxes, depth)
        text = "".join(parts)
        if text.strip():
            self.blocks += [
                Line(line) for line in (self._numbering.before(properties) + text).split("\n") if line.strip()
            ]
        for box in boxes:
            self.flow(box, depth + 1)

    def _table(self, node: Any, depth: int) -> None:
        rows = [row for row in _children(node) if _local(row) == "tr" and not _is_deleted(row)]
        cells = [[cell for cell in _children(row) if _local(cell) == "tc"] for row in rows]
        self._cells += sum(map(len, cells))
        if self._cells > _MAX_CELLS:
            raise ReadError("too_complex", f"文档里的表格超过{_MAX_CELLS}格，不像年度报告；请核对文件")
        if max(map(len, cells), default=0) <= 1 or any(_holds_table(cell) for row in cells for cell in row):
            # a table that only lays out the page
            for row in cells:
                for cell in row:
                    self.flow(cell, depth + 1)
            return
        self._tables += 1
        self.blocks.append(Grid(self._grid(rows, cells, depth), self._tables))

    def _grid(self, rows: list[Any], cells: list[list[Any]], depth: int) -> list[GridCell]:
        grid: list[GridCell] = []
        above: dict[
            int, GridCell
        ] = {}  # the cell that a vertically merged cell below it continues, by column
        for row, (node, members) in enumerate(zip(rows, cells, strict=True)):
            column = _skipped_columns(node)
            left: GridCell | None = None
            for member in members:
                span, vertical, horizontal = _merging(member)
                if vertical == "continue" and column in above:
                    above[column].rowspan = row - above[column].row + 1
                    left = above[column]
                elif horizontal == "continue" and left is not None:
                    left.colspan += span
                else:
                    left = GridCell(self._cell_text(member, depth), row, column, 1, span)
                    grid.append(left)
                    if vertical == "restart":
                        above[column] = left
                    else:
                        above.pop(column, None)
                column += span
        return grid

    def _cell_text(self, cell: Any, depth: int) -> str:
        inner = _Reader(self._numbering)
        inner.flow(cell, depth + 1)
        return "\n".join(block.text for block in inner.blocks if isinstance(block, Line))


def _children(node: Any) -> Iterator[Any]:
    """The children a reader sees, content controls (sdt), custom XML and alternatives opened."""
    for child in node:
        name = _local(child)
        if name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _children(child)
        elif name == "AlternateContent":
            yield from _children(_alternative(child))
        else:
            yield child


def _alternative(node: Any) -> Any:
    """Of the renderings of one thing, the one a present-day Word shows."""
    choice = next((part for part in node if _local(part) == "Choice"), None)
    fallback = next((part for part in node if _local(part) == "Fallback"), None)
    return choice if choice is not None else fallback if fallback is not None else ()


def _words(node: Any, parts: list[str], boxes: list[Any], depth: int) -> None:
    """Collect the words of a paragraph, and apart from them the text boxes that hang on it."""
    if depth > _MAX_DEPTH * 3:
        raise ReadError("too_complex", "文档结构嵌套太深，无法处理；请另存一份简单的文档后再试")
    for child in node:
        name = _local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            if not _is_hidden(child):
                _words(child, parts, boxes, depth + 1)
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "AlternateContent":
            _words(_alternative(child), parts, boxes, depth + 1)
        elif name and name not in _UNSEEN:
            _words(child, parts, boxes, depth + 1)


def _is_hidden(run: Any) -> bool:
    if len(run) == 0 or _local(run[0]) != "rPr":
        return False
    return any(_local(part) == "vanish" and value(part) not in ("0", "false", "off") for part in run[0])


def _is_deleted(row: Any) -> bool:
    return any(
        _local(part) in ("del", "hidden") and value(part) not in ("0", "false", "off")
        for properties in row
        if _local(properties) == "trPr"
        for part in properties
    )


def _holds_table(cell: Any) -> bool:
    return any(_local(part) == "tbl" for part in _children(cell))


def _skipped_columns(row: Any) -> int:
    """How many grid columns the row leaves free before its first cell."""
    for properties in row:
        if _local(properties) == "trPr":
            for part in properties:
                if _local(part) == "gridBefore":
                    return min(max(number(part) or 0, 0), _MAX_SPAN)
    return 0


def _merging(cell: Any) -> tuple[int, str | None, str | None]:
    """How many grid columns the cell spans, and its part in a vertical and in an old-style horizontal merger."""
    span, vertical, horizontal = 1, None, None
    for properties in cell:
        if _local(properties) != "tcPr":
            continue
        for part in properties:
            name = _local(part)
            if name == "gridSpan":
                span = min(max(number(part) or 1, 1), _MAX_SPAN)
            elif name == "vMerge":
                vertical = value(part) or "continue"
            elif name == "hMerge":
                horizontal = value(part) or "continue"
    return span, vertical, horizontal
