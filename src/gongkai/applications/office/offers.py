"""What the page of a case offers: the law's own acts as `queries.acts_now` tells them, and the office's acts by the state of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.agencies.queries import scope_of
from gongkai.applications.history import live
from gongkai.applications.models import Application, Decision, Event, EventKind, Matter
from gongkai.applications.queries import acts_now
from gongkai.law.allowed import Permission
from gongkai.law.consultations import ANSWERS, QUESTIONS
from gongkai.law.decisions import Signer, needs_of
from gongkai.law.events import EventType
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status

from .common import may_do
from .declared import ASKS, ask_of
from .shaping import NOT_CANCELLED, current_decision

__all__ = ["Offer", "Offers", "offers_of"]

_INTAKE = {
    *(EventKind.SUBMITTED, EventKind.SIGNED_FOR, EventKind.CONTACT_FAILED, EventKind.CONFIRMED),
    *(EventKind.REGISTERED, EventKind.ASSIGNED, EventKind.NOTED),
}
_TITLES = {
    EventType.THIRD_PARTY_CONSULTED: "征求第三方意见",
    EventType.CO_MAKER_CONSULTED: "征求共同制作机关意见",
    EventType.AGENCY_CONSULTED: "征求其他机关意见",
}


@dataclass(frozen=True)
class Offer:
    """An act the page offers: its key, title, why it may (or may not) be done, by which rule, until when, and where its form is."""

    key: str
    title: str
    why: str
    rule: str
    link: str
    by: date | None = None
    happened: bool = False
    """Whether it can only be recorded as having happened (照实补记)."""


@dataclass(frozen=True)
class Offers:
    """What is offered: what the law allows, what the office does besides, and what is not allowed now."""

    lawful: list[Offer]
    office: list[Offer]
    unlawful: list[Offer]

    def find(self, key: str, who: str = "") -> Offer | None:
        """Give the offer of this act, about this party where one is named."""
        every = [*self.lawful, *self.office, *self.unlawful]
        fitting = [one for one in every if one.key == key]
        exact = [one for one in fitting if who and urlencode({"who": who}) in one.link]
        return (exact or fitting or [None])[0]


def offers_of(person: Any, case: Application) -> Offers:
    """Say what the person may do in the case today; nothing where the person may only look."""
    if not scope_of(person).may_write(case.agency_id):
        return Offers([], [], [])
    lawful: list[Offer] = []
    unlawful: list[Offer] = []
    split = case.status == Status.SPLIT.key
    for one in () if split else acts_now(person, case):
        offer = _of_law(case, one.permission)
        (lawful if one.permission.lawful else unlawful).append(offer)
    office = [one for one in _of_office(person, case) if may_do(person, case.agency, ASKS[one.key].act)]
    return Offers(_once(lawful), office, _once(unlawful))


def _once(found: list[Offer]) -> list[Offer]:
    return list({one.link: one for one in reversed(found)}.values())[::-1]


def _of_law(case: Application, permission: Permission) -> Offer:
    key = ask_of(permission.act)
    who, title = "", _TITLES.get(permission.act, ASKS[key].title)
    if permission.act in ANSWERS:
        who, title = permission.who, f"登记{permission.who}的意见"
    elif permission.act in QUESTIONS:
        who = QUESTIONS[permission.act].value
    happened = not permission.lawful
    # an answer is drafted whenever there is something to answer: what the law looks at is its signature
    if key == "draft":
        happened = False
    return Offer(
        key,
        title,
        permission.why,
        permission.rule,
        _link(case, key, who=who, happened=happened),
        permission.by,
        happened,
    )


def _link(case: Application, key: str, *, who: str = "", happened: bool = False) -> str:
    address = reverse("applications:do", args=[case.public_id, key])
    asked = ({"who": who} if who else {}) | ({"happened": "1"} if happened else {})
    return f"{address}?{urlencode(asked)}" if asked else address


def _of_office(person: Any, case: Application) -> Iterator[Offer]:
    """Walk the office's acts that make sense in the state the case is in."""
    events = live(Event.objects.for_agency(case.agency_id).filter(application=case))
    kinds = {event.kind for event in events}
    is_open, split = Status(case.status).open, case.status == Status.SPLIT.key
    rectification = case.matter == Matter.RECTIFICATION

    def offer(key: str, why: str, rule: str = "") -> Offer:
        return Offer(key, ASKS[key].title, why, rule, _link(case, key))

    if is_open and rectification:
        yield offer("rectify", "更正申请要答复", "条例第四十一条")
        yield offer("pass_on", "不属于本机关的，可以转送", "条例第四十一条")
    elif is_open:
        yield from _of_open(person, case, kinds, offer)
    if not is_open and EventKind.ARCHIVED not in kinds:
        yield offer("archive", "已经办结", "条例第四十五条")
    if EventKind.DECIDED in kinds and EventKind.MADE_PUBLIC not in kinds and not rectification:
        yield offer("make_public", "多人申请相同信息、可以公开的", "条例第四十四条")
    if not split:
        if not case.secret:
            yield offer("add_file", "申请、证据、答复书、送达凭证")
        yield offer("assign", "交给一位经办人")
        if any(event.kind not in NOT_CANCELLED for event in events):
            yield offer("correct_record", "记错了的，作废留痕，另记一项")
    if not case.secret:
        yield offer("note", "给一起办理的人看")


def _of_open(person: Any, case: Application, kinds: set[str], offer: Any) -> Iterator[Offer]:
    if (decision := current_decision(case)) is not None:
        yield from _of_decision(person, case, decision, offer)
    if case.status == Status.ANSWERED.key:
        yield offer("serve", "送达以后才算在期限内答复", "国办公开办函〔2016〕235号")
    if case.status in (Status.AWAITING_CORRECTION.key, Status.LAPSED.key) and _corrects(kinds):
        asked = EventKind.TIME_ASKED in kinds
        why = "申请人请求延长" if asked else "申请人有正当理由来不及补正的"
        yield offer("give_time", why, "条例第三十条")
    if case.status == Status.LAPSED.key:
        yield offer("give_up", "逾期没有补正或者缴费", "条例第三十条、国办函〔2020〕109号第六条")
    yield offer("search", "告知信息不存在以前要检索", "条例第三十六条第（四）项")
    yield offer("assist", "内部协查的时间计算在期限内")
    if EventKind.EXTENSION_ASKED not in kinds and EventKind.EXTENDED not in kinds:
        yield offer("ask_extension", "延期须经工作机构负责人同意", "条例第三十三条第二款")
    if case.parent_id is None and not case.secret and kinds <= _INTAKE:
        yield offer("split", "一件要求几项互不相关信息的", "国办函〔2020〕109号第四条")


def _corrects(kinds: set[str]) -> bool:
    """Whether a correction was asked for and none has come; a case that waits for its fee asked for none, or has it."""
    return EventKind.CORRECTION_REQUESTED in kinds and EventKind.CORRECTED not in kinds


def _of_decision(person: Any, case: Application, decision: Decision, offer: Any) -> Iterator[Offer]:
    if decision.state == Decision.State.DRAFT and decision.drafted_by_id != person.pk:
        yield offer("legal_review", f"答复稿：{decision.get_outcome_display()}")
    by_head = needs_of(Outcome(decision.outcome)).signer is Signer.HEAD
    who = "机关负责人" if by_head else "审核人或者机关负责人"
    yield offer("sign", f"答复稿：{decision.get_outcome_display()}，由{who}签发", "条例第三十六条")
