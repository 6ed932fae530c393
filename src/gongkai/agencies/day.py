"""我的一天, the first screen: what the registered parts give; and this floor's own parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .models import Agency, Deputy, Duty, Role, User
from .registry import Row, Section, day_sections, register_day_section

_WEEKDAYS = "一二三四五六日"


class DayPanel(Component):
    """The panel that takes the place of the page editor's dashboard."""

    name = "day"
    template_name = "agencies/day.html"
    order = 0

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        person = (parent_context or {})["request"].user
        today = timezone.localdate()
        return {
            "sections": day_sections(person),
            "person": person,
            "today": today,
            "weekday": f"星期{_WEEKDAYS[today.weekday()]}",
        }


def register() -> None:
    """Register this floor's own parts."""
    register_day_section(deputising, order=800)
    register_day_section(agencies_without_officer, order=900)


def deputising(person: User) -> Section | None:
    """Whom the person stands in for today; no part where there is nobody."""
    today = timezone.localdate()
    found = Deputy.objects.filter(person=person, first_day__lte=today, last_day__gte=today).select_related(
        "role__agency", "role__person"
    )
    rows = [
        Row(
            reverse("agencies:account"),
            f"代理{one.role.person}的{one.role.agency.short_name}{one.role.get_duty_display()}",
            f"到{one.last_day:%Y-%m-%d}为止（含当日）",
        )
        for one in found
    ]
    return Section("正在代理", rows, "") if rows else None


def agencies_without_officer(person: User) -> Section | None:
    """For the platform's administrators: agencies for which nobody can upload or publish yet."""
    if not person.is_superuser:
        return None
    staffed = Role.everyone.filter(duty=Duty.OFFICER, person__is_active=True).values("agency")
    missing = Agency.objects.filter(dissolved_on=None).exclude(pk__in=staffed).order_by("full_name")[:20]
    rows = [
        Row(
            f"{reverse('agencies:person_create')}?agency={one.public_id}",
            one.full_name,
            "还没有信息员，请增加人员",
        )
        for one in missing
    ]
    return Section("还没有信息员的机关", rows, "每个机关都有信息员。")
