"""The acts of review: who decides at which step, what is asked there, and that exactly what was reviewed is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.once import once
from tests.publishing.desk import (
    Desk,
    a_scan,
    address,
    approve,
    change,
    desk,
    draft,
    fresh,
    send,
    through,
    today,
)
from tests.reporting.office import make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Deputy, Duty, Role, User
from gongkai.audit.models import Entry
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Round, SecrecyForm, Verdict
from gongkai.publishing.review import refusal, waiting_for

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return draft(at.officer, at.agency)


def test_three_people_publish(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    assert [step["name"] for step in one.steps] == ["一审", "二审（保密审查）", "三审（签发）"]
    for who, waits in zip(at.deciders, (1, 2, 2), strict=True):
        assert waiting_for(who) == [one]
        assert not fresh(item).live
        one = approve(who, one)
        assert one.step == waits
    item = fresh(item)
    assert one.state == Round.State.PUBLISHED
    assert item.live
    assert item.published_at is not None
    assert item.live_revision_id == one.revision_id
    assert Client().get(address(item)).status_code == 200
    assert [verdict.kind for verdict in one.verdicts.all()] == [
        "sent",
        "approved",
        "approved",
        "approved",
        "published",
    ]
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert [act for act in acts if act.startswith(("item.", "publish"))] == [
        "item.send",
        "item.approve",
        "item.approve",
        "publish",
        "item.approve",
    ]


@pytest.mark.parametrize("duty", [one for one in Duty if one != Duty.REVIEWER])
def test_only_who_has_the_steps_duty_decides(duty: Duty, at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    with pytest.raises(Refused):
        approve(make_person(at.agency, duty, name="other"), one)
    assert Round.everything.get().step == 0


def test_a_superuser_without_the_duty_does_not_decide(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    root = User.objects.create_superuser("root", password="a long password 3")
    with pytest.raises(Refused, match=r"应由.*审核人办理"):
        approve(root, one)
    assert waiting_for(root) == []
    with pytest.raises(Refused):
        services.give_back(root, at.agency, one, "不行")


def test_one_person_does_not_hold_two_steps(at: Desk, item: ItemPage) -> None:
    Role.everyone.create(person=at.reviewer, agency=at.agency, duty=Duty.SECRECY)
    one = approve(at.reviewer, send(at.officer, item))
    with pytest.raises(Refused, match="已经办理过前面的步骤"):
        approve(at.reviewer, one)


def test_a_maker_does_not_review(at: Desk) -> None:
    item = draft(at.reviewer, at.agency)
    one = send(at.officer, item)
    assert set(one.makers.all()) == {at.officer, at.reviewer}
    with pytest.raises(Refused, match="拟稿人或者送审人，不能审核"):
        approve(at.reviewer, one)


def test_whoever_changed_a_version_is_a_maker(at: Desk, item: ItemPage) -> None:
    change(item, at.head, title="改过的标题")
    one = send(at.officer, item)
    approve(at.reviewer, one)
    approve(at.secrecy, one)
    with pytest.raises(Refused, match="拟稿人或者送审人"):
        approve(at.head, one)


def one_for_all(at: Desk) -> User:
    """Let one person hold all duties, and several steps."""
    steps = [{"name": "审核签发", "duty": Duty.HEAD.value, "secrecy": True}]
    services.set_plan(at.head, at.agency, "", steps, several=True)
    for duty in (Duty.OFFICER, Duty.REVIEWER, Duty.SECRECY):
        Role.everyone.create(person=at.head, agency=at.agency, duty=duty)
    return at.head


def test_the_maker_never_decides_on_publication_even_where_one_may_hold_several_steps(at: Desk) -> None:
    head = one_for_all(at)
    item = draft(head, at.agency)
    one = send(head, item)
    with pytest.raises(Refused, match="不能由同一个人签发"):
        approve(head, one)
    assert not fresh(item).live


def test_an_office_of_two_publishes(at: Desk, item: ItemPage) -> None:
    steps = [
        {"name": "审核", "duty": Duty.HEAD.value, "secrecy": True},
        {"name": "签发", "duty": Duty.HEAD.value, "secrecy": False},
    ]
    services.set_plan(at.head, at.agency, "", steps, several=True)
    one = approve(at.head, send(at.officer, item))
    assert approve(at.head, one).state == Round.State.PUBLISHED


def test_open_rounds_keep_their_steps(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    one_for_all(at)
    assert len(Round.everything.get(pk=one.pk).steps) == 3


def test_a_kind_may_have_steps_of_its_own(at: Desk) -> None:
    steps = [
        {"name": "法制审核", "duty": Duty.LEGAL.value, "secrecy": False},
        {"name": "签发", "duty": Duty.HEAD.value, "secrecy": True},
    ]
    services.set_plan(at.head, at.agency, "policypage", steps, several=False)
    from gongkai.portal.models import PolicyPage

    policy = draft(
        at.officer,
        at.agency,
        kind=PolicyPage,
        column="normative-documents",
        document_number="清应急〔2026〕3号",
        validity="valid",
    )
    assert [step["name"] for step in send(at.officer, policy).steps] == ["法制审核", "签发"]
    assert len(send(at.officer, draft(at.officer, at.agency)).steps) == 3


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "至少一步"),
        ([{"name": "审", "duty": "head", "secrecy": False}], "保密审查单"),
        ([{"name": "审", "duty": "officer", "secrecy": True}], "由谁审核"),
        ([{"name": "", "duty": "head", "secrecy": True}], "名称"),
        ([{"name": "审", "duty": "head", "secrecy": True}] * 7, "至多六步"),
    ],
)
def test_plans_that_are_none(steps: list[dict[str, Any]], words: str, at: Desk) -> None:
    with pytest.raises(Refused, match=words):
        services.set_plan(at.head, at.agency, "", steps, several=False)


def test_comment_proofreading_and_secrecy_are_asked_for(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    with pytest.raises(Refused, match="写明意见"):
        approve(at.reviewer, one, comment="  ")
    with pytest.raises(Refused, match="已校对"):
        approve(at.reviewer, one, proofread=False)
    approve(at.reviewer, one)
    with pytest.raises(Refused, match="要填写保密审查单"):
        approve(at.secrecy, one, secrecy=None)
    assert Round.everything.get().step == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (services.SecrecyAnswer("open", "依据", frozenset({"state_secret"})), "国家秘密"),
        (services.SecrecyAnswer("partly", "依据", frozenset({"state_secret"})), "国家秘密"),
        (services.SecrecyAnswer("open", "依据", frozenset({"work_secret"})), "工作秘密"),
        (services.SecrecyAnswer("open", "", frozenset({"privacy"})), "写明依据"),
        (services.SecrecyAnswer("closed"), "写明依据"),
        (services.SecrecyAnswer("request", " "), "写明依据"),
        (services.SecrecyAnswer("partly"), "写明依据"),
    ],
)
def test_contradictions_on_the_secrecy_form(
    answer: services.SecrecyAnswer, words: str, at: Desk, item: ItemPage
) -> None:
    one = approve(at.reviewer, send(at.officer, item))
    with pytest.raises(Refused, match=words):
        approve(at.secrecy, one, secrecy=answer)
    assert not SecrecyForm.objects.exists()
    assert Round.everything.get().step == 1


@pytest.mark.parametrize(("conclusion", "way"), [("closed", "closed"), ("request", "request")])
def test_what_is_not_to_be_disclosed_ends_there(conclusion: str, way: str, at: Desk, item: ItemPage) -> None:
    one = approve(at.reviewer, send(at.officer, item))
    answer = services.SecrecyAnswer(conclusion, "条例第十六条第一款（内部事务信息）")
    one = approve(at.secrecy, one, secrecy=answer)
    assert one.state == Round.State.DECLINED
    item = fresh(item)
    assert (item.way, item.live) == (way, False)
    form = SecrecyForm.objects.get()
    assert form.basis == "条例第十六条第一款（内部事务信息）"
    with pytest.raises(Refused, match="已经结束"):
        approve(at.head, one)


def test_return_and_resend(at: Desk, item: ItemPage) -> None:
    one = approve(at.reviewer, send(at.officer, item))
    with pytest.raises(Refused, match="写明意见"):
        services.give_back(at.secrecy, at.agency, one, "")
    one = services.give_back(at.secrecy, at.agency, one, "第二段有联系人手机号码")
    assert one.state == Round.State.RETURNED
    with pytest.raises(Refused, match="已经结束"):
        approve(at.secrecy, one)
    change(item, at.officer, title="改好的标题")
    again = send(at.officer, item)
    assert (again.step, again.pk != one.pk) == (0, True)
    through(at, again)
    assert fresh(item).title == "改好的标题"


def test_recall(at: Desk, item: ItemPage) -> None:
    one = approve(at.reviewer, send(at.officer, item))
    with pytest.raises(Refused, match="正在审核"):
        send(at.officer, item)
    services.recall(at.officer, at.agency, one, "还要补一个附件")
    assert Round.everything.get().state == Round.State.RECALLED
    with pytest.raises(Refused, match="已经结束"):
        approve(at.secrecy, one)
    with pytest.raises(Refused, match="不能收回"):
        services.recall(at.officer, at.agency, one)
    assert send(at.officer, item).state == Round.State.OPEN


def test_delegation(at: Desk, item: ItemPage) -> None:
    other = make_person(at.agency, Duty.LEGAL, name="sun")
    one = send(at.officer, item)
    with pytest.raises(Refused, match="没有审核的职责"):
        services.delegate(at.reviewer, at.agency, one, make_person(at.agency, Duty.CASE, name="case"), "请办")
    with pytest.raises(Refused, match="转交给自己"):
        services.delegate(at.reviewer, at.agency, one, at.reviewer, "请办")
    with pytest.raises(Refused, match="应由"):
        services.delegate(at.head, at.agency, one, other, "请办")
    one = services.delegate(at.reviewer, at.agency, one, other, "请您把关")
    assert waiting_for(at.reviewer) == []
    assert waiting_for(other) == [one]
    with pytest.raises(Refused, match="已转交"):
        approve(at.reviewer, one)
    one = approve(other, one)
    assert (one.step, one.assigned_to) == (1, None)


def test_nobody_delegates_to_the_maker(at: Desk) -> None:
    maker = make_person(at.agency, Duty.OFFICER, Duty.REVIEWER, name="maker")
    one = send(maker, draft(maker, at.agency))
    with pytest.raises(Refused, match="拟稿人"):
        services.delegate(at.reviewer, at.agency, one, maker, "请办")
    assert Round.everything.get().assigned_to is None


def test_a_deputy_decides_in_those_days_only(at: Desk, item: ItemPage) -> None:
    deputy = make_person(at.agency, Duty.CASE, name="deputy")
    row = Deputy.objects.create(
        role=Role.everyone.get(person=at.reviewer), person=deputy, first_day=today(), last_day=today()
    )
    one = send(at.officer, item)
    assert refusal(deputy, one) == ""
    row.first_day = row.last_day = today() - timedelta(days=1)
    row.save()
    assert "没有这项职责" in refusal(deputy, one)


def test_the_second_of_two_who_decide_at_once_is_told(at: Desk, item: ItemPage) -> None:
    """Somebody who may do the next step too must not pass it with a form filled in for this one."""
    second = make_person(at.agency, Duty.REVIEWER, Duty.SECRECY, name="both")
    one = send(at.officer, item)
    seen = one.verdicts.count()
    approve(at.reviewer, one, seen=seen)
    with pytest.raises(Refused, match=r"您打开之后，li-yingji某已于.*“一审通过”，您的意见没有提交"):
        approve(second, one, seen=seen, secrecy=services.SecrecyAnswer("open"))
    with pytest.raises(Refused, match="您打开之后"):
        services.give_back(second, at.agency, one, "退", seen=seen)
    assert Round.everything.get().step == 1


# On paper (纸质审批)


def on_paper(at: Desk, signer: User, **changes: Any) -> services.PaperSignature:
    return replace(services.PaperSignature(signer, today(), a_scan(at)), **changes)


def test_a_decision_on_paper_is_entered_by_somebody_else(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    one = approve(at.officer, one, paper=on_paper(at, at.reviewer))
    verdict = one.verdicts.get(kind=Verdict.Kind.APPROVED)
    assert (verdict.person, verdict.recorded_by, verdict.paper) == (at.reviewer, at.officer, True)
    assert verdict.scan is not None
    one = approve(at.officer, one, paper=on_paper(at, at.secrecy))
    assert approve(at.officer, one, paper=on_paper(at, at.head)).state == Round.State.PUBLISHED


def test_paper_does_not_lift_the_rules(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    with pytest.raises(Refused, match="签字人没有这项职责"):
        approve(at.officer, one, paper=on_paper(at, at.head))
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Refused, match="签字日期"):
            approve(at.officer, one, paper=on_paper(at, at.reviewer, on=day))
    with pytest.raises(Refused, match="写明意见"):
        approve(at.officer, one, paper=on_paper(at, at.reviewer), comment="")
    other = desk("示例市清河区水务局", "shuiwu")
    with pytest.raises(Refused, match="没有这份扫描件"):
        approve(at.officer, one, paper=on_paper(at, at.reviewer, scan=a_scan(other)))
    with pytest.raises(Refused, match="没有这项职责"):
        approve(other.officer, one, paper=on_paper(at, at.reviewer))
    services.give_back(at.officer, at.agency, one, "补充附件", paper=on_paper(at, at.reviewer))
    assert one.verdicts.get(kind=Verdict.Kind.RETURNED).paper
