"""Review on 我的一天: what waits for me, what came back, where what I sent is, withdrawals to look at, my drafts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Duty, User
from gongkai.agencies.queries import duties_of, scope_of
from gongkai.agencies.registry import Row, Section, register_day_section

from . import queries
from .models import REVIEWING, Round, Withdrawal
from .review import waiting_for
from .services import SENDERS

_MOST = 20
_DECIDING = {duty.value for duty in (*REVIEWING, Duty.URGENT)}
_SENDING = {duty.value for duty in SENDERS}


def register() -> None:
    """Register this floor's parts."""
    for order, section in enumerate((begin, to_decide, came_back, to_look_at, today, sent, drafts)):
        register_day_section(section, order=100 + order)


def _has(person: User, duties: set[str]) -> bool:
    return any(duty in duties for _, duty in duties_of(person))


def _since(moment: datetime) -> str:
    local = timezone.localtime(moment)
    days = (timezone.localdate() - local.date()).days
    return f"{local:%m-%d %H:%M}" + (f"，已等{days}天" if days else "")


def begin(person: User) -> Section | None:
    """The way to a new item."""
    if not _has(person, _SENDING):
        return None
    return Section("办理信息", [], "", action=("新建信息", reverse("publishing:new")))


def to_decide(person: User) -> Section | None:
    """What waits for the person's decision."""
    found = waiting_for(person)
    if not found and not _has(person, _DECIDING):
        return None
    rows = [
        Row(
            reverse("publishing:round", args=[one.public_id]),
            one.item.draft_title,
            f"{one.current['name']}　{one.agency.short_name}{one.sent_by or ''}送审，{_since(one.sent_at)}"
            + ("　紧急发布" if one.way == Round.Way.URGENT else ""),
        )
        for one in found
        if one.current
    ]
    return Section("待我审核", rows, "没有等您审核的信息。")


def _mine(person: User) -> Any:
    return (
        Round.objects.within(scope_of(person))
        .filter(sent_by=person)
        .select_related("item", "agency", "assigned_to")
    )


def came_back(person: User) -> Section | None:
    """What the person sent and was returned, until it is sent again."""
    items = queries.items_in(scope_of(person)).filter(stand="returned", rounds__sent_by=person).distinct()
    last = queries.last_rounds(list(items[:_MOST]))
    returned = [one for one in last.values() if one.sent_by_id == person.pk]
    rows = []
    for one in sorted(returned, key=lambda one: one.pk, reverse=True):
        verdict = one.verdicts.select_related("person").last()
        rows.append(
            Row(
                reverse("publishing:item", args=[one.item.slug]),
                one.item.draft_title,
                f"{verdict.person or ''}退回：{verdict.comment}" if verdict else "",
            )
        )
    return Section("退回给我", rows, "") if rows else None


def sent(person: User) -> Section | None:
    """Where what the person sent waits, and since when."""
    rows = []
    for one in _mine(person).filter(state=Round.State.OPEN)[:_MOST]:
        step = one.current
        last = one.verdicts.last()
        who = f"，已转交{one.assigned_to}" if one.assigned_to else ""
        rows.append(
            Row(
                reverse("publishing:item", args=[one.item.slug]),
                one.item.draft_title,
                f"等“{step['name']}”{who}，{_since(last.recorded_at)}" if step and last else "",
            )
        )
    return Section("我送审的", rows, "") if rows else None


def to_look_at(person: User) -> Section | None:
    """Withdrawals that a second person must look at."""
    agencies = {agency for agency, duty in duties_of(person) if duty in (Duty.REVIEWER, Duty.HEAD)}
    found = (
        queries.withdrawals_in(scope_of(person))
        .filter(agency__in=agencies, outcome=Withdrawal.Outcome.PENDING)
        .exclude(by=person)
    )
    rows = [
        Row(
            reverse("publishing:withdrawal", args=[one.public_id]),
            one.item.title,
            f"{one.by or '系统'}撤回：{one.reason}　{_since(one.at)}",
        )
        for one in found[:_MOST]
    ]
    return Section("待复核的撤回", rows, "") if rows else None


def today(person: User) -> Section | None:
    """What is published by the clock today or the day after."""
    until = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    found = (
        Round.objects.within(scope_of(person))
        .filter(state=Round.State.APPROVED, publish_at__lt=until)
        .select_related("item")
        .order_by("publish_at")
    )
    rows = [
        Row(
            reverse("publishing:item", args=[one.item.slug]),
            one.item.draft_title,
            f"{timezone.localtime(one.publish_at):%m-%d %H:%M}自动发布",
        )
        for one in found[:_MOST]
    ]
    return Section("定时发布", rows, "") if rows else None


def drafts(person: User) -> Section | None:
    """The person's own drafts, the last changed first."""
    if not _has(person, _SENDING):
        return None
    found = (
        queries.items_in(scope_of(person))
        .filter(stand="draft", owner=person)
        .order_by("-latest_revision_created_at", "-pk")[:_MOST]
    )
    rows = [
        Row(
            reverse("publishing:item", args=[one.slug]),
            one.draft_title,
            f"最近改动{timezone.localtime(one.latest_revision_created_at):%m-%d %H:%M}"
            if one.latest_revision_created_at
            else "还没有保存过版本",
        )
        for one in found
    ]
    return Section("我的草稿", rows, "没有草稿。")
