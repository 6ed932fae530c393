"""Nothing that a file holds may break the reader or keep it busy: it reads, or refuses with a ReadError."""

from __future__ import annotations

import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.reading.layouts import LAYOUTS, LOSSY, framed, one_cell_a_line, one_line
from tests.report.reading.pages import PAGES, clean, page
from tests.report.reading.sheets import sheet

from gongkai.report.reading import ReadError, read_bytes

SIZE = 1_000_000
SECONDS = 8.0
"""Two seconds are the aim for a megabyte; a busy machine gets more, which still tells a quadratic step from a linear one."""

TABLE_TWO = "青石县教育局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
TABLE_THREE = "三、收到和处理政府信息公开申请情况\n"
TABLE_FOUR = "四、政府信息公开行政复议、行政诉讼情况\n"
WHOLE = framed(sheet(1, "2021"), one_cell_a_line)
PAGE = page(sheet(1, "2021"), clean)

TEXTS = {
    "zeros": (TABLE_TWO, "0 "),
    "lines of one figure": (TABLE_TWO, "1\n"),
    "open brackets": (TABLE_TWO, "（"),
    "brackets": (TABLE_TWO, "（a）"),
    "numerals": (TABLE_TWO, "一、"),
    "bars": (TABLE_TWO, "|"),
    "lines of bars": (TABLE_TWO, "|\n"),
    "tabs": (TABLE_TWO, "\t"),
    "commas": (TABLE_TWO, "0,1,2\n"),
    "quotes": (TABLE_TWO, '",'),
    "weak labels": (TABLE_THREE, "总计\n"),
    "weak labels with figures": (TABLE_THREE, "其他 0\n"),
    "strong labels": (TABLE_THREE, "本机关不掌握相关政府信息\n0\n"),
    "labels on one line": (TABLE_THREE, "本机关不掌握相关政府信息 "),
    "glued": (TABLE_TWO, "规章1"),
    "digits": (TABLE_TWO + "规章", "1"),
    "equal figures": (TABLE_TWO + "规章 ", "1 1 2 2 "),
    "many figures in a row": (TABLE_THREE + "一、本年新收政府信息公开申请数量 ", "12 "),
    "heads of table four": (TABLE_FOUR, "结果维持 0 "),
    "headings": ("", "一、总体情况\n"),
    "headings up and down": ("", "二、主动公开政府信息情况\n一、总体情况\n"),
    "titles": ("", "青石县教育局2022年政府信息公开工作年度报告\n"),
    "title without end": ("", "政府信息公开"),
    "years": ("", "2022年"),
    "way through the site": ("", "首页 > 当前位置 "),
    "traditional": ("", "開放政府信息公開\n"),
    "pinyin": ("", "務(wù)"),
    "reports": ("", WHOLE),
    "reports on one line": ("", framed(sheet(1, "2021"), one_line).replace("\n", " ")),
}
PAGES_OF_TROUBLE = {
    "deep divs": "<div>" * 100_000 + PAGE,
    "deep tables": "<table><tr><td>" * 30_000 + PAGE,
    "deep spans": "<b>" * 100_000 + "x",
    "huge spans": PAGE.replace("<td", "<td colspan=1000000 rowspan=1000000"),
    "many cells": "<table>" + ("<tr>" + "<td>0</td>" * 10 + "</tr>") * 10_000 + "</table>" + PAGE,
    "one wide row": "<table><tr>" + "<td>0</td>" * 100_000 + "</tr></table>" + PAGE,
    "overlapping spans": "<table>"
    + "<tr><td rowspan=100>1</td><td colspan=100 rowspan=100>1</td></tr>" * 8_000
    + "</table>"
    + PAGE,
    "open cells": "<table>" + "<tr><td>0<td>1" * 50_000,
    "attributes": "<p " + "a=1 " * 200_000 + ">" + PAGE,
    "entities": "<p>" + "&nbsp;" * 150_000 + PAGE,
    "headings": "<p>一、总体情况</p>" * 40_000,
    "breaks": "<p>" + "<br>" * 200_000,
    "lists": "<ul><li>" * 50_000 + PAGE,
    "meta": "<meta name=ArticleTitle content='2022年政府信息公开年报'>" * 15_000,
    "empty spans": PAGE.replace("<td", "<td colspan='' rowspan='-1'"),
}


def tried(data: bytes, name: str) -> float:
    """Read or be refused; returns the seconds it took."""
    start = time.process_time()
    with contextlib.suppress(ReadError):
        read_bytes(data, name)
    return time.process_time() - start


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_megabyte_of_text(name: str) -> None:
    start, piece = TEXTS[name]
    text = start + piece * (SIZE // len(piece.encode()) + 1)
    assert tried(text.encode(), "report.txt") < SECONDS


@pytest.mark.parametrize("name", list(PAGES_OF_TROUBLE))
def test_pages_of_trouble(name: str) -> None:
    assert tried(f"<html><body>{PAGES_OF_TROUBLE[name]}".encode(), "report.html") < SECONDS


def test_huge_spans_change_nothing() -> None:
    found = read_bytes(f"<html><body>{PAGES_OF_TROUBLE['huge spans']}".encode(), "a.html")
    assert found.figures == sheet(1, "2021").figures


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6), layout=st.sampled_from([*LAYOUTS, *LOSSY, *PAGES]), strokes=st.integers(1, 40)
)
def test_mutilated_reports(seed: int, layout: str, strokes: int) -> None:
    """Pieces of a report lost, doubled, moved or replaced."""
    dice = random.Random(seed)
    report = sheet(seed, dice.choice(["2021", "2019"]), blanks=0.1)
    if layout in PAGES:
        text, name = page(report, PAGES[layout], site=True), "report.html"
    else:
        text, name = framed(report, {**LAYOUTS, **LOSSY}[layout]), dice.choice(["a.txt", "a.md", "a.csv", ""])
    for _ in range(strokes):
        at, size = dice.randrange(len(text) + 1), dice.choice((1, 3, 20, 200))
        piece = text[at : at + size]
        replacement = dice.choice(
            ("", piece * 2, piece[::-1], "0", "|", "\n", "一、", "规章", "</td>", "<", "\x00", "９")
        )
        text = text[:at] + replacement + text[at + size :]
    tried(text.encode(), name)


@settings(max_examples=60)
@given(
    data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.html", "a.md", "a.json", "a", "a.docx"])
)
def test_any_bytes(data: bytes, name: str) -> None:
    tried(data, name)


@settings(max_examples=40)
@given(text=st.text(max_size=300), name=st.sampled_from(["a.txt", "a.html", "a.md", "a.csv"]))
def test_any_text_in_a_report(text: str, name: str) -> None:
    tried((TABLE_TWO + text + TABLE_THREE + text).encode("utf-8", "surrogatepass"), name)
