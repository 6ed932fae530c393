"""The block model of a letter (文书): a restricted language, a line a block, parsed into values. Plain Python.

    【标题】政府信息公开告知书          a block by its mark; a line without a mark is a paragraph
    【主送】{申请人}：                  {字段} prints a value, {字段?} may be empty
    【如果 理由】 … 【否则】 … 【完】      printed only if the field has a value (【如果没有 理由】: only if it has none)
    【表格 30 70】 … 【表格完】           rows begin with ｜; an empty cell widens the one before, a cell of one 　 stays empty
    【逐项 检索记录】 … 【逐项完】         once for each line of the field, never inside another 【逐项】

Nothing else: no expressions, no calls, no other loops, so that a template can neither reach anything nor explode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.law.letters import Field, Outline, fields

__all__ = [
    "MARKS",
    "Block",
    "Cells",
    "Each",
    "If",
    "Node",
    "Slot",
    "Table",
    "Template",
    "TemplateError",
    "parse",
]

MARKS = {
    "机关": "agency_line",
    "红头": "banner",
    "红线": "red_line",
    "标题": "title",
    "文号": "number",
    "主送": "to",
    "一级": "heading",
    "二级": "subheading",
    "附件": "attachment",
    "落款": "agency",
    "日期": "date",
    "附注": "note",
}
MOST_CHARACTERS, MOST_LINES, MOST_DEPTH, MOST_COLUMNS = 60_000, 1_500, 3, 8

_LINE = re.compile(r"【\s*([^】\s]+)\s*([^】]*)】(.*)", re.DOTALL)
_SLOT = re.compile(r"[{｛]\s*([^{}｛｝?？]*?)\s*([?？]?)\s*[}｝]")
_BRACE = re.compile(r"[{}｛｝]")
_BAR = re.compile(r"[｜|]")


class TemplateError(ValueError):
    """A template that cannot be used; `messages` say in Chinese what is wrong, each with its line."""

    def __init__(self, messages: list[str]) -> None:
        """Keep the messages for whoever shows them."""
        super().__init__("；".join(messages))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the value of a field."""

    name: str
    optional: bool = False


Parts = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a kind; `line` is where it stands in the template."""

    kind: str
    parts: Parts
    line: int


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a table: cells with how many columns each spans."""

    cells: tuple[tuple[Parts, int], ...]
    head: bool
    line: int


@dataclass(frozen=True, slots=True)
class If:
    """Blocks printed if the field has a value, and those printed if not."""

    name: str
    yes: tuple[Node, ...]
    no: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """Blocks printed for each line of a field."""

    name: str
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths in parts of the whole, and what makes its rows."""

    widths: tuple[int, ...]
    rows: tuple[Node, ...]


Node = Block | Cells | If | Each | Table


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template."""

    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """Give every node, outer ones first."""
        yield from _walk(self.nodes)

    def outline(self) -> Outline:
        """Say what it consists of, for the check of its elements."""
        words: list[str] = []
        names: set[str] = set()
        places: set[str] = set()
        for node in self.walk():
            if isinstance(node, If | Each):
                names.add(node.name)
            for part in _parts_of(node):
                if isinstance(part, Slot):
                    names.add(part.name)
                    words.append("{" + part.name + "}")
                else:
                    words.append(part)
            if isinstance(node, Block) and node.kind in ("title", "agency", "date"):
                places.add(node.kind)
                words.append("\n")
        if "agency" in places:
            places.add("seal")
        return Outline("".join(words), frozenset(names), frozenset(places))


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, If):
            yield from _walk(node.yes)
            yield from _walk(node.no)
        elif isinstance(node, Each):
            yield from _walk(node.body)
        elif isinstance(node, Table):
            yield from _walk(node.rows)


def _parts_of(node: Node) -> Iterator[str | Slot]:
    if isinstance(node, Block):
        yield from node.parts
    elif isinstance(node, Cells):
        for parts, _ in node.cells:
            yield from parts


def parse(text: str) -> Template:
    """Parse a template. Raises `TemplateError` with everything that is wrong with it."""
    if len(text) > MOST_CHARACTERS:
        raise TemplateError([f"模板太长：最多{MOST_CHARACTERS}字"])
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise TemplateError([f"模板太长：最多{MOST_LINES}行"])
    reader = _Reader(fields())
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
    return reader.finish()


@dataclass
class _Open:
    """Something begun and not ended: an 如果, 逐项, 表格, or (mark "") the whole."""

    mark: str
    line: int
    name: str = ""
    widths: tuple[int, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    yes: list[Node] | None = None
    negated: bool = False


class _Reader:
    def __init__(self, known: Mapping[str, Field]) -> None:
        self.known = known
        self.faults: list[str] = []
        self.open = [_Open("", 0)]

    def fault(self, line: int, words: str) -> None:
        self.faults.append(f"第{line}行：{words}")

    def read(self, number: int, line: str) -> None:
        stripped = line.strip(" \t")
        if not stripped.strip():
            return
        if _BAR.match(stripped):
            self.row(number, stripped)
        elif (found := _LINE.match(stripped)) and (found[1] in MARKS or found[1] in _RULES):
            mark, told, rest = found[1], found[2].strip(), found[3]
            if mark in MARKS:
                self.add(number, Block(MARKS[mark], self.parts(number, rest.strip(" \t")), number))
                return
            if rest.strip():
                self.fault(number, f"【{mark}】要单独占一行")
            _RULES[mark](self, number, mark, told)
        elif found and not found[3].strip():
            self.fault(number, f"不认识【{found[1][:20]}】；可以用的有：{'、'.join([*MARKS, *_RULES])}")
        else:
            self.add(number, Block("paragraph", self.parts(number, stripped), number))

    def add(self, number: int, node: Node) -> None:
        if self.inside("表格") and isinstance(node, Block):
            self.fault(number, "表格里每行要以｜开头；表格结束写【表格完】")
            return
        self.open[-1].nodes.append(node)

    def inside(self, mark: str) -> _Open | None:
        return next((one for one in reversed(self.open) if one.mark == mark), None)

    def row(self, number: int, line: str) -> None:
        table = self.inside("表格")
        if table is None:
            self.fault(number, "以｜开头的行要写在【表格 …】和【表格完】之间")
            return
        texts = _BAR.split(line)[1:]
        head = texts[0].startswith("【表头】")
        if head:
            texts[0] = texts[0].removeprefix("【表头】")
        cells: list[tuple[Parts, int]] = []
        for text in texts:
            if text.strip(" \t") == "" and cells:
                cells[-1] = (cells[-1][0], cells[-1][1] + 1)
            else:
                cells.append((self.parts(number, text.strip(" \t")), 1))
        width = sum(span for _, span in cells)
        if width != len(table.widths):
            self.fault(number, f"这一行有{width}格，表格有{len(table.widths)}列")
        self.open[-1].nodes.append(Cells(tuple(cells), head, number))

    def parts(self, number: int, text: str) -> Parts:
        """Split a line into words and slots; what stands in braces must be a field."""
        made: list[str | Slot] = []
        at = 0
        for found in _SLOT.finditer(text):
            made.append(text[at : found.start()])
            at = found.end()
            made.append(Slot(found[1], bool(found[2])))
            self.named(number, found[1])
        made.append(text[at:])
        if any(isinstance(part, str) and _BRACE.search(part) for part in made):
            self.fault(number, "花括号不成对；字段要写成{申请人}的样子")
        return tuple(part for part in made if part != "")

    def named(self, number: int, name: str, rows: bool = False) -> None:
        each = self.inside("逐项")
        columns = self.known[each.name].columns if each and each.name in self.known else ()
        if name in columns:
            return
        one = self.known.get(name)
        if one is None:
            self.fault(number, f"没有“{name[:20]}”这个字段" if name else "花括号里没有写字段")
        elif (one.kind == "rows") != rows:
            self.fault(
                number,
                f"“{name}”{'不是' if rows else '是'}多行的表，{'不能' if rows else '要'}用【逐项 {name}】",
            )

    def begin(self, number: int, mark: str, told: str) -> None:
        negated = mark == "如果没有"
        self.named_condition(number, told)
        self.push(_Open("如果", number, told, negated=negated))

    def named_condition(self, number: int, name: str) -> None:
        if name not in self.known:
            self.fault(number, f"没有“{name[:20]}”这个字段；条件要写成【如果 理由】的样子")

    def push(self, one: _Open) -> None:
        if len([other for other in self.open if other.mark == "如果"]) > MOST_DEPTH:
            self.fault(one.line, f"【如果】最多套{MOST_DEPTH}层")
        self.open.append(one)

    def otherwise(self, number: int, _mark: str, _told: str) -> None:
        top = self.open[-1]
        if top.mark != "如果" or top.yes is not None:
            self.fault(number, "【否则】要写在【如果】和【完】之间，只能写一次")
            return
        top.yes, top.nodes = top.nodes, []

    def end(self, number: int, mark: str, _told: str) -> None:
        wanted = {"完": "如果", "逐项完": "逐项", "表格完": "表格"}[mark]
        top = self.open[-1]
        if top.mark != wanted:
            self.fault(number, f"【{mark}】没有与它对应的【{wanted}】")
            return
        self.open.pop()
        node: Node
        if wanted == "如果":
            yes, no = (top.nodes, []) if top.yes is None else (top.yes, top.nodes)
            node = If(top.name, tuple(no if top.negated else yes), tuple(yes if top.negated else no))
        elif wanted == "逐项":
            node = Each(top.name, tuple(top.nodes))
        else:
            if not top.nodes:
                self.fault(number, "表格里没有行")
            node = Table(top.widths, tuple(top.nodes))
        self.open[-1].nodes.append(node)

    def each(self, number: int, _mark: str, told: str) -> None:
        if self.inside("逐项"):
            self.fault(number, "【逐项】里不能再写【逐项】")
        if told in self.known:
            self.named(number, told, rows=True)
        else:
            self.fault(number, f"没有“{told[:20]}”这个字段；要写成【逐项 检索记录】的样子")
        self.open.append(_Open("逐项", number, told))

    def table(self, number: int, _mark: str, told: str) -> None:
        numbers = told.split()
        if self.inside("表格") or self.inside("逐项"):
            self.fault(number, "【表格】不能写在另一个表格或者【逐项】里")
        good = 1 <= len(numbers) <= MOST_COLUMNS and all(
            re.fullmatch(r"[1-9]\d{0,2}", one) for one in numbers
        )
        if not good:
            self.fault(number, f"【表格】要写各列的宽度，如【表格 30 70】，最多{MOST_COLUMNS}列")
        widths = tuple(int(one) for one in numbers) if good else (1,)
        self.open.append(_Open("表格", number, widths=widths))

    def finish(self) -> Template:
        for one in self.open[1:]:
            end = {"如果": "完", "逐项": "逐项完", "表格": "表格完"}[one.mark]
            self.fault(one.line, f"【{one.mark}】没有结束；请加上【{end}】")
        if not self.open[0].nodes and not self.faults:
            self.faults.append("模板是空的")
        if self.faults:
            raise TemplateError(self.faults)
        return Template(tuple(self.open[0].nodes))


_RULES: dict[str, Callable[[_Reader, int, str, str], None]] = {
    "如果": _Reader.begin,
    "如果没有": _Reader.begin,
    "否则": _Reader.otherwise,
    "完": _Reader.end,
    "逐项": _Reader.each,
    "逐项完": _Reader.end,
    "表格": _Reader.table,
    "表格完": _Reader.end,
}
