"""What is done to columns: dated acts, old addresses that lead on, fixed columns that stay (国办公开办函〔2019〕61号)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.agencies.office import person
from tests.once import once
from tests.portal.sites import a_platform

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty
from gongkai.audit.models import Entry
from gongkai.portal import columns, gate
from gongkai.portal.models import ColumnChange, ColumnPage, ItemPage
from gongkai.portal.queries import column_of, platform_of

pytestmark = pytest.mark.django_db
DAY = date(2022, 3, 1)


built, agency = once(a_platform)


@pytest.fixture
def head(agency: Agency) -> Any:
    return person("head", agency, Duty.HEAD)


def statutory(agency: Agency) -> ColumnPage:
    found = column_of(agency, ColumnPage.Key.STATUTORY)
    assert found is not None
    return found


def an_item(column: ColumnPage, title: str = "通知", slug: str = "notice") -> ItemPage:
    with gate.opened():
        column = ColumnPage.objects.get(pk=column.pk)
        made: ItemPage = column.add_child(
            instance=ItemPage(title=title, slug=slug, published_at=timezone.now())
        )
    return made


def changes(agency: Agency) -> list[tuple[str, date]]:
    return list(ColumnChange.objects.for_agency(agency.pk).order_by("pk").values_list("kind", "on"))


def test_opening_is_dated_logged_and_seen(agency: Agency, head: Any, client: Client) -> None:
    made = columns.open_column(
        head,
        agency,
        statutory(agency),
        "工作进展",
        slug="work",
        on=DAY,
        reason="按年报分类",
        introduction="每月更新",
    )
    assert changes(agency) == [("opened", DAY)]
    assert made.opened_on == DAY
    assert Entry.objects.filter(act="column.open", actor=head.public_id).count() == 1
    answer = client.get("/disclosure/work/")
    assert answer.status_code == 200
    assert "每月更新" in answer.content.decode()
    assert "工作进展" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("title", "slug", "words"),
    [("", "", "请写栏目的名称"), ("统计信息", "", "已有"), ("新", "统 计", "只能用小写字母"), ("新", "statistics", "已经用了"), ("新", "list", "留给列表的翻页"), ("新", "2022", "留给列表的翻页"), ("很" * 41, "", "不能超过40个字")],
)  # fmt: skip
def test_what_cannot_be_opened(agency: Agency, head: Any, title: str, slug: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        columns.open_column(head, agency, statutory(agency), title, slug=slug)
    assert words in refused.value.message
    assert changes(agency) == []


def test_not_below_the_guide_nor_beside_the_fixed_ones(agency: Agency, head: Any) -> None:
    guide = column_of(agency, ColumnPage.Key.GUIDE)
    assert guide is not None
    with pytest.raises(Refused, match="下面不能开设栏目"):
        columns.open_column(head, agency, guide, "新栏目")
    platform = platform_of(agency)
    assert platform is not None
    with pytest.raises(Refused, match="固定栏目"):
        columns.open_column(head, agency, platform, "新栏目")


def test_the_window_stands_beside_once(agency: Agency, head: Any) -> None:
    platform = platform_of(agency)
    assert platform is not None
    window = columns.open_column(head, agency, platform, "部门之窗", slug="window", window=True)
    assert (window.key, window.get_parent().pk) == (ColumnPage.Key.WINDOW, platform.pk)
    columns.open_column(head, agency, window, "图片新闻", slug="pictures")
    with pytest.raises(Refused, match="只能有一个"):
        columns.open_column(head, agency, platform, "部门之窗二", window=True)


def test_an_officer_may_not(agency: Agency) -> None:
    officer = person("officer", agency, Duty.OFFICER)
    with pytest.raises(Refused, match="没有这项职责"):
        columns.open_column(officer, agency, statutory(agency), "新栏目")


def test_renaming_keeps_the_address(agency: Agency, head: Any, client: Client) -> None:
    made = columns.open_column(head, agency, statutory(agency), "进展", slug="work")
    columns.rename_column(head, agency, made, "工作进展", on=DAY, reason="与年报一致")
    assert "工作进展" in client.get("/disclosure/work/").content.decode()
    change = ColumnChange.objects.for_agency(agency.pk).get(kind="renamed")
    assert (change.before, change.after, change.on) == ("进展", "工作进展", DAY)


@pytest.mark.parametrize("act", ["rename", "close", "move", "merge"])
def test_fixed_columns_stay(agency: Agency, head: Any, act: str) -> None:
    fixed = statutory(agency)
    other = columns.open_column(head, agency, fixed, "其他", slug="other")
    calls = {
        "rename": lambda: columns.rename_column(head, agency, fixed, "主动公开"),
        "close": lambda: columns.close_column(head, agency, fixed, reason="不用了"),
        "move": lambda: columns.move_column(head, agency, fixed, other),
        "merge": lambda: columns.merge_column(head, agency, fixed, other),
    }
    with pytest.raises(Refused, match="61号"):
        calls[act]()


def test_merging_moves_items_and_leads_on(agency: Agency, head: Any, client: Client) -> None:
    one = columns.open_column(head, agency, statutory(agency), "甲", slug="one")
    two = columns.open_column(head, agency, statutory(agency), "乙", slug="two")
    an_item(one, "甲的通知", "notice")
    an_item(two, "乙的通知", "notice")
    columns.merge_column(head, agency, one, two, on=DAY, reason="内容重复")
    change = ColumnChange.objects.for_agency(agency.pk).get(kind="merged")
    assert (change.before, change.after, change.items) == ("甲", "乙", 1)
    words = client.get("/disclosure/two/").content.decode()
    assert "甲的通知" in words
    assert "乙的通知" in words
    assert client.get("/disclosure/one/", follow=True).redirect_chain == [("/disclosure/two/", 301)]
    final = client.get("/disclosure/one/notice/", follow=True)
    assert final.status_code == 200
    assert "甲的通知" in final.content.decode()
    assert "甲" not in [row.title for row in ColumnPage.objects.live()]


def test_moving_leads_on(agency: Agency, head: Any, client: Client) -> None:
    one = columns.open_column(head, agency, statutory(agency), "甲", slug="one")
    two = columns.open_column(head, agency, statutory(agency), "乙", slug="two")
    an_item(one)
    columns.move_column(head, agency, one, two, reason="归类")
    assert client.get("/disclosure/two/one/notice/").status_code == 200
    assert (
        client.get("/disclosure/one/notice/", follow=True).redirect_chain[0][0]
        == "/disclosure/two/one/notice/"
    )
    with pytest.raises(Refused, match="它自己下面"):
        columns.move_column(
            head, agency, ColumnPage.objects.get(pk=two.pk), ColumnPage.objects.get(pk=one.pk)
        )


def test_closing_keeps_what_stands_there(agency: Agency, head: Any, client: Client) -> None:
    one = columns.open_column(head, agency, statutory(agency), "甲", slug="one")
    empty = columns.open_column(head, agency, statutory(agency), "乙", slug="two")
    an_item(one)
    with pytest.raises(Refused, match="要写明理由"):
        columns.close_column(head, agency, one, reason=" ")
    columns.close_column(head, agency, one, reason="职能划出", on=DAY)
    columns.close_column(head, agency, empty, reason="没有内容")
    assert client.get("/disclosure/one/notice/").status_code == 200
    assert client.get("/disclosure/two/").status_code == 404
    columns.reopen_column(head, agency, ColumnPage.objects.get(pk=empty.pk))
    assert client.get("/disclosure/two/").status_code == 200


def test_an_item_is_moved_and_found_under_its_old_address(agency: Agency, head: Any, client: Client) -> None:
    one = columns.open_column(head, agency, statutory(agency), "甲", slug="one")
    two = columns.open_column(head, agency, statutory(agency), "乙", slug="two")
    columns.move_item(head, agency, an_item(one), two, reason="放错了")
    assert (
        client.get("/disclosure/one/notice/", follow=True).redirect_chain[0][0] == "/disclosure/two/notice/"
    )


def test_another_agencys_columns_do_not_exist(agency: Agency, head: Any, client: Client) -> None:
    theirs = a_platform("示例市清河区财政局", "caizheng")
    column = statutory(theirs)
    with pytest.raises(Refused, match="没有这个栏目"):
        columns.open_column(head, agency, column, "新栏目")
    client.force_login(head)
    assert client.get(f"/office/columns/{column.translation_key}/").status_code == 404
    assert "财政局" not in client.get("/office/columns/").content.decode()


class TestOffice:
    def test_the_tree_and_the_forms(self, agency: Agency, head: Any, client: Client) -> None:
        client.force_login(head)
        assert "法定主动公开内容" in client.get("/office/columns/").content.decode()
        above = statutory(agency).translation_key
        answer = client.post(
            "/office/columns/open/",
            {"above": above, "title": "工作进展", "slug": "work", "on": "2022-03-01", "reason": "按年报分类"},
        )
        made = ColumnPage.objects.get(slug="work")
        assert answer.url == f"/office/columns/{made.translation_key}/"
        page = client.get(answer.url).content.decode()
        for words in ("更名", "修改说明", "并入其他栏目", "关闭", "按年报分类"):
            assert words in page
        answer = client.post(
            answer.url, {"act": "rename", "rename-title": "统计信息", "rename-on": "2022-03-02"}
        )
        assert "已有“统计信息”" in answer.content.decode()
        client.post(
            f"/office/columns/{made.translation_key}/",
            {"act": "rename", "rename-title": "工作动态", "rename-on": "2022-03-02"},
        )
        made.refresh_from_db()
        assert made.title == "工作动态"

    def test_who_only_reads_sees_no_forms(self, agency: Agency, client: Client) -> None:
        client.force_login(person("officer", agency, Duty.OFFICER))
        key = statutory(agency).translation_key
        assert "<form" not in client.get(f"/office/columns/{key}/").content.decode().split("gk-facts")[1]
        assert client.post(f"/office/columns/{key}/", {"act": "reword"}).status_code == 404
        assert client.get("/office/columns/open/").status_code == 404
