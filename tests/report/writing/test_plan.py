"""The printed report before any format: titles, remarks on what is missing, figures, sub-headings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.report.form import FORM_2019, FORM_2021, FORMS
from gongkai.report.model import Report, Value
from gongkai.report.printable import printable
from gongkai.report.writing.plan import NOT_PROVIDED, figure_text, paragraphs_of, plan


@pytest.mark.parametrize(
    ("agency", "year", "title"),
    [
        ("青石市司法局", 2022, "青石市司法局2022年政府信息公开工作年度报告"),
        (None, 2022, "2022年政府信息公开工作年度报告"),
        ("青石市司法局", None, "青石市司法局政府信息公开工作年度报告"),
        (None, None, "政府信息公开工作年度报告"),
        ("青石市\n司法局\u202e", 2022, "青石市 司法局2022年政府信息公开工作年度报告"),
    ],
)
def test_title(agency: str | None, year: int | None, title: str) -> None:
    assert plan(Report(agency, year)).title == title


@pytest.mark.parametrize(
    ("form", "remark"),
    [
        ("2021", "（本表未提供。本报告采用2021年格式）"),
        ("2019", "（本表未提供。本报告采用2019年试行格式）"),
        ("unknown", "（本表未提供）"),
    ],
)
def test_an_absent_table_is_said_to_be_absent(form: str, remark: str) -> None:
    planned = plan(Report(form=form, figures={"remedies.review.total": 0}))  # type: ignore[arg-type]
    said = {section.section.key: [one.text for one in section.paragraphs] for section in planned.sections}
    assert said == {"proactive": [remark], "applications": [remark], "remedies": []}
    assert [table.table.key for table in planned.tables] == ["remedies"]


def test_absent_blank_and_filled_cells() -> None:
    planned = plan(Report(figures={"remedies.review.upheld": None, "remedies.review.total": 0}))
    cells = {cell.place: cell.text for cell in planned.tables[0].cells() if cell.place}
    assert cells["remedies.review.upheld"] == ""
    assert cells["remedies.review.total"] == "0"
    assert cells["remedies.review.other"] == NOT_PROVIDED


def test_a_section_in_words_keeps_its_heading_only_if_the_report_has_it() -> None:
    planned = plan(Report(sections={"overview": "", "other": "无。"}))
    assert [section.heading for section in planned.sections if not section.section.table] == [
        "一、总体情况",
        "六、其他需要报告的事项",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-3, "-3"),
        (1234567, "1234567"),
        (None, ""),
        (Decimal("316441.25"), "316441.25"),
        (Decimal("1E+6"), "1000000"),
        (Decimal("0.000001"), "0.000001"),
    ],
)
def test_figures_are_printed_as_digits(value: Value, text: str) -> None:
    assert figure_text(value) == text


@pytest.mark.parametrize(
    ("line", "lead", "heading"),
    [
        ("（一）主动公开情况", "（一）主动公开情况", True),
        ("（二）依申请公开。全年收到3件。", "（二）依申请公开。", False),
        ("(三)平台建设", "(三)平台建设", True),
        ("全年收到3件。", "", False),
        ("（一）全年公开，收到；办结。", "", False),
    ],
)
def test_sub_headings(line: str, lead: str, heading: bool) -> None:
    (paragraph,) = paragraphs_of(line)
    assert paragraph.text[: paragraph.lead] == lead
    assert paragraph.is_heading == heading


def test_paragraphs_drop_empty_lines_and_indents_only() -> None:
    assert [one.text for one in paragraphs_of("　　甲。\n\n \t乙　丙。 \r\n丁。")] == [
        "甲。",
        "乙　丙。",
        "丁。",
    ]


def test_what_prints_nothing_is_dropped() -> None:
    assert printable("公\x00开\u200b信\u202e息\ufeff\ud800\t。\u3000é") == "公开信息 。\u3000é"


def test_a_report_that_mixes_both_forms_is_printed_on_the_one_its_table_three_follows() -> None:
    figures: dict[str, Value] = {place: 1 for place in FORM_2021.places if not place.startswith("proactive")}
    figures |= {place: 2 for place in FORM_2019.places if place.startswith("proactive_2019")}
    planned = plan(Report(form="2019", figures=figures))
    printed = {cell.place for table in planned.tables for cell in table.cells() if cell.place}
    assert printed == set(figures), "no row is printed that the report has not"
    remarks = [one.text for section in planned.sections for one in section.paragraphs]
    assert remarks == ["（本报告采用2019年试行格式）"]


def test_every_figure_stands_under_its_block_column_and_row() -> None:
    for form in FORMS.values():
        planned = plan(Report(form="2021", figures=dict.fromkeys(form.places, 1)))
        for table in planned.tables:
            for cell in table.cells():
                labels = [label.text for label in table.labels_of(cell)] if cell.place else []
                assert len(labels) == len(set(labels))
                assert bool(labels) == bool(cell.place)


def test_a_long_figure_is_set_smaller_and_a_column_head_breaks_in_pairs() -> None:
    figures = dict.fromkeys(FORM_2021.places, 1) | {"remedies.review.total": 10**14}
    table = plan(Report(figures=figures)).tables[2]
    sizes = {cell.place: table.fit(cell, 9, 440, 2) for cell in table.cells() if cell.place}
    assert sizes["remedies.review.total"] < 9
    assert {size for place, size in sizes.items() if place != "remedies.review.total"} == {9}
    insets = {cell.text: table.inset(cell, 9, 440, 2) for cell in table.cells() if cell.role == "column"}
    assert 440 / 15 - 2 * insets["尚未审结"] < 3 * 9
    assert insets["总计"] == 2
