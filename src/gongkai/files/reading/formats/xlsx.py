"""Excel workbooks: every sheet, hidden ones too, with comments, text boxes, heads and feet; numbers as the sheet keeps them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.files.reading.content import Content
from gongkai.files.reading.errors import Refused

from .office import Parts, attribute, local, paragraphs, read_rest

MAX_CELLS = 1_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_HEAD_CODE = re.compile(r'&(?:[LCRPNDTAFGZ]|"[^"]*"|\d{1,3}|K[0-9A-F]{6})')


def read_xlsx(data: bytes, depth: int = 0) -> Content:
    """Read a workbook. Raises `Refused`."""
    parts = Parts(data)
    content = Content()
    main = parts.main()
    book = parts.xml(main)
    if book is None:
        raise Refused("damaged", "文件已损坏，无法打开；请用Excel或者WPS打开后另存一份再试")
    related = {
        identity: (kind, target) for identity, kind, target, outside in parts.relations(main) if not outside
    }
    strings = _strings(
        parts, next((target for kind, target in related.values() if kind.endswith("/sharedStrings")), "")
    )
    reader = _Sheets(parts, content, strings)
    for sheet in book.iter():
        if local(sheet) != "sheet":
            continue
        name, state = attribute(sheet, "name"), attribute(sheet, "state")
        _, target = related.get(attribute(sheet, "id"), ("", ""))
        hidden = state in ("hidden", "veryHidden")
        if hidden:
            content.remarks.add("hidden")
        place = f"{'隐藏工作表' if hidden else '工作表'}“{name}”"
        content.add(name, "工作表名称")
        if target in parts.names:
            reader.read(target, place)
    read_rest(parts, content, depth)
    return content


def _strings(parts: Parts, name: str) -> list[str]:
    root = parts.xml(name) if name in parts.names else None
    return [_joined(item) for item in (() if root is None else root) if local(item) == "si"]


def _joined(node: Any) -> str:
    """The words of a string, without the readings (拼音) above them."""
    words: list[str] = []
    for child in node:
        name = local(child)
        if name == "t":
            words.append(child.text or "")
        elif name == "r":
            words.append(_joined(child))
    return "".join(words)


class _Sheets:
    """Reads sheets into the content."""

    def __init__(self, parts: Parts, content: Content, strings: list[str]) -> None:
        self._parts = parts
        self._content = content
        self._strings = strings
        self._cells = 0

    def read(self, name: str, place: str) -> None:
        """Read a sheet and what hangs on it."""
        root = self._parts.xml(name)
        for node in () if root is None else root.iter():
            kind = local(node)
            if kind == "row":
                self._row(node, place)
            elif kind in ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"):
                self._content.add(_HEAD_CODE.sub(" ", node.text or ""), f"{place}的页眉页脚")
            elif kind in ("formula1", "formula2"):
                self._content.add(node.text or "", f"{place}的数据有效性")
            elif kind == "hyperlink":
                for key in ("display", "tooltip"):
                    self._content.add(attribute(node, key), f"{place}的链接")
            elif kind == "col" and attribute(node, "hidden") in ("1", "true"):
                self._content.remarks.add("hidden")
        for _, kind, target, outside in self._parts.relations(name):
            if not outside and target in self._parts.names and target not in self._parts.seen:
                self._attached(kind, target, place)

    def _attached(self, kind: str, target: str, place: str) -> None:
        if kind.endswith(("/comments", "/threadedComment")):
            root = self._parts.xml(target)
            self._content.remarks.add("revisions")
            for node in () if root is None else root.iter():
                if local(node) in ("comment", "threadedComment"):
                    text = "".join(part.text or "" for part in node.iter() if local(part) in ("t", "text"))
                    self._content.add(text, f"{place}{attribute(node, 'ref')[:10]}格的批注")
        elif kind.endswith("/drawing"):
            root = self._parts.xml(target)
            for text in () if root is None else paragraphs(root):
                self._content.add(text, f"{place}的文本框")
            for node in () if root is None else root.iter():
                if local(node) == "cNvPr":
                    self._content.add(attribute(node, "descr"), f"{place}的图片说明")

    def _row(self, row: Any, place: str) -> None:
        if attribute(row, "hidden") in ("1", "true"):
            self._content.remarks.add("hidden")
        number = int(row.get("r")) if str(row.get("r", "")).isdecimal() else 0
        for index, cell in enumerate(row, 1):
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise Refused("too_large", "工作表的格子太多，无法检查；请分成几个文件")
            match = _REFERENCE.fullmatch(cell.get("r") or "")
            letters, line = (match[1], int(match[2])) if match else (_letters(index), number)
            text, numeric = self._value(cell)
            where = f"{place}第{line}行{letters}列"
            self._content.add(text, where, table=place, row=line, column=_column(letters), numeric=numeric)
            formula = next((part.text or "" for part in cell if local(part) == "f"), "")
            if '"' in formula:
                self._content.add(formula, f"{where}的公式")

    def _value(self, cell: Any) -> tuple[str, bool]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_joined(part) for part in cell if local(part) == "is"), False
        value = next((part.text or "" for part in cell if local(part) == "v"), "")
        if kind == "s":
            return (
                (self._strings[int(value)], False)
                if value.isdecimal() and int(value) < len(self._strings)
                else ("", False)
            )
        if kind == "n" and value:
            return plain_number(value), True
        return value, False


def plain_number(value: str) -> str:
    """Write a number as a sheet keeps it, 3.70102199001011E+17 too, without an exponent."""
    if "E" not in value.upper():
        return value.removesuffix(".0")
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return str(int(number)) if number == number.to_integral_value() and number.adjusted() < 25 else value


def _column(letters: str) -> int:
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - 64
    return count


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
