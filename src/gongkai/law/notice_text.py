"""Read a yearly holiday notice (关于某年部分节假日安排的通知) as it was published: its words become a `HolidayNotice`.

The notices say the same things in the same words every year: 「二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）
上班。」 What they recommend (鼓励…) is no holiday. Where the words contradict themselves (a weekday that does not fit its date,
a number of days that does not fit its span) the reader says so: somebody mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .notices import HolidayNotice, check_year

__all__ = ["Announced", "read_announcement"]

_YEAR = re.compile(r"([0-9]{4})年(?:部分)?节假日安排")
_NUMBER = re.compile(r"国办发(?:明电)?[〔\[（(【][0-9]{4}[〕\]）)】][0-9]+号")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、([^：:。；\n]{1,20})[：:]")
_SENTENCE = re.compile(r"[。；;\n]")
_DATE = r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日"
_BESIDE = r"(?:[（(][^（()）]*[）)])?"
_SPAN = re.compile(rf"{_DATE}({_BESIDE})(?:(?:至|到|—|－|-|–|~|～){_DATE}({_BESIDE}))?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_DAYS = re.compile(r"共([0-9]{1,2})天|放假([0-9]{1,2})天")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WEEKDAYS = "一二三四五六日"
_LONGEST = 20_000
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice read from its words, and where the words contradict themselves, in Chinese."""

    notice: HolidayNotice
    doubts: tuple[str, ...] = ()


def read_announcement(text: str, year: int | None = None) -> Announced:
    """Read the published words of a notice; `year` where they do not name it themselves.

    Raises ValueError with a Chinese message where no year, no holiday or an impossible date is found.
    """
    words = re.sub(r"[ \t\r\u3000\xa0]", "", text[:_LONGEST].translate(_NARROW))
    named = _YEAR.search(words)
    if named is not None:
        year = int(named[1])
    if year is None:
        raise ValueError("通知里没有写是哪一年的节假日安排，请选择年度")
    check_year(year)
    off: dict[date, str] = {}
    work: set[date] = set()
    doubts: list[str] = []
    for holiday, sentence in _sentences(words):
        if "鼓励" in sentence or not ("放假" in sentence or "上班" in sentence):
            continue
        days, contradictions = _days(sentence, year, holiday)
        doubts += contradictions
        if "放假" in sentence:
            said = _DAYS.search(sentence)
            if said is not None and days and int(said[1] or said[2]) != len(days):
                doubts.append(f"{holiday}写的是{said[1] or said[2]}天，按日期数是{len(days)}天")
            off.update(dict.fromkeys(days, holiday))
        else:
            work.update(days)
    if not off:
        raise ValueError("没有读出放假的日期；请粘贴通知中“一、元旦：……”起的各条，或者逐日填写")
    number = _NUMBER.search(words)
    return Announced(HolidayNotice(year, off, frozenset(work), number[0] if number else ""), tuple(doubts))


def _sentences(words: str) -> Iterator[tuple[str, str]]:
    """Walk the sentences below each heading, with the holiday's name."""
    headings = list(_HEADING.finditer(words))
    for heading, following in zip(headings, [*headings[1:], None], strict=False):
        body = words[heading.end() : following.start() if following else len(words)]
        for sentence in _SENTENCE.split(body):
            yield heading[1], sentence


def _days(sentence: str, year: int, holiday: str) -> tuple[list[date], list[str]]:
    days: list[date] = []
    doubts: list[str] = []
    month = 0
    for found in _SPAN.finditer(sentence):
        first = _date(found.group(1, 2, 3), year, month, new_year=holiday == "元旦")
        month = first.month
        last = first
        if found[7] is not None:
            last = _date(found.group(5, 6, 7), first.year, month)
            if last < first and found[5] is None:
                last = _date(found.group(5, 6, 7), first.year + 1, month)
            month = last.month
        if not 0 <= (last - first).days < _MOST_DAYS:
            raise ValueError(f"{holiday}的起止日期不对：{found[0]}")
        for day, beside in ((first, found[4]), (last, found[8])):
            said = _WEEKDAY.search(beside or "")
            if said is not None and _WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
                doubts.append(f"{day:%Y-%m-%d}写的是周{said[1]}，实际是周{_WEEKDAYS[day.weekday()]}")
        days += [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return days, doubts


def _date(written: tuple[str | None, ...], year: int, before: int, *, new_year: bool = False) -> date:
    """Make a date of year, month and day as written.

    A month that is not written is that of the date before; December of New Year (元旦) lies in the year before.
    """
    named, month, day = written
    number = int(month) if month else before
    if named is not None:
        year = int(named)
    elif new_year and number == 12:
        year -= 1
    try:
        return date(year, number, int(day or 0))
    except ValueError:
        raise ValueError(
            f"没有{year}年{number}月{day}日这一天" if number else f"“{day}日”没有写月份"
        ) from None
