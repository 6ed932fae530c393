"""The officers' pages: intake, the case on one page, every act by its form, lists, boards, table 三."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.applications.desk import WORDS, Desk, again, desk, entry, granted, registered
from tests.applications.office import ROOT, at_work, do, page_of, plain, words
from tests.once import once

from gongkai.applications import services as acts
from gongkai.applications.models import Application, CaseFile, Decision, Event, Person
from gongkai.applications.office.declared import ASKS
from gongkai.applications.office.intake import FIRST, EntryForm
from gongkai.applications.rights import RIGHTS
from gongkai.audit.models import Entry as AuditEntry

pytestmark = pytest.mark.django_db
built, at = once(desk)

LETTER = {
    "nonce": "n1",
    "channel": "registered_mail",
    "submitted_on": "2024-06-03",
    "signed_for_on": "2024-06-05",
    "applicant_kind": "person",
    "name": "欧阳测试",
    "identity_number": "11010119900101100X",
    "phone": "13800000000",
    "address": "示例路1号",
    "content": WORDS,
    "form": "纸质",
    "matter": "disclosure",
}


def test_every_act_of_the_table_of_rights_has_a_way_in() -> None:
    elsewhere = {
        *("application.register", "application.reveal", "application.nil", "application.nil_withdraw"),
        "application.import",
        # what applicants say themselves, without an account; an officer notes it by the acts above
        *(
            "application.ask_time",
            "application.report_payment",
            "application.acknowledge",
            "application.rate",
        ),
    }
    officers = {act for act, duties in RIGHTS.items() if duties}
    assert {ask.act for ask in ASKS.values()} == officers - elsewhere


def test_a_letter_needs_no_more_than_twelve_fields() -> None:
    assert len(FIRST) <= 12
    form = EntryForm({name: value for name, value in LETTER.items() if name in {*FIRST, "matter"}})
    assert form.is_valid(), form.errors
    assert not form.unfolds


class TestIntake:
    def test_the_day_of_signing_counts_not_the_day_we_learn_of_it(self, at: Desk) -> None:
        page = at_work(at.case_officer).post(f"{ROOT}new/", LETTER)
        case = Application.everything.get()
        assert case.received_on == date(2024, 6, 5)
        assert case.year == timezone.localdate().year
        assert case.number in plain(page)
        assert "收发室签收之日" in plain(page)
        assert "已经过去" in plain(page)
        code = words(page).partition('gk-password">')[2][:10]
        from gongkai.applications.queries import by_code

        assert by_code(case.number, code) == case

    def test_sent_twice_is_registered_once(self, at: Desk) -> None:
        client = at_work(at.case_officer)
        client.post(f"{ROOT}new/", LETTER)
        again_ = client.post(f"{ROOT}new/", LETTER)
        assert again_.url == page_of(Application.everything.get())

    def test_a_likely_repeat_is_shown_first_and_nothing_is_lost(self, at: Desk) -> None:
        known = registered(at)
        client = at_work(at.case_officer)
        page = client.post(f"{ROOT}new/", LETTER)
        assert page.status_code == 422
        assert "同一申请人" in plain(page)
        assert "内容一字不差" in plain(page)
        assert known.number in plain(page)
        assert 'value="示例路1号"' in words(page)
        assert Application.everything.count() == 1
        client.post(f"{ROOT}new/", LETTER | {"looked": "1"})
        assert Application.everything.count() == 2

    def test_another_agencys_cases_are_no_repeats(self, at: Desk) -> None:
        registered(desk("yi"))
        assert at_work(at.case_officer).post(f"{ROOT}new/", LETTER).status_code == 200

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"signed_for_on": "", "confirmed_on": "2024-06-05"}, "以收发室签收之日为收到之日"),
            ({"channel": "online"}, "以与申请人确认之日为收到之日"),
            ({"submitted_on": "2024-13-01"}, "年-月-日"),
            ({"submitted_on": "2024-06-06"}, "签收日期早于提交日期"),
            ({"content": ""}, "内容描述"),
            ({"secret": "on"}, "不录入内容"),
            ({"applicant_kind": "x"}, "x"),
            ({"name": ""}, "申请人姓名"),
        ],
    )
    def test_wrong_input_says_what_and_loses_nothing(
        self, at: Desk, wrong: dict[str, str], said: str
    ) -> None:
        page = at_work(at.case_officer).post(f"{ROOT}new/", LETTER | wrong)
        assert page.status_code == 422
        assert said in plain(page)
        assert 'value="示例路1号"' in words(page)
        assert not Application.everything.exists()

    def test_online_waits_to_be_confirmed_and_says_so(self, at: Desk) -> None:
        client = at_work(at.case_officer)
        page = client.post(f"{ROOT}new/", LETTER | {"channel": "online", "signed_for_on": ""})
        assert "请今天就与申请人确认" in plain(page)
        case = Application.everything.get()
        assert "等确认收到的申请" in plain(client.get("/office/"))
        assert do(client, case, "confirm", on="2024-06-07", how="电话").status_code == 302
        assert again(case).received_on == date(2024, 6, 7)

    def test_several_applicants_and_an_agent(self, at: Desk) -> None:
        more = {"others": "司马测试\n诸葛测试", "agent": "公孙测试 13900000000"}
        at_work(at.case_officer).post(f"{ROOT}new/", LETTER | more)
        people = Person.everything.order_by("order")
        assert [(one.name, one.role, one.phone) for one in people] == [
            ("欧阳测试", "applicant", "13800000000"),
            ("司马测试", "applicant", ""),
            ("诸葛测试", "applicant", ""),
            ("公孙测试", "agent", "13900000000"),
        ]


class TestCase:
    def test_the_page_says_who_what_until_when_and_what_may_be_done(self, at: Desk) -> None:
        case = registered(at, timezone.localdate())
        page = plain(at_work(at.case_officer).get(page_of(case)))
        case = again(case)
        assert "欧****" not in page
        assert "欧*" in page
        assert "欧阳测试" not in page
        assert "11010119900101100X" not in page
        assert WORDS in page
        assert f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日" in page
        assert "还有20个工作日" in page
        assert "期限是怎样算出来的" in page
        now, _, later = page.partition("现在不能办的")
        for title in ("发补正告知书", "征求第三方意见", "拟答复", "延长答复期限", "拆分申请", "交办"):
            assert title in now
        assert "登记缴费" not in now
        assert "登记缴费" in later.partition("办理经过")[0]

    def test_a_provisional_day_is_said_as_such(self, at: Desk) -> None:
        case = registered(at, timezone.localdate())
        Application.everything.filter(pk=case.pk).update(provisional=True)
        assert "暂按" in plain(at_work(at.case_officer).get(page_of(case)))

    def test_reveal_needs_a_reason_that_is_kept(self, at: Desk) -> None:
        case = registered(at)
        client = at_work(at.case_officer)
        page = client.post(f"{page_of(case)}reveal/", {"reason": " "})
        assert page.status_code == 422
        assert "11010119900101100X" not in words(page)
        page = client.post(f"{page_of(case)}reveal/", {"reason": "寄送答复"})
        assert "欧阳测试" in words(page)
        assert "11010119900101100X" in words(page)
        assert "no-store" in page["Cache-Control"]
        kept = AuditEntry.objects.get(act="application.reveal")
        assert kept.details == {"reason": "寄送答复"}
        assert "欧阳测试" not in words(client.get(page_of(case)))

    def test_what_was_typed_is_kept_when_another_was_quicker(self, at: Desk) -> None:
        case = registered(at, timezone.localdate())
        client = at_work(at.case_officer)
        seen = again(case).last_event
        acts.note(at.reviewer, at.agency, case, "先与申请人联系")
        typed = {
            "seen": seen,
            "on": f"{timezone.localdate()}",
            "reply_by": "2099-01-04",
            "letter": "请写明年度",
        }
        page = client.post(f"{page_of(case)}do/ask_correction/", typed)
        assert page.status_code == 422
        assert f"由{at.reviewer}办理了" in plain(page)
        assert "别人已经办理了" in plain(page)
        assert "请写明年度" in words(page)
        typed["seen"] = words(page).partition('name="seen" value="')[2].partition('"')[0]
        assert client.post(f"{page_of(case)}do/ask_correction/", typed).status_code == 302
        assert again(case).status == "awaiting_correction"

    def test_unlawful_but_happened_is_recorded_with_its_problem(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        client = at_work(at.case_officer)
        typed = {"on": "2024-06-20", "reply_by": "2024-07-10", "letter": "请写明年度"}
        page = do(client, case, "ask_correction", **typed)
        assert page.status_code == 422
        assert "七个工作日以后" in plain(page)
        assert 'name="happened"' in words(page)
        assert "请写明年度" in words(page)
        assert again(case).problems == 0
        before = again(case).due_on
        assert do(client, case, "ask_correction", happened="yes", **typed).status_code == 302
        assert again(case).problems == 1
        assert again(case).due_on == before
        assert "照实补记：收到申请之日起七个工作日以后" in plain(client.get(page_of(case)))

    def test_a_draft_is_looked_at_before_it_is_kept(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        client = at_work(at.case_officer)
        typed = {"on": "2024-06-10", "ending_1": "unavailable_not_held|36-4", "reason_1": "没有这项信息"}
        page = do(client, case, "draft", look="1", **typed)
        assert "要检索，并留下检索记录" in plain(page)
        assert "没有这项信息" in words(page)
        assert not Decision.everything.exists()
        page = do(client, case, "draft", **typed)
        assert page.status_code == 422
        do(client, case, "search", on="2024-06-07", where="公文系统", words_used="经费", found="no")
        assert "要件齐全" in plain(do(client, case, "draft", look="1", **typed))
        assert do(client, case, "draft", **typed).status_code == 302
        assert Decision.everything.get().parts == [{"outcome": "unavailable_not_held", "ground": "36-4"}]

    def test_parts_make_one_outcome(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        typed = {
            "on": "2024-06-10",
            "ending_1": "granted|36-2",
            "ending_2": "denied_third_party|15",
            "reason_2": "商业秘密",
            "access": "随函附送",
        }
        assert do(at_work(at.case_officer), case, "draft", "?parts=2", **typed).status_code == 302
        assert Decision.everything.get().outcome == "partly_granted"

    def test_the_whole_way_to_the_archive(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        officer, head = at_work(at.case_officer), at_work(at.head)
        steps: list[tuple[Any, str, str, dict[str, Any]]] = [
            (officer, "assign", "", {"officer": at.case_officer.public_id}),
            (
                officer,
                "ask_correction",
                "",
                {"on": "2024-06-05", "reply_by": "2024-06-26", "letter": "哪一年"},
            ),
            (officer, "take_correction", "", {"on": "2024-06-11", "text": "2023年"}),
            (officer, "consult", "", {"asked": "third_party", "name": "示例公司", "on": "2024-06-12"}),
            (officer, "take_opinion", "", {"party": "第三方1", "on": "2024-06-19", "consents": "no"}),
            (officer, "ask_extension", "", {"on": "2024-06-24", "working_days": 10, "reason": "会商"}),
            (head, "extend", "", {"on": "2024-06-25", "working_days": 10, "reason": "会商"}),
            (
                officer,
                "draft",
                "",
                {"on": "2024-07-01", "ending_1": "denied_third_party|15", "reason_1": "商业秘密"},
            ),
            (at_work(at.legal), "legal_review", "", {"on": "2024-07-02", "opinion": "同意"}),
            (head, "sign", "", {"on": "2024-07-03", "number": "甲司公复〔2024〕3号"}),
            (officer, "serve", "", {"way": "post", "on": "2024-07-04", "proof": "XA123"}),
            (officer, "archive", "", {"on": "2024-07-08", "file_number": "2024-D30-3"}),
        ]
        for client, key, query, typed in steps:
            page = do(client, case, key, query, **typed)
            assert page.status_code == 302, (key, plain(page)[:600])
        case = again(case)
        assert (case.status, case.outcome, case.late, case.problems) == (
            "closed",
            "denied_third_party",
            False,
            0,
        )
        page = plain(officer.get(page_of(case)))
        assert "先申请行政复议" in page
        assert "第三方1（示例公司）" in page
        assert "档号：2024-D30-3" in page
        for address in (page_of(case), f"{page_of(case)}sheet/"):
            assert "示例公司" not in plain(at_work(at.supervisor).get(address))

    def test_what_withholds_is_not_for_the_unit_to_sign(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        part = acts.PartOf("denied_third_party", "15", "商业秘密")
        acts.draft(at.case_officer, at.agency, case, date(2024, 6, 10), [part])
        page = do(at_work(at.reviewer), case, "sign", on="2024-06-11")
        assert page.status_code == 422
        assert "应由机关负责人签发" in plain(page)

    def test_a_wrong_record_is_cancelled_not_changed(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        client = at_work(at.case_officer)
        acts.extend(at.head, at.agency, case, date(2024, 6, 20), 10, reason="会商")
        wrong = Event.everything.get(application=case, kind="extended")
        before = again(case).due_on
        page = do(client, case, "correct_record", wrong=wrong.sequence, reason="记到别的申请上了")
        assert page.status_code == 302
        assert again(case).due_on < before
        assert "已作废" in plain(client.get(page_of(case)))

    def test_fee_by_one_tariff_only(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        client = at_work(at.case_officer)
        typed = {"on": "2024-06-10", "pages": 100, "requests": 3}
        assert "不能合并计算" in plain(do(client, case, "notify_fee", **typed))
        assert do(client, case, "notify_fee", on="2024-06-10", pages=100).status_code == 302
        assert Event.everything.filter(application=case, kind="fee_notified").count() == 1
        assert again(case).status == "lapsed"  # nobody paid, long ago
        assert "应缴" in plain(client.get(page_of(case)))

    def test_split_reopen_and_rectification(self, at: Desk) -> None:
        client = at_work(at.case_officer)
        whole = registered(at, date(2024, 6, 3))
        assert do(client, whole, "split", content_1="预算", content_2="决算").status_code == 302
        assert again(whole).status == "split"
        assert "拆分为" in plain(client.get(page_of(whole)))
        assert Application.everything.filter(parent=whole).count() == 2
        case = registered(at, date(2024, 6, 4), content="别的")
        granted(at, case, date(2024, 6, 20))
        assert do(client, case, "reopen", because="court", on="2024-09-02").status_code == 302
        assert again(case).status == "in_hand"
        asked = acts.register(
            at.case_officer, at.agency, entry(date(2024, 6, 5), matter="rectification", content="出生年月")
        ).case
        page = plain(client.get(page_of(asked)))
        assert "答复更正申请" in page
        assert "征求第三方意见" not in page
        assert (
            do(client, asked, "rectify", on="2024-06-10", corrected="yes", reason="已改").status_code == 302
        )

    def test_files_are_for_those_who_see_persons(self, at: Desk) -> None:
        case = registered(at)
        client = at_work(at.case_officer)
        sent = SimpleUploadedFile("欧阳测试的申请书.pdf", b"%PDF-1.4")
        assert do(client, case, "add_file", file=sent).status_code == 302
        kept = CaseFile.everything.get()
        address = f"{page_of(case)}files/{kept.pk}/"
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == b"%PDF-1.4"
        assert answer["Content-Disposition"].startswith("attachment")
        assert at_work(at.supervisor).get(address).status_code == 404
        assert at_work(desk("yi").case_officer).get(address).status_code == 404
        empty = do(client, case, "add_file", file=SimpleUploadedFile("空.pdf", b""))
        assert empty.status_code == 422

    def test_a_state_secret_has_no_texts_and_no_files(self, at: Desk) -> None:
        case = registered(at, date(2024, 6, 3), content="", form="", secret=True)
        client = at_work(at.case_officer)
        page = plain(client.get(page_of(case)))
        assert "涉及国家秘密" in page
        assert "加入案卷文件" not in page
        assert do(client, case, "consult", asked="agency", name="保密局", on="2024-06-05").status_code == 302
        typed = {"on": "2024-06-10", "ending_1": "denied_state_secret|14-secret"}
        assert do(client, case, "draft", **typed).status_code == 302
        assert do(at_work(at.head), case, "sign", on="2024-06-11").status_code == 302
        sent = SimpleUploadedFile("密.pdf", b"x")
        assert do(client, case, "add_file", file=sent).status_code == 422

    def test_an_act_there_is_not(self, at: Desk) -> None:
        case = registered(at)
        client = at_work(at.case_officer)
        assert client.get(f"{page_of(case)}do/delete/").status_code == 404
        assert client.get(f"{ROOT}nothing/").status_code == 404
        for key in ASKS:
            assert client.get(f"{page_of(case)}do/{key}/?who=x&parts=x&happened=x").status_code in (200, 302)
            assert do(
                client, case, key, "?who=\x00&parts=99999999", on="x", wrong="x", party="x"
            ).status_code in (
                302,
                422,
            )
        assert Event.everything.filter(application=case).count() == 2
