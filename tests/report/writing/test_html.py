"""The web page: what a screen reader, a phone and a browser without scripts get."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from lxml import html as lxml_html
from tests.report.strategies import any_reports
from tests.report.writing.same import assert_same

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import Report
from gongkai.report.reading import read_bytes
from gongkai.report.writing import render


def page(report: Report) -> Any:
    return lxml_html.document_fromstring(render(report, "html").decode())


def full(form: Form) -> Report:
    figures = {place: index for index, place in enumerate(form.places)}
    words = {
        "overview": "坚持公开。\n（一）主动公开\n（二）依申请公开。依法答复。",
        "problems": "更新不够及时。",
        "other": "无。",
    }
    return Report("青石市司法局", form.years[0], "2019" if form is FORM_2019 else "2021", words, figures)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_figure_names_its_heads(form: Form) -> None:
    """Complex tables need ids and headers (WCAG technique H43): each figure points to the heads of its row and column."""
    report = full(form)
    root = page(report)
    by_id = {one.get("id"): one.text_content() for one in root.iter("th")}
    assert len(by_id) == len(list(root.iter("th"))), "ids are unique"
    value = {str(number): place for place, number in report.figures.items()}
    for cell in root.iter("td"):
        heads = [by_id[one] for one in cell.get("headers").split()]
        table, block, row = _row_of(form, value[cell.text])
        column = next(
            one for one in block.columns if value[cell.text] in _places(form, table.key, block, row, one)
        )
        wanted = {column.label, row.printed} | ({block.title} if block.title else set())
        if table.key == "remedies" and row.key == "review":
            wanted = {column.label, "行政复议"}
        assert wanted <= set(heads), value[cell.text]


def _row_of(form: Form, place: str) -> Any:
    return next(
        (table, block, row)
        for table, block, row in form.rows()
        if table.key == place.split(".", maxsplit=1)[0] and row.key == place.split(".")[1]
    )


def _places(form: Form, table: str, block: Any, row: Any, column: Any) -> set[str]:
    return {f"{table}.{row.key}.{column.key}"} | (
        {f"{table}.{row.key}"} if len(block.columns) == 1 else set()
    )


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_spans_are_those_of_the_form(form: Form) -> None:
    root = page(full(form))
    for table, written in zip(form.tables, root.iter("table"), strict=True):
        printed = [
            [(int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) for cell in row]
            for row in written.iter("tr")
        ]
        assert printed == [[(cell.rowspan, cell.colspan) for cell in row] for row in table.grid]
        assert len(written.findall("thead/tr")) == table.header_rows
        assert written.find("caption").text_content() == f"{table.caption}（{table.title}）"


def test_heads_have_a_scope_and_figures_have_none() -> None:
    root = page(full(FORM_2021))
    for head in root.iter("th"):
        assert ("scope" in head.attrib) == (head.get("class") != "corner")
    assert not [cell for cell in root.iter("td") if "scope" in cell.attrib]


def test_a_table_scrolls_in_a_region_that_has_a_name_and_takes_the_focus() -> None:
    root = page(full(FORM_2021))
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    regions = root.findall(".//div[@role='region']")
    assert len(regions) == 3
    for region in regions:
        assert region.get("tabindex") == "0"
        assert region.get("aria-labelledby") in ids


def test_the_page_says_its_language_and_title_and_loads_nothing() -> None:
    text = render(full(FORM_2021), "html").decode()
    root = page(full(FORM_2021))
    assert root.get("lang") == "zh-CN"
    assert (
        root.findtext(".//title")
        == "青石市司法局2021年政府信息公开工作年度报告"
        == root.find(".//h1").text_content()
    )
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", text)
    assert "width=device-width" in text
    assert [one.text_content() for one in root.iter("h2")] == [
        section.heading for section in FORM_2021.sections
    ]


def test_words_of_the_report_are_never_markup() -> None:
    hostile = "</style><script>alert(1)</script>&lt;b&gt;\"'"
    report = Report(f"青石市{hostile}局", 2022, "2021", {"overview": f"公开{hostile}。", "preface": hostile})
    root = page(report)
    assert not list(root.iter("script"))
    assert hostile in root.text_content()


def test_nothing_is_hidden() -> None:
    text = render(full(FORM_2021), "html").decode()
    assert not re.search(r"hidden|display:\s*none|font-size:\s*0|<!--|data-", text)


@settings(max_examples=60)
@given(any_reports())
@example(Report())
@example(Report(form="2019"))
@example(Report(form="unknown", sections={"other": ""}))
def test_round_trip(report: Report) -> None:
    data = render(report, "html")
    assert data == render(report, "html")
    assert_same(read_bytes(data, "report.html"), report)
