"""Acts on holiday notices; they concern every agency on the platform, so only its administrators do them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.law.notice_checks import doubts_of
from gongkai.law.notices import HolidayNotice

from .models import YearNotice
from .moving import Change, counters
from .queries import calendar, calendar_with, notice_of, own_notices, years

__all__ = ["FIRST_YEAR", "change_to", "doubts", "enter", "restore"]

FIRST_YEAR = 2008
"""The first year a time limit of the Regulations can touch (条例 in force since 2008-05-01)."""


def doubts(notice: HolidayNotice) -> tuple[str, ...]:
    """Say in Chinese what is doubtful about a notice beside those of other years."""
    others = [one.notice for one in years(timezone.localdate()) if one.notice is not None]
    return doubts_of(notice, others)


def change_to(year: int, notice: HolidayNotice | None) -> Change:
    """Give the change of the calendar that this notice makes; None goes back to what the program brings."""
    return Change(year, notice, calendar(), calendar_with(year, notice))


@act("calendar.enter")
def enter(doing: Doing, notice: HolidayNotice, *, address: str = "", reason: str = "") -> YearNotice:
    """Enter a year's notice in the place of what held for the year; days counted on it are counted again.

    What the checks doubt must be answered with a `reason`. Raises `Refused`.
    """
    latest = timezone.localdate().year + 1
    if not FIRST_YEAR <= notice.year <= latest:
        raise Refused(f"年度应在{FIRST_YEAR}年和{latest}年之间。")
    if not notice.off:
        raise Refused("请填写放假的日期。")
    source = " ".join(notice.source.split())
    if not source:
        raise Refused("请填写通知的文号，如“国办发明电〔2025〕7号”。")
    if len(source) > 100:
        raise Refused("文号或者来源最多100个字。")
    if address and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc):
        raise Refused("发布网址应以 http:// 或者 https:// 开头。")
    if len(address) > 300:
        raise Refused("发布网址太长，最多300个字符。")
    held = notice_of(notice.year)
    if held is not None and (held.off, held.work, held.source) == (notice.off, notice.work, source):
        raise Refused(f"{notice.year}年现在的安排就是这样，没有变动。")
    found = doubts(notice)
    words = " ".join(reason.split())[:300]
    if found and not words:
        raise Refused("核对发现疑点，请先改正；确认无误的，写明理由。")
    return _kept(
        doing,
        notice.year,
        notice,
        YearNotice(
            year=notice.year,
            off={day.isoformat(): name for day, name in sorted(notice.off.items())},
            work=[day.isoformat() for day in sorted(notice.work)],
            source=source,
            address=address,
            doubts=list(found),
            reason=words,
        ),
    )


@act("calendar.restore")
def restore(doing: Doing, year: int, reason: str) -> YearNotice:
    """Take a year back to what the program brings, or to no notice at all; days counted on it are counted again."""
    words = " ".join(reason.split())[:300]
    if year not in own_notices():
        raise Refused(f"{year}年没有录入过安排，现在用的就是随程序提供的。")
    if not words:
        raise Refused("请写明恢复的理由。")
    return _kept(doing, year, None, YearNotice(year=year, restored=True, reason=words))


def _kept(doing: Doing, year: int, notice: HolidayNotice | None, row: YearNotice) -> YearNotice:
    change = change_to(year, notice)
    row.entered_by = doing.person
    row.save(force_insert=True)
    moved = {one.name: one.move(change) for one in counters()}
    row.moved = sum(moved.values())
    row.save(update_fields=["moved"])
    doing.on("holiday_notice", str(year))
    doing.note(source=row.source, off=len(row.off), work=len(row.work), reason=row.reason, moved=moved)
    return row
