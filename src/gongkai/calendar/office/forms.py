"""The form a year's notice is entered with: pasted as it was published, or day by day."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from gongkai.law.notice_checks import consecutive
from gongkai.law.notice_text import Announced, read_announcement
from gongkai.law.notices import HolidayNotice, parse_day, read_notices

__all__ = ["NoticeForm", "RestoreForm", "announced_in", "decoded", "lines_of", "work_lines"]

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|—|－)\s*(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?")
_MOST_BYTES = 1024 * 1024
_MOST_SPAN = 60


class NoticeForm(forms.Form):
    """A year's notice: its days, number, address; `reason` where the checks doubted something."""

    off = forms.CharField(
        label="放假",
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="每行一段：起止日期和节日，如“2027-02-05至2027-02-11 春节”；只放一天的写一个日期",
    )
    work = forms.CharField(
        label="调休上班",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一个日期；没有就不填",
    )
    source = forms.CharField(
        label="文号", max_length=100, help_text="国务院办公厅通知的文号，如“国办发明电〔2025〕7号”"
    )
    address = forms.URLField(
        label="发布网址", required=False, max_length=300, assume_scheme="https", help_text="可以不填"
    )
    reason = forms.CharField(
        label="理由", required=False, max_length=300, help_text="核对有疑点、确认无误的，写明理由"
    )

    def __init__(self, *args: Any, year: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.year = year

    def clean(self) -> dict[str, Any]:
        """Put the notice together as `notice`."""
        cleaned = super().clean() or {}
        off: dict[date, str] = {}
        work: set[date] = set()
        for name, lines in (("off", cleaned.get("off", "")), ("work", cleaned.get("work", ""))):
            for words in filter(None, map(str.strip, lines.splitlines())):
                try:
                    days, holiday = _read_line(words)
                except ValueError as error:
                    self.add_error(name, str(error))
                    continue
                if name == "work":
                    work.update(days)
                elif not holiday:
                    self.add_error(name, f"“{words[:40]}”没有写是哪个节日")
                else:
                    off.update(dict.fromkeys(days, holiday))
        if not self.errors:
            try:
                cleaned["notice"] = HolidayNotice(self.year, off, frozenset(work), cleaned["source"])
            except ValueError as error:
                self.add_error(None, str(error))
        return cleaned


class RestoreForm(forms.Form):
    """Why a year goes back to what the program brings."""

    reason = forms.CharField(label="理由", max_length=300)


def _read_line(words: str) -> tuple[list[date], str]:
    found = _LINE.fullmatch(words)
    if found is None:
        raise ValueError(
            f"“{words[:40]}”看不懂，应写成“2027-01-01 元旦”或者“2027-01-01至2027-01-03 元旦”的样子"
        )
    first = parse_day(found[1])
    last = parse_day(found[2]) if found[2] else first
    if not 0 <= (last - first).days < _MOST_SPAN:
        raise ValueError(f"“{words[:40]}”的起止日期不对")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)], found[3] or ""


def lines_of(off: Mapping[date, str]) -> str:
    """Write days off as the form reads them, those of one holiday together."""
    lines = []
    for first, last in consecutive(off):
        begin = first
        while begin <= last:  # neighbouring days may belong to two holidays
            end = begin
            while end < last and off[end + timedelta(days=1)] == off[begin]:
                end += timedelta(days=1)
            until = f"至{end.isoformat()}" if end > begin else ""
            lines.append(f"{begin.isoformat()}{until} {off[begin]}")
            begin = end + timedelta(days=1)
    return "\n".join(lines)


def work_lines(work: frozenset[date]) -> str:
    """Write days worked as the form reads them."""
    return "\n".join(day.isoformat() for day in sorted(work))


def decoded(data: bytes) -> str:
    """Read a text file somebody hands in; ValueError in Chinese for what is none."""
    if len(data) > _MOST_BYTES:
        raise ValueError("文件超过1MB，不像一份放假通知")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("这个文件不是文字，请上传 .txt 或者 .json 文件，或者粘贴通知原文")


def announced_in(text: str, year: int) -> Announced:
    """Read a notice of this year out of its published words, or out of JSON as `gongkai law workdays --notice` takes it.

    ValueError with a Chinese message for anything else.
    """
    if text.lstrip().startswith("{"):
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            raise ValueError("这不是完好的 JSON") from None
        found = Announced(
            next((one for one in read_notices(data) if one.year == year), HolidayNotice(year, {}))
        )
        if not found.notice.off:
            raise ValueError(f"里面没有{year}年的安排")
        return found
    found = read_announcement(text, year)
    if found.notice.year != year:
        raise ValueError(f"这是{found.notice.year}年的安排，这里要录入的是{year}年的")
    return found
