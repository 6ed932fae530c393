"""Histories from decoded JSON (`gongkai law due`): every mistake is named in Chinese, nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.law.events import Channel, Event, EventType, History, Way
from gongkai.law.notices import HolidayNotice, parse_day, read_notices

__all__ = ["MOST_EVENTS", "read_history"]

MOST_EVENTS = 1000
"""Events of one application: far beyond any real one, so that a wrong file is refused instead of worked on."""

_MOST_EXTENSION = 366
_FREE = {"note", "by", "id", "recorded_at", "sequence", "name"}
"""Fields a program may keep beside an event; they are not read."""
_DATES = ("reply_by", "until", "served_on", "effective_on")
_TEXTS = ("party", "agency", "approved_by")
_KNOWN = {"type", "on", "way", "working_days", *_DATES, *_TEXTS}
_FOR_READING_ONLY = {"note", "name", "number", "id"}


def read_history(data: object) -> tuple[History, tuple[HolidayNotice, ...]]:
    """Make a history and the office's own holiday notices of one JSON object; ValueError (Chinese) says what is wrong where."""
    if not isinstance(data, Mapping):
        raise ValueError("输入应是一个 JSON 对象，含 channel（渠道）和 events（经过）")
    unknown = [str(key) for key in data if key not in {"channel", "events", "calendar"} | _FOR_READING_ONLY]
    if unknown:
        raise ValueError(f"有不认识的项：{'、'.join(unknown)}")
    for needed, term in (("channel", "渠道"), ("events", "经过")):
        if needed not in data:
            raise ValueError(f"缺少 {needed}（{term}）")
    notices = read_notices(data.get("calendar", {}))
    channel = _one_of(Channel, data["channel"], "channel（渠道）")
    events = data["events"]
    if not isinstance(events, list):
        raise ValueError("events（经过）应列成数组")
    if len(events) > MOST_EVENTS:
        raise ValueError(f"一件申请的经过不应超过{MOST_EVENTS}项")
    return History(channel, tuple(_read(number, event) for number, event in enumerate(events, 1))), notices


def _one_of(kind: Any, value: object, what: str) -> Any:
    known = [member.value for member in kind]
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{what}无效，只能是：{'、'.join(known)}")
    return kind(value)


def _read(number: int, data: object) -> Event:
    place = f"第{number}项经过"
    if not isinstance(data, Mapping):
        raise ValueError(f"{place}应是一个 JSON 对象")
    if unknown := [str(key) for key in data if key not in _KNOWN | _FREE]:
        raise ValueError(f"{place}有不认识的项：{'、'.join(unknown)}")
    for needed in ("type", "on"):
        if needed not in data:
            raise ValueError(f"{place}缺少 {needed}")
    kind: EventType = _one_of(EventType, data["type"], f"{place}的 type（种类）")
    texts = {name: _text(data.get(name), place, name) for name in _TEXTS}
    days = {name: _day(data.get(name), place, name) for name in _DATES}
    if kind is EventType.DELAY_SET and days["until"] is None:
        raise ValueError(f"{place}缺少 until（延迟到哪天）")
    return Event(
        type=kind,
        on=_needed_day(data["on"], place),
        who=texts["party"] or texts["agency"],
        approved_by=texts["approved_by"],
        working_days=_working_days(kind, data, place),
        way=None if data.get("way") is None else _one_of(Way, data["way"], f"{place}的 way（送达方式）"),
        **days,
    )


def _needed_day(value: object, place: str) -> date:
    try:
        return parse_day(value)
    except ValueError as error:
        raise ValueError(f"{place}的 on（日期）：{error}") from error


def _day(value: object, place: str, name: str) -> date | None:
    if value is None:
        return None
    try:
        return parse_day(value)
    except ValueError as error:
        raise ValueError(f"{place}的 {name}：{error}") from error


def _text(value: object, place: str, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{place}的 {name} 应是文字")
    return value.strip()


def _working_days(kind: EventType, data: Mapping[Any, Any], place: str) -> int:
    if kind is not EventType.EXTENDED:
        return 0
    value = data.get("working_days")
    if value is None:
        raise ValueError(f"{place}缺少 working_days（延长的工作日数）")
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_EXTENSION:
        raise ValueError(f"{place}的 working_days 应是1至{_MOST_EXTENSION}的整数")
    return value
