"""Searching in a real browser: on a phone, by keyboard, without a script; what is withdrawn is gone, what is read is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.files.reading import makers
from tests.portal.items import add, column
from tests.portal.sites import BEIJING
from tests.publishing.desk import Desk, desk, draft, fresh, send, through

from gongkai.agencies.access import collection_of
from gongkai.files.models import OfficeDocument
from gongkai.portal.models import Attachment, ItemPage
from gongkai.publishing.services import withdraw_item
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db(transaction=True)

RATES = makers.docx(makers.paragraph("补偿标准为每亩三万元，青苗费另计。"))


def with_attachment(at: Desk) -> ItemPage:
    """An item with a file, reviewed and published as an office does it."""
    item = draft(at.officer, at.agency, "湿地保护补偿公告", "<p>补偿标准见附件。</p>")
    kept = OfficeDocument.objects.create(
        title="补偿标准", file=ContentFile(RATES, name="补偿标准.docx"), collection=collection_of(at.agency)
    )
    item.attachments = [Attachment(document=kept)]
    item.save_revision(user=at.officer)
    through(at, send(at.officer, item))
    return fresh(item)


def found(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2).first).to_have_text(words)


def test_a_citizen_searches(visit: Open, barriers: Callable[[Page], list[str]]) -> None:
    at = desk()
    permits, penalties = column(at.agency, "permits"), column(at.agency, "penalties")
    add(permits, title="不动产登记网上预约", at=datetime(2024, 3, 5, tzinfo=BEIJING))
    add(permits, title="湿地许可甲", at=datetime(2022, 3, 5, tzinfo=BEIJING))
    add(penalties, title="湿地处罚乙", at=datetime(2022, 5, 6, tzinfo=BEIJING))
    item = with_attachment(at)

    phone = visit("/", width=390)
    phone.get_by_role("searchbox", name="搜索政府信息").fill("湿地")
    phone.keyboard.press("Enter")
    found(phone, "找到3条信息")
    assert [*barriers(phone), *["sideways"] * overflows(phone)] == []
    phone.get_by_role("link", name="缩小范围").click()
    expect(phone.get_by_role("complementary", name="缩小范围")).to_be_in_viewport()
    phone.get_by_role("link", name="2022年").click()
    found(phone, "找到2条信息")
    phone.get_by_role("link", name="行政处罚和行政强制").click()
    found(phone, "找到1条信息")
    expect(phone.get_by_role("link", name="湿地处罚乙")).to_be_visible()
    assert [*barriers(phone), *["sideways"] * overflows(phone)] == []
    phone.get_by_role("link", name=re.compile("去掉条件.*2022年")).click()
    found(phone, "找到1条信息")
    phone.get_by_role("link", name=re.compile("去掉条件.*栏目")).click()
    found(phone, "找到3条信息")
    phone.go_back()
    found(phone, "找到1条信息")

    box = phone.get_by_role("combobox")
    phone.goto("/search/")
    box.fill("不动产登计")
    phone.get_by_role("button", name="搜索").click()
    found(phone, "没有找到“不动产登计”")
    assert [*barriers(phone), *["sideways"] * overflows(phone)] == []
    phone.get_by_role("link", name="不动产登记", exact=True).click()
    found(phone, "找到3条信息")
    expect(phone.locator("main li h3").first).to_have_text("不动产登记网上预约")
    box.fill("查无此事")
    box.press("Enter")
    phone.get_by_role("main").get_by_role("link", name="依申请公开").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("依申请公开")

    plain = visit("/", width=390, javascript=False)
    plain.get_by_role("searchbox").fill("三万元")
    plain.get_by_role("button", name="搜索").click()
    found(plain, "没有找到“三万元”")
    run_waiting()
    plain.reload()
    found(plain, "找到1条信息")
    expect(plain.get_by_text("附件“补偿标准”：")).to_be_visible()
    plain.get_by_role("searchbox").fill("湿地")
    plain.get_by_role("button", name="搜索").click()
    plain.get_by_role("link", name="2022年").click()
    found(plain, "找到2条信息")
    plain.get_by_role("link", name="去掉条件").click()
    found(plain, "找到3条信息")
    withdraw_item(at.officer, at.agency, item, "补偿标准有误")
    plain.reload()
    found(plain, "找到2条信息")

    desk_top = visit("/search/")
    box = desk_top.get_by_role("combobox")
    box.press_sequentially("湿地")
    options = desk_top.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert barriers(desk_top) == []
    box.press("ArrowDown")
    first = options.first.text_content() or ""
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value(first)
    box.press("Escape")
    expect(desk_top.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("湿地")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    last = options.last.text_content() or ""
    box.press("Enter")
    expect(desk_top.get_by_role("link", name=last)).to_be_visible()
    assert barriers(desk_top) == []
