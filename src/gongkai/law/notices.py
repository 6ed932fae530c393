"""The yearly holiday notices (节假日安排通知) of the State Council's General Office, as values.

Each autumn the General Office announces, for the year to come, which days are off and which Saturdays and Sundays are
worked instead (调休上班), under the 《全国年节及纪念日放假办法》. A notice may reach back into the last days of the
December before its own year, when the New Year's holiday (元旦) begins there.

The seed is the package `chinesecalendar`, which transcribes the notices from 2004 on; it is loaded only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

FIRST_YEAR = 2000
LAST_YEAR = 2100

UNNAMED_HOLIDAY = "节假日"
"""Said of a day off whose holiday the notice, as it was handed in, does not name."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class HolidayNotice:
    """One year's notice: the days off with the holiday's name, the weekend days worked instead, and its source.

    `off` holds every day off the notice names, Saturdays and Sundays among them; other weekends are off without being
    listed. `source` is the notice's number, e.g. 国办发明电〔2023〕7号, or whatever it was taken from.

    Raises ValueError (message in Chinese) for a year out of range, for a day of another year (the December before is
    allowed, see the module), and for a day that is both off and worked.
    """

    year: int
    off: Mapping[date, str]
    work: frozenset[date] = field(default_factory=frozenset)
    source: str = ""

    def __post_init__(self) -> None:
        """Copy what was handed in, so that the notice cannot change later, and check it."""
        object.__setattr__(self, "off", dict(self.off))
        object.__setattr__(self, "work", frozenset(self.work))
        check_year(self.year)
        for day in (*self.off, *self.work):
            if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
                raise ValueError(f"{self.year}年的放假安排里有其他年份的日期：{day.isoformat()}")
        if both := sorted(self.work & self.off.keys()):
            raise ValueError(f"{self.year}年的放假安排里，{both[0].isoformat()}既是放假日又是上班日")

    def __hash__(self) -> int:
        """Hash by year and source: equal notices have equal ones."""
        return hash((self.year, self.source))


def parse_day(text: object) -> date:
    """Read an ISO date (2024-03-01) within the years this calendar knows; ValueError in Chinese otherwise."""
    if isinstance(text, str) and _ISO_DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            return check_day(day)
    raise ValueError(f"日期“{text}”无效，应写成 2024-03-01 的样子")


def check_day(day: date) -> date:
    """Return the day if it is a whole day within 2000–2100; ValueError in Chinese otherwise."""
    if isinstance(day, datetime):
        raise ValueError(f"应当是日期，不能带时刻：{day.isoformat()}")
    check_year(day.year)
    return day


def check_year(year: int) -> int:
    """Return the year if it is within 2000–2100; ValueError in Chinese otherwise."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"年份{year}超出范围，只能是{FIRST_YEAR}年至{LAST_YEAR}年")
    return year


def read_notices(data: object) -> tuple[HolidayNotice, ...]:
    """Make notices of decoded JSON: `{"2027": {"off": [...], "work": [...], "source": "…"}}`.

    `off` is a list of ISO dates, or an object of date → name of the holiday; `work` and `source` may be left out.
    Anything else raises ValueError with a Chinese message that names the place.
    """
    if not isinstance(data, Mapping):
        raise ValueError("放假安排应是一个 JSON 对象，以年份为键")
    return tuple(_read_notice(year, notice) for year, notice in data.items())


def _read_notice(year: object, data: object) -> HolidayNotice:
    if not (isinstance(year, str) and _ISO_YEAR.fullmatch(year)):
        raise ValueError(f"放假安排的年份“{year}”无效，应是四位数字")
    if not isinstance(data, Mapping):
        raise ValueError(f"{year}年的放假安排应是一个 JSON 对象，含 off（放假）和 work（上班）")
    if unknown := [str(key) for key in data if key not in ("off", "work", "source")]:
        raise ValueError(f"{year}年的放假安排里有不认识的项：{'、'.join(unknown)}")
    if "off" not in data:
        raise ValueError(f"{year}年的放假安排缺少 off（放假日期）")
    source = data.get("source", "")
    if not isinstance(source, str):
        raise ValueError(f"{year}年放假安排的 source（来源）应是文字")
    return HolidayNotice(
        int(year), _read_days_off(year, data["off"]), _read_days(year, data.get("work", [])), source
    )


def _read_days_off(year: str, data: object) -> dict[date, str]:
    if not isinstance(data, Mapping):
        return dict.fromkeys(_read_days(year, data), UNNAMED_HOLIDAY)
    if not all(isinstance(name, str) for name in data.values()):
        raise ValueError(f"{year}年放假安排中的节日名称应是文字")
    return {parse_day(day): name.strip() or UNNAMED_HOLIDAY for day, name in data.items()}


def _read_days(year: str, data: object) -> frozenset[date]:
    if not isinstance(data, list):
        raise ValueError(f"{year}年放假安排中的日期应列成数组")
    return frozenset(parse_day(day) for day in data)


@cache
def seed_notices() -> tuple[HolidayNotice, ...]:
    """Give the notices known to the installed `chinesecalendar`, one a year, oldest first.

    A December entry under New Year's Day belongs to the notice of the year after: that notice made the day off.
    """
    # Imported here, because only counting needs it and the command must start quickly.
    from chinese_calendar import constants

    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    off: dict[int, dict[date, str]] = {}
    work: dict[int, set[date]] = {}
    for day, name in constants.holidays.items():
        off.setdefault(_year_of_notice(day, name), {})[day] = _full_name(names.get(name, UNNAMED_HOLIDAY))
    for day, name in constants.workdays.items():
        work.setdefault(_year_of_notice(day, name), set()).add(day)
    return tuple(
        HolidayNotice(year, off[year], frozenset(work.get(year, ())), "chinesecalendar")
        for year in sorted(off)
    )


def _year_of_notice(day: date, holiday: str) -> int:
    return day.year + (day.month == 12 and holiday == "New Year's Day")


def _full_name(name: str) -> str:
    return {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}.get(name, name)


def statutory_days_off(year: int) -> dict[date, str]:
    """Give the holidays fixed to a date of the common calendar by the 《全国年节及纪念日放假办法》 itself.

    These stand without a yearly notice: 1 January; 1 May (and 2 May from 2025 on, Decree 795 of 2024; 1–3 May up to
    2007, Decree 270); 1–3 October. The holidays of the lunar calendar and of the solar terms (除夕、春节、清明节、
    端午节、中秋节) and the days moved in lieu (补假、调休) are fixed by the notice and are **not** given here: a year
    known by these days alone has too few days off, and everything counted with it is provisional.
    Decrees cited from general knowledge; their text was not at hand (未核实).
    """
    may = 3 if year < 2008 else 1 if year < 2025 else 2
    days = {date(year, 1, 1): "元旦"}
    days |= {date(year, 5, day): "劳动节" for day in range(1, may + 1)}
    days |= {date(year, 10, day): "国庆节" for day in range(1, 4)}
    return days


def by_year(notices: Iterable[HolidayNotice]) -> dict[int, HolidayNotice]:
    """Index notices by year; of two for the same year the later in the sequence replaces the earlier as a whole."""
    return {notice.year: notice for notice in notices}
