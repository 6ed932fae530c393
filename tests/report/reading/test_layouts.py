"""Whatever way the tables were flattened, the reader gives the report's figures back, and never a figure elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.reading.layouts import LAYOUTS, LOSSY, framed
from tests.report.reading.sheets import sheets

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

ENDINGS = {"markdown": ".md", "markdown_repeated": ".md", "comma_separated": ".csv"}
few = settings(max_examples=8)


def read(text: str, layout: str) -> Report:
    return read_bytes(text.encode(), "report" + ENDINGS.get(layout, ".txt"))


@pytest.mark.parametrize("layout", [*LAYOUTS, *LOSSY])
@few
@given(report=sheets())
def test_a_full_report_comes_back(layout: str, report: Report) -> None:
    draw = {**LAYOUTS, **LOSSY}[layout]
    assert read(framed(report, draw), layout) == report


@pytest.mark.parametrize("layout", list(LAYOUTS))
@few
@given(report=sheets(blanks=0.2), mark=st.sampled_from(["", "/", "—", "-", "无"]))
def test_blank_cells_stay_blank(layout: str, report: Report, mark: str) -> None:
    assert read(framed(report, LAYOUTS[layout], mark), layout).figures == report.figures


@pytest.mark.parametrize("layout", [name for name in LOSSY if name != "rows_glued"])
@few
@given(report=sheets(blanks=0.2), mark=st.sampled_from(["/", "—", "--"]))
def test_marked_blank_cells_stay_blank(layout: str, report: Report, mark: str) -> None:
    assert read(framed(report, LOSSY[layout], mark), layout).figures == report.figures


@pytest.mark.parametrize("layout", list(LOSSY))
@few
@given(report=sheets(blanks=0.2))
def test_blank_cells_without_a_trace_are_never_guessed(layout: str, report: Report) -> None:
    found = read(framed(report, LOSSY[layout]), layout)
    assert found.figures.keys() <= report.figures.keys()
    wrong = {
        place: (value, report.figures[place])
        for place, value in found.figures.items()
        if value is not None and value != report.figures[place]
    }
    assert not wrong
