"""The calendar of working days. The law's cases cite 《政府信息公开条例》 (条例) and the holiday notices."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import MOST_DAYS, WEEKEND, SkippedDay, WorkdayCalendar
from gongkai.law.notices import UNNAMED_HOLIDAY, HolidayNotice, seed_notices

CALENDAR = WorkdayCalendar()
BARE = WorkdayCalendar(seed=False)

SEED_YEARS = [notice.year for notice in seed_notices()]
DAYS = st.dates(date(2004, 1, 1), date(2040, 12, 31))
NUMBERS = st.integers(0, 400)


def iso(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "days", "due", "why"),
    [
        # 条例第三十三条第二款: 20 working days; the day of receipt is not counted.
        ("2024-03-01", 20, "2024-03-29", "no holiday between"),
        # 国办发明电〔2023〕7号, 2024: 1–5 May off; 28 April and 11 May, a Sunday and a Saturday, worked.
        ("2024-04-15", 20, "2024-05-14", "over May Day with two make-up days"),
        # The same notice: Spring Festival 10–17 February off; 4 and 18 February, both Sundays, worked.
        ("2024-01-25", 20, "2024-02-27", "over Spring Festival"),
        # Received on a Sunday that is not worked: day 1 is the next working day all the same.
        ("2024-03-03", 1, "2024-03-04", "received on a Sunday"),
        # Received on a holiday (国庆节, 1–7 October): day 1 is 8 October.
        ("2024-10-03", 1, "2024-10-08", "received in the National Day holiday"),
        # A Sunday worked instead (29 September 2024) is day 1.
        ("2024-09-28", 1, "2024-09-29", "the next day is a Sunday that is worked"),
        # 条例第三十条: correction is asked for within 7 working days.
        ("2024-12-27", 7, "2025-01-08", "over New Year"),
        # 条例第三十二条: 15 working days for a third party.
        ("2025-09-22", 15, "2025-10-17", "over National and Mid-Autumn Day 2025, two make-up days"),
        ("2024-03-01", 0, "2024-03-01", "nothing to add"),
        ("2024-03-02", 0, "2024-03-02", "nothing to add on a Saturday"),
    ],
)
def test_time_limits(received: str, days: int, due: str, why: str) -> None:
    assert CALENDAR.add_workdays(iso(received), days) == iso(due), why


@given(DAYS, NUMBERS)
def test_adding_then_counting_gives_the_number_back(start: date, n: int) -> None:
    assert CALENDAR.count_workdays(start, CALENDAR.add_workdays(start, n)) == n


@given(DAYS, st.integers(1, 400))
def test_a_limit_ends_on_a_working_day_and_not_before(start: date, n: int) -> None:
    end = CALENDAR.add_workdays(start, n)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.count_workdays(start, end - timedelta(days=1)) == n - 1


@given(DAYS, DAYS, NUMBERS, NUMBERS)
def test_adding_is_monotone(one: date, other: date, fewer: int, more: int) -> None:
    one, other = sorted((one, other))
    fewer, more = sorted((fewer, more))
    assert CALENDAR.add_workdays(one, fewer) <= CALENDAR.add_workdays(other, fewer)
    assert CALENDAR.add_workdays(one, fewer) <= CALENDAR.add_workdays(one, more)


@given(DAYS, NUMBERS, NUMBERS)
def test_adding_in_two_steps_is_adding_at_once(start: date, first: int, second: int) -> None:
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, first), second) == CALENDAR.add_workdays(
        start, first + second
    )


@given(DAYS, st.integers(0, 800))
def test_every_day_is_either_counted_or_skipped(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    skipped = CALENDAR.skipped(start, end)
    assert len(skipped) + CALENDAR.count_workdays(start, end) == length
    assert all(day.why and not CALENDAR.is_workday(day.on) for day in skipped)


def test_skipped_days_say_why() -> None:
    assert CALENDAR.skipped(iso("2024-04-26"), iso("2024-05-06")) == (
        SkippedDay(iso("2024-04-27"), WEEKEND),
        *(SkippedDay(date(2024, 5, day), "劳动节") for day in range(1, 6)),
    )


def test_a_known_year_is_final_and_an_unknown_one_provisional() -> None:
    last = max(SEED_YEARS)
    assert not CALENDAR.provisional(date(last, 1, 1), date(last, 12, 31))
    assert CALENDAR.provisional(date(last, 12, 31), date(last + 1, 1, 1))
    assert CALENDAR.covers(last)
    assert not CALENDAR.covers(last + 1)


def test_in_an_unknown_year_only_weekends_and_fixed_holidays_are_off() -> None:
    # 《全国年节及纪念日放假办法》 fixes 1 January, 1–2 May (from 2025) and 1–3 October by date; the rest needs a notice.
    off = {
        day.on: day.why for day in BARE.skipped(iso("2029-12-31"), iso("2030-12-31")) if day.why != WEEKEND
    }
    assert off == {
        iso("2030-01-01"): "元旦",
        iso("2030-05-01"): "劳动节",
        iso("2030-05-02"): "劳动节",
        **{date(2030, 10, day): "国庆节" for day in (1, 2, 3)},
    }


@pytest.mark.parametrize(("year", "days"), [(2007, 3), (2008, 1), (2024, 1), (2025, 2)])
def test_days_off_for_labour_day_by_law(year: int, days: int) -> None:
    # 国务院令第270号 (three days), 第513号 (one), 第795号 (two from 2025).
    named = [day for day in BARE.skipped(date(year, 4, 30), date(year, 5, 7)) if day.why == "劳动节"]
    assert len(named) == days


def test_own_notice_replaces_the_seed_of_its_year_as_a_whole() -> None:
    notice = HolidayNotice(2024, {iso("2024-03-06"): "校庆"}, frozenset({iso("2024-03-09")}), "本机关")
    calendar = WorkdayCalendar([notice])
    assert calendar.why_off(iso("2024-03-06")) == "校庆"
    assert calendar.is_workday(iso("2024-03-09"))
    assert calendar.is_workday(iso("2024-10-07")), "the seed's National Day of 2024 is gone"
    assert calendar.why_off(iso("2025-10-07")) == "国庆节", "other years are the seed's still"
    assert not calendar.provisional(iso("2024-01-01"), iso("2024-12-31"))


def test_the_later_of_two_notices_for_a_year_counts() -> None:
    first = HolidayNotice(2030, {iso("2030-02-04"): "春节"})
    second = HolidayNotice(2030, {iso("2030-02-05"): "春节"})
    calendar = WorkdayCalendar([first, second], seed=False)
    assert calendar.is_workday(iso("2030-02-04"))
    assert not calendar.is_workday(iso("2030-02-05"))


def test_in_december_the_notice_of_the_year_to_come_decides() -> None:
    # The notice for 2019 (国办发明电〔2018〕15号) made 29 December 2018, a Saturday, worked and 31 December off.
    assert CALENDAR.is_workday(iso("2018-12-29"))
    assert CALENDAR.why_off(iso("2018-12-31")) == "元旦"
    worked = HolidayNotice(2031, {}, frozenset({iso("2030-12-28")}))
    off = HolidayNotice(2030, {iso("2030-12-28"): "放假"})
    for order in ([worked, off], [off, worked]):
        assert WorkdayCalendar(order, seed=False).is_workday(iso("2030-12-28"))


def test_what_lies_outside_is_refused_in_chinese() -> None:
    for wrong in (
        lambda: CALENDAR.is_workday(date(1999, 12, 31)),
        lambda: CALENDAR.is_workday(date(2101, 1, 1)),
        lambda: CALENDAR.add_workdays(date(2100, 12, 30), 5),
        lambda: CALENDAR.add_workdays(date(2024, 1, 1), MOST_DAYS + 1),
        lambda: CALENDAR.add_workdays(date(2024, 1, 1), -1),
        lambda: CALENDAR.count_workdays(date(2024, 1, 2), date(2024, 1, 1)),
        lambda: CALENDAR.provisional(date(2024, 1, 2), date(2024, 1, 1)),
        lambda: CALENDAR.is_workday(datetime(2024, 1, 1, 8)),  # noqa: DTZ001 the point is that it is refused
    ):
        with pytest.raises(ValueError, match=r"[年日]"):
            wrong()


def test_days_without_a_name_are_still_off() -> None:
    calendar = WorkdayCalendar([HolidayNotice(2030, {iso("2030-02-04"): UNNAMED_HOLIDAY})], seed=False)
    assert calendar.why_off(iso("2030-02-04")) == "节假日"
