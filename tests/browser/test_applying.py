"""A citizen on a telephone: search, apply, follow, correct, receive; by roles and labels, as somebody who hears the page does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.agencies.office import person
from tests.applications.citizen import ID, solved
from tests.browser.conftest import Open, overflows
from tests.browser.sites import add_items
from tests.portal.sites import a_platform

from gongkai.agencies.models import Agency, Duty, User
from gongkai.applications import services as acts
from gongkai.applications.models import Application
from gongkai.portal.finding import renew
from gongkai.portal.models import ItemPage

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]


@pytest.fixture
def office() -> tuple[Agency, User, User]:
    agency = a_platform(
        "示例市清河区司法局", "sifa", phone="0531-00000000", address="示例路1号", hours="工作日9:00至17:00"
    )
    add_items(agency)
    ItemPage.objects.update(agency=agency, published_at=timezone.now())
    renew(ItemPage.objects.values_list("pk", flat=True))
    return agency, person("banli", agency, Duty.CASE), person("shenhe", agency, Duty.REVIEWER)


@pytest.fixture
def look(barriers: Callable[[Page], list[str]]) -> Callable[[Page, str], None]:
    """Look at a page as it stands: no barrier, nothing cut off, also at 320 px."""

    def at(page: Page, name: str) -> None:
        assert barriers(page) == [], name
        page.set_viewport_size({"width": 320, "height": 900})
        assert not overflows(page), name
        page.set_viewport_size({"width": 390, "height": 900})

    return at


def onward(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def test_on_a_telephone(
    visit: Open, office: tuple[Agency, User, User], look: Callable[[Page, str], None]
) -> None:
    agency, officer, reviewer = office
    page = visit("/search/?q=没有这样的信息", width=390)
    page.get_by_role("link", name="依申请公开").first.click()
    look(page, "guide")
    page.get_by_role("link", name="网上申请", exact=True).click()
    look(page, "kind")
    onward(page)
    expect(page.get_by_role("alert")).to_contain_text("请选择一项")
    look(page, "kind, refused")
    page.get_by_role("radio", name="公民（自然人）").check()
    onward(page)
    look(page, "who")
    page.get_by_label("姓名").fill("欧阳测试")
    page.get_by_label("证件号码").fill(ID)
    page.get_by_label("联系电话").fill("13800000000")
    page.get_by_label("电子邮箱").fill("ouyang@example.cn")
    onward(page)
    page.get_by_role("button", name="再加一位共同申请人").click()
    look(page, "together")
    onward(page)
    page.get_by_label("信息的名称").fill("关于办理不动产登记的")
    expect(page.get_by_role("status")).to_contain_text("已经公开")
    look(page, "content")
    onward(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("已经公开")
    look(page, "already")
    page.get_by_role("link", name="都不是，继续申请").click()
    page.get_by_role("radio", name="电子文件").check()
    page.get_by_role("radio", name="电子邮件").check()
    look(page, "delivery")
    onward(page)
    page.get_by_label("选择文件").set_input_files(
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "说明".encode()}
    )
    page.get_by_role("button", name="上传，再选一个").click()
    look(page, "files")
    onward(page)
    look(page, "review")
    page.get_by_role("checkbox", name="我同意").check()
    question = page.get_by_label("请回答")
    label = page.locator(f"label[for={question.get_attribute('id')}]").inner_text()
    question.fill(solved(re.sub(r"^请回答：", "", label)))
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已经提交")
    look(page, "receipt")
    number, code = page.locator("dd.big").all_inner_texts()
    assert code not in page.url
    page.get_by_role("button", name="已经记下").click()

    case = Application.everything.get()
    assert case.number == number
    today = timezone.localdate()
    acts.confirm(officer, agency, case, today)
    acts.ask_correction(officer, agency, case, today, today + timedelta(days=15), "请写明是哪一年的")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill("AAAAAAAAAA")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("没有找到")
    look(page, "wrong code")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("blockquote")).to_contain_text("请写明是哪一年的")
    look(page, "correction asked")
    page.get_by_label("补正的内容").fill("2023年的")
    page.get_by_role("button", name="提交补正").click()
    expect(page.get_by_text("答复期限：")).to_be_visible()
    page.get_by_text("期限是怎样算的").click()
    look(page, "in hand")

    decision = acts.draft(officer, agency, case, today, [acts.PartOf("granted", "36-2")], access="随函附送")
    acts.sign(reviewer, agency, case, decision, today, "示司公复〔2026〕1号")
    acts.add_file(officer, agency, case, "答复书.pdf", b"%PDF-1.4 answer", for_applicant=True)
    acts.serve(officer, agency, case, today, "online")
    page.reload()
    look(page, "answered")
    with page.expect_download() as download:
        page.get_by_role("link", name="答复书.pdf").click()
    assert download.value.suggested_filename == "答复书.pdf"
    page.get_by_role("button", name="确认收到答复").click()
    page.get_by_role("radio", name="非常满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价：非常满意")).to_be_visible()
    look(page, "rated")
    page.get_by_role("link", name="结束查询").click()
    expect(page.get_by_label("查询码")).to_be_visible()
    page.goto("/apply/form/kind/")
    page.get_by_role("radio", name="商业企业").check()
    onward(page)
    look(page, "organisation")
    page.goto("/apply/form/")
    look(page, "resume")
    page.get_by_role("link", name="删除草稿").click()
    look(page, "delete")
    page.get_by_role("button", name="删除我的草稿").click()
    page.goto("/apply/form/review/")
    look(page, "lost")
