"""Single rules where the law draws a line: who is late, who may make rules, what may be explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.report.checks.example import example, last_year, with_figures, with_words

from gongkai.report.checks import check


@pytest.mark.parametrize(
    ("agency", "published_on", "late"),
    [
        # 条例第四十九条: departments by 31 January, governments by 31 March
        ("青石市司法局", date(2024, 1, 31), False),
        ("青石市司法局", date(2024, 2, 1), True),
        ("青石市人民政府", date(2024, 3, 31), False),
        ("青石市人民政府", date(2024, 4, 1), True),
        # the name does not tell: only what is late for everybody
        ("青石高新技术产业开发区管委会", date(2024, 3, 1), False),
        ("青石市人民政府办公室", date(2024, 4, 1), True),
        # the Regulation gives townships and streets no time limit
        ("青石市石桥镇人民政府", date(2024, 6, 1), False),
        ("青石市柳林街道办事处", date(2024, 6, 1), False),
        # before the year has ended
        ("青石市司法局", date(2023, 12, 1), True),
    ],
)
def test_the_deadline_follows_the_kind_of_agency(agency: str, published_on: date, late: bool) -> None:
    report = replace(with_words(example(), preface=""), agency=agency)
    assert ("DEADLINE" in {finding.rule for finding in check(report, published_on=published_on)}) is late
    assert (
        "DEADLINE" in {finding.rule for finding in check(replace(report, published_on=published_on))}
    ) is late


@pytest.mark.parametrize(
    ("agency", "power"),
    [
        ("生态环境部", True),
        ("广西壮族自治区人民政府", True),
        ("青石市人民政府", True),
        ("青石市人民政府办公室", True),
        ("青石市云溪区人民政府", False),
        ("云麓县人民政府", False),
        ("青石市司法局", False),
        ("石桥镇人民政府", False),
    ],
)
def test_who_may_make_rules(agency: str, power: bool) -> None:
    """《立法法》第九十一条、第九十三条; where the name does not tell, nothing is said."""
    report = with_figures(replace(example(), agency=agency), proactive__rules__in_force=2)
    assert ("RULES-NO-POWER" not in {finding.rule for finding in check(report)}) is power


def test_a_difference_carried_over_that_is_explained_is_only_a_warning() -> None:
    """Rule R6: 允许在第六部分说明后放行."""
    mistaken = with_figures(example(), applications__carried_in__person=1, applications__carried_in__total=1)
    explained = with_words(mistaken, other="上年结转数与上年报告不一致，系上年统计有误，现予更正。")
    for report, severity in ((mistaken, "error"), (explained, "warning")):
        findings = check(report, last_year(example()))
        assert {finding.severity for finding in findings if finding.rule == "CARRY-OVER"} == {severity}


def test_another_years_report_is_not_compared() -> None:
    report = with_figures(example(), proactive__permits=30_000)
    assert "JUMP" in {finding.rule for finding in check(report, last_year(report))}
    older = replace(last_year(report), year=2020)
    assert {finding.rule for finding in check(report, older)} == {"PREVIOUS-YEAR"}
