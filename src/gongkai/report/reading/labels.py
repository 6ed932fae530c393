"""The labels of both forms, ready to be found in squashed text.

Built once from `gongkai.report.form`; nothing here spells a label of its own. A row of either form that means the same
has one key, so that one search serves both versions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.report.form import FORM_2019, FORM_2021, Block, Form, Row, Table
from gongkai.report.form.tables import APPLICANTS, CROSS_FOOTING, HANDLED, INFORMATION, ORGANISATIONS

from .words import squash

_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,2}|[（(][一二三四五六七八九十]{1,2}[）)]|\d{1,2}(?=[.．、,，]))?[.．、,，\s]*"
)
_LONG = 12
_OPTIONAL = (
    ("政府信息公开", "(?:政府)?(?:信息)?(?:公开)?"),
    ("行政规范性", "(?:行政)?规范性"),
    ("相关政府信息", "(?:相关)?(?:政府)?信息"),
    ("申请数量", "申请(?:件)?(?:数量|数|件数|总数)?"),
    ("继续办理", "(?:继续)?(?:办理)?"),
    ("法律行政法规", "法律?(?:和|、)?(?:行政)?法规"),
)


def without_numbering(label: str) -> str:
    """Drop a leading ``一、``, ``（三）`` or ``1.`` and squash the rest."""
    return squash(_NUMBERING.sub("", label, count=1))


def _pattern(label: str) -> str:
    squashed = without_numbering(label)
    pattern = re.escape(squashed)
    for words, optional in _OPTIONAL:
        if words in squashed:
            pattern = pattern.replace(words, optional)
    return pattern


@dataclass(frozen=True, slots=True)
class RowLabel:
    """How one row is recognised: `pattern` over squashed text, its `order` in the table.

    A `strong` label is long enough to be believed wherever it stands; a weak one (其他, 总计, 规章) must be a whole cell.
    `long` holds the wordings that usually take several lines, `remarks` what is printed in brackets behind the label.
    """

    key: str
    order: int
    pattern: re.Pattern[str]
    strong: bool
    numbering: str
    long: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableLabels:
    """Everything by which the rows of one table are found."""

    rows: tuple[RowLabel, ...]


def _row_label(key: str, order: int, rows: list[Row]) -> RowLabel:
    labels = sorted({label for row in rows for label in (row.label, *row.also)}, key=len, reverse=True)
    patterns = list(dict.fromkeys(_pattern(label) for label in labels))
    shortest = min(len(without_numbering(label)) for label in labels)
    numbering = re.match(r"\d+|（([一二三四五六七])）|([一二三四])、", rows[0].label)
    return RowLabel(
        key,
        order,
        re.compile("|".join(patterns)),
        shortest >= 6,
        squash(numbering.group()) if numbering else "",
        tuple(words for label in labels if len(words := without_numbering(label)) >= _LONG),
        tuple(squash(row.remark) for row in rows if row.remark),
    )


@cache
def table_labels(key: str) -> TableLabels:
    """Return the row labels of table `key` (``proactive``, ``applications``), both forms merged in order."""
    index = {"proactive": 0, "applications": 1}[key]
    merged: dict[str, list[Row]] = {}
    for table in (FORM_2021.tables[index], FORM_2019.tables[index]):
        for block in table.blocks:
            for row in block.rows:
                merged.setdefault(row.key, []).append(row)
    order = _merged_order(FORM_2021.tables[index], FORM_2019.tables[index])
    return TableLabels(tuple(_row_label(row, order.index(row), merged[row]) for row in order))


def _keys(table: Table) -> list[str]:
    return [row.key for block in table.blocks for row in block.rows]


def _merged_order(first: Table, second: Table) -> list[str]:
    """Both tables' rows in one order: a row only the second has goes behind the row it follows there."""
    order = _keys(first)
    previous = ""
    for key in _keys(second):
        if key not in order:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    # 2019's single （六）其他处理 follows the three rows of 2021 in no form; put it behind them
    if "other" in order and "other_other" in order:
        order.remove("other")
        order.insert(order.index("other_other") + 1, "other")
    return order


@cache
def block_of(version: str, row: str) -> tuple[Form, Block] | None:
    """Return the form and the block of table 二 that holds this row in this version, None if it has no such row."""
    form = FORM_2021 if version == "2021" else FORM_2019
    for block in form.tables[0].blocks:
        if any(one.key == row for one in block.rows):
            return form, block
    return None


@cache
def printed_words() -> str:
    """Every squashed word of the forms, one a line: a piece of text found in it is a label or a piece of one."""
    words: dict[str, None] = {}
    for form in (FORM_2021, FORM_2019):
        for table in form.tables:
            for cells in table.grid:
                for cell in cells:
                    if cell.text:
                        words[squash(cell.text)] = None
        for _, block, row in form.rows():
            for label in (row.label, row.printed, row.group, block.title, *row.also):
                words[squash(label)] = None
            for column in block.columns:
                for label in (column.label, *column.also):
                    words[squash(label)] = None
    for label in (
        APPLICANTS,
        CROSS_FOOTING,
        HANDLED,
        INFORMATION,
        ORGANISATIONS,
        "件数",
        "数量",
        "单位万元",
        "合计",
        "小计",
    ):
        words[squash(label)] = None
    return "\n".join(words)


@cache
def _is_fragment(squashed: str) -> bool:
    words = printed_words()
    if squashed in words:
        return True
    bare = without_numbering(squashed)
    return bool(bare) and len(bare) < len(squashed) and bare in words


def is_fragment(squashed: str) -> bool:
    """Whether squashed text is a label of the form or a piece of one."""
    return _is_fragment(squashed)


@cache
def _whole_words() -> tuple[frozenset[str], int]:
    words = printed_words().split("\n")
    whole = frozenset(words) | frozenset(without_numbering(word) for word in words)
    return whole - {""}, max(map(len, words))


def are_labels(squashed: str) -> bool:
    """Whether squashed text is nothing but labels of the form, one behind the other without a gap."""
    whole, longest = _whole_words()
    if not squashed or len(squashed) > 20 * longest:
        return False
    reached = [True] + [False] * len(squashed)
    for end in range(1, len(squashed) + 1):
        reached[end] = any(
            reached[start] and squashed[start:end] in whole for start in range(max(0, end - longest), end)
        )
    return reached[-1]


@cache
def column_patterns(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (column key, pattern for a whole squashed cell) for table 三's columns."""
    columns = FORM_2021.table(key).blocks[0].columns
    return tuple(
        (
            column.key,
            re.compile("|".join(re.escape(squash(label)) for label in (column.label, *column.also)) + "$"),
        )
        for column in columns
    )


CORNER_WIDTH = FORM_2021.table("applications").grid[0][0].colspan
"""How many grid columns the labels of table 三 fill."""


@cache
def label_leads() -> dict[str, int]:
    """For each row of table 三, how many grid columns its label spans besides the first."""
    leads: dict[str, int] = {}
    for form in (FORM_2019, FORM_2021):
        for cells in form.table("applications").grid:
            places = [cell.place for cell in cells if cell.place]
            if places:
                leads[places[0].split(".")[1]] = next(
                    cell.colspan - 1 for cell in reversed(cells) if cell.role == "row"
                )
    return leads
