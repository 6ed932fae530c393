"""The acts on a case: what each records, what follows of it, what is refused and what may be recorded all the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.applications.desk import WORDS, Desk, again, desk, entry, granted, registered

from gongkai.agencies.acts import Refused
from gongkai.applications import queries
from gongkai.applications import services as acts
from gongkai.applications.models import Application, CountingRow, Event, Paper, Person
from gongkai.audit.models import Entry as AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


class TestIntake:
    def test_registered_it_has_a_number_a_code_and_a_limit(self, at: Desk) -> None:
        made = acts.register(at.case_officer, at.agency, entry())
        case = again(made.case)
        year = timezone.localdate().year
        assert case.number == f"{year}-0001"
        assert case.received_on == date(2024, 6, 3)
        assert case.due_on == date(2024, 7, 2)
        assert case.late
        assert case.status == "in_hand"
        assert queries.by_code(case.number, made.code) == case
        assert queries.by_code(case.number, made.code.lower()) == case
        assert queries.by_code(case.number, "2222222222") is None
        assert queries.by_code(f"{year}-0002", made.code) is None
        assert [event.kind for event in case.events.all()] == ["submitted", "registered"]
        assert registered(at).number == f"{year}-0002"

    def test_online_it_waits_for_confirmation(self, at: Desk) -> None:
        case = registered(at, channel="online")
        assert case.status == "awaiting_confirmation"
        assert case.due_on is None
        assert not CountingRow.everything.exists()
        acts.contact_failed(at.case_officer, at.agency, case, date(2024, 6, 4))
        acts.confirm(at.case_officer, at.agency, case, date(2024, 6, 5), how="电话")
        case = again(case)
        assert case.received_on == date(2024, 6, 5)
        row = CountingRow.everything.get()
        assert (row.entered_on, row.left_on, row.applicant_kind) == (date(2024, 6, 5), None, "person")

    def test_registered_mail_counts_from_the_day_the_mail_room_signed(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 1), channel="registered_mail", signed_for_on=date(2024, 6, 3))
        assert case.received_on == date(2024, 6, 3)

    @pytest.mark.parametrize(
        ("more", "word"),
        [
            ({"channel": "pigeon"}, "渠道"),
            ({"applicant_kind": "ghost"}, "类别"),
            ({"persons": ()}, "申请人"),
            ({"persons": (acts.Who("代理", agent=True),)}, "申请人"),
            ({"persons": (acts.Who("  "),)}, "姓名"),
            ({"persons": (acts.Who("张" * 201),)}, "200"),
            ({"content": " "}, "内容"),
            ({"content": "字" * 20_001}, "20000"),
            ({"content": "a\0b"}, "控制字符"),
            ({"submitted_on": date(2007, 1, 1)}, "施行"),
            ({"channel": "online", "confirmed_on": date(2024, 6, 2)}, "早于提交"),
        ],
    )
    def test_what_cannot_be_is_refused_in_chinese(self, at: Desk, more: dict[str, object], word: str) -> None:
        with pytest.raises(Refused, match=word):
            acts.register(at.case_officer, at.agency, entry(**{"submitted_on": date(2024, 6, 3)} | more))
        assert not Application.everything.exists()

    def test_the_future_is_refused(self, at: Desk) -> None:
        with pytest.raises(Refused, match="今天以后"):
            registered(at, timezone.localdate() + timedelta(days=1))

    def test_a_state_secret_leaves_no_words(self, at: Desk) -> None:
        case = registered(at, content="", form="", secret=True)
        assert not Paper.everything.exists()
        with pytest.raises(Refused, match="国家秘密"):
            acts.take_correction(at.case_officer, at.agency, case, date(2024, 6, 5), "内容", happened=True)
        with pytest.raises(Refused, match="国家秘密"):
            acts.add_file(at.case_officer, at.agency, case, "附件.pdf", b"%PDF-1.7")

    def test_split_each_piece_has_its_number_and_counts(self, at: Desk) -> None:
        case = registered(at)
        pieces = acts.split(at.case_officer, at.agency, case, ["甲事项", "乙事项", "丙事项"])
        assert len({piece.number for piece in pieces}) == 3
        assert again(case).status == "split"
        assert {piece.received_on for piece in pieces} == {date(2024, 6, 3)}
        assert CountingRow.everything.count() == 3
        assert not CountingRow.everything.filter(application=case).exists()
        assert Person.everything.filter(application__in=pieces).count() == 3
        with pytest.raises(Refused, match="已经拆分"):
            acts.ask_correction(at.case_officer, at.agency, case, date(2024, 6, 5), date(2024, 6, 20), "何事")
        with pytest.raises(Refused, match="不能再拆分"):
            acts.split(at.case_officer, at.agency, pieces[0], ["一", "二"])


class TestLimits:
    def test_correction_stops_and_starts_anew(self, at: Desk) -> None:
        case = registered(at)
        acts.ask_correction(at.case_officer, at.agency, case, date(2024, 6, 12), date(2024, 7, 5), "哪一年的")
        assert again(case).due_on is None
        assert again(case).status == "lapsed"  # the day for it is long past today
        acts.take_correction(at.case_officer, at.agency, case, date(2024, 6, 28), "2023年的")
        assert again(case).due_on == date(2024, 7, 26)

    def test_more_time_for_the_correction_moves_its_last_day(self, at: Desk) -> None:
        """合理的补正期限 (条例第三十条): a correction on a day that was granted is in time."""
        case = registered(at)
        day = date(2024, 7, 4)
        with pytest.raises(Refused, match="不在等待补正"):
            acts.give_time(at.case_officer, at.agency, case, day, date(2024, 7, 19))
        acts.ask_correction(at.case_officer, at.agency, case, date(2024, 6, 12), date(2024, 7, 5), "哪一年的")
        with pytest.raises(Refused, match="原定期限"):
            acts.give_time(at.case_officer, at.agency, case, day, date(2024, 7, 5))
        acts.give_time(at.case_officer, at.agency, case, day, date(2024, 7, 19), "同意您的请求")
        with pytest.raises(Refused, match="视为放弃"):
            acts.give_up(at.case_officer, at.agency, case, date(2024, 7, 8))
        event = acts.take_correction(at.case_officer, at.agency, case, date(2024, 7, 18), "2023年的")
        assert event.problem == ""
        assert again(case).due_on == date(2024, 8, 15)
        with pytest.raises(Refused, match="不在等待补正"):
            acts.give_time(at.case_officer, at.agency, case, date(2024, 7, 19), date(2024, 8, 1))

    def test_a_late_correction_request_is_refused_but_recorded_if_it_happened(self, at: Desk) -> None:
        case = registered(at)
        late = (date(2024, 6, 17), date(2024, 7, 5), "哪一年的")
        with pytest.raises(Refused, match=r"第三十条.*照实补记"):
            acts.ask_correction(at.case_officer, at.agency, case, *late)
        assert again(case).last_event == 2
        event = acts.ask_correction(at.case_officer, at.agency, case, *late, happened=True)
        assert event.problem == "correction_too_late"
        assert event.recorded_by == at.case_officer
        assert again(case).due_on == date(2024, 7, 2)
        assert again(case).problems == 1
        audit = AuditEntry.objects.filter(act="application.ask_correction").get()
        assert audit.details["problem"] == "correction_too_late"
        assert audit.actor == at.case_officer.public_id

    def test_an_extension_needs_the_heads_consent(self, at: Desk) -> None:
        case = registered(at)
        on = date(2024, 6, 28)
        with pytest.raises(Refused, match="负责人同意"):
            acts.extend(at.case_officer, at.agency, case, on, 10)
        acts.ask_extension(at.case_officer, at.agency, case, on, 10, "要查阅旧档")
        assert again(case).due_on == date(2024, 7, 2)
        acts.extend(at.reviewer, at.agency, case, on, 10)
        assert again(case).due_on == date(2024, 7, 16)
        assert again(case).status == "extended"
        with pytest.raises(Refused, match="不能再延长"):
            acts.extend(at.reviewer, at.agency, case, date(2024, 7, 3), 5)

    def test_consent_on_paper_is_named(self, at: Desk) -> None:
        case = registered(at)
        event = acts.extend(at.case_officer, at.agency, case, date(2024, 6, 28), 10, on_paper="审批单2024-7")
        assert event.data["approved_by"] == "paper"

    def test_third_parties_are_asked_by_code(self, at: Desk) -> None:
        case = registered(at)
        party = acts.consult(
            at.case_officer, at.agency, case, "third_party", "秘密科技有限公司", date(2024, 6, 11)
        )
        assert party.code == "第三方1"
        acts.take_opinion(
            at.case_officer, at.agency, case, party, date(2024, 6, 24), consents=False, text="不同意"
        )
        assert again(case).due_on == date(2024, 7, 15)
        for event in Event.everything.all():
            assert "秘密科技" not in str(event.data)

    def test_the_fee_is_computed_and_stops_the_limit(self, at: Desk) -> None:
        case = registered(at)
        with pytest.raises(Refused, match="0元"):
            acts.notify_fee(at.reviewer, at.agency, case, date(2024, 6, 20), {"pages": 30})
        with pytest.raises(Refused, match="不能合并"):
            acts.notify_fee(at.reviewer, at.agency, case, date(2024, 6, 20), {"pages": 30, "requests": 1})
        event = acts.notify_fee(at.reviewer, at.agency, case, date(2024, 6, 20), {"pages": 150})
        assert event.data["amount"] == 1700
        acts.take_payment(at.case_officer, at.agency, case, date(2024, 7, 1), receipt="0001")
        assert again(case).due_on == date(2024, 7, 29)

    def test_given_up_only_when_the_day_is_past(self, at: Desk) -> None:
        case = registered(at)
        with pytest.raises(Refused, match="视为放弃"):
            acts.give_up(at.case_officer, at.agency, case, date(2024, 7, 1))
        acts.ask_correction(at.case_officer, at.agency, case, date(2024, 6, 12), date(2024, 7, 5), "哪一年的")
        acts.give_up(at.case_officer, at.agency, case, date(2024, 7, 8))
        case = again(case)
        assert (case.status, case.outcome, case.closed_on) == (
            "not_corrected",
            "other_not_corrected",
            date(2024, 7, 8),
        )
        assert CountingRow.everything.get().outcome == "other_not_corrected"


class TestDeciding:
    def test_drafted_reviewed_signed_served(self, at: Desk) -> None:
        case = registered(at)
        on = date(2024, 6, 27)
        part = acts.PartOf("denied_third_party", "15", "公开会损害第三方的商业秘密，第三方不同意")
        decision = acts.draft(at.case_officer, at.agency, case, on, [part])
        acts.legal_review(at.legal, at.agency, case, decision, on, "同意")
        with pytest.raises(Refused, match="机关负责人"):
            acts.sign(at.reviewer, at.agency, case, decision, on)
        acts.sign(at.head, at.agency, case, decision, on, "甲司公复〔2024〕3号")
        assert again(case).status == "answered"
        with pytest.raises(Refused, match="早于签发"):
            acts.serve(at.case_officer, at.agency, case, date(2024, 6, 26), "post")
        acts.serve(at.case_officer, at.agency, case, date(2024, 6, 28), "post", proof="EMS 1")
        case = again(case)
        assert (case.status, case.outcome, case.late) == ("closed", "denied_third_party", False)
        row = CountingRow.everything.get()
        assert (row.left_on, row.outcome) == (on, "denied_third_party")
        acts.archive(at.case_officer, at.agency, case, date(2024, 7, 1), "2024-法-1")
        with pytest.raises(Refused, match="已经归档"):
            acts.archive(at.case_officer, at.agency, case, date(2024, 7, 1))

    def test_what_is_missing_is_said_before_it_is_kept(self, at: Desk) -> None:
        case = registered(at)
        part = acts.PartOf("unavailable_not_held", "36-4", "经检索没有")
        with pytest.raises(Refused, match="检索记录"):
            acts.draft(at.case_officer, at.agency, case, date(2024, 6, 20), [part])
        acts.search(
            at.case_officer,
            at.agency,
            case,
            date(2024, 6, 18),
            where="档案室、公文系统",
            words_used="法律援助",
            found=False,
        )
        assert acts.lacking(case, [part]) == ()
        acts.draft(at.case_officer, at.agency, case, date(2024, 6, 20), [part])

    def test_two_parts_make_it_partly_granted(self, at: Desk) -> None:
        case = registered(at)
        parts = [acts.PartOf("granted", "36-2"), acts.PartOf("denied_internal_affairs", "16-1", "内部管理")]
        decision = acts.draft(at.case_officer, at.agency, case, date(2024, 6, 20), parts, access="附后")
        assert decision.outcome == "partly_granted"

    def test_a_decision_served_late_is_late(self, at: Desk) -> None:
        case = registered(at)
        granted(at, case, date(2024, 7, 2), date(2024, 7, 3))
        assert again(case).late

    def test_reopened_it_goes_on_counting_once(self, at: Desk) -> None:
        case = registered(at)
        granted(at, case, date(2024, 6, 20))
        acts.reopen(at.reviewer, at.agency, case, date(2024, 9, 2), because="review", until=date(2024, 9, 20))
        assert again(case).due_on == date(2024, 9, 20)
        assert CountingRow.everything.get().outcome == "granted"
        part = acts.PartOf("denied_enforcement_file", "16-2-file", "执法案卷")
        decision = acts.draft(at.case_officer, at.agency, case, date(2024, 9, 10), [part])
        acts.sign(at.head, at.agency, case, decision, date(2024, 9, 10))
        row = CountingRow.everything.get()
        assert (row.left_on, row.outcome) == (date(2024, 6, 20), "denied_enforcement_file")

    def test_withdrawn(self, at: Desk) -> None:
        case = registered(at)
        acts.withdraw(at.case_officer, at.agency, case, date(2024, 6, 10))
        assert again(case).status == "withdrawn"
        assert CountingRow.everything.get().outcome == "other_other"

    def test_withdrawn_before_receipt_it_counts_nowhere(self, at: Desk) -> None:
        case = registered(at, channel="online")
        acts.withdraw(at.case_officer, at.agency, case, date(2024, 6, 10))
        assert not CountingRow.everything.exists()


class TestRecord:
    def test_a_mistake_is_cancelled_and_stays_to_be_seen(self, at: Desk) -> None:
        case = registered(at)
        wrong = acts.extend(at.reviewer, at.agency, case, date(2024, 6, 28), 10)
        acts.correct_record(at.reviewer, at.agency, case, wrong, "登记错了案件")
        assert again(case).due_on == date(2024, 7, 2)
        lines = queries.story_of(at.case_officer, case)
        assert [line.event.kind for line in lines if line.cancelled] == ["extended"]
        with pytest.raises(Refused, match="已经作废"):
            acts.correct_record(at.reviewer, at.agency, case, wrong, "再来")
        with pytest.raises(Refused, match="不能作废"):
            acts.correct_record(at.reviewer, at.agency, case, case.events.first(), "不要了")
        acts.extend(at.reviewer, at.agency, case, date(2024, 6, 28), 5)
        assert again(case).due_on == date(2024, 7, 9)

    def test_events_cannot_be_changed(self, at: Desk) -> None:
        event = registered(at).events.first()
        event.on = date(2024, 1, 1)
        with pytest.raises(TypeError, match="不能修改"):
            event.save()
        with pytest.raises(TypeError, match="不能删除"):
            event.delete()

    def test_the_second_officer_is_told(self, at: Desk) -> None:
        case = registered(at)
        acts.note(at.reviewer, at.agency, case, "先问问财务科", seen=2)
        with pytest.raises(Refused, match=f"{at.reviewer.full_name}办理了“备注”"):
            acts.extend(at.reviewer, at.agency, case, date(2024, 6, 28), 10, seen=2)

    def test_rectification_has_no_limit_and_counts_nowhere(self, at: Desk) -> None:
        case = registered(at, matter="rectification")
        assert case.due_on is None
        with pytest.raises(Refused, match="不能转送"):
            acts.pass_on(at.reviewer, at.agency, registered(at), date(2024, 6, 20), "区档案馆")
        acts.rectify(at.reviewer, at.agency, case, date(2024, 6, 20), corrected=True, reason="已更正姓名")
        assert again(case).status == "closed"
        assert CountingRow.everything.count() == 1  # that of the application for disclosure

    def test_nil_is_refused_where_cases_are(self, at: Desk) -> None:
        acts.declare_nil(at.reviewer, at.agency, 2023)
        with pytest.raises(Refused, match="已经零报告"):
            acts.declare_nil(at.reviewer, at.agency, 2023)
        acts.withdraw_nil(at.reviewer, at.agency, 2023)
        registered(at)
        with pytest.raises(Refused, match="有申请的记录"):
            acts.declare_nil(at.reviewer, at.agency, 2024)


class TestPersonalData:
    def test_events_audit_and_derived_columns_hold_none(self, at: Desk) -> None:
        case = registered(at)
        acts.note(at.case_officer, at.agency, case, f"{WORDS}，欧阳测试来电")
        acts.reveal(at.case_officer, at.agency, case, "核对身份")
        plain = [str(event.data) for event in Event.everything.all()]
        plain += [str(entry.details) for entry in AuditEntry.objects.all()]
        plain += [str(vars(again(case)))]
        for secret in ("欧阳", "11010119900101100X", "13800000000", "法律援助"):
            assert not any(secret in text for text in plain)
        assert AuditEntry.objects.filter(act="application.reveal").get().details["reason"] == "核对身份"

    def test_the_same_applicant_and_the_same_words_are_found(self, at: Desk) -> None:
        case, other = registered(at), registered(at, content=f" {WORDS} ")
        registered(at, content="别的", persons=(acts.Who("李四", identity_number="别的号码"),))
        assert list(queries.same_applicant(at.case_officer, case)) == [other]
        assert list(queries.same_content(at.case_officer, case)) == [other]

    def test_names_are_masked_and_only_for_those_who_may(self, at: Desk) -> None:
        case = registered(at)
        assert queries.names_of(at.case_officer, [case]) == {case.pk: "欧***"}
        assert queries.names_of(at.supervisor, [case]) == {}
        assert queries.case_of(at.supervisor, case.public_id) == case
        assert all(not line.texts for line in queries.story_of(at.supervisor, case))
