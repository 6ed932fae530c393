"""Limits of disclosure, each with its article, and where a duty stands."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.duties import (
    LIMITS,
    MINIMA,
    Period,
    Standing,
    due_on,
    limit_of,
    minimum_of,
    periods,
    remind_on,
    standing,
    stays_until,
)

CALENDAR = WorkdayCalendar()


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("general", date(2022, 3, 1), date(2022, 3, 29)),  # 条例第二十六条: 20 working days
        (
            "general",
            date(2022, 9, 23),
            date(2022, 10, 26),
        ),  # over the National Day holiday, with worked weekend days
        ("department-budget", date(2022, 2, 10), date(2022, 3, 2)),  # 预算法第十四条: 20 calendar days
        ("government-budget", date(2022, 1, 20), date(2022, 2, 9)),  # the same, Spring Festival not left out
        (
            "penalty-withdrawn",
            date(2022, 9, 30),
            date(2022, 10, 10),
        ),  # 行政处罚法第四十八条, 第八十五条: working days
        ("double-publicity", date(2022, 6, 1), date(2022, 6, 13)),  # 国办发〔2018〕118号 (未核实)
        ("proposal-answer", date(2022, 6, 1), date(2022, 6, 30)),  # 国办发〔2014〕46号
    ],
)
def test_limits(code: str, start: date, due: date) -> None:
    limit = limit_of(code)
    assert limit is not None
    assert due_on(limit, start, CALENDAR) == due


@pytest.mark.parametrize(
    ("code", "until"),
    [
        ("decision-draft", date(2022, 10, 23)),  # 重大行政决策程序暂行条例第十五条: 30日, over 国庆节
        ("rule-draft", date(2022, 10, 23)),  # 规章制定程序条例第十五条
        (
            "normative-draft",
            date(2022, 10, 9),
        ),  # 国办发〔2018〕37号 (未核实): 7 working days, 10-8 and 10-9 worked
    ],
)
def test_what_stays_public_at_least(code: str, until: date) -> None:
    minimum = minimum_of(code)
    assert minimum is not None
    assert minimum in MINIMA
    assert stays_until(minimum, date(2022, 9, 23), CALENDAR) == until
    assert minimum_of("") is None


def test_every_limit_names_its_source() -> None:
    assert len({limit.code for limit in LIMITS}) == len(LIMITS)
    for limit in LIMITS:
        assert "《" in limit.source or "〔" in limit.source
        assert limit.counted_from.endswith("之日")
    assert limit_of("none") is None


def test_periods() -> None:
    quarters = list(periods(Period.QUARTER, date(2022, 1, 1), date(2022, 12, 31)))
    assert quarters == [
        (date(2022, 1, 1), date(2022, 3, 31)),
        (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 9, 30)),
        (date(2022, 10, 1), date(2022, 12, 31)),
    ]
    assert len(list(periods(Period.MONTH, date(2022, 2, 10), date(2023, 2, 27)))) == 12
    assert list(periods(Period.YEAR, date(2022, 6, 1), date(2022, 12, 30))) == []
    assert len(list(periods(Period.HALF_YEAR, date(2022, 6, 1), date(2022, 12, 31)))) == 2


def test_standing() -> None:
    due = date(2022, 3, 29)
    assert remind_on(due) == (date(2022, 3, 19), date(2022, 3, 24), date(2022, 3, 26), date(2022, 3, 28))
    assert standing(due, None, date(2022, 3, 18)) == Standing.WAITING
    assert standing(due, None, date(2022, 3, 19)) == Standing.SOON
    assert standing(due, None, due) == Standing.DUE
    assert standing(due, None, date(2022, 3, 30)) == Standing.LATE
    assert standing(due, due, date(2023, 1, 1)) == Standing.MET
    assert standing(due, date(2022, 3, 30), date(2023, 1, 1)) == Standing.MET_LATE
