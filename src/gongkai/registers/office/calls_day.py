"""Data calls on 我的一天: what I am to fill in, what I am to confirm as a section's head, what is overdue of what I asked for, what waits for nobody."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Role, User
from gongkai.agencies.queries import duties_of, scope_of
from gongkai.agencies.registry import Row, Section, register_act_names, register_day_section
from gongkai.registers.models import DataCall
from gongkai.registers.services import calls, nil
from gongkai.registers.services.decisions import KEEPERS

_MOST = 20


def enter() -> None:
    """Name the acts, and take part in 我的一天."""
    register_act_names(calls.ACT_NAMES | nil.ACT_NAMES)
    for order, section in enumerate((to_fill, to_confirm, stranded, overdue)):
        register_day_section(section, order=60 + order)


def _rows(found: object, detail: object) -> list[Row]:
    return [
        Row(
            reverse("registers:call", args=[one.public_id]),
            f"{one.year}年{one.section}的数据",
            detail(one),  # type: ignore[operator]
            one.due_on,
        )
        for one in found.select_related("agency", "asked_by", "filler", "head").order_by("due_on", "pk")[
            :_MOST
        ]  # type: ignore[attr-defined]
    ]


def to_fill(person: User) -> Section | None:
    """What waits for the person's figures."""
    found = DataCall.objects.within(scope_of(person)).filter(filler=person, state=DataCall.State.ASKED)
    rows = _rows(
        found,
        lambda one: (
            f"{one.head or ''}退回：{one.returned_because}"
            if one.returned_because
            else f"{one.agency.short_name}{one.asked_by or ''}征集　{one.note}"
        ),
    )
    return Section("待填报的数据", rows, "") if rows else None


def to_confirm(person: User) -> Section | None:
    """What waits for the person as the section's head."""
    found = DataCall.objects.within(scope_of(person)).filter(head=person, state=DataCall.State.FILLED)
    rows = _rows(found, lambda one: f"{one.filler or ''}已填报，请核对后确认或者退回")
    return Section("待确认的数据", rows, "") if rows else None


def _keeping(person: User) -> set[int]:
    return {agency for agency, duty in duties_of(person) if duty in KEEPERS}


def _serves(field: str) -> Exists:
    """Whether somebody named in a call can still act on it: has an open account and a duty for the agency."""
    held = Role.everyone.filter(person=OuterRef(field), agency=OuterRef("agency"), person__is_active=True)
    return Exists(held)


def stranded(person: User) -> Section | None:
    """For whoever keeps the agency's registers: calls that wait for somebody who has left, so that none is without an owner."""
    agencies = _keeping(person)
    if not agencies:
        return None
    asked = Q(state=DataCall.State.ASKED) & ~Q(_serves("filler"))
    filled = Q(state=DataCall.State.FILLED) & ~Q(_serves("head"))
    found = DataCall.objects.within(scope_of(person)).filter(asked | filled, agency__in=agencies)
    rows = _rows(
        found,
        lambda one: (
            f"{(one.filler if one.state == DataCall.State.ASKED else one.head) or ''}已离任或者不再任职，请更换"
            + ("填报人" if one.state == DataCall.State.ASKED else "科室负责人")
        ),
    )
    return Section("无人办理的数据征集", rows, "") if rows else None


def overdue(person: User) -> Section | None:
    """What the person asked for and has not got in time; and what somebody asked for who has left."""
    mine = Q(asked_by=person) | (Q(agency__in=_keeping(person)) & ~Q(_serves("asked_by")))
    found = DataCall.objects.within(scope_of(person)).filter(
        mine,
        state__in=(DataCall.State.ASKED, DataCall.State.FILLED),
        due_on__lt=timezone.localdate(),
    )
    rows = _rows(
        found,
        lambda one: (
            f"等{one.filler or '填报人'}填报"
            if one.state == DataCall.State.ASKED
            else f"等{one.head or ''}确认"
        ),
    )
    return Section("逾期未报的数据征集", rows, "") if rows else None
