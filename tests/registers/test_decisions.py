"""Decisions one by one: entered, corrected, voided, changed; the pages of the register; what 我的一天 says."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.once import once
from tests.registers.decisions_files import PENALTY_HEAD, a_row, as_csv, bring, credit_code, enter, id_number
from tests.reporting.office import make_agency, make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.registry import act_name
from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.registers.decisions import queries
from gongkai.registers.models import Decision, DecisionBatch
from gongkai.registers.office.decisions_day import ACT_NAMES, my_decisions
from gongkai.registers.services import decisions as acts
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db
LIST = "/office/registers/decisions/"
GIVEN: dict[str, Any] = {
    "kind": "penalty",
    "number": "清自然资罚〔2024〕1号",
    "decided_on": date(2024, 3, 1),
    "subject": "非法占用土地",
    "party": "body",
    "party_name": "示例有限公司",
    "party_code": credit_code(),
    "result": "罚款",
    "basis": "",
    "amount": None,
}


built, agency = once(make_agency)


@pytest.fixture
def officer(agency: Agency) -> User:
    return make_person(agency)


@pytest.fixture
def made(agency: Agency, officer: User) -> Decision:
    return acts.enter(officer, agency, GIVEN)


def office(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def numbers(agency: Agency, kind: str = "penalty", year: int = 2024) -> int:
    return queries.count(agency, kind, year)


class TestActs:
    def test_entered(self, agency: Agency, made: Decision) -> None:
        assert numbers(agency) == 1
        (entry,) = audit.of("decision", str(made.pk))
        assert (entry.act, entry.details) == ("decision.enter", {"kind": "penalty", "year": 2024})

    def test_a_number_is_entered_once(self, agency: Agency, officer: User, made: Decision) -> None:
        with pytest.raises(Refused, match="已经登记（2024-03-01）"):
            acts.enter(officer, agency, GIVEN)
        assert acts.enter(officer, agency, GIVEN | {"kind": "permit"}).pk

    def test_nothing_of_a_day_to_come(self, agency: Agency, officer: User) -> None:
        with pytest.raises(Refused, match="还没有到"):
            acts.enter(officer, agency, GIVEN | {"decided_on": timezone.localdate() + timedelta(days=1)})

    @pytest.mark.parametrize("party", ["person", ""])
    def test_of_a_person_no_name_is_kept(self, agency: Agency, officer: User, party: str) -> None:
        made = acts.enter(officer, agency, GIVEN | {"party": party, "party_name": "张三"})
        assert (made.party_name, made.party_code) == ("", "")

    def test_corrected_by_a_row_beside_it(self, agency: Agency, officer: User, made: Decision) -> None:
        right = acts.correct(officer, agency, made, GIVEN | {"decided_on": date(2023, 3, 1)}, "日期录错")
        made.refresh_from_db()
        assert (made.void, made.void_reason, made.decided_on) == (True, "日期录错", date(2024, 3, 1))
        assert (numbers(agency), numbers(agency, year=2023)) == (0, 1)
        assert audit.of("decision", str(made.pk))[-1].details["replaced_by"] == right.pk

    def test_a_correction_needs_a_change_and_a_reason(
        self, agency: Agency, officer: User, made: Decision
    ) -> None:
        with pytest.raises(Refused, match="没有改动"):
            acts.correct(officer, agency, made, GIVEN, "理由")
        with pytest.raises(Refused, match="请写明理由"):
            acts.correct(officer, agency, made, GIVEN | {"number": "别的号"}, "  ")
        other = acts.enter(officer, agency, GIVEN | {"number": "2号"})
        with pytest.raises(Refused, match="已经登记"):
            acts.correct(officer, agency, made, GIVEN | {"number": other.number}, "文号录错")
        made.refresh_from_db()
        assert not made.void

    def test_what_came_later_goes_with_the_correction(
        self, agency: Agency, officer: User, made: Decision
    ) -> None:
        acts.change(officer, agency, made, date(2024, 4, 1))
        right = acts.correct(officer, agency, made, GIVEN | {"number": "2号"}, "文号录错")
        assert right.changed_on == date(2024, 4, 1)

    def test_voided(self, agency: Agency, officer: User, made: Decision) -> None:
        acts.void(officer, agency, made, "重复登记")
        assert numbers(agency) == 0
        for again in (
            lambda: acts.void(officer, agency, made, "x"),
            lambda: acts.correct(officer, agency, made, GIVEN | {"number": "2"}, "x"),
            lambda: acts.change(officer, agency, made, date(2024, 4, 1)),
        ):
            with pytest.raises(Refused, match="已经作废"):
                again()
        assert acts.enter(officer, agency, GIVEN).pk != made.pk

    def test_changed_it_still_counts(self, agency: Agency, officer: User, made: Decision) -> None:
        acts.change(officer, agency, made, date(2024, 4, 1))
        assert numbers(agency) == 1
        assert list(queries.to_withdraw([agency.pk])) == [made]
        acts.record_withdrawal(officer, agency, made, date(2024, 4, 3))
        assert list(queries.to_withdraw([agency.pk])) == []

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"on": date(2024, 2, 29)}, "早于决定日期"),
            ({"on": date(2999, 1, 1)}, "还没有到"),
            ({"on": date(2024, 4, 2), "withdrawn_on": date(2024, 4, 1)}, "早于变更"),
            ({"on": date(2024, 4, 2), "withdrawn_on": date(2999, 4, 1)}, "撤回公开信息的日期还没有到"),
            ({"on": date(2024, 4, 2), "withdrawn_on": date(2024, 4, 3), "never_public": True}, "请去掉一项"),
        ],
    )
    def test_days_that_cannot_be(
        self, agency: Agency, officer: User, made: Decision, given: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            acts.change(officer, agency, made, **given)

    def test_a_withdrawal_needs_a_change_and_a_day(
        self, agency: Agency, officer: User, made: Decision
    ) -> None:
        with pytest.raises(Refused, match="没有变更"):
            acts.record_withdrawal(officer, agency, made, date(2024, 4, 3))
        acts.change(officer, agency, made, date(2024, 4, 1))
        with pytest.raises(Refused, match="请填写撤回"):
            acts.record_withdrawal(officer, agency, made)
        acts.record_withdrawal(officer, agency, made, never_public=True)
        assert list(queries.to_withdraw([agency.pk])) == []

    def test_who_may(self, agency: Agency, made: Decision) -> None:
        clerk = make_person(agency, Duty.CASE, name="li")
        with pytest.raises(Refused, match="没有这项职责"):
            acts.void(clerk, agency, made, "x")

    def test_every_act_has_its_name(self) -> None:
        assert all(act_name(name) == words for name, words in ACT_NAMES.items())


class TestMyDay:
    def test_a_withdrawal_is_due_after_three_working_days(
        self, agency: Agency, officer: User, made: Decision
    ) -> None:
        """2024-04-03 was a Wednesday; the 4th to 6th were 清明 days off, the 7th was worked: 7, 8, 9 April."""
        assert my_decisions(officer) is None
        acts.change(officer, agency, made, date(2024, 4, 3))
        section = my_decisions(officer)
        assert section is not None
        (row,) = section.rows
        assert row.due == date(2024, 4, 9)
        assert "撤回“清自然资罚〔2024〕1号”的公开信息" in row.title
        page = office(officer).get("/office/").content.decode()
        assert "已逾期：2024-04-09" in page
        assert my_decisions(make_person(agency, Duty.CASE, name="li")) is None

    def test_a_permit_has_no_such_limit(self, agency: Agency, officer: User) -> None:
        permit = acts.enter(officer, agency, GIVEN | {"kind": "permit"})
        acts.change(officer, agency, permit, date(2024, 4, 3))
        assert my_decisions(officer) is None

    def test_a_batch_that_waits(self, agency: Agency, officer: User) -> None:
        batch = bring(officer, agency, as_csv([PENALTY_HEAD, a_row(1), a_row(2, 处罚决定日期="")]))
        section = my_decisions(officer)
        assert section is not None
        assert "请核对后入库，1行有错误" in section.rows[0].detail
        enter(officer, batch)
        assert my_decisions(officer) is None


class TestPages:
    def typed(self, **changes: str) -> dict[str, str]:
        return {
            "kind": "penalty",
            "number": "清自然资罚[2024]9号",
            "decided_on": "2024-05-06",
            "party": "body",
            "party_name": "示例有限公司",
            "party_code": credit_code(),
            "amount": "1.5",
        } | changes

    def test_enter_and_see(self, agency: Agency, officer: User) -> None:
        client = office(officer)
        answer = client.post(f"{LIST}new/", self.typed(), follow=True)
        page = answer.content.decode()
        assert "清自然资罚〔2024〕9号" in page
        assert "1.5万元" in page
        assert "登记行政决定" in page
        listed = client.get(f"{LIST}?kind=penalty").content.decode()
        assert "清自然资罚〔2024〕9号" in listed
        assert "清自然资罚" not in client.get(f"{LIST}?kind=permit").content.decode()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"number": ""}, "没有保存，请改正"),
            ({"decided_on": "2999-01-01"}, "还没有到"),
            ({"decided_on": "0001-01-01"}, "早于1949年"),
            ({"party_code": "1"}, "18位"),
            ({"amount": "一万"}, "不是数字"),
            ({"party": "person"}, "自然人的姓名和证件号码不登记"),
            ({"party": ""}, "自然人的姓名和证件号码不登记"),
            ({"result": f"罚{id_number()}"}, "有身份证号码"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
        self, agency: Agency, officer: User, changes: dict[str, str], words: str
    ) -> None:
        page = office(officer).post(f"{LIST}new/", self.typed(**changes)).content.decode()
        assert words in page
        assert credit_code() in page or "party_code" in changes
        assert not Decision.everything.exists()

    def test_each_act_by_its_form(self, agency: Agency, officer: User, made: Decision) -> None:
        client, address = office(officer), f"{LIST}{made.pk}/"
        client.post(address, {"act": "change", "change-on": "2024-04-03"})
        assert "2024-04-09前" in client.get(address).content.decode()
        client.post(address, {"act": "withdrawal", "withdrawal-withdrawn_on": "2024-04-08"})
        assert "2024-04-08撤回" in client.get(address).content.decode()
        corrected = {f"correct-{name}": value for name, value in self.typed(number="10号").items()}
        answer = client.post(
            address, {"act": "correct", "correct-reason": "文号录错", **corrected}, follow=True
        )
        assert "10号" in answer.content.decode()
        old = client.get(address).content.decode()
        assert "已作废，不计数。理由：文号录错" in old
        assert "替代它的登记" in old
        right = Decision.everything.get(void=False)
        client.post(f"{LIST}{right.pk}/", {"act": "void", "void-reason": "不是本机关的"})
        assert numbers(agency) == 0
        assert client.post(f"{LIST}{right.pk}/", {"act": "void", "void-reason": "x"}).status_code == 404

    def test_found_by_year_state_and_text(self, agency: Agency, officer: User, made: Decision) -> None:
        acts.enter(officer, agency, GIVEN | {"number": "甲号", "decided_on": date(2023, 1, 1)})
        gone = acts.enter(officer, agency, GIVEN | {"number": "乙号", "party_name": "另一家公司"})
        acts.void(officer, agency, gone, "重复")
        client = office(officer)

        def shown(query: str) -> set[str]:
            page = client.get(f"{LIST}?kind=penalty&{query}").context["page"]
            return {one.number for one in page}

        assert shown("") == {made.number, "甲号"}
        assert shown("year=2023") == {"甲号"}
        assert shown("state=void") == {"乙号"}
        assert shown("q=自然资罚") == {made.number}
        assert shown("q=示例有限") == {made.number, "甲号"}
        for odd in ("year=x", "year=99999", "state=odd", "kind=odd", "p=999", "year=²²²²"):
            assert client.get(f"{LIST}?{odd}").status_code == 200

    def test_another_agencys_does_not_exist(self, agency: Agency, officer: User, made: Decision) -> None:
        other = make_agency("示例市清河区公安局", "gongan")
        client = office(make_person(other, name="wang"))
        batch = bring(officer, agency, as_csv([PENALTY_HEAD, a_row(1, 处罚决定日期="")]))
        for address in (
            f"{LIST}{made.pk}/",
            f"{LIST}?agency={agency.public_id}",
            f"{LIST}batches/{batch.public_id}/",
            f"{LIST}batches/{batch.public_id}/mend/",
        ):
            assert client.get(address).status_code == 404
        assert client.post(f"{LIST}batches/{batch.public_id}/", {"act": "drop"}).status_code == 404
        assert made.number not in client.get(f"{LIST}?kind=penalty").content.decode()

    def test_who_only_reads_sees_no_buttons(self, agency: Agency, made: Decision) -> None:
        client = office(make_person(agency, Duty.CASE, name="li"))
        page = client.get(LIST).content.decode()
        assert "导入一批" not in page
        assert '<form method="post"' not in client.get(f"{LIST}{made.pk}/").content.decode()
        assert client.get(f"{LIST}new/").status_code == 302
        assert client.get(f"{LIST}import/").status_code == 302

    def test_a_batch_from_the_file_to_the_register(self, agency: Agency, officer: User) -> None:
        client = office(officer)
        rows = [PENALTY_HEAD, a_row(1), a_row(2), a_row(3, 处罚机关="别的局")]
        sent = {"kind": "penalty", "agency": agency.public_id}
        answer = client.post(
            f"{LIST}import/", sent | {"file": SimpleUploadedFile("处罚.csv", as_csv(rows))}, follow=True
        )
        address = answer.redirect_chain[-1][0]
        assert "正在读取和核对" in answer.content.decode()
        run_waiting()
        page = client.get(address).content.decode()
        assert "可以入库2行，有错误1行" in page
        assert "第4行" in page
        assert "不是本机关" in page
        mended = client.get(f"{address}mend/")
        assert mended["Content-Disposition"].startswith("attachment")
        assert b"".join([mended.content])[:2] == b"PK"
        client.post(address, {"act": "enter"})
        assert "正在入库" in client.get(address).content.decode()
        run_waiting()
        assert "已入库2件" in client.get(address).content.decode()
        assert numbers(agency) == 2
        assert client.post(address, {"act": "odd"}).status_code == 404

    @pytest.mark.parametrize("sent", [{}, {"kind": "penalty"}, {"kind": "odd"}])
    def test_an_import_without_what_it_needs(
        self, officer: User, agency: Agency, sent: dict[str, str]
    ) -> None:
        answer = office(officer).post(f"{LIST}import/", sent | {"agency": agency.public_id})
        assert answer.status_code == 200
        assert "没有保存，请改正" in answer.content.decode()
        assert not DecisionBatch.everything.exists()

    @pytest.mark.parametrize("kind", ["permit", "penalty", "compulsion"])
    def test_the_empty_table(self, officer: User, kind: str) -> None:
        from openpyxl import load_workbook

        sheet: Any = load_workbook(io.BytesIO(office(officer).get(f"{LIST}empty/{kind}/").content)).active
        heads = [cell.value for cell in sheet[1]]
        assert heads[0].endswith("决定书文号")
        assert not [head for head in heads if "{" in head]

    def test_names_of_people_reach_no_log(self, agency: Agency, officer: User) -> None:
        rows = [
            PENALTY_HEAD,
            a_row(1, 行政相对人名称="张三", 行政相对人类别="自然人", 统一社会信用代码=id_number()),
        ]
        enter(officer, bring(officer, agency, as_csv(rows)))
        assert "张三" not in str(list(Entry.objects.values()))


class TestQueries:
    """Every page asks a fixed number of questions, with ten decisions and with ten thousand."""

    def asked(self, client: Client, address: str) -> int:
        cache.clear()
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    def test_with_ten_and_ten_thousand(self, agency: Agency, officer: User) -> None:
        def fill(first: int, last: int) -> None:
            Decision.everything.bulk_create(
                [
                    Decision(
                        agency=agency,
                        kind="penalty",
                        number=f"{one}号",
                        decided_on=date(2024, one % 12 + 1, 1),
                    )
                    for one in range(first, last)
                ],
                batch_size=500,
            )

        client = office(officer)
        addresses = [f"{LIST}?kind=penalty", f"{LIST}?kind=penalty&year=2024&q=7&p=2", f"{LIST}?kind=permit"]
        fill(0, 60)
        before = [self.asked(client, one) for one in addresses]
        fill(60, 10_000)
        assert [self.asked(client, one) for one in addresses] == before
        assert max(before) <= 40
        assert len(client.get(addresses[0]).context["page"].object_list) == 50

    def test_a_batch_with_many_wrong_rows(self, agency: Agency, officer: User) -> None:
        client = office(officer)
        few = bring(officer, agency, as_csv([PENALTY_HEAD, a_row(1, 处罚决定日期="")]))
        many = bring(
            officer, agency, as_csv([PENALTY_HEAD, *(a_row(one, 处罚决定日期="") for one in range(1, 500))])
        )
        counts = {self.asked(client, f"{LIST}batches/{one.public_id}/") for one in (few, many)}
        assert len(counts) == 1
        assert "只列出前100行" in client.get(f"{LIST}batches/{many.public_id}/").content.decode()
