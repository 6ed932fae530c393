"""Holiday notices read from their published words (the State Council's General Office, 2023 to 2026), and what is doubted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notice_checks import consecutive, doubts_of
from gongkai.law.notice_text import read_announcement
from gongkai.law.notices import HolidayNotice, seed_notices

SEED = {notice.year: notice for notice in seed_notices()}
WORDS = {
    2023: """国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。""",
    2024: """国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号） 一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。 四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。 六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """关于2025年部分节假日安排的通知 国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """关于２０２６年部分节假日安排的通知 国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}


@pytest.mark.parametrize("year", WORDS)
def test_the_published_words_say_what_the_seed_says(year: int) -> None:
    announced = read_announcement(WORDS[year])
    assert announced.doubts == ()
    assert announced.notice.source.startswith("国办发明电〔")
    theirs, ours = WorkdayCalendar(), WorkdayCalendar([announced.notice])
    days = [date(year - 1, 12, 1) + timedelta(days=number) for number in range(396)]
    assert [day for day in days if ours.is_workday(day) != theirs.is_workday(day)] == []
    assert doubts_of(announced.notice, SEED.values()) == ()


@pytest.mark.parametrize(
    ("mistyped", "doubt"),
    [
        (("1月26日（周日）", "1月25日（周日）"), "2025-01-25写的是周日，实际是周六"),
        (("共8天。1月26日", "共7天。1月26日"), "春节写的是7天，按日期数是8天"),
    ],
)
def test_words_that_contradict_themselves_are_doubted(mistyped: tuple[str, str], doubt: str) -> None:
    assert doubt in read_announcement(WORDS[2025].replace(*mistyped)).doubts


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "没有写是哪一年"),
        ("关于2027年部分节假日安排的通知", "没有读出放假的日期"),
        ("关于2027年部分节假日安排的通知 一、元旦：2月30日放假。", "没有2027年2月30日"),
        ("关于2027年部分节假日安排的通知 一、元旦：3日放假。", "没有写月份"),
        ("关于2027年部分节假日安排的通知 一、春节：1月1日至9月1日放假。", "起止日期不对"),
        ("关于1927年部分节假日安排的通知 一、元旦：1月1日放假。", "年份1927超出范围"),
        ("关于2027年部分节假日安排的通知 一、元旦：2030年1月1日放假。", "其他年份的日期"),
    ],
)
def test_what_cannot_be_read_is_said_in_chinese(words: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_announcement(words)


@given(st.text(st.sampled_from("一二、：关于2027年节假日安排15月日至放假上班。共天（周六）"), max_size=60))
def test_any_words_give_days_of_the_year_or_a_sentence(words: str) -> None:
    try:
        found = read_announcement(words, 2027)
    except ValueError:
        return
    assert found.notice.off


def test_seeds_are_not_doubted_but_for_the_years_with_a_second_notice() -> None:
    # 2015: 抗战胜利纪念日; 2020: 春节 prolonged, and 中秋节 on the day of 国庆节
    doubted = [year for year, notice in SEED.items() if year >= 2008 and doubts_of(notice, SEED.values())]
    assert doubted == [2015, 2020]


def test_what_is_missing_too_much_or_contradicts_another_year_is_doubted() -> None:
    sound = SEED[2025]
    without = {day: name for day, name in sound.off.items() if name != "端午节"}
    assert any("端午节" in words for words in doubts_of(replace(sound, off=without)))
    fewer = {day: name for day, name in sound.off.items() if day != date(2025, 5, 2)}
    assert any("2025-05-02（劳动节）" in words for words in doubts_of(replace(sound, off=fewer)))
    # 《全国年节及纪念日放假办法》（2024年修订）: 13 days
    assert any("全年13天" in words for words in doubts_of(replace(sound, work=frozenset())))
    friday = replace(sound, work=sound.work | {date(2025, 3, 7)})
    assert any("2025-03-07是工作日" in words for words in doubts_of(friday))
    other = HolidayNotice(2026, {date(2025, 12, 31): "元旦"})
    mine = replace(sound, work=sound.work | {date(2025, 12, 31)})
    assert any("以2026年的为准" in words for words in doubts_of(mine, [other]))


def test_days_are_put_together_into_spans() -> None:
    assert consecutive(SEED[2025].off)[1] == (date(2025, 1, 28), date(2025, 2, 4))
