"""What holds for every report: sound ones raise nothing, none makes a check fall over, findings are in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.report.checks.example import example, with_figures
from tests.report.strategies import any_reports, consistent_reports

from gongkai.report.checks import RULES, check
from gongkai.report.form import FORM_2021, form_of
from gongkai.report.model import Note, Report

_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@given(consistent_reports())
def test_consistent_reports_raise_nothing(report: Report) -> None:
    assert check(report) == ()
    assert check(report, submitted=True) == ()


@given(
    any_reports(),
    st.none() | any_reports(),
    st.booleans(),
    st.none() | st.dates(),
    st.lists(
        st.builds(
            Note,
            st.sampled_from(["unit", "row_out_of_order", "cells_unclear", "year_inferred", "else"]),
            st.sampled_from(["", "proactive.fees", "applications.granted", "nowhere"]),
            st.text(min_size=1, max_size=20),
        ),
        max_size=3,
    ),
)
def test_no_report_makes_a_check_fall_over(
    report: Report, previous: Report | None, submitted: bool, published_on: date | None, notes: list[Note]
) -> None:
    findings = check(report.with_notes(*notes), previous, submitted=submitted, published_on=published_on)
    gravity = [_GRAVITY[finding.severity] for finding in findings]
    assert gravity == sorted(gravity)
    for finding in findings:
        rule = RULES[finding.rule]
        assert _GRAVITY[finding.severity] >= (0 if rule.strict else _GRAVITY[rule.severity])
        assert finding.message
        if finding.rule.startswith("PROSE-"):
            assert finding.severity != "error"


@given(
    st.text(
        alphabet="收到受理申请公开信息件条宗123未无其中：，。；、（）()《》1０2022年结转上下度办结行政复议诉讼规范性文件制发①\n",
        max_size=300,
    )
)
def test_no_words_make_a_check_fall_over(words: str) -> None:
    report = replace(example(), sections=dict.fromkeys(("preface", "overview", "other"), words))
    assert all(finding.severity != "error" for finding in check(report))


@pytest.mark.parametrize(
    "number",
    [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-1E+999999"), 10**5000, -(10**4400)],
    ids=["nan", "snan", "infinity", "exponent", "digits", "negative"],
)
def test_monstrous_numbers_are_called_absurd(number: int | Decimal) -> None:
    report = with_figures(example(), applications__granted__person=number, proactive__fees=number)
    findings = check(report, report)
    assert {finding.place for finding in findings if finding.rule == "FIGURE-ABSURD"} == {
        "applications.granted.person",
        "proactive.fees",
    }


@given(consistent_reports(), st.data())
def test_each_broken_equation_is_found(report: Report, data: st.DataObject) -> None:
    """Rules R1 to R4 (国办公开办函〔2021〕30号): one figure too many breaks every equation it stands in once."""
    equations = form_of(report.form).equations
    equation = data.draw(st.sampled_from(equations))
    place = data.draw(st.sampled_from(equation.left + equation.right))
    value = report.figures[place]
    assert value is not None
    broken = replace(report, figures=dict(report.figures) | {place: value + 1})
    due = {(one.rule, one.place) for one in equations if (place in one.left) != (place in one.right)}
    found = {(one.rule, one.place): one for one in check(broken) if one.severity == "error"}
    assert found.keys() == due
    one = found[equation.rule, equation.place]
    assert {str(one.expected), str(one.found)} <= set(_numbers(one.message))
    assert abs((one.expected or 0) - (one.found or 0)) == 1  # type: ignore[operator]


def _numbers(message: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in message).split()


@given(consistent_reports(version="2021"), st.data())
def test_what_is_carried_over_must_be_last_years(report: Report, data: st.DataObject) -> None:
    """Rule R6: 本年“二、上年结转” equals 上年“四、结转下年度继续办理”, column by column."""
    columns = [column.key for column in FORM_2021.table("applications").blocks[0].columns]
    figures = {
        f"applications.carried_out.{key}": report.figures[f"applications.carried_in.{key}"] for key in columns
    }
    previous = Report(report.agency, (report.year or 0) - 1, "2021", figures=figures)
    assert not [one for one in check(report, previous) if one.rule == "CARRY-OVER"]
    wrong = data.draw(st.sampled_from(columns))
    place = f"applications.carried_out.{wrong}"
    assume(figures[place] is not None)
    changed = replace(previous, figures=figures | {place: (figures[place] or 0) + 2})
    found = [one for one in check(report, changed) if one.rule == "CARRY-OVER"]
    assert [(one.place, one.severity) for one in found] == [(f"applications.carried_in.{wrong}", "error")]


def test_hostile_words_take_linear_time() -> None:
    """A report of a megabyte is checked in well under the time a person would notice."""
    from time import perf_counter

    for unit in (
        "其中收到",
        "1条、",
        "（1）",
        "公开信息1条",
        "未",
        "《",
        "结转1",
        "a1条：",
        "政府信息公开申请",
    ):
        report = replace(example(), sections={"overview": unit * 100_000, "other": (unit * 90 + "\n") * 1000})
        start = perf_counter()
        check(report, report)
        assert perf_counter() - start < 8
