"""A report's figures drawn: accessible SVG, each picture with a sentence and a table that say the same.

    for chart in charts(report, previous):
        print(chart.title, chart.summary)

The pictures need no script, style sheet or font of their own, and tell things apart by words, patterns and lightness,
never by colour alone.
"""

from __future__ import annotations

from gongkai.report.model import Report

from .applications import applicants, flows, outcomes
from .chart import Chart, compose
from .others import decisions, documents, remedies
from .pair import Pair

__all__ = ["Chart", "charts"]

_SUBJECTS = (applicants, outcomes, flows, remedies, documents, decisions)


def charts(report: Report, previous: Report | None = None) -> tuple[Chart, ...]:
    """Return the six charts of a report, always in the same order, last year's figures beside where given.

    `applicants` (who applied), `outcomes` (what they got), `flow` (what came, was decided and is carried over),
    `remedies` (行政复议、行政诉讼), `documents` (规章、行政规范性文件), `decisions` (行政许可 … and fees). Figures that the
    report does not give are said to be so (未提供), never drawn as nought. Works for both forms; `previous` may be on
    another form than `report`, figures that then mean something else are not compared. The same reports give the same
    charts to the byte.
    """
    pair = Pair.of(report, previous)
    return tuple(compose(subject(pair), pair.years, report.agency) for subject in _SUBJECTS)
