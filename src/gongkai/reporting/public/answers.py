"""What readers ask of a report first, answered in a number and a sentence each, last year's number beside it.

Every number comes from the form's own cells; what the report does not give is said to be missing (未提供), never nought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.charts.figures import NOT_PROVIDED, Figure, Source, plain
from gongkai.report.model import Report

_GIVEN = ("granted", "partly_granted")


@dataclass(frozen=True)
class Reason:
    """Why applications got nothing: the form's words, and how many (件)."""

    label: str
    count: str


@dataclass(frozen=True)
class Answer:
    """A question, its figure with the unit, what it means in words, reasons if there are, and last year's figure."""

    key: str
    question: str
    figure: str
    words: str
    before: str = ""
    reasons: tuple[Reason, ...] = ()


def answers(report: Report, previous: Report | None) -> tuple[Answer, ...]:
    """Answer the readers' questions from a report; `previous` gives last year's figures where there is one."""
    now, before = Source(report), Source(previous) if previous else None
    return tuple(_answers(now, before))


def _answers(now: Source, before: Source | None) -> Iterator[Answer]:
    yield Answer(
        "received", "收到多少申请？", _shown(_received(now)), _received_words(now), _before(before, _received)
    )
    yield Answer(
        "given", "多少件拿到了信息？", _shown(_given(now)), _given_words(now), _before(before, _given)
    )
    reasons = tuple(_reasons(now))
    yield Answer(
        "not_given",
        "多少件没有拿到，为什么？",
        _shown(_not_given(now)),
        "",
        _before(before, _not_given),
        reasons,
    )
    yield Answer(
        "remedies",
        "多少件被提起复议、诉讼？",
        _shown(_remedies(now)),
        _remedy_words(now),
        _before(before, _remedies),
    )
    yield Answer(
        "carried_out",
        "多少件转到下一年办理？",
        _shown(_carried_out(now)),
        "年底前还没有办完的申请，下一年接着办。" if _carried_out(now).value else "",
        _before(before, _carried_out),
    )


def _received(source: Source) -> Figure:
    return source.figure("applications.received.total")


def _carried_out(source: Source) -> Figure:
    return source.figure("applications.carried_out.total")


def _given(source: Source) -> Figure:
    return source.sum_of([f"applications.{key}.total" for key in _GIVEN])


def _not_given(source: Source) -> Figure:
    keys = [key for group in source.outcome_groups().values() for key in group if key not in _GIVEN]
    return source.sum_of([f"applications.{key}.total" for key in keys])


def _remedies(source: Source) -> Figure:
    rows = source.form.table("remedies").blocks[0].rows
    return source.sum_of([f"remedies.{row.key}.total" for row in rows])


def _received_words(source: Source) -> str:
    carried = source.figure("applications.carried_in.total")
    received = _received(source)
    if carried.value is None or received.value is None:
        return ""
    if not carried.value:
        return "没有上一年转来的申请。"
    return f"加上上一年转来的{carried.shown('件')}，本年共要办理{carried.value + received.value}件。"


def _given_words(source: Source) -> str:
    rows = source.application_rows()
    parts = [(plain(rows[key].label), source.figure(f"applications.{key}.total")) for key in _GIVEN]
    given, decided = _given(source).value, source.figure("applications.decided.total").value
    if any(figure.value is None for _, figure in parts):
        return ""
    words = "，".join(f"{label}{figure.shown('件')}" for label, figure in parts)
    if not decided or given is None or given > decided:
        return f"{words}。"
    share = round(Decimal(given) * 100 / Decimal(decided), 1)
    return f"{words}，合计占办结{decided}件的{share.normalize():f}%。"


def _reasons(source: Source) -> Iterator[Reason]:
    """The rows of table 三 that ended without the information, most frequent first."""
    rows = source.application_rows()
    found = []
    for group, keys in source.outcome_groups().items():
        for key in keys:
            figure = source.figure(f"applications.{key}.total")
            if key not in _GIVEN and figure.value:
                row = plain(rows[key].label)
                label = f"{group}：{row}" if row != group else row
                found.append((figure.value, Reason(label, figure.shown("件"))))
    for _, reason in sorted(found, key=lambda one: -one[0]):
        yield reason


def _remedy_words(source: Source) -> str:
    table = source.form.table("remedies").blocks[0]
    if _remedies(source).value is None:
        return ""
    parts: list[str] = []
    for row in table.rows:
        figure = source.figure(f"remedies.{row.key}.total")
        if figure.value:
            parts.append(f"{row.label}{figure.shown('件')}")
    ends = []
    for column in table.columns:
        if column.key in ("corrected", "pending"):
            figure = source.sum_of([f"remedies.{row.key}.{column.key}" for row in table.rows])
            if figure.value:
                ends.append(f"{column.label}{figure.shown('件')}")
    if not parts:
        return _none("行政复议、行政诉讼案件", _remedies(source))
    return f"{'，'.join(parts)}{f'；其中{_joined(ends)}' if ends else ''}。"


def _joined(parts: Sequence[str]) -> str:
    return "，".join(parts)


def _none(what: str, figure: Figure) -> str:
    return f"本年没有{what}。" if figure.value == 0 and not figure.lacking else ""


def _shown(figure: Figure) -> str:
    return figure.shown("件")


def _before(source: Source | None, take: object) -> str:
    if source is None or not callable(take):
        return ""
    figure: Figure = take(source)
    return "" if figure.value is None else f"{source.report.year}年{figure.shown('件')}"


__all__ = ["NOT_PROVIDED", "Answer", "Reason", "answers"]
