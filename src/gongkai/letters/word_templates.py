"""Templates as Word files (模板的导出和导入): fields stand in it as {申请人}, marks as lines of their own; what is imported is shown before it is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .blocks import MARKS, Block, Cells, Each, If, Node, Parts, Slot, Table, parse
from .filling import Cell, Grid, Letter, Line
from .printing.word import as_docx
from .reading import lines_of, open_docx

__all__ = ["template_as_docx", "text_from_docx"]

_WORDS = {kind: mark for mark, kind in MARKS.items()}
_NUMBER = re.compile(r"[{｛]文号[}｝]|.{1,20}〔.{1,8}〕.{1,8}号")
_TITLE_ENDS = ("书", "单", "函", "证", "表", "记录", "通知", "回执")


def template_as_docx(text: str) -> bytes:
    """Give a template as a Word file to be changed and imported again."""
    return as_docx(Letter(tuple(_shown(parse(text).nodes))))


def _words(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else _slot(part) for part in parts)


def _slot(slot: Slot) -> str:
    return "{" + slot.name + ("?" if slot.optional else "") + "}"


def _shown(nodes: Sequence[Node]) -> list[Line | Grid]:
    made: list[Line | Grid] = []
    for node in nodes:
        match node:
            case Block():
                made.append(_block(node))
            case If():
                made.append(
                    Line("paragraph", f"【如果 {node.name}】" if node.yes else f"【如果没有 {node.name}】")
                )
                made += _shown(node.yes or node.no)
                if node.yes and node.no:
                    made += [Line("paragraph", "【否则】"), *_shown(node.no)]
                made.append(Line("paragraph", "【完】"))
            case Each():
                made += [
                    Line("paragraph", f"【逐项 {node.name}】"),
                    *_shown(node.body),
                    Line("paragraph", "【逐项完】"),
                ]
            case Table():
                made.append(Grid(node.widths, tuple(_rows(node.rows, len(node.widths))), 0))
            case Cells():
                raise TypeError("a row outside a table")
    return made


def _block(node: Block) -> Line:
    text = _words(node.parts)
    # attachment and note are printed with words of their own, which the import takes off again
    if node.kind in ("banner", "red_line"):  # no place of a common Word file tells these
        return Line("paragraph", f"【{_WORDS[node.kind]}】{text}")
    return Line(node.kind, text)


def _rows(nodes: Sequence[Node], columns: int) -> list[tuple[Cell, ...]]:
    made: list[tuple[Cell, ...]] = []
    for node in nodes:
        match node:
            case Cells():
                cells = [Cell(_words(parts), span) for parts, span in node.cells]
                if node.head:
                    cells[0] = Cell("【表头】" + cells[0].text, cells[0].span)
                made.append(tuple(cells))
            case If():
                begin = f"【如果 {node.name}】" if node.yes else f"【如果没有 {node.name}】"
                made += [(Cell(begin, columns),), *_rows(node.yes or node.no, columns)]
                if node.yes and node.no:
                    made += [(Cell("【否则】", columns),), *_rows(node.no, columns)]
                made.append((Cell("【完】", columns),))
            case Each():
                made += [(Cell(f"【逐项 {node.name}】", columns),), *_rows(node.body, columns)]
                made.append((Cell("【逐项完】", columns),))
            case _:
                raise TypeError("not a row")
    return made


def text_from_docx(data: bytes) -> str:
    """Read a template from a Word file; it is not checked here. Raises `reading.Unreadable`."""
    made: list[str] = []
    table: Any = None
    found = list(lines_of(open_docx(data)))
    for at, (what, text, thing) in enumerate(found):
        if what == "row":
            row, cells, whole = thing
            if whole is not table:
                if table is not None:
                    made.append("【表格完】")
                made.append(f"【表格 {' '.join(str(one) for one in _widths(whole))}】")
                table = whole
            made.append(_row(row, cells))
            continue
        if table is not None:
            made.append("【表格完】")
            table = None
        if words := text.strip().replace("\n", ""):
            after = any(other.strip() for _, other, _ in found[at + 1 :])
            made.append(_marked(words, thing, made, last=not after))
    if table is not None:
        made.append("【表格完】")
    return "\n".join(made) + "\n"


def _widths(table: Any) -> list[int]:
    widths = [int(column.width or 1) for column in table.columns]
    return [max(1, round(100 * one / sum(widths))) for one in widths]


def _row(row: Any, cells: Sequence[Any]) -> str:
    texts = [cell.text.strip(" \t\n").replace("\n", " ") for cell in cells]
    if len(cells) == 1 and re.fullmatch(r"【(如果|如果没有|逐项|否则|完|逐项完)[^】]*】", texts[0]):
        return texts[0]
    made = ""
    every = list(row.cells)
    for cell, text in zip(cells, texts, strict=True):
        span = sum(1 for other in every if other._tc is cell._tc)
        made += "｜" + (text or "　") + "｜" * (span - 1)
    return made


def _marked(words: str, paragraph: Any, before: Sequence[str], *, last: bool) -> str:
    """Find which mark a paragraph of somebody's Word template should bear: by its style, its place and its words."""
    if words.startswith("【"):
        return words
    style = str(getattr(paragraph.style, "name", ""))
    centred = style == "Title" or getattr(paragraph.alignment, "name", "") == "CENTER"
    mark = next(
        (one for one in ("标题", "落款") if any(line.startswith(f"【{one}】") for line in before)), ""
    )
    plain = "".join(words.split())
    if mark == "" and _NUMBER.fullmatch(plain) is None:
        if plain in ("{机关}", "｛机关｝") or (
            centred and not plain.endswith(_TITLE_ENDS) and plain != "{公文标题}"
        ):
            return f"【机关】{words}"
        if centred:
            return f"【标题】{words}"
    if _NUMBER.fullmatch(plain) and len(plain) <= 30:
        return f"【文号】{words}"
    rules = (
        (
            "主送",
            plain.endswith(("：", ":")) and len(plain) <= 40 and not any(_is_body(line) for line in before),
        ),
        ("落款", plain in ("{机关}", "｛机关｝")),
        (
            "日期",
            plain in ("{日期}", "｛日期｝")
            or re.fullmatch(r"[\d〇零一二三四五六七八九十]+年.{1,3}月.{1,3}日", plain) is not None,
        ),
        ("一级", style == "Heading 1" or re.match(r"[一二三四五六七八九十]+、.{1,20}$", plain) is not None),
        ("二级", style == "Heading 2"),
    )
    if found := next((name for name, holds in rules if holds), ""):
        return f"【{found}】{words}"
    if plain.startswith(("附件：", "附件:")):
        return f"【附件】{words[3:].strip()}"
    if last and plain.startswith("（") and plain.endswith("）"):
        return f"【附注】{words.strip()[1:-1]}"
    return words


def _is_body(line: str) -> bool:
    return not line.startswith(("【机关】", "【标题】", "【文号】", "【红头】", "【红线】"))
