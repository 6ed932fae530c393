"""What is published, and when: exactly the version that was reviewed, never on a day given by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.once import once
from tests.publishing.desk import (
    Desk,
    address,
    approve,
    change,
    column_of,
    desk,
    draft,
    fresh,
    published,
    send,
    through,
    today,
)
from tests.reporting.office import make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, ConsultationPage, ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Round
from gongkai.publishing.services.publication import expire_due, publish_due

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return draft(at.officer, at.agency)


def test_exactly_what_was_reviewed_is_published(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    change(item, at.officer, title="没有审核的标题", body="<p>没有审核的话</p>")
    through(at, one)
    item = fresh(item)
    assert item.title == "关于开展安全生产检查的通知"
    page = Client().get(address(item)).content.decode()
    assert "没有审核" not in page
    assert item.has_unpublished_changes
    assert send(at.officer, item).state == Round.State.OPEN


def test_the_sender_must_have_seen_the_newest_version(at: Desk, item: ItemPage) -> None:
    seen = item.latest_revision_id
    change(item, at.head, title="别人改过的标题")
    with pytest.raises(Refused, match="又被改动"):
        services.send(at.officer, at.agency, fresh(item), version=seen)


def test_nothing_new_is_not_sent_again(at: Desk) -> None:
    item = published(at)
    with pytest.raises(Refused, match="没有改动"):
        send(at.officer, item)


def test_closed_columns_take_nothing_new(at: Desk, item: ItemPage) -> None:
    column = column_of(at.agency)
    with gate.opened():
        column.closed_on = today()
        column.save()
    with pytest.raises(Refused, match="栏目已经关闭"):
        send(at.officer, item)
    assert ColumnPage.objects.get(pk=column.pk).closed_on == today()


def test_what_the_kind_must_have_is_asked_for_when_it_is_sent(at: Desk) -> None:
    days = {"opens_on": today(), "closes_on": today() + timedelta(days=30)}
    item = draft(at.officer, at.agency, kind=ConsultationPage, how="来信", **days)
    change(item, at.officer, closes_on=today() - timedelta(days=3))
    with pytest.raises(Refused, match="没有填写完整"):
        send(at.officer, item)


def test_the_day_of_publication_is_not_given_by_hand(at: Desk, item: ItemPage) -> None:
    moment = timezone.now() - timedelta(days=400)
    change(item, at.officer, published_at=moment, first_published_at=moment)
    through(at, send(at.officer, item))
    item = fresh(item)
    assert item.published_at is not None
    assert timezone.now() - item.published_at < timedelta(minutes=5)
    before = item.published_at
    change(item, at.officer, title="改过的标题", published_at=moment)
    through(at, send(at.officer, item))
    assert fresh(item).published_at == before
    with pytest.raises(Refused, match="已经过去"):
        send(at.officer, draft(at.officer, at.agency), publish_at=moment)


def test_a_day_hidden_in_the_version_publishes_nothing(at: Desk, item: ItemPage) -> None:
    change(item, at.officer, go_live_at=timezone.now() + timedelta(days=3))
    one = send(at.officer, item)
    approve(at.reviewer, one)
    approve(at.secrecy, one)
    with pytest.raises(Refused, match="上线时间"):
        approve(at.head, one)
    assert Round.everything.get().state == Round.State.OPEN


def test_publication_at_a_time_asked_for(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item, publish_at=timezone.now() + timedelta(hours=2))
    one = through(at, one)
    assert one.state == Round.State.APPROVED
    assert publish_due() == 0
    assert not fresh(item).live
    Round.everything.update(publish_at=timezone.now() - timedelta(minutes=1))
    assert publish_due() == 1
    assert publish_due() == 0
    assert fresh(item).live
    assert Round.everything.get().published_at is not None


def test_a_scheduled_item_can_be_recalled(at: Desk, item: ItemPage) -> None:
    one = through(at, send(at.officer, item, publish_at=timezone.now() + timedelta(hours=2)))
    services.recall(at.officer, at.agency, one)
    Round.everything.update(publish_at=timezone.now() - timedelta(minutes=1))
    assert publish_due() == 0
    assert not fresh(item).live


def test_a_notice_comes_down_when_its_time_is_over(at: Desk, item: ItemPage) -> None:
    with pytest.raises(Refused, match="晚于发布"):
        send(at.officer, item, expires_at=timezone.now() - timedelta(days=1))
    through(at, send(at.officer, item, expires_at=timezone.now() + timedelta(days=7)))
    assert expire_due() == 0
    Round.everything.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert expire_due() == 1
    assert expire_due() == 0
    item = fresh(item)
    assert not item.live
    assert Client().get(address(item)).status_code == 410
    assert "公示期满" in item.withdrawn_reason


def test_urgent_publication_takes_one_named_person(at: Desk, item: ItemPage) -> None:
    with pytest.raises(Refused, match="写明理由"):
        send(at.officer, item, way="urgent")
    urgent = make_person(at.agency, Duty.URGENT, name="urgent")
    one = send(at.officer, item, way="urgent", why="山洪灾害预警")
    with pytest.raises(Refused, match="没有这项职责"):
        approve(at.head, one)
    with pytest.raises(Refused, match="要填写保密审查单"):
        approve(urgent, one, secrecy=None)
    assert approve(urgent, one).state == Round.State.PUBLISHED
    own = draft(urgent, at.agency)
    with pytest.raises(Refused, match="不能由同一个人签发"):
        approve(urgent, send(at.officer, own, way="urgent", why="预警"))


def test_index_numbers_have_no_gaps_and_are_drawn_once(at: Desk) -> None:
    first, second = published(at, "甲"), published(at, "乙")
    year = timezone.localdate().year
    assert first.index_number == f"YINGJI/{year}-00001"
    assert second.index_number == f"YINGJI/{year}-00002"
    returned = send(at.officer, draft(at.officer, at.agency, "丙"))
    services.give_back(at.reviewer, at.agency, returned, "不发")
    assert published(at, "丁").index_number.endswith("00003")
    change(first, at.officer, title="甲改", index_number="自己编的")
    through(at, send(at.officer, first))
    assert fresh(first).index_number == f"YINGJI/{year}-00001"
