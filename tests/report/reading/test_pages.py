"""Reports on web pages: clean or broken tables, with the site around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from tests.report.reading.pages import LOSING_BLANKS, PAGES, page
from tests.report.reading.sheets import sheet, sheets

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

few = settings(max_examples=6)


@pytest.mark.parametrize("layout", list(PAGES))
@pytest.mark.parametrize("site", [False, True])
@few
@given(report=sheets())
def test_a_full_report_comes_back(layout: str, site: bool, report: Report) -> None:
    assert read_bytes(page(report, PAGES[layout], site=site).encode(), "report.html") == report


@pytest.mark.parametrize("layout", [name for name in PAGES if name not in LOSING_BLANKS])
@few
@given(report=sheets(blanks=0.2), mark=st.sampled_from(["", "/", "—", "无"]))
def test_blank_cells_stay_blank(layout: str, report: Report, mark: str) -> None:
    assert read_bytes(page(report, PAGES[layout], mark).encode(), "report.html").figures == report.figures


@pytest.mark.parametrize("layout", LOSING_BLANKS)
@few
@given(report=sheets(blanks=0.2))
def test_blank_cells_without_a_trace_are_never_guessed(layout: str, report: Report) -> None:
    found = read_bytes(page(report, PAGES[layout]).encode(), "report.html").figures
    assert found.keys() <= report.figures.keys()
    assert all(value is None or value == report.figures[place] for place, value in found.items())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5hkscs"])
def test_any_encoding(encoding: str) -> None:
    """Pages in GBK are common among agencies; the declared character set counts, then the bytes themselves."""
    report = sheet(5, "2021")
    text = page(report, PAGES["clean"]).replace('charset="utf-8"', f'charset="{encoding}"')
    if encoding == "big5hkscs":
        text = str(OpenCC("s2t").convert(text))
    assert read_bytes(text.encode(encoding, "xmlcharrefreplace"), "report.html").figures == report.figures
