"""Holiday notices: the seed against an independent source, and notices handed in as JSON."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notices import HolidayNotice, parse_day, read_notices, seed_notices

# Where the two packages differ: day → whether the seed has it worked.
KNOWN_DIFFERENCES = {
    # A Saturday, which `holidays` has worked in lieu of a day of New Year 2006; the notice itself was not at hand
    # (未核实). It lies before the Regulations came into force, so that no time limit reaches it.
    date(2005, 12, 31): False,
}


def test_seed_agrees_with_an_independent_package() -> None:
    ours, theirs = WorkdayCalendar(), holidays.country_holidays("CN")
    years = [notice.year for notice in seed_notices()]
    assert set(years) >= set(range(2008, 2027))
    assert years == list(range(years[0], years[-1] + 1))
    differences, day = {}, date(years[0], 1, 1)
    while day.year <= years[-1]:
        if ours.is_workday(day) != theirs.is_working_day(day):
            differences[day] = ours.is_workday(day)
        day += timedelta(days=1)
    assert differences == KNOWN_DIFFERENCES


def test_seed_names_every_holiday_in_chinese() -> None:
    names = {name for notice in seed_notices() for name in notice.off.values()}
    assert {name for name in names if not name.endswith("纪念日")} == {
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    }  # 除夕 belongs to 春节; the one 纪念日 was given off in 2015


def test_seed_makes_only_weekend_days_worked() -> None:
    # 调休上班 moves a weekend day; a weekday listed as worked would be a mistake of transcription.
    assert [day for notice in seed_notices() for day in notice.work if day.weekday() < 5] == []


def test_a_notice_is_read_from_json() -> None:
    (notice,) = read_notices(
        {
            "2027": {
                "off": {"2027-01-01": "元旦", "2027-01-03": " "},
                "work": ["2026-12-26"],
                "source": "国办发明电〔2026〕1号",
            }
        }
    )
    assert notice == HolidayNotice(
        2027,
        {date(2027, 1, 1): "元旦", date(2027, 1, 3): "节假日"},
        frozenset({date(2026, 12, 26)}),
        "国办发明电〔2026〕1号",
    )
    assert read_notices({"2027": {"off": ["2027-01-01"]}}) == (
        HolidayNotice(2027, {date(2027, 1, 1): "节假日"}),
    )
    assert read_notices({}) == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "JSON 对象"),
        ({"27": {"off": []}}, "四位数字"),
        ({"２０２７": {"off": []}}, "四位数字"),
        ({2027: {"off": []}}, "四位数字"),
        ({"2027": []}, "JSON 对象"),
        ({"2027": {}}, "缺少 off"),
        ({"2027": {"off": [], "holidays": []}}, "不认识的项：holidays"),
        ({"2027": {"off": "2027-01-01"}}, "数组"),
        ({"2027": {"off": ["2027-02-29"]}}, "2027-02-29"),
        ({"2027": {"off": ["20270101"]}}, "20270101"),
        ({"2027": {"off": [20270101]}}, "20270101"),
        ({"2027": {"off": {"2027-01-01": 1}}}, "文字"),
        ({"2027": {"off": [], "source": 1}}, "文字"),
        ({"2027": {"off": ["2028-01-01"]}}, "其他年份的日期：2028-01-01"),
        ({"2027": {"off": ["2026-11-30"]}}, "其他年份的日期：2026-11-30"),
        ({"2027": {"off": ["2027-01-02"], "work": ["2027-01-02"]}}, "既是放假日又是上班日"),
        ({"1999": {"off": []}}, "年份1999超出范围"),
        ({"2101": {"off": []}}, "年份2101超出范围"),
    ],
)
def test_a_malformed_notice_is_refused_in_chinese(data: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_notices(data)


def test_a_notice_cannot_be_changed_from_outside() -> None:
    off = {date(2027, 1, 1): "元旦"}
    notice = HolidayNotice(2027, off)
    off[date(2027, 1, 2)] = "元旦"
    assert notice.off == {date(2027, 1, 1): "元旦"}
    assert hash(notice) == hash(HolidayNotice(2027, {date(2027, 1, 1): "元旦"}))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_iso_dates_are_read(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.text(max_size=12) | st.integers() | st.none())
def test_anything_else_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"日期|年份"):
        parse_day(text)
