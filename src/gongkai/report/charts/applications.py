"""Table 三 drawn: who applied, what they got, and what came, went and stayed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from . import flow
from .chart import Content
from .figures import Bar, Figure, Group, plain, short
from .pair import APPLICATIONS, Pair
from .words import enumerated, nothing_given, nothing_happened

_GIVEN = ("granted", "partly_granted")
"""The outcomes by which an applicant got the information, whole or in part."""


def applicants(pair: Pair) -> Content:
    """本年新收, by kind of applicant (申请人情况)."""
    *kinds, total = (
        pair.bar(column.label, f"applications.received.{column.key}")
        for column in pair.now.form.table("applications").blocks[0].columns
    )
    now = pair.years.now
    if nothing_given([*kinds, total]):
        summary = pair.no_data(f"新收{APPLICATIONS}")
    elif nothing_happened([*kinds, total]):
        summary = f"{now}没有收到{APPLICATIONS}{pair.last_year(total)}。"
    else:
        told = f"{total.now.shown('件')}{pair.last_year(total)}"
        summary = f"{now}新收{APPLICATIONS}{told}，其中{enumerated(kinds)}。"
    return pair.content("applicants", "新收申请的申请人情况", summary, [Group(tuple(kinds))], total)


def outcomes(pair: Pair) -> Content:
    """The six groups of outcomes (办理结果)."""
    before = pair.before.outcome_groups() if pair.before else {}
    groups = {
        label: Bar(
            label,
            pair.now.sum_of(_totals(keys)),
            pair.before.sum_of(_totals(before.get(label, ()))) if pair.before else None,
        )
        for label, keys in pair.now.outcome_groups().items()
    }
    shown = tuple(groups.values())
    decided = pair.now.application_rows()["decided"]
    total = pair.bar(plain(decided.label), f"applications.{decided.key}.total")
    now = pair.years.now
    if nothing_given([*shown, total]):
        summary = pair.no_data(f"{APPLICATIONS}办理结果")
    elif nothing_happened([*shown, total]):
        summary = f"{now}没有办结{APPLICATIONS}{pair.last_year(total)}。"
    else:
        told = f"{total.now.shown('件')}{pair.last_year(total)}"
        given = [
            groups[label] for label, keys in pair.now.outcome_groups().items() if set(keys) <= set(_GIVEN)
        ]
        summary = f"{now}办结{APPLICATIONS}{told}，其中{enumerated(shown)}{_share(given, total.now)}。"
    return pair.content("outcomes", "申请办理结果", summary, [Group(shown)], total)


def flows(pair: Pair) -> Content:
    """上年结转 and 本年新收 on one side, 办结 and 结转下年度 on the other (第一项加第二项，等于第三项加第四项)."""
    rows = pair.now.application_rows()

    def part(key: str, label: str, carried: bool) -> flow.Part:
        return flow.Part(pair.bar(label, f"applications.{key}.total"), carried)

    came = (
        part("carried_in", short(rows["carried_in"]), carried=True),
        part("received", short(rows["received"]), carried=False),
    )
    went = (
        part("decided", "本年办结", carried=False),
        part("carried_out", short(rows["carried_out"]), carried=True),
    )
    parts = [one.bar for one in (*came, *went)]
    received = parts[1]
    now = pair.years.now
    if nothing_given(parts):
        summary = pair.no_data(f"{APPLICATIONS}办理与结转")
    elif nothing_happened(parts):
        summary = f"{now}没有收到{APPLICATIONS}{pair.last_year(received)}，也没有办结和结转的。"
    else:
        told = "，".join(
            "、".join(f"{one.bar.label}{one.bar.now.shown('件')}{pair.last_year(one.bar)}" for one in side)
            for side in (came, went)
        )
        summary = f"{now}{APPLICATIONS}{told}{_imbalance([bar.now for bar in parts])}。"
    sides = (("本年应办", came), ("年末情况", went))
    paint = (
        partial(flow.draw, sides=sides, before=pair.years.before)
        if any(bar.now.value for bar in parts)
        else None
    )
    return Content(
        "flow", "申请的办理与结转", summary, [(bar.label, bar) for bar in parts], paint, two_years=False
    )


def _totals(keys: Sequence[str]) -> list[str]:
    return [f"applications.{key}.total" for key in keys]


def _share(given: Sequence[Bar], total: Figure) -> str:
    """Say how many of the applications decided were granted, whole or in part, if the figures allow it."""
    values = [bar.now.value for bar in given]
    if len(values) < len(_GIVEN) or any(value is None or value < 0 for value in values) or not total.size:
        return ""
    share = sum((bar.now.size for bar in given), Fraction(0)) / total.size * 100
    if share > 100:
        return ""
    percent = round(Decimal(share.numerator) / Decimal(share.denominator), 1)
    about = "" if Fraction(percent) == share else "约"
    return f"，{'和'.join(bar.label for bar in given)}合计{about}占{percent.normalize():f}%"


def _imbalance(figures: Sequence[Figure]) -> str:
    """Say by how much the two sides differ, where all four figures are given."""
    values = [Fraction(figure.value) for figure in figures if figure.value is not None]
    if len(values) < len(figures):
        return ""
    carried_in, received, decided, carried_out = values
    difference = abs(carried_in + received - decided - carried_out)
    return f"（两边相差{difference}件）" if difference.denominator == 1 and difference else ""
