"""Imports on 我的一天: batches of history that wait for somebody else's approval."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.queries import duties_of
from gongkai.agencies.registry import Row, Section, register_day_section

from .models import ImportBatch
from .services.importing import APPROVERS

_MOST = 10


def register() -> None:
    """Register the part, behind those of review."""
    register_day_section(to_approve, order=120)


def to_approve(person: User) -> Section | None:
    """Batches of 历史导入 the person may approve."""
    duties = {str(duty) for duty in APPROVERS}
    agencies = {agency for agency, duty in duties_of(person) if duty in duties}
    waiting = (
        ImportBatch.objects.everywhere("只取本人任职机关的导入")
        .filter(agency__in=agencies, state=ImportBatch.State.READ)
        .exclude(imported_by=person)
        .select_related("imported_by", "agency")[:_MOST]
    )
    rows = [
        Row(
            reverse("publishing:imports:batch", args=[one.public_id]),
            f"历史导入：{one.name}",
            f"{one.agency.short_name}{one.imported_by or ''}导入，共{one.total}行，"
            f"{timezone.localtime(one.imported_at):%m-%d %H:%M}",
        )
        for one in waiting
    ]
    return Section("待批准的历史导入", rows, "") if rows else None
