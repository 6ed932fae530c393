"""Duties, what is not disclosed, hand-overs and data calls in a real browser, on a desktop and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.duties.desk import a_duty, a_regular
from tests.publishing.desk import Desk, column_of, desk, published
from tests.reporting.office import make_person

from gongkai.agencies.models import Duty, User
from gongkai.duties.models import Occurrence
from gongkai.duties.services import closing, handing
from gongkai.registers.models import DataCall
from gongkai.registers.services import calls

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]
Barriers = Callable[[Page], list[str]]
SIZES = [(1280, True), (390, True), (390, False)]


@pytest.fixture
def at() -> Desk:
    return desk("示例市清河区司法局", "sfj")


def enter(visit: Open, who: User, address: str = "/office/", **window: object) -> Page:
    page = visit(f"/office/login/?next={address}", **window)
    page.get_by_label("登录名").fill(who.username)
    page.get_by_label("密码").fill("a long password 3")
    page.get_by_role("button", name="登录").click()
    return page


@pytest.mark.parametrize(("width", "javascript"), SIZES)
def test_a_budget_approved_reported_and_met(visit: Open, at: Desk, width: int, javascript: bool) -> None:
    duty = a_duty(at, limit="department-budget", column=column_of(at.agency))
    item = published(at, "示例市清河区司法局2026年部门预算")
    address = f"/office/duties/catalogue/{duty.public_id}/"
    page = enter(visit, at.officer, address, width=width, javascript=javascript)
    expect(page.get_by_text("财政部门批复之日起20日（自然日）以内")).to_be_visible()
    page.get_by_label("事项").fill("2026年预算批复")
    page.get_by_label("形成或者变更日期").fill(f"{timezone.localdate() - timedelta(days=12):%Y-%m-%d}")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="部门预算（2026年预算批复）")).to_be_visible()
    expect(page.get_by_text("还有8天")).to_be_visible()
    page.goto("/office/")
    page.get_by_role("link", name="部门预算（2026年预算批复）").click()
    page.get_by_label(item.title).check()
    page.get_by_role("button", name="办理", exact=True).first.click()
    expect(page.get_by_text("按期办理")).to_be_visible()
    expect(page.get_by_role("link", name=item.title)).to_be_visible()
    page.goto("/office/")
    expect(page.get_by_role("link", name="部门预算（2026年预算批复）")).to_have_count(0)


@pytest.mark.parametrize(("width", "javascript"), SIZES[1:])
def test_the_head_confirms_figures_on_a_telephone(
    visit: Open, at: Desk, barriers: Barriers, width: int, javascript: bool
) -> None:
    clerk = make_person(at.agency, Duty.CASE, name="clerk")
    today = timezone.localdate()
    calls.ask(
        at.officer,
        at.agency,
        year=today.year,
        section="行政审批科",
        registers=["permits", "fees"],
        due_on=today,
        filler=clerk,
        head=at.head,
    )
    page = enter(visit, clerk, width=width, javascript=javascript)
    page.get_by_role("link", name="行政审批科的数据").click()
    page.get_by_label("行政许可（件）").fill("三百")
    page.get_by_label("行政许可的数据来源").fill("许可台账")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("不是数字")
    expect(page.get_by_label("行政许可的数据来源")).to_have_value("许可台账")
    page.get_by_label("行政许可（件）").fill("313")
    page.get_by_label("行政事业性收费（万元）").fill("0")
    page.get_by_label("行政事业性收费的数据来源").fill("没有收费项目")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.get_by_text("等zhao-sfj某确认")).to_be_visible()

    head = enter(visit, at.head, width=width, javascript=javascript)
    head.get_by_role("link", name="行政审批科的数据").click()
    expect(head.get_by_text("来源：许可台账")).to_be_visible()
    assert not overflows(head)
    if javascript:
        assert barriers(head) == []
    head.get_by_role("button", name="确认无误").click()
    expect(head.get_by_text("确认填报数据")).to_be_visible()
    assert DataCall.everything.get().state == DataCall.State.CONFIRMED


def test_every_page_has_no_barrier_and_fits(visit: Open, at: Desk, barriers: Barriers) -> None:
    addresses = _addresses(at)
    page = enter(visit, at.officer)
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} {width}: {fault}" for fault in barriers(page)]
            if overflows(page):
                found.append(f"{address} {width}: scrolls sideways")
    assert found == []


def _addresses(at: Desk) -> list[str]:
    today = timezone.localdate()
    budget = a_duty(at, column=column_of(at.agency), content="部门预算及报表", deputy=None)
    a_regular(at, "规范性文件备案目录")
    gone = make_person(at.agency, Duty.CASE, name="gone")
    a_duty(at, "机构职能", kind="fixed", basis="20.2", responsible=gone, deputy=None)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for name, days in (("逾期的一次", -30), ("快到的一次", 4), ("以后的一次", 40)):
        due = today + timedelta(days=days)
        Occurrence.objects.create(
            duty=budget, name=name, formed_on=due - timedelta(days=20), due_on=due, provisional=days == 40
        )
    late = Occurrence.objects.get(name="逾期的一次")
    published(at, "示例市清河区司法局部门预算", formed_on=today - timedelta(days=90))
    given = {"title": "会议讨论记录", "ground": "process", "way": "closed", "reason": "讨论中的意见"}
    one = closing.record(
        at.officer, at.agency, given | {"decided_on": today - timedelta(days=9), "review_on": today}
    )
    closing.review(
        at.officer, at.agency, one, disclose=False, comment="情况没有变化", again_on=today + timedelta(days=1)
    )
    made = handing.hand_over(
        at.officer, at.agency, "archive", "清河区档案馆", first=today, last=today, on=today
    )
    call = calls.ask(
        at.officer,
        at.agency,
        year=today.year,
        section="行政审批科",
        registers=["permits"],
        due_on=today,
        filler=at.reviewer,
        head=at.head,
        note="按作出决定的日期统计",
    )
    root = "/office/duties/"
    return [
        root,
        f"{root}times/{late.public_id}/",
        f"{root}catalogue/",
        f"{root}catalogue/new/",
        f"{root}catalogue/import/",
        f"{root}catalogue/assign/",
        f"{root}catalogue/assign/?person=all",
        f"{root}catalogue/{budget.public_id}/",
        f"{root}catalogue/{budget.public_id}/change/",
        f"{root}late/?year=all",
        f"{root}slow/",
        f"{root}closed/",
        f"{root}closed/new/",
        f"{root}closed/interval/",
        f"{root}closed/{one.public_id}/",
        f"{root}handovers/",
        f"{root}handovers/new/",
        f"{root}handovers/{made.public_id}/",
        "/office/registers/calls/",
        "/office/registers/calls/new/",
        f"/office/registers/calls/{call.public_id}/",
        "/office/",
    ]
