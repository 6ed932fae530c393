"""On 我的一天 of the platform's administrators: a holiday notice that should be known by now."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.registry import Row, Section

from .queries import missing


def missing_notices(person: User) -> Section | None:
    """Name the years without notice: this year's, and from December on the next one's."""
    if not person.is_superuser:
        return None
    rows = [
        Row(
            reverse("calendar:enter", args=[year]),
            f"录入{year}年的节假日安排",
            "国务院办公厅的通知一般在上年第四季度公布。录入以前，跨到这一年的工作日期限都是暂定的。",
        )
        for year in missing(timezone.localdate())
    ]
    return Section("节假日安排", rows, "") if rows else None
