"""The pages of review over HTTP: what each shows to whom, that nothing typed is lost, and that nothing foreign is there."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.agencies.office import logged_in
from tests.once import once
from tests.publishing.desk import (
    Desk,
    a_document,
    approve,
    attach,
    change,
    column_of,
    desk,
    draft,
    fresh,
    published,
    send,
)
from tests.reporting.office import make_person

from gongkai.agencies.models import Duty, Role, User
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Round

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return draft(at.officer, at.agency)


def page(who: User, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = logged_in(who).get(f"{reverse(f'publishing:{name}', args=args)}{query}")
    assert answer.status_code == status, (name, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode(errors="replace")


def post(who: User, name: str, *args: Any, **data: Any) -> Any:
    return logged_in(who).post(reverse(f"publishing:{name}", args=args), data, follow=True)


# The list


def test_the_list_shows_where_each_item_stands(at: Desk) -> None:
    draft(at.officer, at.agency, "草拟的")
    send(at.officer, draft(at.officer, at.agency, "在审的"))
    one = send(at.officer, draft(at.officer, at.agency, "退了的"))
    services.give_back(at.reviewer, at.agency, one, "改")
    published(at, "公开的")
    gone = published(at, "撤了的")
    services.withdraw_item(at.officer, at.agency, gone, "误发")
    services.purge(at.head, at.agency, draft(at.officer, at.agency, "清了的"), why="other")
    shut = approve(at.reviewer, send(at.officer, draft(at.officer, at.agency, "不发的")))
    approve(at.secrecy, shut, secrecy=services.SecrecyAnswer("closed", "条例第十六条"))
    later = draft(at.officer, at.agency, "定时的")
    one = send(at.officer, later, publish_at=timezone.now() + timedelta(days=1))
    for who in at.deciders:
        one = approve(who, one)
    titles = {
        "draft": "草拟的",
        "review": "在审的",
        "returned": "退了的",
        "published": "公开的",
        "withdrawn": "撤了的",
        "purged": "（内容已清除）",
        "declined": "不发的",
        "scheduled": "定时的",
    }
    for stand, title in titles.items():
        shown = page(at.officer, "items", query=f"?stand={stand}")
        assert title in shown
        others = set(titles.values()) - {title}
        assert [one for one in others if f">{one}</a>" in shown] == [], stand
    assert all(f">{title}</a>" in page(at.officer, "items", query="?stand=all") for title in titles.values())


def test_what_is_public_is_listed_as_public_while_it_is_reviewed_again(at: Desk) -> None:
    item = published(at, "公开着的")
    change(item, at.officer, title="公开着的（改）")
    send(at.officer, item)
    for stand in ("published", "review"):
        shown = page(at.officer, "items", query=f"?stand={stand}")
        assert "公开着的（改）" in shown
        assert "公开着前一版" in shown


def test_filters_are_remembered_and_can_be_dropped(at: Desk, item: ItemPage) -> None:
    draft(at.officer, at.agency, "另一件事", document_number="清应急〔2026〕8号", column="penalties")
    client = logged_in(at.officer)
    address = reverse("publishing:items")
    asked = {
        "q": "清应急 8号",
        "column": str(column_of(at.agency, "penalties").pk),
        "kind": "itempage",
        "agency": at.agency.public_id,
        "year": "2026",
    }
    for name, value in asked.items():
        shown = client.get(address, {name: value}).content.decode()
        assert "另一件事" in shown, name
        assert ("关于开展安全生产检查的通知" in shown) == (name in ("kind", "agency", "year")), name
    for nonsense in (
        {"column": "x"},
        {"q": "没有这样的"},
        {"year": "二"},
        {"kind": "user"},
        {"agency": "none"},
    ):
        assert "另一件事" not in client.get(address, nonsense).content.decode()
    client.get(address, {"q": "8号", "stand": "draft"})
    again = client.get(address)
    assert again.status_code == 302
    assert "stand=draft" in again["Location"]
    assert client.get(address, {"clear": "1"}, follow=True).content.decode().count("另一件事") == 1
    for order in ("title", "-title", "formed", "-published", "changed", "nonsense"):
        assert client.get(address, {"o": order}).status_code == 200


@pytest.mark.parametrize("name", ["items", "export"])
def test_queries_do_not_grow_with_the_list(name: str, at: Desk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(at.officer, name, query="?stand=all")
        return len(seen)

    for number in range(10):
        send(at.officer, draft(at.officer, at.agency, f"第{number}条"))
    page(at.officer, name, query="?stand=all")
    few = asked()
    column = column_of(at.agency)
    kept = ItemPage.objects.order_by("pk").last()
    assert kept is not None
    many(column, at, 290)
    assert ItemPage.objects.count() == 300
    assert asked() == few


def many(column: Any, at: Desk, count: int) -> None:
    """Put so many items below a column at once."""
    from wagtail.models import Page

    column.refresh_from_db()
    for number in range(count):
        column.add_child(instance=ItemPage(title=f"很多{number}", live=False, agency=at.agency))
    assert Page.objects.child_of(column).count() >= count


def test_the_table_taken_along(at: Desk) -> None:
    draft(at.officer, at.agency, '=HYPERLINK("http://example.com")')
    answer = logged_in(at.officer).get(reverse("publishing:export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["标题", "机关", "栏目"]
    assert rows[1][0].value.startswith("=HYPERLINK")
    assert rows[1][0].data_type == "s"
    assert rows[1][2].value == "行政许可和对外管理服务"


# A new item


def test_column_and_kind_are_chosen_on_one_page(at: Desk) -> None:
    shown = page(at.officer, "new")
    assert "行政规范性文件" in shown
    assert "依申请公开" not in shown.partition("<form")[2], "the menu has it, the choice of columns has not"
    column = column_of(at.agency, "normative-documents")
    answer = logged_in(at.officer).post(reverse("publishing:new"), {"column": column.pk})
    assert answer["Location"] == f"/office/pages/add/portal/policypage/{column.pk}/"
    editor = logged_in(at.officer).get(answer["Location"])
    assert editor.status_code == 200
    form = editor.context["form"]
    assert (form["basis"].value(), form["theme"].value(), form["level"].value()) == (
        "20.1",
        "行政规范性文件",
        "normative",
    )
    answer = logged_in(at.officer).post(reverse("publishing:new"), {"column": column.pk, "kind": "itempage"})
    assert "/portal/itempage/" in answer["Location"]
    assert "请选择" in logged_in(at.officer).post(reverse("publishing:new"), {}).content.decode()
    other = desk("示例市清河区水务局", "shuiwu")
    foreign = column_of(other.agency, "permits").pk
    assert logged_in(at.officer).post(reverse("publishing:new"), {"column": foreign}).status_code == 422
    assert "没有拟写信息的职责" in post(at.secrecy, "new").content.decode()


# Sending


def test_what_is_found_is_shown_and_what_is_typed_stays(at: Desk) -> None:
    item = draft(at.officer, at.agency, words="<p>电话13800138000。帐户、帐号。</p>")
    shown = page(at.officer, "send", item.slug)
    assert "必须改正（1）" in shown
    assert "请核对（2）" in shown
    assert "13800138000" not in shown
    assert all(name in shown for name in ("li-yingji某", "wang-yingji某", "zhao-yingji某"))
    answer = post(at.officer, "send", item.slug, version=item.latest_revision_id, way="normal", note="请快办")
    assert answer.status_code == 422
    assert "必须改正的问题" in answer.content.decode()
    assert "请快办" in answer.content.decode()
    key = shown.split('name="why:')[1].split('"')[0]
    data = {f"why:{key}": "值班电话", "version": item.latest_revision_id, "way": "normal", "note": "请快办"}
    done = post(at.officer, "send", item.slug, **data)
    assert "已送审，等待“一审”" in done.content.decode()
    one = Round.everything.get()
    assert (one.note, one.findings.get(key=key).reason) == ("请快办", "值班电话")


def test_sending_with_a_time(at: Desk, item: ItemPage) -> None:
    tomorrow = timezone.localtime() + timedelta(days=1)
    data = {"version": item.latest_revision_id, "way": "normal", "publish_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}
    post(at.officer, "send", item.slug, **data)
    one = Round.everything.get()
    assert one.publish_at is not None
    assert timezone.localtime(one.publish_at).hour == tomorrow.hour
    shown = page(at.officer, "item", item.slug)
    assert "审核中" in shown
    assert "一审，审核人：li-yingji某" in shown


def test_the_editor_saves_and_leads_to_sending(at: Desk, item: ItemPage) -> None:
    client = logged_in(at.officer)
    editor = client.get(f"/office/pages/{item.pk}/edit/").content.decode()
    assert "保存并送审" in editor
    assert 'name="action-publish"' not in editor


def test_who_may_not_send(at: Desk, item: ItemPage) -> None:
    assert "没有送审的职责" in post(at.secrecy, "send", item.slug).content.decode()
    assert not Round.everything.exists()


def test_recall_over_http(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    assert "收回" in page(at.officer, "recall", one.public_id)
    post(at.officer, "recall", one.public_id, reason="补附件")
    assert Round.everything.get().state == Round.State.RECALLED


# Deciding


def secrecy(**changes: Any) -> dict[str, Any]:
    values = {"carrier": "other", "where": "政府网站", "conclusion": "open", "basis": ""} | changes
    return {f"secrecy-{name}": value for name, value in values.items()}


def decide(who: User, one: Round, do: str = "approve", **more: Any) -> Any:
    data = {
        "do": do,
        "comment": "同意",
        "proofread": "on",
        "seen": Round.everything.get(pk=one.pk).verdicts.count(),
    }
    return post(who, "round", one.public_id, **(data | more))


def test_three_people_over_http(at: Desk, item: ItemPage) -> None:
    item = attach(item, at.officer, a_document(at.agency, "检查表.txt", "检查项目".encode()))
    one = send(at.officer, item, note="请留意第二段")
    shown = page(at.reviewer, "round", one.public_id)
    assert "请留意第二段" in shown
    assert "检查表" in shown
    assert "通过" in shown
    wrong = page(at.head, "round", one.public_id)
    assert "应由" in wrong
    assert 'name="do"' not in wrong
    assert decide(at.reviewer, one, comment="").status_code == 422
    assert "已校对" in decide(at.reviewer, one, proofread="").content.decode()
    assert "已通过，转到“二审（保密审查）”" in decide(at.reviewer, one).content.decode()
    shown = page(at.secrecy, "round", one.public_id)
    assert all(words in shown for words in ("填表日期", "拟公开单位", "载体形式", "拟公开方式", "处理结论"))
    assert "保密审查单" in decide(at.secrecy, one).content.decode()
    closed = decide(at.secrecy, one, **secrecy(conclusion="closed"))
    assert "写明依据" in closed.content.decode()
    assert 'value="closed"' in closed.content.decode()
    decide(at.secrecy, one, **secrecy())
    assert "公众现在可以看到" in decide(at.head, one).content.decode()
    assert Client().get(str(fresh(item).url)).status_code == 200


def test_the_version_shown_is_the_one_that_was_sent(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    change(item, at.officer, title="后来的标题", body="<p>后来的话</p>")
    answer = logged_in(at.reviewer).get(reverse("publishing:version", args=[one.public_id]))
    shown = answer.content.decode()
    assert "关于开展安全生产检查的通知" in shown
    assert "6月30日" in shown
    assert "后来的" not in shown
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "后来的话" in page(at.officer, "preview", item.slug)


def test_the_second_of_two_is_told_over_http(at: Desk, item: ItemPage) -> None:
    Role.everyone.create(person=at.secrecy, agency=at.agency, duty=Duty.REVIEWER)
    one = send(at.officer, item)
    seen = one.verdicts.count()
    decide(at.reviewer, one)
    answer = decide(at.secrecy, one, seen=seen, comment="我写的意见", **secrecy())
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "您打开之后，li-yingji某" in shown
    assert "我写的意见" in shown
    assert Round.everything.get().step == 1


def test_return_and_delegate_over_http(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    second = make_person(at.agency, Duty.LEGAL, name="sun")
    data = {"do": "delegate", "seen": 1, "to": second.public_id}
    assert post(at.reviewer, "round", one.public_id, **data).status_code == 422
    post(at.reviewer, "round", one.public_id, **data, reason="请法制把关")
    assert Round.everything.get().assigned_to == second
    assert "已退回" in decide(second, one, "return", comment="第二段改一下", proofread="").content.decode()
    shown = page(at.officer, "item", item.slug)
    assert "第二段改一下" in shown
    assert "已退回" in shown


def test_what_changed_of_the_public_version_is_shown(at: Desk) -> None:
    item = published(at, words="<p>第一段话。</p><p>第二段话。</p>")
    change(item, at.officer, title="新的标题", body="<p>第一段话。</p><p>第二段新话。</p>")
    one = send(at.officer, item)
    for shown in (page(at.reviewer, "round", one.public_id), page(at.officer, "compare", item.slug)):
        assert "<ins>新</ins>" in shown
        assert "<ins>新的标题</ins>" in shown
    wording = published(at, "勘误的", "<p>布署工作。</p>")
    change(wording, at.officer, body="<p>部署工作。</p>")
    assert "文字勘误" in page(at.officer, "send", wording.slug, query="?way=wording")
    post(
        at.officer, "send", wording.slug, version=fresh(wording).latest_revision_id, way="wording", why="错字"
    )
    shown = page(at.reviewer, "round", Round.everything.get(item=wording, state="open").public_id)
    assert "<del>布</del><ins>部</ins>署" in shown
