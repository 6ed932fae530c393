"""Our PDF against typst alone, given the same source and data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import typst

from benchmarks.measure import Ratio, compare
from gongkai.report.model import Report
from gongkai.report.sample import sample
from gongkai.report.writing import pdf
from gongkai.report.writing.fonts import found_fonts
from gongkai.report.writing.plan import plan

_PREPARED = 100


def run() -> Iterator[Ratio]:
    """Each turn sets another agency's report, so that neither side finds its work done already."""
    compiler = typst.Compiler(font_paths=found_fonts(), ignore_system_fonts=True)
    source = pdf._source()
    prepared = [
        json.dumps(pdf._data(plan(_report(number))), ensure_ascii=False) for number in range(_PREPARED)
    ]
    ours, theirs = count(), count()
    yield compare(
        "写出PDF",
        "typst排同一份",
        lambda: pdf.render(_report(next(ours))),
        lambda: compiler.compile(
            source, format="pdf", sys_inputs={"data": prepared[next(theirs)]}, pdf_standards=pdf._STANDARDS
        ),
        goal=1.5,
    )


def _report(number: int) -> Report:
    return replace(sample(), agency=f"示例市第{number}街道办事处")
