"""Single cells, rows and tables: what is absent, blank, or no possible figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.report.form import Table
from gongkai.report.model import Finding

from .case import TOO_LARGE, Case, cell_names, quoted, shown, size, stem_of
from .plausible import shifted_places
from .registry import FORM_2021, PRACTICE, Rule

_FILL = "没有发生的填0，不留空"

FIGURE_NEGATIVE = Rule(
    "FIGURE-NEGATIVE",
    "error",
    "数字为负数",
    f"{FORM_2021}各表填报的是件数和金额",
    "除2019年试行格式的“本年增/减”外，各格都是件数或者金额，不能为负。",
)
FIGURE_FRACTION = Rule(
    "FIGURE-FRACTION",
    "error",
    "件数不是整数",
    f"{FORM_2021}各表填报的是件数；只有收费、采购金额可以有小数",
    "件数必须是整数；只有“本年收费金额（单位：万元）”和采购金额可以带小数。",
)
FIGURE_ABSURD = Rule(
    "FIGURE-ABSURD",
    "warning",
    "数字大得不合情理",
    PRACTICE,
    "远超全国同类数据量级的数字，多半是几格的数字连在了一起，或者单位写错（元写进了万元）。请对照原表。",
)
CELL_BLANK = Rule(
    "CELL-BLANK",
    "warning",
    "单元格空白",
    f"{FORM_2021}表二、表三、表四；{_FILL}（通行填报口径）",
    "空白、“/”“—”不等于0：没有发生的请填0。读取的文件只提醒；在本系统编制、提交的报告不得有空白。",
    strict=True,
)
CELL_MISSING = Rule(
    "CELL-MISSING",
    "warning",
    "行内缺少单元格",
    f"{FORM_2021}表二、表三、表四的列",
    "该行只有一部分格子，其余的在文件里找不到，未当作0。请对照格式补齐。",
    strict=True,
)
ROW_MISSING = Rule(
    "ROW-MISSING",
    "warning",
    "表格缺行",
    f"{FORM_2021}表二、表三的行",
    "格式规定的行在文件里找不到，未当作0。请补齐；没有发生的填0。",
    strict=True,
)
TABLE_MISSING = Rule(
    "TABLE-MISSING",
    "warning",
    "缺少表格",
    f"{FORM_2021}第二、三、四部分",
    "第二、三、四部分各有一张统计表。文件里没有表格，可能是图片、附件或者粘贴时丢失，无法核对，也未当作全0。",
    strict=True,
)
RULES = (
    FIGURE_NEGATIVE,
    FIGURE_FRACTION,
    FIGURE_ABSURD,
    CELL_BLANK,
    CELL_MISSING,
    ROW_MISSING,
    TABLE_MISSING,
)

# Far above what a whole country reports in a year: applications and court cases, documents, decisions, 万元.
_MOST_CASES = 10_000_000
_MOST_DOCUMENTS = 1_000_000
_MOST_DECISIONS = 10_000_000_000
_MOST_MONEY = 100_000_000
_PURCHASES = "proactive_2019.procurement.amount"  # its unit is not laid down: 元 or 万元


def find(case: Case) -> Iterator[Finding]:
    """Look at every cell, then at what is not there."""
    yield from _impossible(case)
    shifted = shifted_places(case)
    unclear = {note.place for note in case.report.notes if note.code == "cells_unclear"}
    for table in case.form.tables:
        if not any(place in case.report.figures for place in table.places):
            yield TABLE_MISSING.finding(
                table.key,
                f"没有找到{table.caption}（{table.title}），可能是图片、附件或者粘贴时丢失；请补上表格，没有发生的填0。",
                submitted=case.submitted,
            )
            continue
        yield from _gaps(case, table, shifted, unclear)


def _impossible(case: Case) -> Iterator[Finding]:
    form = case.form
    for place, number in case.report.figures.items():
        if number is None or (isinstance(number, int) and 0 <= number < _MOST_DOCUMENTS):
            continue
        name, kind = form.name_of(place), form.kinds.get(place, "count")
        if (isinstance(number, Decimal) and not number.is_finite()) or size(number) >= TOO_LARGE:
            yield FIGURE_ABSURD.finding(place, f"{name}是{shown(number)}，无法核对，请对照原表改正。")
            continue
        if number < 0 and kind != "signed":
            yield FIGURE_NEGATIVE.finding(
                place, f"{name}为{shown(number)}，件数和金额不能是负数，请改正。", found=number
            )
        if kind != "amount" and number != int(number):
            yield FIGURE_FRACTION.finding(
                place, f"{name}为{shown(number)}，件数应当是整数，请改正。", found=number
            )
        most = _most(place, kind)
        if size(number) > most:
            yield FIGURE_ABSURD.finding(
                place,
                f"{name}为{shown(number)}，大得不合情理（超过{shown(most)}）；请核对是否几格数字连在一起，或者单位写错。",
                found=number,
            )


def _most(place: str, kind: str) -> int:
    if place == _PURCHASES:
        return _MOST_DECISIONS * 1000
    if kind == "amount":
        return _MOST_MONEY
    if place.startswith("proactive"):
        documents = ".rules." in place or ".normative_documents." in place
        return _MOST_DOCUMENTS if documents else _MOST_DECISIONS
    return _MOST_CASES


def _gaps(case: Case, table: Table, shifted: frozenset[str], unclear: set[str]) -> Iterator[Finding]:
    """Say what is blank or absent in a table that is there: absent rows together, the rest row by row."""
    figures = case.report.figures
    rows: dict[str, list[str]] = {}
    for place in table.places:
        rows.setdefault(stem_of(place), []).append(place)
    absent = [stem for stem, places in rows.items() if not any(place in figures for place in places)]
    if absent:
        names = [quoted(cell_names()[rows[stem][0]].row.name) for stem in absent]
        listed = "、".join(names[:5]) + ("等" if len(names) > 5 else "")
        yield ROW_MISSING.finding(
            absent[0] if len(absent) == 1 else table.key,
            f"{table.caption}缺{len(absent)}行：{listed}，未当作0；请对照格式补齐，{_FILL}。",
            submitted=case.submitted,
        )
    blank: dict[tuple[str, ...], list[list[str]]] = {}
    for stem, places in rows.items():
        if stem in absent:
            continue
        missing = [place for place in places if place not in figures]
        if missing:
            yield CELL_MISSING.finding(
                _where(stem, missing),
                f"{_cells(table, [missing])}在文件里找不到，未当作0；请补齐。",
                submitted=case.submitted,
            )
        if stem in unclear or places[0] in unclear:
            continue
        empty = [place for place in places if place not in shifted and figures.get(place, 0) is None]
        if empty:
            # rows blank in the same columns are told together
            blank.setdefault(tuple(place.split(".")[-1] for place in empty), []).append(empty)
    for alike in blank.values():
        where = _where(stem_of(alike[0][0]), alike[0]) if len(alike) == 1 else table.key
        yield CELL_BLANK.finding(
            where, f"{_cells(table, alike)}空白，未当作0；{_FILL}。", submitted=case.submitted
        )


def _where(stem: str, places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"{stem}.*"


def _cells(table: Table, rows: Sequence[Sequence[str]]) -> str:
    """Name cells, the same columns of one row or more: ``表三“（一）予以公开”一行的“自然人”、“其他”``."""
    names = [cell_names()[places[0]].row.name for places in rows]
    listed = "、".join(quoted(name) for name in names[:5])
    lines = "一行" if len(names) == 1 else f"等{len(names)}行" if len(names) > 5 else f"{len(names)}行"
    columns = [cell_names()[place].column for place in rows[0]]
    block = next(block for block in table.blocks if cell_names()[rows[0][0]].row in block.rows)
    which = (
        "全部"
        if len(columns) > 1 and len(columns) == len(block.columns)
        else "的" + "、".join(quoted(column.label) for column in columns)
    )
    return f"{table.caption}{listed}{lines}{which}"
