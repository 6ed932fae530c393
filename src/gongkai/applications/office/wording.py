"""What a record says in words: the day set, the party asked, the sum, the way; and what was not as the law has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from gongkai.agencies.models import User
from gongkai.applications.models import Event
from gongkai.law.events import Way
from gongkai.law.outcomes import Outcome
from gongkai.law.problems import ProblemKind

from .shaping import ending_words

__all__ = ["details_of", "people_in", "problems_of"]

_CONSENTS = {True: "同意公开", False: "不同意公开", None: "没有表示是否同意"}
_BECAUSE = {"review": "行政复议", "court": "行政诉讼", "own": "自行纠正"}


def problems_of(event: Event) -> list[tuple[str, str]]:
    """Give what was not as the law has it: message and rule."""
    kinds = {one.code: one for one in ProblemKind}
    return [(kinds[code].message, kinds[code].rule) for code in event.problem.split(",") if code in kinds]


def people_in(events: list[Event]) -> dict[str, str]:
    """Give the names of the officers the records name by public id, in one query."""
    ids = {
        event.data[name] for event in events for name in ("officer", "approved_by") if event.data.get(name)
    }
    return {one.public_id: str(one) for one in User.objects.filter(public_id__in=ids)} if ids else {}


def details_of(event: Event, people: Mapping[str, str], parties: Mapping[str, str]) -> list[str]:
    """Say what the record's data holds; parties by name only where they are handed in."""
    return list(_details(event.data, people, parties))


_PLAIN: Mapping[str, Callable[[Any], str]] = {
    "reply_by": lambda value: f"期限{_day(value)}",
    "until": lambda value: f"到{_day(value)}",
    "served_on": lambda value: f"{_day(value)}送达",
    "effective_on": lambda value: f"{_day(value)}生效",
    "working_days": lambda value: f"{value}个工作日",
    "way": lambda value: Way(value).term,
    "because": lambda value: _BECAUSE.get(value, ""),
    "section": lambda value: f"科室：{value}",
    "number": lambda value: f"文号：{value}" if value else "",
    "receipt": lambda value: f"票据号：{value}" if value else "",
    "file_number": lambda value: f"档号：{value}" if value else "",
    "agency": lambda value: f"转送{value}",
    "address": lambda value: value,
    "into": lambda value: f"拆分为{'、'.join(value)}",
    "split_from": lambda value: f"由{value}拆分",
    "sequence": lambda value: f"作废第{value}项",
    "amount": lambda value: f"应缴{value}元",
    "found": lambda value: "找到了" if value else "没有找到",
    "corrected": lambda value: "予以更正" if value else "不予更正",
    "rating": lambda value: f"{value}分",
    "consents": lambda value: _CONSENTS[value],
    "source": lambda value: f"来源：{value}" if isinstance(value, str) else "",
}


def _day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def _details(data: Mapping[str, Any], people: Mapping[str, str], parties: Mapping[str, str]) -> Iterator[str]:
    if code := data.get("party"):
        yield f"{code}（{parties[code]}）" if code in parties else code
    for name, words in _PLAIN.items():
        if name in data and (found := words(data[name])):
            yield found
    if steps := data.get("steps"):
        yield "；".join(f"第{first}至{last}：{last - first + 1}×{rate}元" for first, last, rate in steps)
    if parts := data.get("parts"):
        yield "；".join(ending_words(one["outcome"], one["ground"]) for one in parts)
    elif outcome := data.get("outcome"):
        yield Outcome(outcome).term
    if officer := data.get("officer"):
        yield f"经办人：{people.get(officer, '已离任')}"
    if by := data.get("approved_by"):
        yield "纸质审批" if by == "paper" else f"{people.get(by, '负责人')}同意"
