"""The reading before review: what it finds keeps an item back until it is mended or answered for, and a second person agrees."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from tests.once import once
from tests.publishing.desk import (
    PNG,
    Desk,
    a_document,
    attach,
    column_of,
    desk,
    draft,
    fresh,
    send,
    through,
)

from gongkai.agencies.acts import Refused
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import NotAnError, Round
from gongkai.publishing.reading import read_version

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return draft(at.officer, at.agency)


PHONE = "<p>联系人张某，手机13800138000，请与他联系。</p>"


def test_findings_that_block_need_a_reason(at: Desk) -> None:
    item = draft(at.officer, at.agency, words=PHONE)
    with pytest.raises(Refused, match="必须改正的问题"):
        send(at.officer, item)
    assert not Round.everything.exists()
    key = keys(item)[0]
    one = send(at.officer, item, reasons={key: "本机关公布的值班电话"})
    finding = one.findings.get(key=key)
    assert (finding.blocks, finding.reason) == (True, "本机关公布的值班电话")
    assert "13800138000" not in f"{finding.message}{finding.excerpt}{finding.suggestion}{finding.place}"


def keys(item: ItemPage) -> list[str]:
    from gongkai.publishing.reading import read_version

    item = fresh(item)
    return [finding.key for finding in read_version(item, item.latest_revision).findings]


def test_no_error_is_remembered_only_after_a_second_person(at: Desk) -> None:
    item = draft(at.officer, at.agency, words=PHONE)
    reasons = {keys(item)[0]: "本机关公布的值班电话"}
    one = send(at.officer, item, reasons=reasons)
    services.give_back(at.reviewer, at.agency, one, "请核实")
    assert not NotAnError.everything.exists()
    with pytest.raises(Refused, match="必须改正"):
        send(at.officer, item)
    through(at, send(at.officer, item, reasons=reasons))
    kept = NotAnError.everything.get()
    assert (kept.said_by, kept.second) == (at.officer, at.head)
    another = draft(at.officer, at.agency, "另一条", words=PHONE)
    assert send(at.officer, another).findings.filter(blocks=True).count() == 0
    other = desk("示例市清河区水务局", "shuiwu")
    with pytest.raises(Refused, match="必须改正"):
        send(other.officer, draft(other.officer, other.agency, words=PHONE))


def test_the_agencys_own_words_are_found(at: Desk) -> None:
    services.set_words(at.head, at.agency, [("清河新区管委会", "自定义", "清河区人民政府", "")])
    item = draft(at.officer, at.agency, words="<p>由清河新区管委会负责。</p>")
    one = send(at.officer, item)
    assert one.findings.get(rule="WORD-OWN").suggestion
    with pytest.raises(Refused, match="一个字"):
        services.set_words(at.head, at.agency, [("的", "", "", "")])
    with pytest.raises(Refused, match="没有“别的”这一类别"):
        services.set_words(at.head, at.agency, [("清河", "别的", "", "")])


def test_a_rule_set_for_a_column_holds_there(at: Desk) -> None:
    item = draft(at.officer, at.agency, words=PHONE)
    with pytest.raises(Refused, match="写明理由"):
        services.set_reading_rule(at.head, at.agency, "PHONE-MOBILE", "warn")
    services.set_reading_rule(
        at.head, at.agency, "PHONE-MOBILE", "off", column=column_of(at.agency), reason="律师名录依法公开电话"
    )
    assert send(at.officer, item).findings.count() == 0
    elsewhere = draft(at.officer, at.agency, words=PHONE, column="penalties")
    with pytest.raises(Refused, match="必须改正"):
        send(at.officer, elsewhere)
    with pytest.raises(Refused, match="不能这样设置"):
        services.set_reading_rule(at.head, at.agency, "ID-NUMBER", "off", reason="x")


def test_what_cannot_be_read_must_be_looked_at(at: Desk, item: ItemPage) -> None:
    item = attach(item, at.officer, a_document(at.agency, "扫描件.png", PNG))
    with pytest.raises(Refused, match="人工查看"):
        send(at.officer, item)
    assert send(at.officer, item, looked_at=True).unreadable


def test_a_file_replaced_meanwhile_is_read_again(at: Desk, item: ItemPage) -> None:
    document = a_document(at.agency, "名单.txt", "名单见网页。".encode())
    item = attach(item, at.officer, document)
    assert keys(item) == []
    document.file.save("名单.txt", ContentFile("张某，手机13800138000。".encode()), save=False)
    document._set_document_file_metadata()
    document.save()
    with pytest.raises(Refused, match="必须改正"):
        send(at.officer, item)


def test_a_districts_words_are_read_for_the_agencies_below_it(at: Desk) -> None:
    above = desk("示例市清河区人民政府办公室", "qufuban")
    services.set_words(above.head, above.agency, [("清河新区管委会", "自定义", "清河区人民政府", "")])
    item = draft(at.officer, at.agency, words="<p>请到清河新区管委会办理。</p>")
    assert item.latest_revision is not None
    assert not [
        one
        for one in read_version(item, item.latest_revision).findings
        if "清河新区" in one.message + one.excerpt
    ]
    at.agency.parent = above.agency
    at.agency.save()
    item = fresh(item)
    assert [
        one
        for one in read_version(item, item.latest_revision).findings
        if "清河新区" in one.message + one.excerpt
    ]


def test_a_link_to_a_page_nobody_can_open_is_told(at: Desk) -> None:
    hidden = draft(at.officer, at.agency, title="还没有公开的通知")
    item = draft(
        at.officer, at.agency, words=f'<p>见<a linktype="page" id="{hidden.pk}">以前的通知</a>。</p>'
    )
    assert item.latest_revision is not None
    rules = {one.rule for one in read_version(item, item.latest_revision).findings}
    assert "LINK-DEAD" in rules
    through(at, send(at.officer, hidden))
    rules = {one.rule for one in read_version(fresh(item), item.latest_revision).findings}
    assert "LINK-DEAD" not in rules
