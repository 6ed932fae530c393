"""The report as a PDF in the layout of GB/T 9704: fonts embedded, tagged for reading aloud (PDF/UA-1).

typst sets it from `report.typ`; the words go there as data. One compiler is kept, for the fonts are read only once.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from gongkai.report.model import Report

from .errors import GlyphMissing, WriteError
from .fonts import faces, found_fonts
from .plan import Paragraph, Plan, PlannedTable, plan

_STANDARDS = ["ua-1"]
"""PDF/UA (accessible PDF) demands that every character has a shape, so typst reports what would be a box."""

_WIDTH = 156 * 72 / 25.4  # of the type area, in points
_MARGIN = 0.8 * 72 / 25.4
_TABLE_SIZE = 9.0
_TITLE_CHARACTERS = 20  # of 22 points on one line
_ROWS_OF_A_PAGE = 28  # table 三 with its heading fills a page
_NO_SHAPE = re.compile(r'the text `"((?:[^"`\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

_lock = Lock()


def render(report: Report) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes on the same fonts.

    Raises `FontsMissing` where there is no Chinese font, `GlyphMissing` where the fonts lack a character.
    """
    from typst import TypstError

    planned = plan(report)
    inputs = {"data": json.dumps(_data(planned), ensure_ascii=False)}
    compiler = _compiler()
    try:
        with _lock:  # the compiler keeps the data it was given last
            data: bytes = compiler.compile(
                _source(), format="pdf", sys_inputs=inputs, pdf_standards=_STANDARDS
            )
    except TypstError as error:
        raise _explained(error) from error
    return data


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(font_paths=found_fonts(), ignore_system_fonts=True)


@cache
def _source() -> bytes:
    return files(__package__).joinpath("report.typ").read_bytes()


def _data(planned: Plan) -> dict[str, Any]:
    chosen = faces()
    parts = planned.title_parts
    short = len(planned.title) <= _TITLE_CHARACTERS or not planned.agency
    return {
        "faces": asdict(chosen),
        "has_kai": chosen.has_kai,
        "has_title": chosen.has_title,
        "title": planned.title,
        "title_lines": [planned.title] if short else [parts[0], "".join(parts[1:])],
        "author": [planned.agency] if planned.agency else [],
        "table_size": _TABLE_SIZE,
        "preface": [_paragraph(one) for one in planned.preface],
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": [_paragraph(one) for one in section.paragraphs],
                "table": None if section.table is None else _table(section.table),
            }
            for section in planned.sections
        ],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    lead = "" if paragraph.is_heading else paragraph.text[: paragraph.lead]
    return {
        "heading": paragraph.is_heading,
        "remark": paragraph.remark,
        "lead": lead,
        "text": paragraph.text[len(lead) :],
    }


def _table(table: PlannedTable) -> dict[str, Any]:
    return {
        "widths": table.table.widths,
        "header": table.header_rows,
        "whole": len(table.rows) <= _ROWS_OF_A_PAGE,
        "padding": 3.0 if table.long_labels else 4.5,
        "rows": [
            [
                {
                    "text": cell.text,
                    "rowspan": cell.rowspan,
                    "colspan": cell.colspan,
                    "left": cell.role == "row" and table.long_labels,
                    "inset": table.inset(cell, _TABLE_SIZE, _WIDTH, _MARGIN),
                    "size": table.fit(cell, _TABLE_SIZE, _WIDTH, _MARGIN),
                }
                for cell in row
            ]
            for row in table.rows
        ],
    }


def _explained(error: Any) -> WriteError:
    missing = dict.fromkeys(_NO_SHAPE.findall(error.diagnostic or error.message))
    if not missing:
        return WriteError("PDF没有生成：排版程序报错。请改存为docx或者html；并请把报告交给开发者查明原因。")
    shown = "、".join(f"“{_ESCAPE.sub(_code, one)}”" for one in list(missing)[:5])
    return GlyphMissing(
        f"这台机器的字体没有这些字符：{shown}，不能生成PDF。请改用常用字，或者安装含有这些字的字体，也可以改存为docx或者html。"
    )


def _code(match: re.Match[str]) -> str:
    return f"U+{int(match[1], 16):04X}"
