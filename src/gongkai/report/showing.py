"""A report and its findings as text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from .form import Block, Table, printed_form
from .model import Finding, Report

_ABSENT = "未提供"
_BLANK = "（空）"
_SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
_MOST_WORDS = 120
_MOST_LABEL = 20


def describe(report: Report) -> str:
    """Show a whole report: what it is, its sections in brief, its tables, and what the reader noted."""
    form = printed_form(report.form, report.figures)
    year = "年份不明" if report.year is None else f"{report.year}年"
    name = {"unknown": "格式不明"}.get(report.form, form.name)
    lines = [f"{report.agency or '行政机关不明'} · {year} · {name}"]
    for section in form.sections:
        words = " ".join(report.sections.get(section.key, "").split())
        table = next((table for table in form.tables if table.section == section.key), None)
        if table is None and section.key not in report.sections:
            lines += ["", f"{section.heading}：（没有这一部分）"]
        else:
            lines += ["", section.heading]
        if words:
            lines.append(
                "  "
                + (words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}……（共{len(words)}字）")
            )
        if table is not None:
            lines += _table(table, report)
    if report.notes:
        lines += ["", f"读取时的说明（{len(report.notes)}条）"]
        lines += [f"  · {note.message}" for note in report.notes]
    return "\n".join(lines)


def explain(report: Report, findings: Iterable[Finding]) -> str:
    """Show what the checks found, errors first, and the count of each kind."""
    findings = list(findings)
    year = "年份不明" if report.year is None else f"{report.year}年"
    counts = [
        f"{words}{count}项"
        for severity, words in _SEVERITIES.items()
        if (count := sum(one.severity == severity for one in findings))
    ]
    lines = [f"{report.agency or '行政机关不明'} · {year}：{'，'.join(counts) or '检查未发现问题'}"]
    for severity, words in _SEVERITIES.items():
        lines += [f"  [{words}] {one.rule}  {one.message}" for one in findings if one.severity == severity]
    return "\n".join(lines)


def _table(table: Table, report: Report) -> Iterator[str]:
    if not any(place in report.figures for place in table.places):
        yield f"  （{_ABSENT}{table.caption}）"
        return
    places = iter(table.places)
    for block in table.blocks:
        yield from _block(block, [[_figure(report, next(places)) for _ in block.columns] for _ in block.rows])


def _figure(report: Report, place: str) -> str:
    if place not in report.figures:
        return _ABSENT
    figure = report.figures[place]
    return _BLANK if figure is None else str(figure)


def _block(block: Block, figures: list[list[str]]) -> Iterator[str]:
    """Lay one block out in columns, the groups of its rows as lines of their own."""
    lines: list[tuple[str, list[str]]] = [(block.title, [column.label for column in block.columns])]
    group = ""
    for row, cells in zip(block.rows, figures, strict=True):
        if row.group != group and row.group:
            lines.append((row.group, []))
        group = row.group
        lines.append((("  " if group else "") + _brief(row.label), cells))
    first = max(_width(name) for name, _ in lines)
    widths = [max(_width(cells[index]) for _, cells in lines if cells) for index in range(len(block.columns))]
    for name, cells in lines:
        padded = [" " * (width - _width(cell)) + cell for cell, width in zip(cells, widths, strict=False)]
        yield "  ".join([f"  {name}{' ' * (first - _width(name))}", *padded]).rstrip()


def _brief(label: str) -> str:
    return label if len(label) <= _MOST_LABEL else f"{label[:_MOST_LABEL]}…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
