"""Items brought in from files: what is entered, who approves, nothing twice, nothing half."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from tests.agencies.office import person
from tests.portal.sites import a_platform
from tests.publishing.imports import COLUMN, PAST, a_row, bring_in, checked, outcomes
from wagtail.models import Page

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty
from gongkai.audit.models import Entry
from gongkai.portal.counting import counted
from gongkai.portal.models import ColumnPage, ItemPage, PolicyPage
from gongkai.publishing import registry
from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies
from gongkai.publishing.importing.sources import Memory
from gongkai.publishing.importing.table import Row
from gongkai.publishing.models import Event, ImportBatch, ImportRow
from gongkai.publishing.services import importing
from gongkai.search.queries import find
from gongkai.search.values import Asked

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def agency(db: None) -> Agency:
    return a_platform()


def test_history_is_public_at_its_own_time(agency: Agency, client: Client) -> None:
    batch = bring_in(
        agency,
        a_row(
            agency,
            "关于印发办法的通知",
            published_at=PAST,
            formed_on="2019-05-05",
            document_number="清资发〔2019〕7号",
            validity="有效",
            theme="土地",
            keywords="办法,通知",
            body_html="<p>现将<strong>办法</strong>印发。</p><table><tr><td>一</td></tr><tr><td>二</td></tr></table>",
            old_url="http://old.example.cn/art/2019/5/6/art_7.html",
        ),
    )
    assert batch.state == ImportBatch.State.DONE
    assert outcomes(batch) == [(2, "published")]
    item = PolicyPage.objects.get()
    assert item.published_at == datetime(2019, 5, 6, 9, 30, tzinfo=BEIJING)
    assert item.first_published_at == item.last_published_at == item.published_at
    assert (item.live, item.imported, item.agency, item.validity) == (True, True, agency, "valid")
    assert item.index_number.endswith("2019-00001")
    assert item.get_parent().title == "机构职能"
    page = client.get(item.url).content.decode()
    for words in ("关于印发办法的通知", "<b>办法</b>", "清资发〔2019〕7号", "2019-05-06 09:30", "有效"):
        assert words in page, words
    assert list(counted(agency, 2019)) == [ItemPage.objects.get()]
    assert [one.page_id for one in find(Asked("清资发〔2019〕7号")).results] == [item.pk], "found at once"
    led = client.get("/art/2019/5/6/art_7.html")
    assert (led.status_code, led["Location"]) == (301, item.url)


def test_what_is_brought_in_is_whole(agency: Agency) -> None:
    """The tree, versions and search are those of a page made in the editor: it can be edited, moved and found."""
    before = Page.find_problems()
    bring_in(
        agency,
        *(a_row(agency, f"第{number}条", published_at=PAST, body_html="<p>字</p>") for number in range(7)),
    )
    assert Page.find_problems() == before == ([], [], [], [], [])
    item = ItemPage.objects.get(title="第3条")
    assert item.latest_revision == item.live_revision
    version = item.latest_revision.as_object()
    assert (version.title, str(version.body)) == (item.title, str(item.body))
    version.title = "改过的第3条"
    version.save_revision()
    item.refresh_from_db()
    assert (item.title, item.draft_title, item.has_unpublished_changes) == ("第3条", "改过的第3条", True)
    assert Page.objects.search("第5条", fields=["title"])[0].title == "第5条"
    column = ColumnPage.objects.get(pk=item.get_parent().pk)
    assert column.get_children_count() == 7
    call_command("fixtree", interactive=False, verbosity=0)


def test_without_a_time_in_the_past_it_is_a_draft(agency: Agency, client: Client) -> None:
    batch = bring_in(agency, a_row(agency, "甲"), a_row(agency, "乙", published_at="2999-01-01 09:00"))
    assert outcomes(batch) == [(2, "draft"), (3, "draft")]
    for item in ItemPage.objects.all():
        assert (item.live, item.imported, item.published_at, item.live_revision) == (False, False, None, None)
        assert item.latest_revision is not None
        assert client.get(f"/disclosure/functions/{item.slug}/").status_code == 404
    assert "发布时间还没有到" in batch.rows.get(number=3).message
    assert batch.approved_at is None, "drafts need no approval"


def test_nothing_twice(agency: Agency) -> None:
    rows = [
        a_row(agency, "甲", published_at=PAST, index_number="Q-1"),
        a_row(agency, "乙", published_at=PAST, old_url="/a/1.html"),
        a_row(agency, "丙", published_at=PAST),
        a_row(agency, "丙", published_at=PAST),
        a_row(agency, "丁"),
    ]
    first = bring_in(agency, *rows)
    assert [state for _, state in outcomes(first)] == [
        "published",
        "published",
        "published",
        "double",
        "draft",
    ]
    rows[0]["title"], rows[1]["title"] = "甲（改）", "乙（改）"
    again = bring_in(agency, *rows)
    assert {state for _, state in outcomes(again)} == {"double"}
    assert ItemPage.objects.count() == 4
    assert again.rows.get(number=2).message == "已有，没有再导入"


def test_two_at_once_do_not_double(agency: Agency) -> None:
    """Both read the file before either enters it."""
    row = a_row(agency, "甲", published_at=PAST)
    batches = []
    for name in ("a.csv", "b.csv"):
        batch = importing.begin_import(None, agency, name)
        importing.stage(batch, checked(row))
        importing.finish_reading(None, agency, batch)
        batches.append(importing.approve_import(None, agency, batch))
    assert [outcomes(importing.enter(batch, Memory())) for batch in batches] == [
        [(2, "published")],
        [(2, "double")],
    ]


def test_stopped_in_the_middle_nothing_is_half(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_ROWS_A_TIME", 2)
    rows = [a_row(agency, f"第{number}条", published_at=PAST) for number in range(5)]
    batch = importing.begin_import(None, agency, "a.csv")
    importing.stage(batch, checked(*rows))
    importing.finish_reading(None, agency, batch)
    importing.approve_import(None, agency, batch)
    batch.refresh_from_db()

    class Killed(BaseException):
        pass

    def stop(done: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        importing.enter(batch, Memory(), progress=stop)
    assert ItemPage.objects.filter(live=True).count() == 2
    assert [state for _, state in outcomes(batch)] == ["published"] * 2 + ["history"] * 3
    again = bring_in(agency, *rows)
    assert [state for _, state in outcomes(again)] == ["double"] * 2 + ["published"] * 3
    batch.refresh_from_db()
    assert (batch.state, batch.comment) == ("done", "中断后由再次导入接着完成")
    with pytest.raises(Refused, match="已完成"):
        importing.approve_import(None, agency, batch)


def test_the_first_goes_on_where_it_stopped(agency: Agency) -> None:
    batch = importing.begin_import(None, agency, "a.csv")
    importing.stage(batch, checked(a_row(agency, "甲", published_at=PAST)))
    importing.finish_reading(None, agency, batch)
    batch = importing.approve_import(None, agency, batch)
    importing.enter(batch, Memory())
    importing.enter(batch, Memory())
    assert ItemPage.objects.count() == 1


@pytest.mark.parametrize("duty", list(Duty))
def test_who_may_import_and_who_approve(duty: Duty, agency: Agency) -> None:
    who, officer = person(str(duty), agency, duty), person("importer", agency, Duty.OFFICER)
    if duty == Duty.OFFICER:
        importing.begin_import(who, agency, "a.csv")
    else:
        with pytest.raises(Refused, match="您没有这项职责"):
            importing.begin_import(who, agency, "a.csv")
    batch = importing.begin_import(officer, agency, "b.csv")
    importing.stage(batch, checked(a_row(agency, published_at=PAST)))
    importing.finish_reading(None, agency, batch)
    for act in (importing.approve_import, importing.refuse_import):
        arguments: dict[str, Any] = {"comment": "同意"}
        if duty in (Duty.REVIEWER, Duty.HEAD):
            continue
        with pytest.raises(Refused, match="您没有这项职责"):
            act(who, agency, batch, **arguments)
    if duty in (Duty.REVIEWER, Duty.HEAD):
        assert importing.approve_import(who, agency, batch, comment="同意").approved_by == who


def test_approval_is_by_another_person(agency: Agency) -> None:
    both = person("both", agency, Duty.OFFICER, Duty.HEAD)
    installer = person("installer", is_superuser=True)
    batch = importing.begin_import(both, agency, "a.csv")
    importing.stage(batch, checked(a_row(agency, published_at=PAST)))
    batch = importing.finish_reading(None, agency, batch)
    with pytest.raises(Refused, match="不能由导入人自己批准"):
        importing.approve_import(both, agency, batch)
    with pytest.raises(Refused, match="您没有这项职责"):
        importing.approve_import(installer, agency, batch)
    with pytest.raises(Refused, match="要由另一个人在后台批准"):
        importing.approve_import(None, agency, batch)
    importing.enter(batch, Memory())
    assert not ItemPage.objects.filter(live=True).exists(), "not approved, not public"
    other = a_platform("示例市清河区水务局", "shuiwu")
    with pytest.raises(Refused):
        importing.approve_import(person("other", other, Duty.HEAD), other, batch)


def test_a_batch_that_is_not_approved_stays_out(agency: Agency) -> None:
    officer, head = person("o", agency, Duty.OFFICER), person("h", agency, Duty.HEAD)
    batch = importing.begin_import(officer, agency, "a.csv")
    importing.stage(batch, checked(a_row(agency, "旧闻", published_at=PAST), a_row(agency, "草稿")))
    batch = importing.finish_reading(None, agency, batch)
    importing.enter(batch, Memory())
    with pytest.raises(Refused, match="写明理由"):
        importing.refuse_import(head, agency, batch, " ")
    batch = importing.refuse_import(head, agency, batch, "名单含有个人信息")
    importing.enter(batch, Memory())
    assert outcomes(batch) == [(2, "refused"), (3, "draft")]
    assert find(Asked("旧闻")).total == find(Asked("草稿")).total == 0
    assert batch.rows.get(number=2).message == "没有批准：名单含有个人信息"
    assert [item.owner for item in ItemPage.objects.all()] == [officer]


def test_personal_data_keep_a_row_back_unless_a_reason_is_given(agency: Agency) -> None:
    row = a_row(agency, "名单", published_at=PAST, body_html=f"<p>王某，{ID_NUMBER}</p>")
    batch = bring_in(agency, row, a_row(agency, "通知", published_at=PAST))
    assert outcomes(batch) == [(2, "refused"), (3, "published")]
    kept = batch.rows.get(number=2)
    assert kept.message.startswith("检查发现：")
    assert ID_NUMBER not in kept.message + str(kept.findings)
    rules = {one["rule"]: "依法应当公开的名单" for one in kept.findings if one["level"] == "block"}
    again = bring_in(agency, row, accepted=rules, comment="已核对")
    assert outcomes(again) == [(2, "published")]
    assert again.accepted == rules
    assert all(ID_NUMBER not in str(entry.details) for entry in Entry.objects.all())


def test_staged_words_do_not_outlive_the_item(agency: Agency) -> None:
    batch = bring_in(agency, a_row(agency, "甲", published_at=PAST, body_html="<p>不再需要的话</p>"))
    assert [row.fields for row in batch.rows.all()] == [{}]


def test_acts_and_events_tell_of_it(agency: Agency) -> None:
    officer, head = person("o", agency, Duty.OFFICER), person("h", agency, Duty.HEAD)
    bring_in(agency, a_row(agency, "甲", published_at=PAST), importer=officer, approver=head)
    told = {entry.act: entry for entry in Entry.objects.filter(act__startswith="item.import")}
    assert list(told) == [
        "item.import",
        "item.import_read",
        "item.import_approve",
        "item.import_enter",
        "item.import_finish",
    ]
    assert told["item.import"].actor == officer.public_id
    assert told["item.import_approve"].actor == head.public_id
    assert told["item.import_approve"].details["at"] == "office"
    event = Event.everything.get()
    assert (event.kind, event.object_id) == ("item.published", ItemPage.objects.get().slug)


def test_whoever_listens_is_told_at_once(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(registry, "_subscribers", {})
    registry.subscribe("t", lambda event: heard.append(event.object_id), "item.published")
    bring_in(agency, a_row(agency, "甲", published_at=PAST), a_row(agency, "乙", published_at=PAST))
    assert sorted(heard) == sorted(ItemPage.objects.values_list("slug", flat=True))


def test_kinds_a_file_cannot_carry_go_the_same_way(agency: Agency, client: Client) -> None:
    rows = [Row(2, a_row(agency, "2022年部门预算", published_at="2022-02-01 09:00"))]
    more = {2: {"kind": "budgetpage", "extra": {"year": 2022, "stage": "budget", "extent": "department"}}}
    found = list(check_rows(rows, Memory(), Agencies(), more=more))
    batch = importing.begin_import(None, agency, "programme")
    importing.stage(batch, found)
    importing.finish_reading(None, agency, batch)
    batch = importing.enter(importing.approve_import(None, agency, batch), Memory())
    item = ItemPage.objects.get().specific
    assert (item._meta.model_name, item.year, item.extent) == ("budgetpage", 2022, "department")
    assert client.get(item.url).status_code == 200


def test_what_a_kind_must_have_is_asked_for(agency: Agency) -> None:
    rows = [Row(2, a_row(agency, "会议", published_at=PAST))]
    found = list(check_rows(rows, Memory(), Agencies(), more={2: {"kind": "meetingpage"}}))
    batch = importing.begin_import(None, agency, "programme")
    importing.stage(batch, found)
    importing.finish_reading(None, agency, batch)
    batch = importing.enter(importing.approve_import(None, agency, batch), Memory())
    assert outcomes(batch) == [(2, "refused")]
    assert "会议日期" in batch.rows.get().message
    assert not ItemPage.objects.exists()


def test_a_column_closed_in_between_takes_nothing(agency: Agency) -> None:
    batch = importing.begin_import(None, agency, "a.csv")
    importing.stage(batch, checked(a_row(agency, "甲", published_at=PAST)))
    importing.finish_reading(None, agency, batch)
    batch = importing.approve_import(None, agency, batch)
    from gongkai.portal.columns import close_column

    close_column(None, agency, ColumnPage.objects.get(title="机构职能"), reason="不再使用")
    batch = importing.enter(batch, Memory())
    assert outcomes(batch) == [(2, "refused")]


def test_rows_are_scoped(agency: Agency) -> None:
    other = a_platform("示例市清河区水务局", "shuiwu")
    batch = bring_in(agency, a_row(agency))
    assert not ImportBatch.objects.for_agency(other.pk).filter(pk=batch.pk).exists()
    found = checked(a_row(other), alone=agency)
    assert found[0].state == ImportRow.State.REFUSED
    assert "这里只能导入" in found[0].message
    assert COLUMN == "法定主动公开内容/机构职能"
