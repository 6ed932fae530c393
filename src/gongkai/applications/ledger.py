"""An office's existing ledger of applications (台账) as cases with events: a row each, days as they are written down.

What is written becomes events with the ledger as their source; what is missing is said and not made up. Whoever keeps a ledger differently
renames the columns: every heading may be Chinese, as in the template, or the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.law.applicants import Applicant
from gongkai.law.decisions import needs_of
from gongkai.law.events import Channel, Way
from gongkai.law.outcomes import Outcome
from gongkai.law.timelimits import RECEIVED_BY
from gongkai.report.form import FORM_2021

from .history import Happened
from .services.bulk import Past
from .services.intake import Who

__all__ = ["HEADINGS", "Line", "WrongHeadings", "read_rows"]

HEADINGS: Mapping[str, str] = {
    "number": "编号",
    "channel": "渠道",
    "submitted_on": "提交日期",
    "received_on": "收到日期",
    "applicant": "申请人",
    "applicant_kind": "申请人类别",
    "identity_number": "证件号码",
    "phone": "联系电话",
    "address": "联系地址",
    "content": "申请内容",
    "correction_requested_on": "告知补正日期",
    "correction_reply_by": "补正期限",
    "corrected_on": "收到补正日期",
    "consulted_on": "征求第三方意见日期",
    "opinion_on": "收到第三方意见日期",
    "extended_on": "告知延期日期",
    "extended_days": "延长工作日数",
    "fee_notified_on": "通知收费日期",
    "fee_paid_on": "缴费日期",
    "decided_on": "答复日期",
    "outcome": "办理结果",
    "served_on": "送达日期",
    "way": "送达方式",
    "document_number": "答复文号",
}
"""The columns of the ledger: key → heading in Chinese. The first four but received_on, the kind and the applicant are required."""

REQUIRED = ("number", "channel", "submitted_on", "applicant", "applicant_kind")
_CHINA = ZoneInfo("Asia/Shanghai")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_FIRST = date(2008, 5, 1)
_CHANNELS = {one.value: one for one in Channel} | {one.term: one for one in Channel}
_CHANNELS |= {
    "现场": Channel.COUNTER,
    "当面": Channel.COUNTER,
    "信函": Channel.REGISTERED_MAIL,
    "网站": Channel.ONLINE,
}
_CHANNELS |= {
    "邮寄": Channel.REGISTERED_MAIL,
    "网络": Channel.ONLINE,
    "在线": Channel.ONLINE,
    "邮箱": Channel.EMAIL,
}
_CHANNELS |= {"平信": Channel.ORDINARY_MAIL, "口头": Channel.ORAL, "电子邮箱": Channel.EMAIL}
_KINDS = (
    {one.key: one for one in Applicant} | {one.term: one for one in Applicant} | {"公民": Applicant.PERSON}
)
_WAYS = {one.value: one for one in Way} | {one.term: one for one in Way}
_WAYS |= {"邮寄": Way.POST, "网络": Way.ONLINE, "当面": Way.IN_PERSON, "电子邮件": Way.ONLINE}
_ALSO = {"信息不存在": Outcome.UNAVAILABLE_NOT_HELD, "不属于本机关公开": Outcome.UNAVAILABLE_NOT_HELD}
_ALSO |= {"撤回": Outcome.OTHER_OTHER, "申请人撤回": Outcome.OTHER_OTHER, "已主动公开": Outcome.GRANTED}
_GIVEN_UP = (Outcome.OTHER_NOT_CORRECTED, Outcome.OTHER_FEE_UNPAID)


def _plain(label: str) -> str:
    """Reduce a label of an outcome to its signs: without its number, brackets, punctuation and blanks."""
    return re.sub(r"^\s*(?:（.{1,2}）|\d+[.．、])|（.*?）|[\s“”\"、，,。；;]", "", label)


def _outcomes() -> dict[str, Outcome]:
    found = dict(_ALSO)
    keys = {one.key for one in Outcome}
    for _, _, row in FORM_2021.rows():
        if row.key in keys:
            found[_plain(row.label)] = Outcome(row.key)
    return found | {_plain(one.term): one for one in Outcome} | {one.key: one for one in Outcome}


@dataclass(frozen=True)
class Line:
    """A row of the ledger: its number in the file, the case it makes (None: refused), why it was refused, and what it does not say."""

    row: int
    case: Past | None
    message: str = ""
    missing: tuple[str, ...] = ()


class WrongHeadings(ValueError):
    """The first row is not that of a ledger; `message` says in Chinese which columns are wrong or missing."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class _Wrong(ValueError):
    """A cell that cannot be used."""


def read_rows(rows: Sequence[tuple[int, list[str]]], today: date) -> Iterable[Line]:
    """Read the rows of a sheet, the first of them the headings. Raises `WrongHeadings`; a wrong row is refused alone."""
    (_, headings), *lines = rows
    columns = _columns(headings)
    outcomes, seen = _outcomes(), set[str]()
    found = []
    for number, cells in lines:
        if not any(cells):
            continue
        values = {key: cells[place].strip() if place < len(cells) else "" for key, place in columns.items()}
        try:
            line = _line(number, values, today, outcomes)
            if line.case is not None and line.case.ledger_number in seen:
                raise _Wrong(f"编号“{line.case.ledger_number}”在文件里出现过")
        except _Wrong as wrong:
            line = Line(number, None, f"{wrong}。")
        if line.case is not None:
            seen.add(line.case.ledger_number)
        found.append(line)
    return found


def _columns(headings: Sequence[str]) -> dict[str, int]:
    keys = {name: key for key, name in HEADINGS.items()} | {key: key for key in HEADINGS}
    given = [heading.strip() for heading in headings]
    unknown = [heading for heading in given if heading and heading not in keys]
    if unknown:
        raise WrongHeadings(f"不认识的列：{'、'.join(unknown[:10])}；可用的列见模板")
    columns = {keys[heading]: place for place, heading in enumerate(given) if heading}
    if missing := [HEADINGS[key] for key in REQUIRED if key not in columns]:
        raise WrongHeadings(f"缺少必需的列：{'、'.join(missing)}")
    return columns


def _line(number: int, values: Mapping[str, str], today: date, outcomes: Mapping[str, Outcome]) -> Line:
    for key in REQUIRED:
        if not values.get(key):
            raise _Wrong(f"没有填写{HEADINGS[key]}")
    if len(values["number"]) > 60:
        raise _Wrong("编号最多60个字")
    days = {
        key: _day(values.get(key, ""), HEADINGS[key], today)
        for key in HEADINGS
        if key.endswith(("_on", "_by"))
    }
    channel = _choice(values["channel"], _CHANNELS, "渠道")
    kind = _choice(values["applicant_kind"], _KINDS, "申请人类别")
    missing: list[str] = []
    events = _events(values, days, channel, outcomes, missing)
    submitted = events[0].on
    who = Who(
        values["applicant"][:200],
        identity_number=values.get("identity_number", "")[:300],
        phone=values.get("phone", "")[:300],
        address=values.get("address", "")[:300],
    )
    if not values.get("content"):
        missing.append("申请内容")
    case = Past(
        channel=channel.value,
        applicant_kind=kind.key,
        persons=(who,),
        content=values.get("content", "")[:20_000],
        events=tuple(Happened(one.kind, one.on, one.data, order) for order, one in enumerate(events, 1)),
        registered_at=datetime.combine(submitted, time(9), _CHINA),
        ledger_number=values["number"],
    )
    return Line(number, case, missing=tuple(missing))


def _events(
    values: Mapping[str, str],
    days: Mapping[str, date | None],
    channel: Channel,
    outcomes: Mapping[str, Outcome],
    missing: list[str],
) -> list[Happened]:
    submitted = days["submitted_on"]
    assert submitted is not None  # required, and read
    events = [Happened("submitted", submitted, {"source": "ledger"})]
    receipt = RECEIVED_BY[channel].value
    received = days["received_on"]
    if receipt != "submitted":
        if received is None:
            missing.append("收到日期")
        else:
            events.append(Happened(receipt, received))
    elif received is not None and received != submitted:
        raise _Wrong("当面、口头提出的申请，收到日期就是提交日期")
    simple = (
        ("correction_requested_on", "correction_requested", "correction_reply_by"),
        ("corrected_on", "corrected", ""),
        ("consulted_on", "third_party_consulted", ""),
        ("opinion_on", "third_party_answered", ""),
        ("fee_notified_on", "fee_notified", ""),
        ("fee_paid_on", "fee_paid", ""),
    )
    for key, kind, reply_by in simple:
        on = days[key]
        if on is None:
            continue
        data: dict[str, object] = {"party": "第三方1"} if "party" in kind else {}
        if reply_by and days[reply_by]:
            data["reply_by"] = str(days[reply_by])
        events.append(Happened(kind, on, data))
    if days["extended_on"]:
        count = values.get("extended_days", "")
        if not (count.isdecimal() and 1 <= int(count) <= 366):
            raise _Wrong("写了告知延期日期，就要写延长工作日数（1至20）")
        events.append(
            Happened("extended", days["extended_on"], {"working_days": int(count), "approved_by": "paper"})
        )
    events += _end(values, days, outcomes, missing)
    return (
        sorted(events, key=lambda event: event.on)
        if events[0].on <= min(one.on for one in events)
        else _early()
    )


def _early() -> list[Happened]:
    raise _Wrong("有的日期早于提交日期")


def _end(
    values: Mapping[str, str],
    days: Mapping[str, date | None],
    outcomes: Mapping[str, Outcome],
    missing: list[str],
) -> list[Happened]:
    """Give the events that end the case; none for one still open."""
    on, words = days["decided_on"], values.get("outcome", "")
    if on is None and not words:
        return []
    if on is None or not words:
        raise _Wrong("答复日期和办理结果要一起填写")
    outcome = outcomes.get(_plain(words)) or outcomes.get(words)
    if outcome is None:
        raise _Wrong(f"不认识的办理结果“{words[:30]}”")
    if outcome in _GIVEN_UP:
        return [Happened("given_up", on, {"outcome": outcome.key})]
    if outcome is Outcome.OTHER_OTHER:
        return [Happened("withdrawn", on)]
    data: dict[str, object] = {
        "outcome": outcome.key,
        "parts": [{"outcome": outcome.key, "ground": needs_of(outcome).grounds[0].key}]
        if len(needs_of(outcome).grounds) == 1
        else [],
        "number": values.get("document_number", "")[:60],
    }
    served = days["served_on"]
    if served is None:
        missing.append("送达日期")
        return [Happened("decided", on, data | {"effective_on": on.isoformat()})]
    if served < on:
        raise _Wrong("送达日期早于答复日期")
    way = _choice(values["way"], _WAYS, "送达方式") if values.get("way") else None
    if way is None:
        missing.append("送达方式")
        return [Happened("decided", on, data | {"effective_on": served.isoformat()})]
    return [Happened("decided", on, data), Happened("served", served, {"way": way.value})]


def _day(text: str, what: str, today: date) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise _Wrong(f"{what}“{text[:20]}”不是日期，应写成2024-03-01的样子")
    if day < _FIRST:
        raise _Wrong(f"{what}{day.isoformat()}早于《政府信息公开条例》施行之日")
    if day > today and what != HEADINGS["correction_reply_by"]:
        raise _Wrong(f"{what}{day.isoformat()}在今天以后")
    return day


def _choice(text: str, known: Mapping[str, Any], what: str) -> Any:
    found = known.get(text)
    if found is None:
        raise _Wrong(f"不认识的{what}“{text[:30]}”")
    return found
