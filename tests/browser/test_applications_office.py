"""Applications in the office: a letter registered, corrected, a third party asked, extended, decided, served, archived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.browser.sites import enter
from tests.portal.sites import a_platform
from tests.reporting.office import make_person

from gongkai.agencies.models import Agency, Duty, User
from gongkai.applications import services as acts
from gongkai.applications.models import Application

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]
ROOT = "/office/applications/"
TODAY = timezone.localdate()
Barriers = Callable[[Page], list[str]]


@pytest.fixture
def agency() -> Agency:
    return a_platform("示例市清河区司法局")


@pytest.fixture
def officer(agency: Agency) -> User:
    return make_person(agency, Duty.CASE, name="li")


@pytest.fixture
def head(agency: Agency) -> User:
    return make_person(agency, Duty.HEAD, Duty.REVIEWER, name="wang")


def look(page: Page, barriers: Barriers) -> None:
    """At every width: no serious barrier, nothing cut off."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert not overflows(page), page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def a_letter(page: Page) -> None:
    page.get_by_label("渠道").select_option("registered_mail")
    page.get_by_label("提交、寄出或者发来之日").fill(f"{TODAY - timedelta(days=3)}")
    page.get_by_label("收发室签收之日").fill(f"{TODAY - timedelta(days=2)}")
    page.get_by_label("申请人类别").select_option("person")
    page.get_by_label("申请人姓名或者名称").fill("欧阳测试")
    page.get_by_label("联系电话").fill("13800000000")
    page.get_by_label("所需政府信息的内容描述").fill("2023年法律援助经费的支出明细")
    page.get_by_role("button", name="登记").click()


def act(page: Page, title: str, barriers: Barriers, **typed: str) -> None:
    """Open the form of an act from the case, fill it in, do it."""
    page.get_by_role("link", name=title, exact=True).click()
    look(page, barriers)
    for label, value in typed.items():
        field = page.get_by_label(label, exact=False).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_role("heading", name="办理经过")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_letter_from_the_mail_room_to_the_archive(
    visit: Open, officer: User, head: User, barriers: Barriers, width: int
) -> None:
    page = visit("/office/login/", width=width, javascript=True)
    enter(page, officer)
    page.goto(f"{ROOT}new/")
    look(page, barriers)
    a_letter(page)
    expect(page.get_by_text("查询码只在这里显示一次")).to_be_visible()
    look(page, barriers)
    page.get_by_role("link", name="开始办理").click()
    look(page, barriers)
    page.get_by_text("期限是怎样算出来的").click()
    act(
        page,
        "发补正告知书",
        barriers,
        补正期限=f"{TODAY + timedelta(days=15)}",
        需要补正的事项="请写明是预算还是决算",
    )
    expect(page.get_by_text("停止计算，等申请人")).to_be_visible()
    act(page, "登记收到补正", barriers, 补正的内容="决算")
    act(page, "征求第三方意见", barriers, 名称或者姓名="示例公司")
    expect(page.get_by_text("征求意见中").first).to_be_visible()
    act(page, "登记第三方1的意见", barriers, 是否同意公开="no")
    act(page, "报请延期", barriers, 延长几个工作日="10", 延期的理由="需要会商")
    enter(page, head)
    page.reload()
    act(page, "延长答复期限", barriers, 延长几个工作日="10", 延期的理由="需要会商")
    enter(page, officer)
    page.reload()
    page.get_by_role("link", name="拟答复").click()
    page.get_by_label("办理结果和依据").select_option("denied_third_party|15")
    page.get_by_role("button", name="看还缺什么").click()
    expect(page.get_by_text("“第三方合法权益”必须说明理由")).to_be_visible()
    look(page, barriers)
    page.get_by_label("理由", exact=False).first.fill("涉及示例公司的商业秘密，公开会损害其合法权益")
    page.get_by_role("button", name="拟答复").click()
    enter(page, head)
    page.goto("/office/")
    expect(page.get_by_text("等签发")).to_be_visible()
    page.get_by_role("link", name="申请", exact=False).and_(page.locator(".gk-day a")).last.click()
    act(page, "签发答复", barriers, 文号="清司公复〔2026〕1号")
    enter(page, officer)
    page.reload()
    act(page, "登记送达", barriers, 送达方式="post")
    expect(page.get_by_text("已办结").first).to_be_visible()
    act(page, "归档", barriers, 档号="D30-1")
    look(page, barriers)
    case = Application.everything.get()
    assert (case.outcome, case.late, case.problems) == ("denied_third_party", False, 0)
    for address in (f"{ROOT}?stand=all", f"{ROOT}table/", f"{ROOT}{case.public_id}/sheet/"):
        page.goto(address)
        expect(page.get_by_text("欧阳测试")).to_have_count(0)
        look(page, barriers)
    page.goto(f"{ROOT}table/")
    page.get_by_role("row", name="4.保护第三方合法权益").get_by_role("link").first.click()
    expect(page.get_by_role("link", name=case.number)).to_be_visible()


def test_the_other_pages(visit: Open, officer: User, head: User, agency: Agency, barriers: Barriers) -> None:
    who = (acts.Who("欧阳测试", phone="13800000000"),)
    for days in (0, 20, 45):
        acts.register(
            officer,
            agency,
            acts.Entry("counter", "person", TODAY - timedelta(days=days), who, content=f"信息{days}"),
        )
    acts.register(officer, agency, acts.Entry("online", "business", TODAY, who, content="网上"))
    page = visit("/office/login/", width=390)
    enter(page, officer)
    for address in ("", "days/", "board/", "reassign/", "ledger/", "new/", f"table/?year={TODAY.year}"):
        page.goto(f"{ROOT}{address}")
        look(page, barriers)
    page.goto("/office/")
    look(page, barriers)
    page.goto(ROOT)
    page.get_by_text("按申请人查找").click()
    page.get_by_label("申请人", exact=True).fill("欧阳测试")
    page.get_by_role("button", name="查找").last.click()
    expect(page.get_by_text("共4件")).to_be_visible()
    look(page, barriers)
    page.get_by_role("link", name=Application.everything.order_by("pk").first().number).click()
    page.get_by_text("现在不能办的").click()
    page.get_by_text("查看申请人的姓名、证件和联系方式").click()
    page.get_by_label("理由").fill("核对身份")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("13800000000")).to_be_visible()
    look(page, barriers)


def test_without_scripts(visit: Open, officer: User) -> None:
    page = visit("/office/login/", width=390, javascript=False)
    enter(page, officer)
    page.goto(f"{ROOT}new/")
    a_letter(page)
    page.get_by_role("link", name="开始办理").click()
    page.get_by_role("link", name="写备注").click()
    page.get_by_label("备注").fill("与财务科联系")
    page.get_by_role("button", name="写备注").click()
    expect(page.get_by_text("与财务科联系")).to_have_count(1)
    assert not overflows(page)
