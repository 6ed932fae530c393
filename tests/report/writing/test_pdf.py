"""The PDF: fonts embedded, tagged, nothing lost, and never a box for a character."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.report.strategies import any_reports
from tests.report.writing.same import assert_same

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import Report
from gongkai.report.reading import read_bytes
from gongkai.report.writing import FontsMissing, GlyphMissing, fonts, render

Require = Callable[..., None]


@pytest.fixture(autouse=True)
def _needs_font(require: Require) -> None:
    require("cjk-font")


def full(form: Form, **sections: str) -> Report:
    figures = {place: index for index, place in enumerate(form.places)}
    words = {
        "overview": "坚持公开。\n（一）主动公开\n（二）依申请公开。依法答复。",
        "problems": "更新不够及时。",
        "other": "无。",
    }
    return Report(
        "青石市司法局", form.years[0], "2019" if form is FORM_2019 else "2021", words | sections, figures
    )


def pages(report: Report) -> list[Any]:
    import pdfplumber

    return list(pdfplumber.open(BytesIO(render(report, "pdf"))).pages)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_tables_are_ruled_as_in_the_form(form: Form) -> None:
    """Every printed cell of the form is one ruled box."""
    boxes = sum(len(table.cells) for page in pages(full(form)) for table in page.find_tables())
    assert boxes == sum(len(row) for table in form.tables for row in table.grid)


def test_the_page_is_a4_with_the_margins_of_gb_t_9704() -> None:
    millimetre = 72 / 25.4
    for page in pages(full(FORM_2021, overview="坚持公开，" * 900)):
        assert (round(page.width / millimetre), round(page.height / millimetre)) == (210, 297)
        # the blank half of a stop at the end of a line hangs over the edge
        printed = [char for char in page.chars if char["text"].strip(" ，。、")]
        inside = [char for char in printed if char["bottom"] < 262 * millimetre]
        assert min(char["x0"] for char in inside) >= 28 * millimetre - 1
        assert max(char["x1"] for char in inside) <= (210 - 26) * millimetre + 1
        assert min(char["top"] for char in inside) >= 36 * millimetre


def test_twenty_two_lines_a_page_of_twenty_seven_or_more_characters() -> None:
    page = pages(full(FORM_2021, overview="坚持公开政府信息" * 300))[1]
    lines = [line for line in page.extract_text_lines() if "坚持" in line["text"]]
    assert len(lines) == 22
    assert all(len(line["text"]) >= 27 for line in lines)


def test_a_long_address_does_not_run_off_the_page() -> None:
    address = f"https://www.example.gov.cn/{'a1' * 150}?id=1"
    report = full(FORM_2021, overview=f"网址：{address}。")
    edge = (210 - 26) * 72 / 25.4 + 8  # the blank half of a stop may hang over
    assert max(char["x1"] for page in pages(report) for char in page.chars) <= edge
    assert_same(read_bytes(render(report, "pdf"), "report.pdf"), report)


def test_head_rows_repeat_where_a_table_breaks() -> None:
    """A blended table three is longer than a page; its head is printed on each."""
    figures = {
        place: 1 for form in FORMS.values() for place in form.places if place.startswith("applications.")
    }
    report = Report("青石市司法局", 2021, "2021", {"overview": "公开。"}, figures)
    heads = [page for page in pages(report) if "申请人情况" in (page.extract_text() or "")]
    assert len(heads) == 2


def test_fonts_are_embedded_and_the_file_is_tagged(require: Require, tmp_path: Path) -> None:
    require("pdffonts")
    path = tmp_path / "report.pdf"
    path.write_bytes(render(full(FORM_2021), "pdf"))
    listed = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        embedded, subset, unicode = line.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")
    shown = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in shown.splitlines() if ":" in line)
    assert facts["Title"].strip() == "青石市司法局2021年政府信息公开工作年度报告"
    assert facts["Author"].strip() == "青石市司法局"
    assert facts["Tagged"].strip() == "yes"
    assert "CreationDate" not in facts
    assert b"/Lang (zh" in path.read_bytes() or b"zh-CN" in path.read_bytes()


@pytest.mark.parametrize(("words", "named"), [("公开\U0001fae0。", "\U0001fae0"), ("公开\ue123。", "U+E123")])
def test_a_character_without_a_shape_is_an_error_that_names_it(words: str, named: str) -> None:
    with pytest.raises(GlyphMissing, match="字体没有这些字符") as caught:
        render(full(FORM_2021, overview=words), "pdf")
    assert f"“{named}”" in caught.value.message
    assert caught.value.code == "glyph_missing"
    # the compiler that is kept works on
    assert render(full(FORM_2021), "pdf").startswith(b"%PDF")


def test_without_a_chinese_font_the_debian_package_is_named() -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk") as caught:
        fonts.choose(["DejaVu Sans", "Liberation Serif", "Noto Sans Mono CJK KR"])
    assert caught.value.code == "fonts_missing"


def test_the_fonts_of_agencies_come_first() -> None:
    chosen = fonts.choose(["Noto Serif CJK SC", "Noto Sans CJK SC", "FangSong", "KaiTi", "SimHei", "SimSun"])
    assert (chosen.body[0], chosen.kai[0], chosen.hei[0], chosen.table[0]) == (
        "FangSong",
        "KaiTi",
        "SimHei",
        "SimSun",
    )
    assert chosen.has_kai
    assert not chosen.has_title
    assert set(chosen.body) == {
        "Noto Serif CJK SC",
        "Noto Sans CJK SC",
        "FangSong",
        "KaiTi",
        "SimHei",
        "SimSun",
    }


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")。',
        "#sys.inputs。",
        "$1/0$。",
        "*强调*_斜_`码`。",
        "= 标题。",
        "// 注释。",
        "\\u{41}。",
        "<a> @b。",
    ],
)
def test_words_of_the_report_are_never_markup(words: str) -> None:
    report = full(FORM_2021, overview=words)
    assert_same(read_bytes(render(report, "pdf"), "report.pdf"), report)


def test_the_same_report_gives_the_same_bytes() -> None:
    first = render(full(FORM_2021), "pdf")
    render(full(FORM_2019), "pdf")
    assert render(full(FORM_2021), "pdf") == first


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(any_reports())
def test_round_trip(report: Report) -> None:
    assert_same(read_bytes(render(report, "pdf"), "report.pdf"), report)
