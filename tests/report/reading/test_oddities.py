"""Single tables as real pages have them, and what must be said about them. All agencies and figures are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.report.model import Report, Value
from gongkai.report.reading import read_bytes

TOP = (
    "青石县教育局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息三条。\n二、主动公开政府信息情况\n"
)
END = "\n三、收到和处理政府信息公开申请情况\n"
OLD_TOP = TOP.replace("2022", "2020")
OLD_HEAD = "第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n"
REMEDIES = "四、政府信息公开行政复议、行政诉讼情况\n"
STRIP_HEAD = "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉\n"

TABLE_TWO: dict[str, Value] = {
    "proactive.rules.made": 0,
    "proactive.rules.repealed": 0,
    "proactive.rules.in_force": 0,
    "proactive.normative_documents.made": 3,
    "proactive.normative_documents.repealed": 1,
    "proactive.normative_documents.in_force": 12,
    "proactive.permits": 1234,
    "proactive.penalties": 5,
    "proactive.enforcement": 0,
    "proactive.fees": Decimal("12.5"),
}


def read(text: str, name: str = "report.txt") -> Report:
    return read_bytes(text.encode(), name)


def codes(report: Report) -> set[str]:
    return {note.code for note in report.notes if not note.code.endswith("_missing")}


@pytest.mark.parametrize(
    "table",
    [
        "规章 0件 0件 0件\n行政规范性文件 3件 1件 12 件\n行政许可 1,234件\n行政处罚 5 件\n行政强制 0\n行政事业性收费 12.5万元",
        "规章\t０\t０\t０\n行政规范性文件\t３\t１\t１２\n行政许可\t１，２３４\n行政处罚\t５\n行政强制\t０\n行政事业性收费\t12.50",
        "规章000\n行政规范性文件3 1 12\n行政许可1234\n行政处罚5\n行政强制0\n行政事业性收费12.5",
        "规章① 0 0 0\n行政规范性文件[1] 3 1 12\n行政许可 1234\n行政处罚 5\n行政强制 0\n行政事业性收费 12.5",
        "信息内容 本年废止件数 本年制发件数 现行有效件数\n规章 0 0 0\n行政规范性文件 1 3 12\n"
        "行政许可 1234\n行政处罚 5\n行政强制 0\n行政事业性收费 12.5",
        "全年制发规范性文件3件，废止1件。\n规章 0 0 0\n- 2 -\n行政规范性文件 3 1 12\n第 3 页 共 9 页\n行政许可 1234\n"
        "4 / 9\n行政处罚 5\n行政强制 0\n行政事业性收费 12.5\n注：收费12.5万元，共3笔。",
        "行政事业性收费 125000元\n规章 0 0 0\n行政规范性文件 3 1 12\n行政许可 1234\n行政处罚 5\n行政强制 0",
    ],
    ids=["units", "full width", "glued", "footnotes", "columns swapped", "pages and prose", "order and yuan"],
)
def test_table_two(table: str) -> None:
    assert read(TOP + table + END).figures == TABLE_TWO


def test_a_page_number_alone_is_no_figure() -> None:
    report = read(TOP + "规章 0 0 0\n7\n行政规范性文件 3 1 12\n行政许可 1234" + END)
    assert report.figures["proactive.rules.in_force"] == 0
    assert "extra_cells" in codes(report)


def test_lines_that_a_site_dropped_as_repeated_are_not_made_up() -> None:
    """Some extractors drop every line they have seen before: one 0 is left for the whole table."""
    report = read(
        TOP + "规章\n0\n行政规范性文件\n3\n1\n12\n行政许可\n行政处罚\n行政强制\n行政事业性收费" + END
    )
    assert report.figures["proactive.rules.made"] is None
    assert "proactive.penalties" not in report.figures
    assert [value for value in report.figures.values() if value is not None] == [3, 1, 12]
    assert "cells_unclear" in codes(report)


@pytest.mark.parametrize("mark", ["", "/", "—", "-", "--", "无", "不涉及", "N/A"])
def test_words_for_nothing_are_null(mark: str) -> None:
    report = read(TOP + f"规章 | {mark} | {mark} | 0 |\n行政许可 | {mark} |\n行政处罚 | 4 |" + END)
    assert report.figures["proactive.rules.made"] is None
    assert report.figures["proactive.rules.in_force"] == 0
    assert report.figures["proactive.permits"] is None
    assert report.figures["proactive.penalties"] == 4
    assert "blank_cell" in codes(report)


@pytest.mark.parametrize(
    ("written", "change"),
    [
        ("-3", -3),
        ("+2", 2),
        ("减少1", -1),
        ("增加 2", 2),
        ("减3项", -3),
        ("—3", -3),
        ("↓3", -3),
        ("（-4）", -4),
        ("－5", -5),
    ],
)
def test_changes_carry_their_sign(written: str, change: int) -> None:
    figures = read(OLD_TOP + OLD_HEAD + f"行政许可 30 {written} 120" + END).figures
    assert figures["proactive_2019.permits.change"] == change
    assert figures["proactive_2019.permits.decisions"] == 120


def test_a_row_of_no_form_is_said() -> None:
    report = read(
        OLD_TOP + OLD_HEAD + "行政许可 30 0 120\n其他对外管理服务事项 11 0 60\n行政检查 4 0 8" + END
    )
    assert "row_outside_form" in codes(report)
    assert set(report.figures.values()) == {30, 0, 120, 11, 60}


def test_the_unit_of_procurement_is_said() -> None:
    report = read(OLD_TOP + "第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n政府集中采购 3 8040" + END)
    assert report.figures["proactive_2019.procurement.amount"] == 8040
    assert any("未写单位" in note.message for note in report.notes)


def test_rows_glued_to_each_other() -> None:
    """``00000002.其他法律`` is seven figures and the number of the next label."""
    text = (
        TOP + END + "一、本年新收政府信息公开申请数量5000005\n三、本年度办理结果（一）予以公开3000003"
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）1000001（三）不予公开1.属于国家秘密0000000"
        "2.其他法律行政法规禁止公开1000001\n"
    )
    figures = read(text).figures
    assert figures["applications.granted.person"] == 3
    assert figures["applications.partly_granted.total"] == 1
    assert figures["applications.denied_by_law.person"] == 1


def test_digits_that_can_be_cut_in_several_ways_are_not_cut() -> None:
    report = read(TOP + "规章 398\n行政规范性文件 3 1 12" + END)
    assert report.figures["proactive.rules.made"] is None
    assert "cells_unclear" in codes(report)


def test_a_column_too_many_is_not_guessed() -> None:
    report = read(
        TOP
        + END
        + "一、本年新收政府信息公开申请数量 1 2 0 0 0 0 2 3\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0"
    )
    assert report.figures["applications.received.person"] is None
    assert "extra_cells" in codes(report)


def remedies(text: str) -> list[Value]:
    return list(read(TOP + END + REMEDIES + text + "\n五、存在的主要问题及改进情况\n无。").figures.values())


FIFTEEN = [1, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]


@pytest.mark.parametrize(
    "table",
    [
        STRIP_HEAD + "1 2 0 0 3 0 0 0 0 0 0 0 1 0 1",
        STRIP_HEAD + "120030000000101",
        "项目 结果维持 结果纠正 其他结果 尚未审结 总计\n行政复议 1 2 0 0 3\n未经复议直接起诉 0 0 0 0 0\n复议后起诉 0 0 1 0 1",
        "结果 行政复议 未经复议直接起诉 复议后起诉\n结果维持 1 0 0\n结果纠正 2 0 0\n其他结果 0 0 1\n尚未审结 0 0 0\n总计 3 0 1",
        "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 复议后起诉 未经复议直接起诉\n1 2 0 0 3 0 0 1 0 1 0 0 0 0 0",
    ],
    ids=["strip", "glued", "a group a row", "on its side", "groups swapped"],
)
def test_table_four(table: str) -> None:
    assert remedies(table) == FIFTEEN


def test_only_administrative_review_is_there() -> None:
    assert remedies("行政复议\n结果维持 结果纠正 其他结果 尚未审结 总计\n1 2 0 0 3") == [1, 2, 0, 0, 3]


def test_table_four_with_foreign_figures_is_unclear() -> None:
    assert remedies(STRIP_HEAD + "0 " * 15 + "2 7 1") == [None] * 15


@pytest.mark.parametrize("words", ["本年度没有发生行政复议、行政诉讼。", "行政复议0件，行政诉讼0件"])
def test_words_are_no_table_four(words: str) -> None:
    assert remedies(words) == []


def test_two_figures_in_one_cell_are_none() -> None:
    """3<br>5 is not 35, and the mark of a footnote is no digit."""
    page = (
        f"<html><body><h1>{TOP.splitlines()[0]}</h1><p>二、主动公开政府信息情况</p><table>"
        "<tr><td>行政许可</td><td>3<br>5</td></tr><tr><td>行政处罚</td><td>7<sup>1</sup></td></tr>"
        "<tr><td>行政强制</td><td><s>9</s>8</td></tr></table></body></html>"
    )
    figures = read(page, "report.html").figures
    assert figures.get("proactive.permits") is None
    assert figures["proactive.penalties"] == 7
    assert figures["proactive.enforcement"] == 8


def test_traditional_characters_with_readings() -> None:
    text = (
        "青石縣教育局2022年政府信息公開工作年度報告\n一、總體情況\n公開三條。\n二、主動公開政府信息情況\n規(guī)章 0 0 0\n"
        "行政規(guī)范性文件 3 1 12\n行政許可 1234\n行政處(chù)罰 5\n行政強(qiáng)制 0\n行政事業(yè)性收費 12.5\n三、收到和處理政府信息公開申請情況\n"
    )
    report = read(text)
    assert (report.agency, report.figures) == ("青石县教育局", TABLE_TWO)
