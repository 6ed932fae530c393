"""What is said about the figures: one plain sentence a chart, for whoever does not see the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.model import Report

from .figures import NOT_PROVIDED, Bar


@dataclass(frozen=True, slots=True)
class Years:
    """What the report's year and that of the report before are called; `before` is "" where there is none."""

    now: str
    before: str = ""

    @classmethod
    def of(cls, report: Report, previous: Report | None) -> Years:
        """Name the years of both reports, so that the two names always differ."""
        now = f"{report.year}年" if report.year is not None else "本年"
        if previous is None:
            return cls(now)
        before = f"{previous.year}年" if previous.year is not None else "上年"
        return cls(now, before) if before != now else cls("本报告", "对比报告")


def nothing_given(bars: Sequence[Bar]) -> bool:
    """Whether the report gives none of these figures."""
    return all(bar.now.value is None for bar in bars)


def nothing_happened(bars: Sequence[Bar]) -> bool:
    """Whether the report says nought everywhere."""
    return all(bar.now.value == 0 for bar in bars)


def enumerated(bars: Sequence[Bar], unit: str = "件") -> str:
    """Enumerate figures, those that are nought together at the end: ``自然人28件、商业企业6件，科研机构、其他均为0``."""
    told = "、".join(f"{bar.label}{bar.now.shown(unit)}" for bar in bars if bar.now.value not in (0, None))
    noughts = [bar.label for bar in bars if bar.now.value == 0]
    lacking = [bar.label for bar in bars if bar.now.value is None]
    parts = [told] if told else []
    if noughts:
        parts.append(f"{'、'.join(noughts)}{'均' if len(noughts) > 1 else ''}为0")
    if lacking:
        parts.append(f"{'、'.join(lacking)}{'均' if len(lacking) > 1 else ''}{NOT_PROVIDED}")
    return "，".join(parts)
