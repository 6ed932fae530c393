"""The two reports a chart looks at, this year's and the one before, and what all charts of bars have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from gongkai.report.model import Report

from . import bars
from .chart import Content
from .figures import Bar, Group, Source
from .words import Years

APPLICATIONS = "政府信息公开申请"


@dataclass(frozen=True, slots=True)
class Pair:
    """The report, the report before if there is one, and what their years are called."""

    now: Source
    before: Source | None
    years: Years

    @classmethod
    def of(cls, report: Report, previous: Report | None) -> Pair:
        """See both reports through their forms."""
        return cls(Source(report), Source(previous) if previous else None, Years.of(report, previous))

    def bar(self, label: str, place: str) -> Bar:
        """Return the figures of both reports at one place."""
        return Bar(label, self.now.figure(place), self.before.figure(place) if self.before else None)

    def no_data(self, subject: str) -> str:
        """Say that the report has none of these figures."""
        return f"年度报告未提供{self.years.now}{subject}的数据。"

    def last_year(self, bar: Bar, unit: str = "件") -> str:
        """Say last year's figure in brackets, "" where there is none."""
        if bar.before is None or bar.before.value is None:
            return ""
        return f"（{self.years.before}{bar.before.shown(unit)}）"

    def content(self, key: str, title: str, summary: str, groups: Sequence[Group], *totals: Bar) -> Content:
        """Return a chart of bars; where neither report has anything to draw, its sentence is the picture."""
        shown = [bar for group in groups for bar in group.everything]
        rows = [
            (f"{group.heading}·{bar.label}" if group.heading else bar.label, bar)
            for group in groups
            for bar in group.everything
        ]
        paint = partial(bars.draw, groups=groups, before=self.years.before) if _worth_drawing(shown) else None
        return Content(key, title, summary, [*rows, *((bar.label, bar) for bar in totals)], paint)


def _worth_drawing(shown: Sequence[Bar]) -> bool:
    """Whether this year has a figure other than nought, or has figures and last year something to set beside them."""
    given = [bar.now.value for bar in shown if bar.now.value is not None]
    return any(given) or (bool(given) and any(bar.before and bar.before.value for bar in shown))
