"""Reading and checking against the libraries people would reach for: pandas for HTML, python-docx for Word."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import docx
import pandas as pd

from benchmarks.measure import Ratio, compare
from gongkai.report.checks import check
from gongkai.report.reading import read_bytes
from gongkai.report.sample import sample, sample_previous
from gongkai.report.writing import render


def pages() -> list[bytes]:
    """Our two samples as web pages, and the published pages of the corpus where GONGKAI_CORPUS names one."""
    found = [render(sample(), "html"), render(sample_previous(), "html")]
    corpus = os.environ.get("GONGKAI_CORPUS")
    if corpus:
        found += [path.read_bytes() for path in sorted(Path(corpus, "reports").glob("*.html"))]
    return found


def read_and_check(files: list[bytes], name: str) -> None:
    for data in files:
        check(read_bytes(data, name))


def read_tables(files: list[bytes]) -> None:
    for data in files:
        pd.read_html(io.BytesIO(data), encoding="utf-8")


def read_cells(files: list[bytes]) -> None:
    for data in files:
        for table in docx.Document(io.BytesIO(data)).tables:
            for row in table.rows:
                for cell in row.cells:
                    cell.text  # noqa: B018 reading it is what is measured


def run() -> Iterator[Ratio]:
    web = pages()
    yield compare(
        f"读取并检查{len(web)}个网页",
        "pandas.read_html",
        lambda: read_and_check(web, "a.html"),
        lambda: read_tables(web),
        goal=1.0,
    )
    word = [render(sample(), "docx"), render(sample_previous(), "docx")]
    yield compare(
        f"读取并检查{len(word)}个Word文档",
        "python-docx打开并读出各格",
        lambda: read_and_check(word, "a.docx"),
        lambda: read_cells(word),
        goal=1.5,
        turns=15,
    )
