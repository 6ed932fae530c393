"""The ways through review in a real browser: sent in a few clicks, an office of two, paper, return, withdrawal on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.browser.sites import enter
from tests.publishing import desk as making
from tests.publishing.desk import PNG, Desk, desk

from gongkai.agencies.models import Duty, Role, User
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Round, Withdrawal

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]
BODY = "为方便企业和群众办事，现将有关安排公告如下。"


@pytest.fixture
def at() -> Desk:
    return desk()


def at_desk(visit: Open, who: User, address: str = "/office/", **window: Any) -> Page:
    page = visit("/office/login/", **window)
    enter(page, who)
    page.goto(address)
    return page


class Clicks:
    """Counts what is clicked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Any) -> None:
        self.count += 1
        what.click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_new_item_is_sent_in_eight_clicks(visit: Open, at: Desk, width: int) -> None:
    page, click = at_desk(visit, at.officer, width=width), Clicks()
    click(page.get_by_role("link", name="新建信息"))
    click(page.get_by_text("行政许可和对外管理服务", exact=True))
    click(page.get_by_role("button", name="开始写"))
    page.locator("#id_title").fill("关于不动产登记窗口调整的公告")
    page.locator("[contenteditable=true]").first.focus()
    page.keyboard.insert_text(BODY)
    expect(page.locator("input[name^='body-'][name$='-value']").first).to_have_value(re.compile(BODY))
    click(page.get_by_role("tab", name="目录信息"))
    page.locator("#id_formed_on").fill("2026-03-02")
    page.locator("#id_formed_on").press("Tab")
    click(page.get_by_role("button", name="保存并送审"))
    expect(page.get_by_role("heading", name="送审：关于不动产登记窗口调整的公告")).to_be_visible()
    expect(page.get_by_text("送审前检查没有发现问题")).to_be_visible()
    click(page.get_by_role("button", name="确认送审"))
    expect(page.get_by_text("已送审，等待“一审”")).to_be_visible()
    assert click.count <= 8
    one = Round.everything.get()
    assert one.revision is not None
    version = one.revision.as_object()
    assert BODY in str(version.body)
    assert (version.basis, version.agency) == ("20.5", at.agency)
    assert not ItemPage.objects.get(pk=version.pk).live


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_an_office_of_two(visit: Open, at: Desk, width: int, javascript: bool) -> None:
    steps = [{"name": "审核签发", "duty": Duty.HEAD.value, "secrecy": True}]
    services.set_plan(at.head, at.agency, "", steps, several=True)
    item = making.draft(at.officer, at.agency)
    window = {"width": width, "javascript": javascript}
    page = at_desk(visit, at.officer, f"/office/items/{item.slug}/send/", **window)
    page.get_by_role("button", name="确认送审").click()
    expect(page.get_by_text("等待审核签发")).to_be_visible()
    page = at_desk(visit, at.head, **window)
    page.get_by_role("link", name=item.title).click()
    page.wait_for_load_state()  # the frame too, whose height moves what stands below it on a telephone
    page.get_by_label("意见", exact=False).first.fill("内容属实，同意公开")
    page.get_by_label("已校对").check()
    page.get_by_label("非公文类").check()
    page.get_by_label("主动公开", exact=True).check()
    assert not overflows(page)
    page.get_by_role("button", name="签发并发布").click()
    item.refresh_from_db()
    assert item.live
    citizen = visit(item.url, width=width)
    expect(citizen.get_by_role("heading", name=item.title)).to_be_visible()


def test_return_and_resend(visit: Open, at: Desk) -> None:
    item = making.draft(at.officer, at.agency)
    making.send(at.officer, item)
    page = at_desk(visit, at.reviewer, width=390)
    page.get_by_role("link", name=item.title).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("各单位应当在6月30日前完成自查")).to_be_visible()
    page.get_by_label("意见", exact=False).first.fill("第二段的日期请核对")
    page.get_by_role("button", name="退回").click()
    page = at_desk(visit, at.officer)
    expect(page.get_by_role("heading", name="退回给我（1）")).to_be_visible()
    page.get_by_role("link", name=item.title).first.click()
    expect(page.get_by_text("第二段的日期请核对").first).to_be_visible()
    page.get_by_role("link", name="编辑", exact=True).click()
    page.locator("#id_title").fill("改好的通知")
    page.get_by_role("button", name="保存并送审").click()
    page.get_by_role("button", name="确认送审").click()
    expect(page.get_by_text("已送审，等待“一审”")).to_be_visible()
    assert Round.everything.count() == 2


def test_an_approval_given_on_paper(visit: Open, at: Desk, tmp_path: Path) -> None:
    item = making.draft(at.officer, at.agency)
    one = making.send(at.officer, item)
    page = at_desk(visit, at.officer, f"/office/items/{item.slug}/")
    page.get_by_role("link", name="打印审批单").click()
    expect(page.get_by_role("heading", name="政府信息公开保密审查单")).to_be_visible()
    page.get_by_role("link", name="回到这条信息").click()
    page.get_by_role("link", name="登记纸质审批").click()
    page.get_by_label("通过").check()
    page.get_by_label("纸上写的意见").fill("同意")
    page.get_by_label("已校对").check()
    (tmp_path / "签字.png").write_bytes(PNG)
    page.locator("input[type=file]").set_input_files(str(tmp_path / "签字.png"))
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("纸质审批", exact=True)).to_be_visible()
    assert Round.everything.get(pk=one.pk).step == 1


def test_withdrawal_on_a_telephone(visit: Open, at: Desk) -> None:
    item = making.published(at)
    page = at_desk(visit, at.officer, f"/office/items/{item.slug}/", width=390)
    page.get_by_role("link", name="撤回", exact=True).click()
    page.get_by_label("撤回的理由").fill("误公开了联系人的住址")
    button = page.get_by_role("button", name="立即撤回")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] < 900
    button.click()
    expect(page.get_by_text("公众现在看不到了")).to_be_visible()
    citizen = visit(item.url, width=390)
    expect(citizen.get_by_text("误公开了联系人的住址")).to_be_visible()


def test_the_pages_have_no_serious_barriers(
    visit: Open, at: Desk, barriers: Callable[[Page], list[str]]
) -> None:
    Role.everyone.create(person=at.head, agency=at.agency, duty=Duty.SECRECY)
    found_in = making.draft(at.officer, at.agency, "有问题的", "<p>电话13800138000。帐户。</p>")
    item = making.published(at)
    making.change(item, at.officer, title="改了的通知", body="<p>改了的话。</p>")
    one = making.approve(at.reviewer, making.send(at.officer, item))
    gone = making.published(at, "要撤的")
    services.withdraw_item(at.officer, at.agency, gone, "误发")
    withdrawal = Withdrawal.everything.get()
    services.set_words(at.head, at.agency, [("清河新区", "自定义", "清河区", "")])
    page = at_desk(visit, at.head)
    faults: dict[str, list[str]] = {}
    for address in (
        "/office/",
        "/office/items/?stand=all",
        "/office/items/new/",
        f"/office/items/{item.slug}/",
        f"/office/items/{gone.slug}/",
        f"/office/items/{item.slug}/changes/",
        f"/office/items/{found_in.slug}/send/",
        f"/office/items/rounds/{one.public_id}/",
        f"/office/items/rounds/{one.public_id}/paper/",
        f"/office/items/rounds/{one.public_id}/form/",
        f"/office/items/rounds/{one.public_id}/recall/",
        f"/office/items/{item.slug}/withdraw/",
        f"/office/items/{item.slug}/purge/",
        f"/office/items/{item.slug}/packet/",
        "/office/items/withdrawals/",
        f"/office/items/withdrawals/{withdrawal.public_id}/",
        "/office/items/settings/",
        "/office/items/settings/plan/",
        "/office/items/settings/rules/",
        "/office/items/settings/words/",
        "/office/items/settings/catalogue/",
    ):
        page.goto(address)
        assert "/login/" not in page.url
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if wrong := [*barriers(page), *(["scrolls sideways"] * overflows(page))]:
                faults[f"{address} {width}"] = wrong
    assert faults == {}


def test_the_version_sent_has_the_room(visit: Open, at: Desk) -> None:
    """The head of the page stays in sight, the version takes the wider column, and the frame holds the item alone."""
    one = making.send(at.officer, making.draft(at.officer, at.agency))
    page = at_desk(visit, at.reviewer, f"/office/items/rounds/{one.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    frame = page.locator("iframe.gp-preview")
    expect(frame.content_frame.get_by_role("heading", level=1)).to_be_visible()
    expect(frame.content_frame.locator("header, footer, nav.columns")).to_have_count(0)
    shown, side = frame.bounding_box(), page.locator(".gp-side").bounding_box()
    assert shown is not None
    assert side is not None
    assert shown["width"] > side["width"] > 300
