"""A filled letter as a PDF in the layout of GB/T 9704: fonts embedded, tagged for reading aloud (PDF/UA-1).

typst sets it from `letter.typ`; the words go there as data. One compiler is kept, for the fonts are read only once.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from gongkai.letters.filling import Grid, Letter, Line, printed
from gongkai.report.writing.errors import GlyphMissing, WriteError
from gongkai.report.writing.fonts import faces, found_fonts

from .layout import TABLE_SIZE, before_signature, is_label, signature, title_lines, to_write_in

__all__ = ["as_pdf"]

_LINE = 28.95
_NO_SHAPE = re.compile(r'the text `"((?:[^"`\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_lock = Lock()


def as_pdf(letter: Letter) -> bytes:
    """Print a letter; the same letter gives the same bytes on the same fonts.

    Raises `FontsMissing` where there is no Chinese font, `GlyphMissing` where the fonts lack a character.
    """
    from typst import TypstError

    inputs = {"data": json.dumps(_data(letter), ensure_ascii=False)}
    compiler = _compiler()
    try:
        with _lock:  # the compiler keeps the data it was given last
            data: bytes = compiler.compile(_source(), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    except TypstError as error:
        raise _explained(error) from error
    return data


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(font_paths=found_fonts(), ignore_system_fonts=True)


@cache
def _source() -> bytes:
    return files(__package__).joinpath("letter.typ").read_bytes()


def _data(letter: Letter) -> dict[str, Any]:
    chosen = faces()
    places = signature(letter.blocks)
    kept = before_signature(letter.blocks)
    blocks = []
    for at, one in enumerate(letter.blocks):
        before = letter.blocks[at - 1] if at else None
        follows = letter.blocks[at + 1] if at + 1 < len(letter.blocks) else None
        if isinstance(one, Grid):
            blocks.append(_table(one, 2 if isinstance(before, Grid) else 0))
        else:
            right = places.agency if one.kind == "agency" else places.date
            blocks.append(_line(one, before, follows, right) | {"kept": at == kept})
    return {
        "faces": asdict(chosen),
        "has_kai": chosen.has_kai,
        "has_title": chosen.has_title,
        "title": letter.title,
        "blocks": blocks,
    }


def _line(one: Line, before: Any, follows: Any, right: float) -> dict[str, Any]:
    kind_after = follows.kind if isinstance(follows, Line) else ""
    above = below = 0.0
    size = 22.0
    if one.kind == "banner":
        size = 36.0 if len(one.text) <= 12 else 28.0
        above, below = 20.0, _LINE
    elif one.kind in ("title", "agency_line"):
        below = {"title": -2.0, "agency_line": -2.0, "number": 6.0}.get(kind_after, _LINE)
        if isinstance(follows, Grid):
            below = 6.0
    elif one.kind == "number":
        below = 4.0 if kind_after == "red_line" else _LINE
    elif one.kind == "agency":
        above = 2 * _LINE  # 印章下压署名和日期
    elif one.kind == "attachment" and not (isinstance(before, Line) and before.kind == "attachment"):
        above = _LINE
    return {
        "kind": one.kind,
        "text": printed(one),
        "lines": title_lines(one.text),
        "size": size,
        "above": above,
        "below": below,
        "right": right,
        # nor is what stands under the date left alone on a page
        "sticky": one.kind == "agency" or kind_after == "note",
    }


def _table(grid: Grid, above: float) -> dict[str, Any]:
    rows = []
    for at, row in enumerate(grid.rows):
        cells, column = [], 0
        for cell in row:
            lines, label = cell.text.split("\n"), is_label(grid, at, column, cell)
            cells.append({"lines": lines, "span": cell.span, "head": at < grid.heads, "centred": label})
            column += cell.span
        rows.append({"cells": cells, "inset": 24 if to_write_in(row) else 9})
    return {
        "kind": "table",
        "widths": grid.widths,
        "heads": grid.heads,
        "rows": rows,
        "size": TABLE_SIZE,
        "above": above,
    }


def _explained(error: Any) -> WriteError:
    missing = dict.fromkeys(_NO_SHAPE.findall(error.diagnostic or error.message))
    if not missing:
        return WriteError(
            "PDF没有生成：排版程序报错。请先下载Word文件使用，并请把这件文书的种类告诉平台管理员查明原因。"
        )
    shown = "、".join(f"“{_ESCAPE.sub(_code, one)}”" for one in list(missing)[:5])
    return GlyphMissing(
        f"这台机器的字体没有这些字符：{shown}，不能生成PDF。请下载Word文件使用，或者请平台管理员安装含有这些字的字体。"
    )


def _code(match: re.Match[str]) -> str:
    return f"U+{int(match[1], 16):04X}"
