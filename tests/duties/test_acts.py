"""The acts on duties: enter, meet in every way, take back; what is refused; what follows of publication and withdrawal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.duties.desk import a_duty, a_regular, times
from tests.once import once
from tests.publishing.desk import TITLE, Desk, column_of, desk, draft, fresh, published, send
from tests.publishing.desk import approve as pass_on
from tests.reporting.office import make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty
from gongkai.audit import queries as audit
from gongkai.duties.counting import stays_until
from gongkai.duties.models import NotDisclosed, Occurrence
from gongkai.duties.services import catalogue, closing, following, handing, meeting
from gongkai.duties.services.meeting import Met
from gongkai.files.services import keep_upload
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Event

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


built, at = once(desk)


built_other, other = once(desk, "示例市清河区水务局", "shuiwu", name="built_other")


def deliver(at: Desk, kind: str) -> Event:
    """Give the last event of a kind, as the worker tells it after commit."""
    found: Event = Event.everything.filter(agency=at.agency, kind=kind).order_by("pk").last()
    told = {
        "item.published": following.on_published,
        "item.withdrawn": following.on_withdrawn,
        "item.declined": following.on_declined,
    }
    told[kind](found)
    return found


def an_occasion(at: Desk, **given: Any) -> Occurrence:
    duty = a_duty(at, **({"column": column_of(at.agency)} | given))
    return meeting.occasion(at.officer, at.agency, duty, "预算批复", TODAY - timedelta(days=3))


class TestEntering:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"title": " "}, "请填写公开事项"),
            ({"basis": "", "basis_words": ""}, "公开依据"),
            ({"kind": "regular"}, "要选择周期"),
            ({"kind": "whatever"}, "没有“whatever”这样的种类"),
            ({"limit": "own", "own_source": "内部规定"}, "填写天数"),
            ({"limit": "own", "own_days": 5}, "写明依据"),
            ({"responsible": None}, "都要有人负责"),
            ({"begins_on": date(1999, 1, 1)}, "开始日期"),
        ],
    )
    def test_what_is_refused(self, at: Desk, given: dict[str, Any], words: str) -> None:
        with pytest.raises(Refused, match=words):
            a_duty(at, **given)

    def test_people_and_columns_of_another_agency_are_refused(self, at: Desk, other: Desk) -> None:
        with pytest.raises(Refused, match="没有职责"):
            a_duty(at, responsible=other.officer)
        with pytest.raises(Refused, match="没有职责"):
            a_duty(at, deputy=other.officer)
        with pytest.raises(Refused, match="两个人"):
            a_duty(at, deputy=at.officer)
        with pytest.raises(Refused, match="没有这个栏目"):
            a_duty(at, column=column_of(other.agency))

    def test_rights(self, at: Desk, other: Desk) -> None:
        duty = a_duty(at)
        with pytest.raises(Refused, match="没有这项职责"):
            catalogue.change(at.secrecy, at.agency, duty, {"title": "改"})
        with pytest.raises(Refused, match="没有这项公开任务"):
            catalogue.change(other.officer, other.agency, duty, {"title": "改"})
        clerk = make_person(at.agency, Duty.CASE, name="clerk")
        with pytest.raises(Refused, match="由责任人"):
            meeting.occasion(clerk, at.agency, duty, "预算批复", TODAY)
        catalogue.assign(at.officer, at.agency, [duty], clerk)
        assert meeting.occasion(clerk, at.agency, duty, "预算批复", TODAY).duty == duty

    def test_a_changed_limit_holds_for_what_falls_due_from_then_on(self, at: Desk) -> None:
        one = an_occasion(at)
        before = one.due_on
        catalogue.change(at.officer, at.agency, one.duty, {"limit": "penalty-withdrawn"})
        one.refresh_from_db()
        assert one.due_on == before
        one.duty.refresh_from_db()
        again = meeting.occasion(at.officer, at.agency, one.duty, "另一次", one.formed_on)
        assert again.due_on < before

    def test_the_same_occasion_twice(self, at: Desk) -> None:
        one = an_occasion(at)
        with pytest.raises(Refused, match="已经登记过"):
            meeting.occasion(at.officer, at.agency, one.duty, one.name, one.formed_on)


class TestMeeting:
    def test_by_an_item(self, at: Desk) -> None:
        one, item = an_occasion(at), published(at)
        done = meeting.meet(at.officer, at.agency, one, Met("item", item=item))
        assert done.item is not None
        assert (done.way, done.item.pk, done.met_on, done.met_by) == ("item", item.pk, TODAY, at.officer)
        entries = audit.of("occurrence", one.public_id)
        assert [entry.act for entry in entries] == ["duty.occasion", "duty.meet"]

    def test_by_a_draft_or_another_agencys_item(self, at: Desk, other: Desk) -> None:
        one = an_occasion(at)
        for item in (draft(at.officer, at.agency), published(other)):
            with pytest.raises(Refused, match="已经发布的信息"):
                meeting.meet(at.officer, at.agency, one, Met("item", item=item))

    def test_one_item_meets_one_time(self, at: Desk) -> None:
        one, item = an_occasion(at), published(at)
        again = meeting.occasion(at.officer, at.agency, one.duty, "第二次", TODAY)
        meeting.meet(at.officer, at.agency, one, Met("item", item=item))
        with pytest.raises(Refused, match="已经用来办理预算批复"):
            meeting.meet(at.officer, at.agency, again, Met("item", item=item))

    def test_outside(self, at: Desk) -> None:
        one = an_occasion(at)
        for address in ("", "javascript:alert(1)", "www.example.gov.cn", "https://"):
            with pytest.raises(Refused, match="完整网址"):
                meeting.meet(at.officer, at.agency, one, Met("outside", address=address, on=TODAY))
        how = Met("outside", address="https://www.example.gov.cn/1", on=TODAY + timedelta(days=1))
        with pytest.raises(Refused, match="公开日期"):
            meeting.meet(at.officer, at.agency, one, how)
        how = Met("outside", address="https://www.example.gov.cn/1", on=TODAY - timedelta(days=1))
        assert meeting.meet(at.officer, at.agency, one, how).met_on == TODAY - timedelta(days=1)
        with pytest.raises(Refused, match="已经办理"):
            meeting.meet(at.officer, at.agency, one, how)

    def test_by_a_file(self, at: Desk, other: Desk) -> None:
        one = an_occasion(at)
        foreign = keep_upload(other.agency, other.officer, SimpleUploadedFile("1.pdf", b"words"))
        with pytest.raises(Refused, match="请上传"):
            meeting.meet(at.officer, at.agency, one, Met("file", upload=foreign, on=TODAY, note="公告栏"))
        upload = keep_upload(at.agency, at.officer, SimpleUploadedFile("1.pdf", b"words"))
        with pytest.raises(Refused, match="在哪里公开"):
            meeting.meet(at.officer, at.agency, one, Met("file", upload=upload, on=TODAY))
        done = meeting.meet(at.officer, at.agency, one, Met("file", upload=upload, on=TODAY, note="公告栏"))
        assert done.upload == upload

    def test_nil_and_no_change_only_where_they_have_a_sense(self, at: Desk) -> None:
        one = an_occasion(at)
        for way in ("nil", "confirmed", "", "whatever"):
            with pytest.raises(Refused, match="办理方式"):
                meeting.meet(at.officer, at.agency, one, Met(way, note="没有"))
        quarter = Occurrence.objects.create(
            duty=a_regular(at), name="2026年第一季度", formed_on=date(2026, 3, 31), due_on=date(2026, 4, 29)
        )
        with pytest.raises(Refused, match="写明说明"):
            meeting.meet(at.officer, at.agency, quarter, Met("nil"))
        done = meeting.meet(at.officer, at.agency, quarter, Met("nil", note="本季度没有"))
        assert (done.get_way_display(), done.met_on) == ("零报告", TODAY)

    def test_taken_back(self, at: Desk) -> None:
        one, item = an_occasion(at), published(at)
        meeting.meet(at.officer, at.agency, one, Met("item", item=item))
        with pytest.raises(Refused, match="理由"):
            meeting.reopen(at.officer, at.agency, one, " ")
        done = meeting.reopen(at.officer, at.agency, one, "选错了信息")
        assert (done.way, done.met_on, done.item) == ("", None, None)
        meeting.meet(at.officer, at.agency, one, Met("item", item=item))


class TestFollowing:
    def test_an_item_published_in_the_column_is_proposed_once(self, at: Desk) -> None:
        one = an_occasion(at)
        elsewhere = an_occasion(at, title="别的", column=column_of(at.agency, "penalties"))
        item = published(at)
        deliver(at, "item.published")
        deliver(at, "item.published")
        one.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (one.item, one.way, one.met_on) == (item, "", None)  # proposed; a person decides
        assert elsewhere.item is None

    def test_a_draft_stays_public_as_long_as_it_must(self, at: Desk) -> None:
        # 《重大行政决策程序暂行条例》第十五条: 不少于30日
        duty = a_duty(at, "重大行政决策草案公开征求意见", stays="decision-draft", column=column_of(at.agency))
        one = meeting.occasion(at.officer, at.agency, duty, "某某规划草案", TODAY - timedelta(days=40))
        item = published(at)
        meeting.meet(at.officer, at.agency, one, meeting.Met("item", item=item))
        one.refresh_from_db()
        assert stays_until(duty, one.met_on) == TODAY + timedelta(days=30)
        Occurrence.objects.filter(pk=one.pk).update(met_on=TODAY - timedelta(days=31))
        services.withdraw_item(at.officer, at.agency, item, "征求意见结束")
        deliver(at, "item.withdrawn")
        one.refresh_from_db()
        assert one.way == "item"  # its time was over
        Occurrence.objects.filter(pk=one.pk).update(met_on=TODAY - timedelta(days=30))
        deliver(at, "item.withdrawn")
        one.refresh_from_db()
        assert one.way == ""
        assert f"公开期限到{TODAY:%Y-%m-%d}" in one.note

    def test_withdrawn_items_meet_nothing(self, at: Desk) -> None:
        one, item = an_occasion(at), published(at)
        meeting.meet(at.officer, at.agency, one, Met("item", item=item))
        services.withdraw_item(at.officer, at.agency, item, "有误")
        deliver(at, "item.withdrawn")
        one.refresh_from_db()
        assert (one.way, one.met_on) == ("", None)
        assert "撤回" in one.note

    def test_the_event_of_a_declined_round_reaches_the_register(self, at: Desk) -> None:
        item = declined(at, services.SecrecyAnswer("closed", "条例第十五条", frozenset({"privacy"})))
        event = deliver(at, "item.declined")
        record = NotDisclosed.everything.get()
        assert event.object_type == "round"
        assert (record.title, record.item, record.way) == (TITLE, item, "closed")
        assert (record.ground, record.decided_by) == ("条例第十五条", at.secrecy)
        assert record.review_on == closing.add_months(TODAY, 12)

    def test_of_a_state_secret_no_title_is_kept(self, at: Desk) -> None:
        declined(at, services.SecrecyAnswer("closed", "条例第十四条", frozenset({"state_secret"})))
        deliver(at, "item.declined")
        record = NotDisclosed.everything.get()
        assert (record.title, record.item, record.number) == ("", None, "")
        assert TITLE not in str(NotDisclosed.everything.values().get())

    def test_what_is_published_after_all_is_closed_in_the_register(self, at: Desk) -> None:
        item = declined(at, services.SecrecyAnswer("request", "条例第十五条"))
        deliver(at, "item.declined")
        one = send(at.officer, item)
        for who in at.deciders:
            one = pass_on(who, one)
        assert fresh(item).live
        deliver(at, "item.published")
        record = NotDisclosed.everything.get()
        assert record.get_outcome_display() == "已转为公开"
        assert [review.disclose for review in record.reviews.all()] == [True]


def declined(at: Desk, answer: services.SecrecyAnswer) -> ItemPage:
    """Have an item refused by the confidentiality review."""
    item = draft(at.officer, at.agency)
    one = pass_on(at.reviewer, send(at.officer, item))
    pass_on(at.secrecy, one, secrecy=answer)
    return fresh(item)


class TestNotDisclosed:
    """条例第十八条: 定期评估审查."""

    GIVEN: ClassVar = {
        "title": "会议讨论记录",
        "ground": "process",
        "way": "closed",
        "reason": "讨论中的意见",
    }

    def test_recorded_and_looked_at_again(self, at: Desk) -> None:
        catalogue.set_interval(at.head, at.agency, 6)
        one = closing.record(at.officer, at.agency, self.GIVEN | {"decided_on": TODAY - timedelta(days=40)})
        assert one.ground.startswith("条例第十六条第二款")
        assert one.review_on == closing.add_months(TODAY - timedelta(days=40), 6)
        closing.review(at.officer, at.agency, one, disclose=False, comment="情况没有变化")
        one.refresh_from_db()
        assert one.review_on == closing.add_months(TODAY, 6)
        closing.review(at.officer, at.agency, one, disclose=True, comment="事项已经办结")
        one.refresh_from_db()
        assert [review.disclose for review in one.reviews.all()] == [False, True]
        with pytest.raises(Refused, match="不用再评估"):
            closing.review(at.officer, at.agency, one, disclose=True, comment="再看")

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"ground": "work_secret"}, "请选择依据条款"),
            ({"way": ""}, "请选择决定"),
            ({"title": ""}, "请填写名称"),
            ({"reason": ""}, "请写明理由"),
            ({"ground": "on_request"}, "只能是依申请公开"),
            ({"ground": "state_secret"}, "不得在本系统写名称"),
            ({"decided_on": TODAY + timedelta(days=1)}, "决定日期"),
            ({"review_on": date(2020, 1, 1)}, "下次评估日期"),
        ],
    )
    def test_what_is_refused(self, at: Desk, given: dict[str, Any], words: str) -> None:
        with pytest.raises(Refused, match=words):
            closing.record(at.officer, at.agency, self.GIVEN | given)
        assert not NotDisclosed.everything.exists()

    def test_a_state_secret_by_ground_alone(self, at: Desk) -> None:
        one = closing.record(at.secrecy, at.agency, {"ground": "state_secret", "way": "closed"})
        assert (one.title, one.number, one.ground) == ("", "", "条例第十四条　依法确定为国家秘密")


class TestHandOver:
    """条例第二十五条: 及时向国家档案馆、公共图书馆提供."""

    def test_each_place_gets_an_item_once(self, at: Desk, other: Desk) -> None:
        first, _ = published(at), published(other)
        days = {"first": TODAY - timedelta(days=30), "last": TODAY, "on": TODAY}
        made = handing.hand_over(at.officer, at.agency, "archive", "清河区档案馆", **days)
        assert list(made.items.all()) == [ItemPage.objects.get(pk=first.pk)]
        with pytest.raises(Refused, match="没有还未移交给清河区档案馆"):
            handing.hand_over(at.officer, at.agency, "archive", " 清河区档案馆 ", **days)
        second = published(at, "另一条通知")
        again = handing.hand_over(at.officer, at.agency, "archive", "清河区档案馆", **days)
        assert [item.pk for item in again.items.all()] == [second.pk]
        library = handing.hand_over(at.officer, at.agency, "library", "清河区图书馆", **days)
        assert library.items.count() == 2

    def test_a_list_is_cancelled_with_its_reason_and_made_anew(self, at: Desk, other: Desk) -> None:
        published(at)
        days = {"first": TODAY, "last": TODAY, "on": TODAY}
        made = handing.hand_over(at.officer, at.agency, "archive", "清河区档案馆", **days)
        handing.take_receipt(at.officer, at.agency, made, "王某", TODAY)
        with pytest.raises(Refused, match="写明撤销的理由"):
            handing.cancel(at.officer, at.agency, made, " ")
        with pytest.raises(Refused, match="没有这份移交清单"):
            handing.cancel(other.officer, other.agency, made, "不是我们的")
        handing.cancel(at.officer, at.agency, made, "清单有误")
        with pytest.raises(Refused, match="已经撤销"):
            handing.cancel(at.officer, at.agency, made, "再撤一次")
        made.refresh_from_db()
        assert (made.cancelled_on, made.cancelled_because) == (TODAY, "清单有误")
        assert audit.of("hand_over", made.public_id)[-1].details == {"reason": "清单有误", "signed": True}
        again = handing.hand_over(at.officer, at.agency, "archive", "清河区档案馆", **days)
        assert again.items.count() == 1
        with pytest.raises(Refused, match="已经撤销"):
            handing.take_receipt(at.officer, at.agency, made, "王某", TODAY)

    def test_receipt(self, at: Desk) -> None:
        published(at)
        made = handing.hand_over(
            at.officer, at.agency, "archive", "清河区档案馆", first=TODAY, last=TODAY, on=TODAY
        )
        with pytest.raises(Refused, match="签收日期"):
            handing.take_receipt(at.officer, at.agency, made, "王某", TODAY - timedelta(days=1))
        handing.take_receipt(at.officer, at.agency, made, "王某", TODAY)
        with pytest.raises(Refused, match="已经登记签收"):
            handing.take_receipt(at.officer, at.agency, made, "王某", TODAY)
        entry = audit.of("hand_over", made.public_id)[-1]
        assert "王某" not in str(entry.details)


def test_the_catalogue_of_a_justice_bureau(at: Desk) -> None:
    from gongkai.duties.sheets import default_rows

    made = catalogue.enter_many(at.officer, at.agency, default_rows(at.agency, at.officer))
    assert len(made) == 31
    assert all(one.basis for one in made)
    assert {one.kind for one in made} == {"fixed", "regular", "occasional"}
    report = next(one for one in made if one.title == "政府信息公开工作年度报告")
    assert report.column is not None
    assert report.column.key == "reports"
    assert catalogue.enter_many(at.officer, at.agency, default_rows(at.agency, at.officer)) == []
    assert times(report) == []
    drafts = {one.title: one.stays for one in made if one.stays}
    assert drafts == {
        "行政规范性文件草案公开征求意见": "normative-draft",
        "重大行政决策草案公开征求意见": "decision-draft",
    }


def test_the_catalogue_of_any_bureau_is_a_part_of_it(at: Desk) -> None:
    from gongkai.duties.sheets import default_rows

    titles = {row["title"] for row in default_rows(at.agency, at.officer)}
    general = {row["title"] for row in default_rows(at.agency, at.officer, justice=False)}
    assert general < titles
    assert "行政复议决定书" in titles - general
    assert len(
        catalogue.enter_many(at.officer, at.agency, default_rows(at.agency, at.officer, justice=False))
    )
