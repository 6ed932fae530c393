"""What happens to an item after publication: corrections of wording, withdrawal, purging, other places, the packet for an outside site."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.once import once
from tests.publishing.desk import (
    Desk,
    a_document,
    a_scan,
    address,
    approve,
    attach,
    change,
    desk,
    draft,
    fresh,
    published,
    send,
    through,
    today,
)
from wagtail.models import Comment

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty, User
from gongkai.files.models import OfficeDocument
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Placement, Purge, Round, Withdrawal

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return published(at)


# 文字勘误


def correct(at: Desk, item: ItemPage, **fields: Any) -> Round:
    change(item, at.officer, **fields)
    return send(at.officer, item, way="wording", why="错别字")


def test_a_correction_of_wording_takes_one_second_person(at: Desk) -> None:
    item = published(at, words="<p>各单位要布署好有关工作。</p>")
    one = correct(at, item, body="<p>各单位要部署好有关工作。</p>")
    assert [step["name"] for step in one.steps] == ["勘误复核"]
    changes = services.changes_of(fresh(item), one.revision)
    assert [(place.gone, place.come) for place in changes] == [("布", "部")]
    before = fresh(item)
    with pytest.raises(Refused):
        approve(at.officer, one)
    assert approve(at.reviewer, one).state == Round.State.PUBLISHED
    item = fresh(item)
    assert "部署" in str(item.body)
    assert (item.published_at, item.index_number) == (before.published_at, before.index_number)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": "<p>各单位应当在7月30日前完成自查。</p>"}, "数字"),
        ({"body": "<p>各单位可以在6月30日前完成自查。</p>"}, "影响原意"),
        ({"title": "关于不开展检查的通知"}, "影响原意|30个字"),
        ({"body": f"<p>各单位应当在6月30日前完成自查。{'并且做好记录' * 6}</p>"}, "30个字"),
        ({"document_number": "清应急发〔2026〕9号"}, "目录信息"),
        ({"formed_on": today}, "目录信息"),
        ({}, "没有改动"),
    ],
)
def test_what_changes_more_than_words_is_no_correction(fields: dict[str, Any], words: str, at: Desk) -> None:
    item = published(at, words="<p>各单位应当在6月30日前完成自查。</p>")
    values = {name: value() if callable(value) else value for name, value in fields.items()}
    with pytest.raises(Refused, match=words):
        correct(at, item, **(values or {"search_description": "x"}))
    assert Round.everything.filter(state=Round.State.OPEN).count() == 0


def test_other_files_are_no_correction(at: Desk, item: ItemPage) -> None:
    attach(item, at.officer, a_document(at.agency))
    with pytest.raises(Refused, match="附件或者图片有变化"):
        send(at.officer, item, way="wording", why="错别字")


def test_a_draft_is_not_corrected(at: Desk) -> None:
    with pytest.raises(Refused, match="已经发布的信息"):
        send(at.officer, draft(at.officer, at.agency), way="wording", why="错别字")


# 撤回


def test_withdrawal_is_at_once_and_looked_at_by_another(at: Desk, item: ItemPage) -> None:
    where = address(item)
    with pytest.raises(Refused, match="写明理由"):
        services.withdraw_item(at.officer, at.agency, item, " ")
    services.withdraw_item(at.officer, at.agency, item, "误公开了个人信息")
    answer = Client().get(where)
    assert answer.status_code == 410
    assert "误公开了个人信息" in answer.content.decode()
    withdrawal = Withdrawal.everything.get()
    assert withdrawal.outcome == Withdrawal.Outcome.PENDING
    with pytest.raises(Refused, match="没有公开"):
        services.withdraw_item(at.head, at.agency, item, "再撤")
    with pytest.raises(Refused, match="没有这项职责"):
        services.review_withdrawal(at.secrecy, at.agency, withdrawal, upheld=True, comment="对")
    services.review_withdrawal(at.head, at.agency, withdrawal, upheld=True, comment="撤得对")
    assert Client().get(where).status_code == 410
    with pytest.raises(Refused, match="已经复核"):
        services.review_withdrawal(at.reviewer, at.agency, withdrawal, upheld=False, comment="不对")


def test_a_withdrawal_found_wrong_is_undone(at: Desk, item: ItemPage) -> None:
    before = fresh(item)
    services.withdraw_item(at.reviewer, at.agency, item, "看错了")
    withdrawal = Withdrawal.everything.get()
    with pytest.raises(Refused, match="不能由撤回人自己复核"):
        services.review_withdrawal(at.reviewer, at.agency, withdrawal, upheld=False, comment="恢复")
    with pytest.raises(Refused, match="写明复核意见"):
        services.review_withdrawal(at.head, at.agency, withdrawal, upheld=False, comment="")
    change(item, at.officer, title="撤回以后的草稿")
    services.review_withdrawal(at.head, at.agency, withdrawal, upheld=False, comment="内容没有问题")
    item = fresh(item)
    assert (item.live, item.title, item.index_number) == (True, before.title, before.index_number)
    assert item.published_at == before.published_at
    assert Client().get(address(item)).status_code == 200


def test_what_is_withdrawn_can_be_mended_and_published_again(at: Desk, item: ItemPage) -> None:
    services.withdraw_item(at.officer, at.agency, item, "有误")
    change(item, at.officer, title="改正以后的通知")
    through(at, send(at.officer, item))
    item = fresh(item)
    assert (item.live, item.title, item.withdrawn_reason) == (True, "改正以后的通知", "")
    with pytest.raises(Refused, match="已经重新公开"):
        services.review_withdrawal(
            at.head, at.agency, Withdrawal.everything.get(), upheld=False, comment="恢复"
        )


# 清除

SECRET = "绝密内容七七八八"


def everywhere(needle: str) -> list[str]:
    """Look for the words in every column of every table, and in every stored file."""
    found = []
    escaped = json.dumps(needle)[1:-1]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            for column in columns:
                name = f'"{table}"."{column}"'
                kind = "BLOB" if connection.vendor == "sqlite" else "TEXT"  # the index of SQLite is no text
                cursor.execute(f'SELECT CAST({name} AS {kind}) FROM "{table}" WHERE {name} IS NOT NULL')
                rows = [row[0] or "" for row in cursor.fetchall()]
                texts = [row.decode(errors="replace") if isinstance(row, bytes) else row for row in rows]
                if any(needle in text or escaped in text or needle[:4] in text for text in texts):
                    found.append(name)
    for file in Path(settings.HOME).rglob("*"):
        if file.is_file() and "sqlite" not in file.name and needle.encode() in file.read_bytes():
            found.append(str(file))
    return found


def test_purging_leaves_nothing(at: Desk, django_capture_on_commit_callbacks: Any) -> None:
    secret = a_document(at.agency, f"{SECRET}.txt", f"文件里的{SECRET}".encode())
    item = draft(
        at.officer, at.agency, f"{SECRET}标题", f"<p>正文{SECRET}</p>", keywords=SECRET, summary=SECRET
    )
    item = attach(item, at.officer, secret)
    one = send(at.officer, item, note=f"请审{SECRET}")
    services.give_back(at.reviewer, at.agency, one, f"{SECRET}？")
    change(item, at.officer, theme=f"主题{SECRET}")
    one = approve(at.reviewer, send(at.officer, item), comment=SECRET)
    scan = a_scan(at)
    paper = services.PaperSignature(at.secrecy, today(), scan)
    answer = services.SecrecyAnswer("partly", SECRET, frozenset({"privacy"}), where=SECRET)
    one = approve(at.officer, one, paper=paper, secrecy=answer, comment=SECRET)
    approve(at.head, one)
    where = address(item)
    services.record_placement(at.officer, at.agency, item, kind="board", place=SECRET, on=today())
    services.withdraw_item(at.officer, at.agency, item, SECRET)
    version = fresh(item)
    comment = Comment.objects.create(page=version, user=at.head, text=SECRET, contentpath="body")
    assert comment.pk
    assert len(everywhere(SECRET)) > 10
    with pytest.raises(Refused, match="没有这项职责"):
        services.purge(at.officer, at.agency, item, why="secret")
    with django_capture_on_commit_callbacks(execute=True):
        record = services.purge(at.head, at.agency, item, why="secret", note="按保密要求清除")
    assert everywhere(SECRET) == []
    assert not OfficeDocument.objects.filter(pk=secret.pk).exists()
    assert (record.versions, record.files, record.was_public) == (3, 1, True)
    assert record.backups
    assert Client().get(where).status_code == 410
    item = fresh(item)
    assert item.title == "（内容已清除）"
    for act in (
        lambda: services.purge(at.head, at.agency, item, why="secret"),
        lambda: services.withdraw_item(at.officer, at.agency, item, "x"),
        lambda: services.review_withdrawal(
            at.head, at.agency, Withdrawal.everything.get(), upheld=False, comment="恢复"
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert Purge.everything.count() == 1


def test_a_file_another_item_shows_stays(at: Desk) -> None:
    shared = a_document(at.agency, "共用.txt")
    one = attach(draft(at.officer, at.agency, "甲"), at.officer, shared)
    other = attach(draft(at.officer, at.agency, "乙"), at.officer, shared)
    through(at, send(at.officer, other))
    record = services.purge(at.head, at.agency, one, why="privacy")
    assert record.files == 0
    assert OfficeDocument.objects.filter(pk=shared.pk).exists()


def test_an_item_under_review_can_be_purged(at: Desk) -> None:
    item = draft(at.officer, at.agency)
    one = send(at.officer, item)
    services.purge(at.head, at.agency, item, why="other")
    assert Round.everything.get().state == Round.State.RECALLED
    with pytest.raises(Refused):
        approve(at.reviewer, one)


# Elsewhere


def test_places_offline_are_written_down(at: Desk, item: ItemPage) -> None:
    with pytest.raises(Refused, match="晚于今天"):
        services.record_placement(
            at.officer, at.agency, item, kind="board", place="一楼大厅", on=today() + timedelta(days=1)
        )
    placement = services.record_placement(
        at.officer, at.agency, item, kind="library", place="清河区图书馆", on=today()
    )
    assert str(placement) == "公共图书馆 清河区图书馆"
    with pytest.raises(Refused, match="还没有发布"):
        services.record_placement(
            at.officer, at.agency, draft(at.officer, at.agency), kind="board", place="x", on=today()
        )
    other = desk("示例市清河区水务局", "shuiwu")
    with pytest.raises(Refused, match="没有这项登记"):
        services.remove_placement(other.officer, other.agency, placement)
    services.remove_placement(at.officer, at.agency, placement)
    assert not Placement.everything.exists()


def test_the_address_on_the_agencys_own_site(at: Desk, item: ItemPage) -> None:
    for wrong in ("www.example.gov.cn/a", "javascript:alert(1)", "ftp://example.gov.cn/a"):
        with pytest.raises(Refused, match="http"):
            services.record_outside(at.officer, at.agency, item, address=wrong)
    services.record_outside(at.officer, at.agency, item, address="https://www.example.gov.cn/art/1.html")
    assert fresh(item).outside_address == "https://www.example.gov.cn/art/1.html"
    with pytest.raises(Refused, match="索引号发布后不变"):
        services.record_outside(at.officer, at.agency, item, address="", index_number="另一个")


def test_an_outside_platform_gives_the_number(at: Desk) -> None:
    services.set_catalogue_rule(
        at.head, at.agency, index_pattern="{year}-{number}", digits=4, outside_numbers=True, outside_site=True
    )
    first, second = published(at, "甲"), published(at, "乙")
    assert first.index_number == ""
    services.record_outside(at.officer, at.agency, first, address="", index_number="113701/2026-1")
    with pytest.raises(Refused, match="已经用于另一条"):
        services.record_outside(at.officer, at.agency, second, address="", index_number="113701/2026-1")


@pytest.mark.parametrize(
    ("pattern", "digits", "words"),
    [("{year}", 5, "流水号"), ("{number}/{name}", 5, "只能用"), ("{number}", 0, "1至9位")],
)
def test_catalogue_rules_that_are_none(pattern: str, digits: int, words: str, at: Desk) -> None:
    with pytest.raises(Refused, match=words):
        services.set_catalogue_rule(
            at.head,
            at.agency,
            index_pattern=pattern,
            digits=digits,
            outside_numbers=False,
            outside_site=False,
        )


def test_who_sets_the_rules(at: Desk) -> None:
    values = {"index_pattern": "{number}", "digits": 5, "outside_numbers": False, "outside_site": False}
    for who in (at.officer, at.secrecy):
        with pytest.raises(Refused, match="没有这项职责"):
            services.set_catalogue_rule(who, at.agency, **values)
        with pytest.raises(Refused, match="没有这项职责"):
            services.set_plan(who, at.agency, "", [], several=True)
    assert User.objects.filter(roles__duty=Duty.HEAD).count() == 1


def test_the_day_it_became_public_elsewhere_comes_back_with_the_address(at: Desk) -> None:
    item = published(at)
    told = {"address": "https://www.example.gov.cn/art/2.html"}
    today = timezone.localdate()
    with pytest.raises(Refused, match="不能晚于今天"):
        services.record_outside(at.officer, at.agency, item, **told, on=today + timedelta(days=1))
    services.record_outside(at.officer, at.agency, item, **told, on=today)
    assert fresh(item).outside_on == today
    services.record_outside(at.officer, at.agency, item, address="")
    assert fresh(item).outside_on is None
