"""Reading what is disclosed: every kind of page without barriers, on the keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.portal.items import column, every_kind, many
from tests.portal.sites import BEIJING, a_platform

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]


@pytest.fixture
def items() -> dict[str, Any]:
    cache.clear()
    agency = a_platform(phone="0531-00000000", address="示例路1号")
    made = every_kind(agency)
    many(column(agency, "permits"), 45, begin=datetime(2022, 5, 1, tzinfo=BEIJING))
    return made


@pytest.mark.parametrize("width", [1280, 320])
def test_no_kind_of_page_has_barriers_or_scrolls_sideways(
    visit: Open, barriers: Callable[[Page], list[str]], items: dict[str, Any], width: int
) -> None:
    page = visit("/", width=width)
    addresses = [item.get_url() for item in items.values()]
    addresses += [
        "/",
        "/disclosure/",
        "/disclosure/permits/list/1/",
        "/disclosure/2024/",
        "/guide/",
        "/window/",
    ]
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        found[address] = barriers(page) + ["scrolls sideways"] * overflows(page)
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_from_the_newest_to_the_oldest_without_javascript(visit: Open, items: dict[str, Any]) -> None:
    page = visit("/disclosure/permits/", width=390, javascript=False)
    page.get_by_role("link", name="较早").click()
    expect(page.get_by_role("navigation", name="翻页")).to_contain_text("第1页")
    page.get_by_role("link", name="较新").click()
    expect(page).to_have_url(page.url.split("/disclosure/")[0] + "/disclosure/permits/")
    page.get_by_role("link", name="2022年").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("（2022年）")


def test_the_keyboard_alone_reaches_words_tables_and_attachments(visit: Open, items: dict[str, Any]) -> None:
    page = visit(items["plain"].get_url())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
    assert reached[0] == "申请情况", "the table is a region that scrolls"
    assert reached[1:6] == ["申请表.docx", "清单.xlsx", "通知.ofd", "表格.et", "说明.pdf"]
