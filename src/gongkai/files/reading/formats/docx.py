"""Word documents: everything that can be got out of them, seen or not.

Unlike the report's reader, which takes what a reader of the document sees, this one also takes what was deleted under tracked
changes, hidden words, comments, text boxes, heads and feet, notes, properties and embedded files: all of that goes public with
the file.
"""

from __future__ import annotations

from typing import Any

from gongkai.files.reading.content import Content
from gongkai.files.reading.errors import Refused

from .office import Parts, attribute, local, read_rest

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PLACES = (
    ("header+xml", "页眉"),
    ("footer+xml", "页脚"),
    ("footnotes+xml", "脚注"),
    ("endnotes+xml", "尾注"),
    ("comments+xml", "批注"),
    ("document.glossary+xml", "构建基块"),
)
_DELETED = frozenset(("del", "moveFrom"))
_INSERTED = frozenset(("ins", "moveTo"))
_LAYOUT = frozenset(("pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid"))
_OFF = ("0", "false", "off", "none")


def read_docx(data: bytes, depth: int = 0) -> Content:
    """Read a Word document. Raises `Refused`."""
    parts = Parts(data)
    content = Content()
    main = parts.main()
    root = parts.xml(main)
    if root is None:
        raise Refused("damaged", "文件已损坏，无法打开；请用Word或者WPS打开后另存一份再试")
    reader = _Reader(content)
    for body in root:
        reader.flow(body, "正文", numbered=local(body) == "body")
    for name, kind in parts.types.items():
        place = next((place for ending, place in _PLACES if kind.endswith(ending)), None)
        part = parts.xml(name) if place and name in parts.names else None
        if place == "批注" and part is not None:
            for index, comment in enumerate(part, 1):
                content.remarks.add("revisions")
                reader.flow(comment, f"批注第{index}条")
        elif place and part is not None:
            reader.flow(part, place)
    read_rest(parts, content, depth)
    return content


class _Paragraph:
    """The words of a paragraph: as they stand, as they were before tracked changes, and what hangs on it."""

    def __init__(self) -> None:
        self.now: list[str] = []
        self.before: list[str] = []
        self.codes: list[str] = []
        self.boxes: list[Any] = []
        self.said: list[str] = []
        self.deleted = self.hidden = False

    def word(self, text: str, deleted: bool, inserted: bool) -> None:
        if deleted:
            self.deleted = True
        else:
            self.now.append(text)
        if not inserted:
            self.before.append(text)


class _Reader:
    """Walks a part of the document and gives its texts to the content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._tables = 0

    def flow(self, parent: Any, place: str, *, numbered: bool = False) -> None:
        """Read what stands in a body, a head, a note or a text box: paragraphs and tables."""
        count = 0
        for node in self._blocks(parent):
            if local(node) == "tbl":
                self._tables += 1
                self._table(node, f"表格{self._tables}" if numbered else f"{place}的表格")
                continue
            paragraph = self._paragraph(node)
            if "".join(paragraph.now + paragraph.before).strip():
                count += 1
            where = f"{place}第{max(count, 1)}段" if numbered else place
            self._give(paragraph, where)

    def _blocks(self, parent: Any) -> Any:
        """The paragraphs and tables in a container, through all that may lie between; words outside of them too."""
        for node in parent:
            name = local(node)
            if name in ("p", "tbl") or name in ("r", "t", "hyperlink"):
                yield node
            elif name and not name.endswith("Pr"):
                yield from self._blocks(node)

    def _table(self, table: Any, place: str) -> None:
        rows = list(self._rows(table, "tr"))
        for row, members in enumerate(rows, 1):
            column = 0
            gone = self._deleted_row(members)
            for cell in self._rows(members, "tc"):
                column += 1
                self._cell(cell, place, row, column, gone)
                column += max(min(_span(cell), 100) - 1, 0)

    def _rows(self, node: Any, name: str) -> Any:
        for child in node:
            if local(child) == name:
                yield child
            elif local(child) in ("sdt", "sdtContent", "customXml", *_DELETED, *_INSERTED):
                yield from self._rows(child, name)

    def _deleted_row(self, row: Any) -> bool:
        return any(local(part) == "del" for child in row if local(child) == "trPr" for part in child)

    def _cell(self, cell: Any, table: str, row: int, column: int, gone: bool) -> None:
        """Read a cell: its paragraphs as one text, what hangs on them by itself."""
        place = f"{table}第{row}行第{column}格"
        whole = _Paragraph()
        for node in self._blocks(cell):
            if local(node) == "tbl":
                self._table(node, f"{place}内的表格")
                continue
            one = self._paragraph(node)
            break_ = ["\n"] if whole.now or whole.before else []
            whole.now += break_ + one.now
            whole.before += break_ + one.before
            whole.codes += one.codes
            whole.boxes += one.boxes
            whole.said += one.said
            whole.deleted |= one.deleted or gone
            whole.hidden |= one.hidden
        self._give(whole, place, table=table, row=row, column=column)

    def _give(
        self, paragraph: _Paragraph, place: str, *, table: str = "", row: int = 0, column: int = 0
    ) -> None:
        where = f"{place}（隐藏文字）" if paragraph.hidden else place
        self._content.add("".join(paragraph.now), where, table=table, row=row, column=column)
        if paragraph.deleted:
            self._content.remarks.add("revisions")
            self._content.add("".join(paragraph.before), f"{place}，修订（已删除）")
        if paragraph.hidden:
            self._content.remarks.add("hidden")
        self._content.add("".join(paragraph.codes), f"{place}，域代码")
        for said in paragraph.said:
            self._content.add(said, f"{place}，图片说明")
        for box in paragraph.boxes:
            self.flow(box, f"{place.partition('，')[0]}处的文本框")

    def _paragraph(self, node: Any) -> _Paragraph:
        paragraph = _Paragraph()
        self._words(node, paragraph, deleted=False, inserted=False)
        return paragraph

    def _words(self, node: Any, paragraph: _Paragraph, *, deleted: bool, inserted: bool) -> None:
        for child in node if local(node) != "t" else (node,):
            name = local(child)
            if name in ("t", "delText"):
                paragraph.word(child.text or "", deleted or name == "delText", inserted)
            elif name in _SIGNS:
                paragraph.word(_SIGNS[name], deleted, inserted)
            elif name in ("instrText", "delInstrText"):
                paragraph.codes.append(child.text or "")
            elif name == "txbxContent":
                paragraph.boxes.append(child)
            elif name == "AlternateContent":
                for rendering in _renderings(child):
                    self._words(rendering, paragraph, deleted=deleted, inserted=inserted)
            elif name == "rPr":
                paragraph.hidden |= any(
                    local(part) == "vanish" and attribute(part, "val") not in _OFF for part in child
                )
            elif name and name not in _LAYOUT:
                self._notes(child, name, paragraph)
                changed = _DELETED if name in _DELETED else ()
                if name in _INSERTED and attribute(child, "author"):
                    self._content.remarks.add("revisions")
                self._words(
                    child, paragraph, deleted=deleted or bool(changed), inserted=inserted or name in _INSERTED
                )

    def _notes(self, node: Any, name: str, paragraph: _Paragraph) -> None:
        """Keep what is said in attributes: alternative texts, WordArt, simple fields, entries of drop-down lists."""
        names = {
            "docPr": ("descr", "title"),
            "cNvPr": ("descr", "title"),
            "textpath": ("string",),
            "shape": ("alt",),
            "fldSimple": ("instr",),
            "listItem": ("displayText",),
            "default": ("val",),
        }.get(name, ())
        paragraph.said += [value for key in names if len(value := attribute(node, key)) > 2]


def _renderings(node: Any) -> list[Any]:
    """Of the renderings of one thing, the first, and others only where their words differ."""
    kept: list[Any] = []
    words: set[str] = set()
    for rendering in node:
        text = "".join(part.text or "" for part in rendering.iter() if local(part) in ("t", "delText"))
        if text not in words or not kept:
            kept.append(rendering)
            words.add(text)
    return kept


def _span(cell: Any) -> int:
    for properties in cell:
        if local(properties) == "tcPr":
            for part in properties:
                if local(part) == "gridSpan" and attribute(part, "val").isdecimal():
                    return int(attribute(part, "val")[:4])
    return 1
