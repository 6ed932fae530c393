"""The workbook: merged cells as in the form, numbers as numbers, words never formulas, print set-up."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import assume, given, settings
from tests.report.strategies import any_reports
from tests.report.writing.same import assert_same

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import Report
from gongkai.report.reading import read_bytes
from gongkai.report.writing import render


def book(report: Report) -> Any:
    return openpyxl.load_workbook(BytesIO(render(report, "xlsx")))


def full(form: Form, **sections: str) -> Report:
    figures = {place: index for index, place in enumerate(form.places)}
    words = {"overview": "坚持公开。", "problems": "更新不够及时。", "other": "无。"} | sections
    return Report("青石市司法局", form.years[0], "2019" if form is FORM_2019 else "2021", words, figures)


def test_a_sheet_for_each_table_between_the_words() -> None:
    assert book(full(FORM_2021)).sheetnames == ["总体情况", "表二", "表三", "表四", "问题和其他事项"]
    assert book(Report(sections={"overview": "公开。"})).sheetnames == ["总体情况", "表二", "表三", "表四"]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_cells_and_mergers_are_those_of_the_form(form: Form) -> None:
    report = full(form)
    written = book(report)
    for table in form.tables:
        sheet = written[table.caption]
        merged = {
            (one.min_row - 2, one.min_col - 1): (one.max_row - one.min_row + 1, one.max_col - one.min_col + 1)
            for one in sheet.merged_cells.ranges
        }
        taken: set[tuple[int, int]] = set()
        for row, members in enumerate(table.grid):
            column = 0
            for cell in members:
                while (row, column) in taken:
                    column += 1
                assert merged.pop((row, column), (1, 1)) == (cell.rowspan, cell.colspan)
                assert sheet.cell(row + 2, column + 1).value == (cell.text or report.figures[cell.place])
                taken |= {
                    (row + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                }
        assert merged == {(-1, 0): (1, len(table.widths))}, "only the heading is merged besides"


def test_figures_are_numbers_where_excel_keeps_their_digits() -> None:
    figures = dict(full(FORM_2021).figures)
    figures |= {
        "proactive.fees": Decimal("316441.25"),
        "proactive.permits": 12345678901234567890,
        "proactive.penalties": None,
        "proactive.enforcement": -3,
    }
    sheet = book(Report(form="2021", figures=figures))["表二"]
    values = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, sheet.max_row + 1)}
    assert values["行政事业性收费"] == 316441.25
    assert values["行政许可"] == "12345678901234567890"
    assert values["行政处罚"] is None
    assert values["行政强制"] == -3


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "#REF!", "'x"]
)
def test_words_never_become_formulas(words: str) -> None:
    data = render(full(FORM_2021, overview=words), "xlsx")
    with ZipFile(BytesIO(data)) as package:
        assert not [name for name in package.namelist() if b"<f>" in package.read(name)]
    cells = [
        cell
        for row in openpyxl.load_workbook(BytesIO(data))["总体情况"]
        for cell in row
        if cell.value == words
    ]
    assert len(cells) == 1
    assert cells[0].data_type == "s"
    assert cells[0].quotePrefix == (words[0] in "=+-@'")


def test_what_looks_like_an_escape_is_kept() -> None:
    report = full(FORM_2021, overview="变量_x0041_不变。")
    assert read_bytes(render(report, "xlsx"), "x.xlsx").sections["overview"] == "变量_x0041_不变。"


def test_a_very_long_paragraph_is_kept_whole() -> None:
    report = full(FORM_2021, overview="公开政府信息，" * 10_000)
    assert_same(read_bytes(render(report, "xlsx"), "x.xlsx"), report)


def test_sheets_are_set_up_for_print_with_frozen_heads() -> None:
    written = book(full(FORM_2021))
    for sheet in written.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [written[name].freeze_panes for name in ("表二", "表三", "表四")] == ["B2", "D5", "A5"]
    assert written["表三"].print_title_rows == "$1:$4"


def test_properties_say_title_and_agency_but_no_time() -> None:
    data = render(full(FORM_2021), "xlsx")
    properties = openpyxl.load_workbook(BytesIO(data)).properties
    assert properties.title == "青石市司法局2021年政府信息公开工作年度报告"
    assert (properties.creator, properties.language) == ("青石市司法局", "zh-CN")
    with ZipFile(BytesIO(data)) as package:
        assert b"<dcterms:" not in package.read("docProps/core.xml")


@settings(max_examples=40)
@given(any_reports())
def test_round_trip(report: Report) -> None:
    # nothing but borders says that table 四, its one row all blank, is there; a reader of values cannot see them
    strip = [value for place, value in report.figures.items() if place.startswith("remedies.")]
    assume(not strip or any(value is not None for value in strip))
    data = render(report, "xlsx")
    assert data == render(report, "xlsx")
    assert_same(read_bytes(data, "report.xlsx"), report)
