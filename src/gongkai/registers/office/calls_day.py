"""Data calls on 我的一天: what I am to fill in, what I am to confirm as a section's head, what is overdue of what I asked for."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.queries import scope_of
from gongkai.agencies.registry import Row, Section, register_act_names, register_day_section
from gongkai.registers.models import DataCall
from gongkai.registers.services import calls, nil

_MOST = 20


def enter() -> None:
    """Name the acts, and take part in 我的一天."""
    register_act_names(calls.ACT_NAMES | nil.ACT_NAMES)
    for order, section in enumerate((to_fill, to_confirm, overdue)):
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


def overdue(person: User) -> Section | None:
    """What the person asked for and has not got in time."""
    found = DataCall.objects.within(scope_of(person)).filter(
        asked_by=person,
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
