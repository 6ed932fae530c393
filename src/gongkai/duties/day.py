"""Duties on 我的一天: what I am to disclose and until when, what nobody answers for, what is to be looked at again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Duty, User
from gongkai.agencies.queries import duties_of
from gongkai.agencies.registry import Row, Section, register_day_section

from .counting import AHEAD, limit_of
from .models import DisclosureDuty, NotDisclosed, Occurrence
from .people import answered_by, ownerless
from .services.closing import DECIDERS

_MOST = 20
_WHY = "我的一天"
_SETTLE = {Duty.ADMINISTRATOR, Duty.HEAD}


def register() -> None:
    """Register this floor's parts."""
    for order, section in enumerate((mine, nobodys, to_look_at_again)):
        register_day_section(section, order=50 + order)


def mine(person: User) -> Section | None:
    """What the person answers for and is late, due, or due within ten days."""
    today = timezone.localdate()
    found = (
        answered_by(Occurrence.objects.all(), person, "duty__")
        .filter(way="", void=False, due_on__lte=today + timedelta(days=AHEAD))
        .select_related("duty__agency", "duty__responsible")
        .order_by("due_on", "pk")
    )
    rows = []
    for one in found[:_MOST]:
        limit = limit_of(one.duty)
        stands_in = "" if one.duty.responsible_id == person.pk else f"替{one.duty.responsible or ''}办理　"
        days = f"{limit.days}个工作日" if limit.working else f"{limit.days}日"
        proposed = "　栏目中已有新发布的信息，请核对" if one.item_id else ""
        rows.append(
            Row(
                reverse("duties:occurrence", args=[one.public_id]),
                f"{one.duty.title}（{one.name}）",
                f"{stands_in}{limit.counted_from}起{days}，{limit.source}"
                + ("　截止日期暂定" if one.provisional else "")
                + proposed,
                one.due_on,
            )
        )
    return Section("到期的公开任务", rows, "") if rows else None


def nobodys(person: User) -> Section | None:
    """For administrators and heads: duties whose people have all left."""
    agencies = {agency for agency, duty in duties_of(person) if duty in _SETTLE}
    if not agencies:
        return None
    found = ownerless(
        DisclosureDuty.objects.everywhere(_WHY).filter(agency__in=agencies, ended_on=None)
    ).select_related("agency", "responsible")
    rows = [
        Row(
            f"{reverse('duties:assign')}?agency={one.agency.public_id}",
            one.title,
            f"{one.responsible}已离任或者不再任职，没有替补责任人，请指定责任人"
            if one.responsible
            else "还没有责任人，请指定",
        )
        for one in found[:_MOST]
    ]
    return Section("无人负责的公开任务", rows, "") if rows else None


def to_look_at_again(person: User) -> Section | None:
    """What is not disclosed and whose day to be looked at again has come (条例第十八条)."""
    agencies = {agency for agency, duty in duties_of(person) if duty in DECIDERS}
    if not agencies:
        return None
    found = NotDisclosed.objects.everywhere(_WHY).filter(
        agency__in=agencies,
        outcome=NotDisclosed.Outcome.STANDING,
        review_on__lte=timezone.localdate() + timedelta(days=AHEAD),
    )
    rows = [
        Row(
            reverse("duties:closed_one", args=[one.public_id]),
            one.title or f"（不写名称）{one.public_id}",
            f"{one.get_way_display()}，{one.ground}；条例第十八条：定期评估审查",
            one.review_on,
        )
        for one in found.order_by("review_on", "pk")[:_MOST]
    ]
    return Section("到期评估的不公开信息", rows, "") if rows else None
