"""Acts on the register of rules and normative documents: what may happen to one, what follows of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.once import once
from tests.publishing.desk import Desk, change, desk, draft, fresh, published
from tests.publishing.desk import address as address_of

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry as AuditEntry
from gongkai.portal.models import PolicyPage
from gongkai.registers.models import Document, DocumentEvent
from gongkai.registers.services import document_state
from gongkai.registers.services import documents as acts
from gongkai.registers.services.documents import Entry, Happened, Maker
from gongkai.registers.table import table_two

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


built, at = once(desk)


def entry(number: str = "清应急规〔2020〕1号", made_on: date = date(2020, 3, 1), **more: Any) -> Entry:
    facts = {"title": f"关于{number}的规定", "number": number, "kind": "normative"}
    given = {name: more.pop(name) for name in list(more) if name in acts.FACTS}
    return Entry(
        facts | given,
        (Happened("made", made_on, more.pop("valid_until", None)), *more.pop("events", ())),
        **more,
    )


def enter(at: Desk, *given: Any, **more: Any) -> Document:
    return acts.enter(at.officer, at.agency, entry(*given, **more))


def happen(at: Desk, document: Document, kind: str, on: date, **more: Any) -> DocumentEvent:
    return acts.happen(at.officer, at.agency, document, Happened(kind, on, **more))


def again(document: Document) -> Document:
    return Document.everything.get(pk=document.pk)


def figures(agency: Agency, year: int) -> tuple[Any, ...]:
    found = table_two(agency, year)
    return tuple(
        found[f"proactive.normative_documents.{one}"].value for one in ("made", "repealed", "in_force")
    )


class TestEvents:
    def test_entered_late_it_stands_as_its_events_say(self, at: Desk) -> None:
        document = enter(at, valid_until=date(2099, 12, 31))
        assert (document.state, document.made_on, document.valid_until) == (
            "valid",
            date(2020, 3, 1),
            date(2099, 12, 31),
        )
        happen(at, document, "amended", date(2021, 5, 1), by_document="清应急〔2021〕9号")
        assert again(document).state == "amended"
        happen(at, document, "repealed", date(2022, 6, 1))
        assert again(document).state == "repealed"
        assert figures(at.agency, 2020) == (1, 0, 1)
        assert figures(at.agency, 2022) == (0, 1, 0)

    def test_the_number_is_kept_in_one_way(self, at: Desk) -> None:
        assert enter(at, number="清应急规[2020] 1 号").number == "清应急规〔2020〕1号"
        with pytest.raises(Refused, match="已经登记过"):
            enter(at, number="清应急规（2020）1号")
        assert Document.everything.count() == 1

    def test_without_a_number_title_and_day_tell_a_double(self, at: Desk) -> None:
        enter(at, number="", title="暂行规定")
        enter(at, number="", title="暂行规定", made_on=date(2021, 1, 1))
        with pytest.raises(Refused, match="已经登记过"):
            enter(at, number="", title="暂行规定")

    @pytest.mark.parametrize(
        ("kind", "on", "words"),
        [
            ("amended", date(2020, 2, 28), "早于制发日期"),
            ("made", date(2020, 3, 1), "已经登记过制发"),
            ("amended", date(2022, 6, 2), "已经废止"),
            ("kept", date(2099, 1, 1), "太晚"),
            ("cancelled", date(2021, 1, 1), "没有这种变动"),
            ("repealed", date(2020, 6, 1), "还登记有别的变动"),
        ],
    )
    def test_what_cannot_have_happened(self, at: Desk, kind: str, on: date, words: str) -> None:
        document = enter(at, events=(Happened("repealed", date(2022, 6, 1)),))
        with pytest.raises(Refused, match=words):
            happen(at, document, kind, on)
        assert document.events.count() == 2

    def test_a_late_amendment_before_the_repeal_may_be_entered(self, at: Desk) -> None:
        document = enter(at, events=(Happened("repealed", date(2022, 6, 1)),))
        happen(at, document, "amended", date(2021, 6, 1))
        assert again(document).state == "repealed"

    def test_what_has_lapsed_is_not_extended(self, at: Desk) -> None:
        document = enter(at, valid_until=date(2022, 2, 28))
        assert document.state == "expired"
        with pytest.raises(Refused, match="应当重新制发"):
            happen(at, document, "extended", date(2022, 3, 1), valid_until=date(2030, 1, 1))
        happen(at, document, "extended", date(2022, 2, 28), valid_until=date(2099, 1, 1))
        assert (again(document).state, again(document).valid_until) == ("valid", date(2099, 1, 1))

    def test_a_mistake_is_cancelled_and_stays_readable(self, at: Desk) -> None:
        document = enter(at)
        wrong = happen(at, document, "repealed", date(2022, 6, 1))
        with pytest.raises(Refused, match="理由"):
            acts.correct(at.officer, at.agency, wrong, " ")
        acts.correct(at.officer, at.agency, wrong, "登错了文件")
        assert again(document).state == "valid"
        assert [event.kind for event in document.events.all()] == ["made", "repealed", "cancelled"]
        with pytest.raises(Refused, match="已经更正过"):
            acts.correct(at.officer, at.agency, wrong, "再来")

    def test_a_wrong_day_of_making_is_replaced(self, at: Desk) -> None:
        document = enter(at)
        made = document.events.get()
        with pytest.raises(Refused, match="不能只作废"):
            acts.correct(at.officer, at.agency, made, "年份有误")
        acts.correct(at.officer, at.agency, made, "年份有误", Happened("made", date(2021, 3, 1)))
        assert again(document).made_on == date(2021, 3, 1)
        assert figures(at.agency, 2020) == (None, None, None)
        assert figures(at.agency, 2021) == (1, 0, 1)

    def test_a_correction_may_not_put_others_before_the_making(self, at: Desk) -> None:
        document = enter(at, events=(Happened("amended", date(2020, 9, 1)),))
        with pytest.raises(Refused, match="早于制发"):
            acts.correct(
                at.officer,
                at.agency,
                document.events.get(kind="made"),
                "有误",
                Happened("made", date(2021, 1, 1)),
            )
        assert document.events.count() == 2

    def test_a_new_edition_repeals_the_old(self, at: Desk) -> None:
        old = enter(at)
        new = enter(at, number="清应急规〔2023〕2号", made_on=date(2023, 5, 1), replaces=old)
        assert again(old).state == "repealed"
        assert old.events.get(kind="repealed").by_document == new.number
        assert figures(at.agency, 2023) == (1, 1, 1)

    def test_who_leads_must_be_said(self, at: Desk) -> None:
        with pytest.raises(Refused, match="写明牵头机关"):
            enter(at, leads=False, makers=(Maker("示例市清河区财政局"),))
        with pytest.raises(Refused, match="不能再标为牵头"):
            enter(at, makers=(Maker("示例市清河区财政局", leads=True),))
        enter(at, leads=False, makers=(Maker("示例市清河区财政局", leads=True),))
        assert figures(at.agency, 2020) == (None, None, None)

    def test_only_keepers_and_only_ones_own(self, at: Desk) -> None:
        document = enter(at)
        with pytest.raises(Refused, match="没有这项职责"):
            acts.enter(at.secrecy, at.agency, entry("甲〔2021〕2号"))
        other = desk("示例市清河区财政局", "caizheng")
        with pytest.raises(Refused, match="没有这份文件"):
            acts.happen(other.officer, other.agency, document, Happened("repealed", date(2022, 1, 1)))
        with pytest.raises(Refused, match="没有这项职责"):
            acts.happen(other.officer, at.agency, document, Happened("repealed", date(2022, 1, 1)))

    def test_each_act_is_in_the_log(self, at: Desk) -> None:
        document = enter(at)
        happen(at, document, "amended", date(2021, 1, 1))
        acts.file(at.officer, at.agency, document, "QHBA-2020-1", date(2020, 3, 20), "示例市清河区人民政府")
        found = AuditEntry.objects.filter(object_type="document", object_id=document.public_id)
        assert [one.act for one in found.order_by("pk")] == [
            "document.enter",
            "document.event",
            "document.file",
        ]

    def test_filing_before_the_making_is_refused(self, at: Desk) -> None:
        with pytest.raises(Refused, match="早于制发日期"):
            acts.file(at.officer, at.agency, enter(at), "1", date(2020, 2, 1), "区政府")


class TestCleaning:
    def test_many_results_in_one_act(self, at: Desk) -> None:
        kept, amended, repealed, expired = (enter(at, number=f"清〔2019〕{n}号") for n in range(4))
        done = acts.clean(
            at.officer,
            at.agency,
            date(2023, 12, 1),
            "清应急〔2023〕30号",
            [
                (kept, "kept"),
                (amended, "amended"),
                (repealed, "repealed"),
                (expired, "declared_expired"),
            ],
        )
        assert done == 4
        assert [again(one).state for one in (kept, amended, repealed, expired)] == [
            "valid",
            "amended",
            "repealed",
            "expired",
        ]
        assert figures(at.agency, 2023) == (0, 1, 2)
        entry_ = AuditEntry.objects.get(act="document.clean")
        assert (entry_.details["kept"], entry_.details["repealed"]) == (1, 1)

    def test_one_impossible_result_keeps_all_back(self, at: Desk) -> None:
        good, gone = enter(at, number="清〔2019〕1号"), enter(at, number="清〔2019〕2号")
        happen(at, gone, "repealed", date(2020, 6, 1))
        with pytest.raises(Refused, match="没有保存任何一份"):
            acts.clean(
                at.officer, at.agency, date(2023, 1, 1), "决定", [(good, "repealed"), (gone, "repealed")]
            )
        assert again(good).state == "valid"


class TestPublicPage:
    def page(self, at: Desk, **more: Any) -> Any:
        return published(
            at,
            "安全生产检查办法",
            kind=PolicyPage,
            column="normative-documents",
            basis="20.1",
            document_number="清应急规〔2020〕1号",
            formed_on=date(2020, 3, 1),
            **more,
        )

    def test_repeal_changes_mark_lists_search_and_count(self, at: Desk, client: Any) -> None:
        page = self.page(at, validity="valid")
        document = enter(at)
        acts.link(at.officer, at.agency, document, page)
        before = client.get(address_of(page)).content.decode()
        assert "本文件已经废止" not in before
        happen(at, document, "repealed", date(2022, 6, 1))
        assert fresh(page).validity == "repealed"
        assert fresh(page).live
        assert not fresh(page).has_unpublished_changes
        assert "本文件已经废止" in client.get(address_of(page)).content.decode()
        column = client.get(page.get_parent().url).content.decode()
        assert "废止" in column
        assert figures(at.agency, 2022) == (0, 1, 0)

    def test_a_draft_in_work_does_not_bring_the_old_mark_back(self, at: Desk) -> None:
        page = self.page(at, validity="valid")
        document = enter(at)
        acts.link(at.officer, at.agency, document, page)
        change(page, at.officer, title="安全生产检查办法（整理）")
        happen(at, document, "repealed", date(2022, 6, 1))
        version = fresh(page).get_latest_revision_as_object()
        assert (version.title, version.validity) == ("安全生产检查办法（整理）", "repealed")
        assert fresh(page).title == "安全生产检查办法"
        assert fresh(page).has_unpublished_changes

    def test_a_draft_page_takes_the_mark_and_stays_a_draft(self, at: Desk) -> None:
        page = draft(at.officer, at.agency, kind=PolicyPage, column="normative-documents", basis="20.1")
        acts.link(at.officer, at.agency, enter(at), page)
        assert (fresh(page).validity, fresh(page).live) == ("valid", False)
        assert fresh(page).get_latest_revision_as_object().validity == "valid"

    def test_one_page_one_document_and_of_ones_own(self, at: Desk) -> None:
        page = self.page(at)
        acts.link(at.officer, at.agency, enter(at), page)
        second = enter(at, number="清〔2021〕5号")
        with pytest.raises(Refused, match="已经关联"):
            acts.link(at.officer, at.agency, second, page)
        other = desk("示例市清河区财政局", "caizheng")
        with pytest.raises(Refused, match="没有这条信息"):
            acts.link(other.officer, other.agency, enter(other), page)

    def test_time_ends_validity_without_anybody(self, at: Desk) -> None:
        page = self.page(at)
        today = timezone.localdate()
        document = enter(at, valid_until=today)
        acts.link(at.officer, at.agency, document, page)
        assert document_state.differences() == []
        assert document_state.renew_all() == 0
        tomorrow = today + DAY
        assert len(document_state.differences(tomorrow)) == 1
        assert document_state.renew_all(tomorrow) == 1
        assert (again(document).state, fresh(page).validity) == ("expired", "expired")
        assert document_state.differences(tomorrow) == []
        assert document_state.renew_all(tomorrow) == 0

    def test_a_repeal_ahead_takes_effect_on_its_day(self, at: Desk) -> None:
        document = enter(at)
        ahead = timezone.localdate() + 30 * DAY
        happen(at, document, "repealed", ahead)
        assert again(document).state == "valid"
        document_state.renew_all(ahead)
        assert again(document).state == "repealed"

    def test_recompute_mends_what_somebody_wrote(self, at: Desk) -> None:
        document = enter(at)
        Document.everything.filter(pk=document.pk).update(state="repealed")
        assert len(document_state.differences()) == 1
        document_state.renew_all()
        assert again(document).state == "valid"

    def test_a_page_published_with_another_mark_is_put_right(
        self, at: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = self.page(at, validity="valid")
        document = enter(at)
        acts.link(at.officer, at.agency, document, page)
        happen(at, document, "repealed", date(2022, 6, 1))
        change(page, at.officer, validity="valid", title="安全生产检查办法（二）")
        from tests.publishing.desk import send, through

        with django_capture_on_commit_callbacks(execute=True):
            through(at, send(at.officer, page))
        document_state.renew_page(page.slug, at.agency.pk)
        assert (fresh(page).title, fresh(page).validity) == ("安全生产检查办法（二）", "repealed")
