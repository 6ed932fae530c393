"""What the reader noticed in the file and a person should look at."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.model import Finding

from .case import Case
from .registry import FORM_2021, PRACTICE, Rule

ROW_ORDER = Rule(
    "ROW-ORDER",
    "warning",
    "行的次序不对",
    f"{FORM_2021}各表行的次序",
    "表中有的行不在格式规定的位置，数字按行名读取；请核对是否张冠李戴，并恢复格式的次序。",
)
READ_UNCLEAR = Rule(
    "READ-UNCLEAR",
    "warning",
    "数字与格子对不上",
    PRACTICE,
    "一行里的数字多于或者少于格子，看不出各在哪一格；请对照原文件核对，补上空格。",
)
READ_OUTSIDE = Rule(
    "READ-OUTSIDE",
    "warning",
    "格式以外的行",
    f"{FORM_2021}各表的行",
    "表中有国家格式没有的行，所列数字没有采用。统计表不得自行增加行列。",
)
READ_UNIT = Rule(
    "READ-UNIT",
    "warning",
    "金额单位不明或者不符",
    f"{FORM_2021}表二第（八）项“本年收费金额（单位：万元）”",
    "2021年格式的收费金额以万元为单位，写成元的已经换算；2019年试行格式的采购总金额没有写单位，请核对。",
)
READ_NOTE = Rule(
    "READ-NOTE",
    "info",
    "读取文件时的其他情况",
    PRACTICE,
    "读取文件时注意到、可能影响准确的情况，见所附说明。",
)
RULES = (ROW_ORDER, READ_UNCLEAR, READ_OUTSIDE, READ_UNIT, READ_NOTE)

_BY_CODE = {
    "row_out_of_order": (ROW_ORDER, "；请核对数字是否与行名相符"),
    "cells_unclear": (READ_UNCLEAR, "；请对照原文件核对"),
    "extra_cells": (READ_UNCLEAR, "；请对照原文件核对"),
    "row_outside_form": (READ_OUTSIDE, "；请核对是否应当计入格式规定的行"),
}
# Other checks find these for themselves, whether a reader noted them or not.
_FOUND_ELSEWHERE = frozenset(
    {
        "agency_missing",
        "year_missing",
        "year_inferred",
        "section_missing",
        "table_missing",
        "row_missing",
        "blank_cell",
        "form_mixed",
    }
)


def find(case: Case) -> Iterator[Finding]:
    """Turn the reader's notes into findings."""
    for note in case.report.notes:
        if note.code == "unit":
            if _doubtful_unit(case, note.place, note.message):
                yield READ_UNIT.finding(note.place, f"{note.message.rstrip('。')}；请核对金额单位。")
        elif note.code in _BY_CODE:
            rule, advice = _BY_CODE[note.code]
            yield rule.finding(note.place, f"{note.message.rstrip('。')}{advice}。")
        elif note.code not in _FOUND_ELSEWHERE:
            yield READ_NOTE.finding(note.place, note.message)


def _doubtful_unit(case: Case, place: str, message: str) -> bool:
    """Money of table 二 was converted, or an amount other than nought has no unit at all."""
    return bool(case.value(place)) and (place.startswith("proactive.") or "未写单位" in message)
