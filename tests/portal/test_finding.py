"""The index follows every act, in its transaction: exactly what every citizen may read now is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.portal import items
from tests.portal.sites import published as published_report
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
    through,
)
from tests.search.entries import every, ids

from gongkai.files.models import FileText
from gongkai.files.texts import read
from gongkai.portal import columns
from gongkai.portal.finding import renew, renew_agency
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.publishing import services
from gongkai.report.sample import sample
from gongkai.search.models import Item
from gongkai.search.queries import check, find
from gongkai.search.services import rebuild
from gongkai.search.values import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def test_drafts_and_rounds_are_not_found_and_what_is_published_is(at: Desk) -> None:
    item = draft(
        at.officer, at.agency, "关于节水灌溉的通知", "<p>正文里的<b>滴灌</b>设备。</p>", keywords="喷灌"
    )
    one = send(at.officer, item)
    assert every("节水灌溉") == every("滴灌设备") == set()
    through(at, one)
    assert every("节水灌溉") == every("滴灌设备") == every("喷灌") == {item.pk}
    number = fresh(item).index_number
    assert every(f'"{number}"') == {item.pk}
    assert check().clean


def test_a_correction_of_wording_a_withdrawal_and_a_return(at: Desk) -> None:
    item = published(at, "关于燃放烟花的通高")
    change(item, at.officer, title="关于燃放烟花的通告")
    assert every("烟花的通告") == set()
    one = send(at.officer, item, way="wording", why="错别字")
    approve(at.reviewer, one)
    assert every("烟花的通告") == {item.pk}
    assert every("烟花的通高") == set()
    services.withdraw_item(at.officer, at.agency, fresh(item), "内容有误")
    assert every("烟花") == set()
    assert not Item.objects.filter(page_id=item.pk).exists()
    withdrawal = fresh(item).withdrawals.get()
    services.review_withdrawal(at.head, at.agency, withdrawal, upheld=False, comment="恢复")
    assert every("烟花的通告") == {item.pk}
    assert check().clean


def test_an_act_that_fails_leaves_the_index_as_it_was(at: Desk) -> None:
    item = published(at, "关于古树名木的通知")

    with transaction.atomic():
        services.withdraw_item(at.officer, at.agency, item, "内容有误")
        assert every("古树名木") == set()
        transaction.set_rollback(True)
    assert every("古树名木") == {item.pk}
    with transaction.atomic():
        items.renew(fresh(item), title="没有做成")
        assert every("没有做成") == {item.pk}
        transaction.set_rollback(True)
    assert every("没有做成") == set()
    assert check().clean


def test_what_is_not_disclosed_of_ones_own_accord_goes_out(at: Desk) -> None:
    item = published(at, "关于矿产资源的通知")
    change(item, at.officer, summary="又改")
    one = approve(at.reviewer, send(at.officer, item))
    closed = services.SecrecyAnswer("closed", "条例第十四条")
    approve(at.secrecy, one, secrecy=closed)
    assert every("矿产资源") == set()
    items.renew(fresh(item), way=ItemPage.Way.REQUEST)
    assert every("矿产资源") == set()
    items.renew(fresh(item), way=ItemPage.Way.ACTIVE)
    assert every("矿产资源") == {item.pk}


def test_purging_leaves_no_word_behind(at: Desk) -> None:
    item = published(at, "黪黩魑魅的标题", "<p>魍魉魃魈的正文</p>")
    services.withdraw_item(at.officer, at.agency, item, "有误")
    services.purge(at.head, at.agency, fresh(item), why="privacy")
    assert every("黪黩") == every("魍魉") == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_head_data", "search_text_data"):
                cursor.execute(f"SELECT block FROM {table}")
                stored = b"".join(row[0] for row in cursor.fetchall())
                assert not any(sign.encode() in stored for sign in "黪黩魑魅魍魉魃魈")


def test_the_text_of_a_file_comes_when_it_has_been_read_and_goes_with_its_page(at: Desk) -> None:
    document = a_document(at.agency, "裁量基准.txt", "罚款幅度为一千元以上五千元以下".encode())
    item = attach(draft(at.officer, at.agency, "行政处罚裁量"), at.officer, document)
    through(at, send(at.officer, item))
    assert every("裁量基准") == {item.pk}
    assert every("罚款幅度") == set()
    for one in FileText.objects.all():
        read(one.pk)
    assert every("罚款幅度") == {item.pk}
    assert every("处罚裁量", file_kind="txt") == {item.pk}
    services.withdraw_item(at.officer, at.agency, fresh(item), "有误")
    assert every("罚款幅度") == every("裁量基准") == set()
    renew([item.pk])
    assert every("罚款幅度") == set()


def test_the_force_of_a_document_is_followed(at: Desk) -> None:
    old = items.add(
        column_of(at.agency),
        PolicyPage,
        title="旧的管理办法",
        validity=ItemPage.Validity.VALID,
        agency=at.agency,
    )
    assert every("管理办法", validity="valid") == {old.pk}
    items.renew(fresh(old), validity=ItemPage.Validity.REPEALED)
    assert every("管理办法", validity="repealed") == {old.pk}
    new = items.add(
        column_of(at.agency), PolicyPage, title="新的管理办法", agency=at.agency, valid_until=date(2000, 1, 1),
        validity=ItemPage.Validity.VALID, maker="示例市人民政府", document_number="示政发〔1999〕8号",
    )  # fmt: skip
    assert every("管理办法", validity="expired") == {new.pk}
    assert every("管理办法", organ="示例市人民政府") == {new.pk}
    assert every("示政发〔1999〕8号") == {new.pk}


def test_columns_and_items_that_move_are_found_where_they_stand(at: Desk) -> None:
    item = published(at, "关于校车安全的通知")
    column, other = column_of(at.agency), column_of(at.agency, "fees")
    assert every("校车", column=column.path) == {item.pk}
    columns.rename_column(at.head, at.agency, column, "许可和服务")
    columns.move_column(at.head, at.agency, column_of(at.agency), other)
    moved = column_of(at.agency)
    assert moved.path.startswith(column_of(at.agency, "fees").path)
    assert (
        every("校车", column=moved.path)
        == every("校车", column=column_of(at.agency, "fees").path)
        == {item.pk}
    )
    columns.move_item(at.head, at.agency, fresh(item), column_of(at.agency, "budgets"))
    assert every("校车", column=moved.path) == set()
    assert every("校车", column=column_of(at.agency, "budgets").path) == {item.pk}
    columns.merge_column(at.head, at.agency, column_of(at.agency, "budgets"), column_of(at.agency, "plans"))
    assert every("校车", column=column_of(at.agency, "plans").path) == {item.pk}
    assert check().clean


def test_a_second_agency_moves_the_first_one_below_a_home(at: Desk) -> None:
    item = published(at, "关于校车安全的通知")
    other = desk("示例市清河区教育局", "jiaoyu")
    assert every("校车", path=items.platform(at.agency).path) == {item.pk}
    assert every("校车", path=items.platform(other.agency).path) == set()
    assert check().clean


def test_an_agency_that_is_called_otherwise(at: Desk) -> None:
    item = published(at, "关于校车安全的通知")
    type(at.agency).objects.filter(pk=at.agency.pk).update(full_name="示例市清河区应急局")
    assert not check().clean
    renew_agency.func(at.agency.pk)
    assert every("校车", organ="示例市清河区应急局") == {item.pk}
    assert check().clean


def test_reports_are_found_by_what_they_say(at: Desk) -> None:
    edition = published_report(at.agency, sample())
    renew([edition.page_id])
    assert edition.page_id in every("年度报告")
    edition.withdrawn_at = timezone.now()
    edition.save()
    renew([edition.page_id])
    assert edition.page_id not in every("年度报告")


def test_all_kinds_of_items_say_what_their_pages_show(at: Desk) -> None:
    plain = items.add(
        column_of(at.agency),
        title="会议",
        agency=at.agency,
        body=[
            ("paragraph", items.RichText("<h3>第一部分</h3><p>灌溉&amp;<b>排</b>水</p><p>另起一段</p>")),
            ("table", items.TABLE),
        ],
        summary="内容概述里的钾肥",
        department="种植业科",
        responsible="张三丰",
        source="清河日报",
    )
    for words in ("排水", "另起一段", "自然人", "申请情况", "钾肥", "清河日报", "种植业科"):
        assert every(words) == {plain.pk}, words
    assert every("张三丰") == set(), "the page does not show who is responsible"
    assert every("水另") == set(), "two paragraphs are two"


def test_making_anew_and_checking_agree_with_the_acts(at: Desk) -> None:
    first, second = published(at, "第一条信息"), published(at, "第二条信息")
    Item.objects.filter(page_id=first.pk).update(stamp="")
    found = check()
    assert [(one.kind, one.page_id) for one in found.faults] == [("stale", first.pk)]
    rebuild()
    assert check().clean
    assert ids("条信息") == [second.pk, first.pk]
    ItemPage.objects.filter(pk=second.pk).update(published_at=timezone.now() - timedelta(days=9))
    assert not check().clean
    renew([second.pk])
    assert [one.page_id for one in find(Asked("条信息")).results] == [first.pk, second.pk]
