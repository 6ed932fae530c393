from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.agencies.office import Office, logged_in

from gongkai.agencies import registry
from gongkai.agencies.models import Deputy

HOME = "/office/"


def test_the_first_screen_is_my_day(offices: tuple[Office, Office]) -> None:
    page = logged_in(offices[0].officer).get(HOME).content.decode()
    assert "我的一天" in page
    assert "搜索所有页面" not in page


def test_parts_stand_in_order_and_say_when_they_are_empty(
    offices: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_day_sections", {})
    today = timezone.localdate()

    def late(person):
        return registry.Section(
            "待办的事", [registry.Row("/office/x/", "一件事", "说明", today - timedelta(1))], "没有"
        )

    def empty(person):
        return registry.Section("待审的事", [], "没有待审的稿件")

    registry.register_day_section(late, order=2)
    registry.register_day_section(empty, order=1)
    page = logged_in(offices[0].officer).get(HOME).content.decode()
    assert (
        page.index("待审的事") < page.index("没有待审的稿件") < page.index("待办的事") < page.index("已逾期")
    )


def test_a_deputy_sees_whom_it_stands_in_for(offices: tuple[Office, Office]) -> None:
    office = offices[0]
    today = timezone.localdate()
    role = office.officer.roles.get()
    Deputy.objects.create(role=role, person=office.administrator, first_day=today, last_day=today)
    assert "正在代理" in logged_in(office.administrator).get(HOME).content.decode()
    assert "正在代理" not in logged_in(office.officer).get(HOME).content.decode()


def test_a_superuser_sees_agencies_nobody_works_for(offices: tuple[Office, Office], superuser) -> None:
    offices[0].officer.roles.all().delete()
    page = logged_in(superuser).get(HOME).content.decode()
    assert offices[0].agency.full_name in page
    assert offices[1].agency.full_name not in page
