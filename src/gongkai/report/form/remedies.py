"""The rows and columns of table 四: administrative review (行政复议) and litigation (行政诉讼)."""

from __future__ import annotations

from .kinds import Column, Row
from .tables import LaidOut, remedies_table

_REMEDY_COLUMNS = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other", "其他结果"),
    Column("pending", "尚未审结"),
    Column("total", "总计", also=("合计",)),
)
_REVIEW = Row(
    "review",
    "行政复议",
    counted="本年度内受理或者仍在审理的行政复议案件，按年末状态归列（口径未核实）",
    source="条例第五十一条",
)
_LITIGATION = (
    Row(
        "litigation_direct",
        "未经复议直接起诉",
        also=("未经复议直接诉讼",),
        counted="未经复议直接起诉的行政诉讼案件",
        source="条例第五十一条",
    ),
    Row(
        "litigation_after_review",
        "复议后起诉",
        also=("复议后诉讼",),
        counted="经复议后起诉的行政诉讼案件",
        source="条例第五十一条",
    ),
)


def remedies(source: str) -> LaidOut:
    """Lay out table 四, which is the same on both versions."""
    return remedies_table(_REVIEW, _LITIGATION, _REMEDY_COLUMNS, ("行政复议", "行政诉讼"), source)
