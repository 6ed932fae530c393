"""Table 二 in the office: its figures lead to their rows; what does not agree with last year or with the account of enforcement."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.agencies.office import person
from tests.portal.sites import a_platform, published
from tests.registers.test_table import a_document, declare

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit.models import Entry
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, EnforcementPage
from gongkai.project.cli import main
from gongkai.registers.models import Decision, DocumentEvent, Fee
from gongkai.registers.table import lapsed
from gongkai.report.sample import sample
from gongkai.reporting import comparing, services
from gongkai.reporting.building import build
from gongkai.reporting.examining import REGISTERS, examine
from gongkai.reporting.models import DoubtAnswer

pytestmark = pytest.mark.django_db
ADDRESS = "/office/annual-reports/table-two/"
IN_FORCE = "proactive.normative_documents.in_force"


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.get(pk=a_platform().pk)


@pytest.fixture
def officer(agency: Agency) -> User:
    return person("officer", agency, Duty.OFFICER)


def logged_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def penalties(agency: Agency, year: int, number: int) -> None:
    Decision.everything.bulk_create(
        Decision(agency=agency, kind="penalty", number=f"罚{year}-{nth}", decided_on=date(year, 5, 1))
        for nth in range(number)
    )


def an_account(agency: Agency, year: int, **figures: int) -> EnforcementPage:
    column = ColumnPage.objects.descendant_of(agency.platform).get(slug="permits")
    with gate.opened():
        page: EnforcementPage = column.add_child(
            instance=EnforcementPage(
                title=f"{year}年行政执法总体情况",
                slug=f"zhifa{year}",
                agency=agency,
                year=year,
                published_at=timezone.now(),
                **figures,
            )
        )
    return page


def last_report(agency: Agency, year: int, **figures: Any) -> None:
    """Publish last year's report with these figures of table 二."""
    given = {f"proactive.{place.replace('__', '.')}": value for place, value in figures.items()}
    one = sample()
    published(agency, replace(one, year=year - 1, agency=agency.full_name, figures={**one.figures, **given}))


def rules(agency: Agency, year: int) -> list[tuple[str, str]]:
    return [(one.finding.rule, one.finding.place) for one in comparing.doubts_of(agency, year)]


class TestDoubts:
    def test_nothing_to_compare_is_no_doubt(self, agency: Agency) -> None:
        assert rules(agency, 2023) == []
        declare(agency, 2023)
        assert rules(agency, 2023) == []

    def test_in_force_follows_from_last_years_report(self, agency: Agency) -> None:
        # 国办公开办函〔2021〕30号表二第（一）项 (填报实务): 上年现行有效＋本年制发－本年废止
        last_report(agency, 2023, normative_documents__in_force=3)
        a_document(agency, "一号", ("made", date(2022, 3, 1)))
        a_document(agency, "二号", ("made", date(2023, 3, 1)))
        doubts = {one.finding.rule: one for one in comparing.doubts_of(agency, 2023)}
        doubt = doubts["IN-FORCE"]
        assert (doubt.finding.expected, doubt.finding.found) == (4, 2)
        assert doubt.waits
        assert [one.words for one in doubt.evidence] == ["2023年登记：2", "2022年度报告：3"]
        # the register says of last year now: one
        assert (doubts["TABLE2-LAST-YEAR"].finding.expected, doubts["TABLE2-LAST-YEAR"].finding.found) == (
            3,
            1,
        )

    def test_what_lapsed_explains_the_difference(self, agency: Agency) -> None:
        last_report(agency, 2023, normative_documents__in_force=2)
        one = a_document(agency, "一号", ("made", date(2021, 3, 1)))
        DocumentEvent.objects.filter(document=one).update(valid_until=date(2023, 2, 28))
        a_document(agency, "二号", ("made", date(2022, 3, 1)))
        assert [row.on for row in lapsed(agency, IN_FORCE, 2023)] == ["2023-02-28"]
        assert lapsed(agency, IN_FORCE, 2022) == lapsed(agency, IN_FORCE, 2024) == []
        (doubt,) = [one for one in comparing.doubts_of(agency, 2023) if one.finding.rule == "IN-FORCE"]
        assert doubt.settled
        assert not doubt.waits
        assert doubt.evidence[-1].words == "本年失效：关于一号的通知（一号），2023-02-28"

    def test_without_a_report_the_registers_of_last_year_are_compared(self, agency: Agency) -> None:
        penalties(agency, 2022, 120)
        penalties(agency, 2023, 3)
        (doubt,) = comparing.doubts_of(agency, 2023)
        assert doubt.finding.rule == "JUMP"
        assert [one.words for one in doubt.evidence] == ["2023年登记：3", "2022年登记：120"]

    def test_the_account_of_enforcement(self, agency: Agency) -> None:
        penalties(agency, 2023, 3)
        declare(agency, 2023, "permits")
        an_account(agency, 2023, penalties=4, permits=0, compulsions=2)
        an_account(agency, 2022, penalties=9)
        assert rules(agency, 2023) == [
            ("TABLE2-ENFORCEMENT", "proactive.penalties"),
            ("TABLE2-ENFORCEMENT", "proactive.enforcement"),
        ]
        penalty, compulsion = comparing.doubts_of(agency, 2023)
        assert "是3" in penalty.finding.message
        assert "没有登记" in compulsion.finding.message
        assert penalty.evidence[1].page.endswith("/zhifa2023/")

    def test_an_account_that_is_not_public_says_nothing(self, agency: Agency) -> None:
        penalties(agency, 2023, 3)
        page = an_account(agency, 2023, penalties=4)
        with gate.opened():
            page.live = False
            page.save()
        assert rules(agency, 2023) == []


class TestAnswers:
    def test_an_answer_holds_until_a_figure_changes(self, agency: Agency, officer: User) -> None:
        penalties(agency, 2023, 3)
        an_account(agency, 2023, penalties=4)
        (doubt,) = comparing.unanswered(agency, 2023)
        for given in ({"reason": " "}, {"key": "none", "reason": "核对过"}):
            with pytest.raises(Refused):
                services.answer_doubt(officer, agency, **({"year": 2023, "key": doubt.key} | given))
        services.answer_doubt(officer, agency, year=2023, key=doubt.key, reason="一件是上年作出的")
        assert comparing.unanswered(agency, 2023) == []
        with pytest.raises(Refused, match="核对过了"):
            services.answer_doubt(officer, agency, year=2023, key=doubt.key, reason="再答一次")
        assert Entry.objects.get(act="figure.answer").details["place"] == "proactive.penalties"
        penalties_more = Decision(agency=agency, kind="penalty", number="另", decided_on=date(2023, 6, 1))
        penalties_more.save()
        Decision(agency=agency, kind="penalty", number="又", decided_on=date(2023, 6, 1)).save()
        assert len(comparing.unanswered(agency, 2023)) == 1

    def test_only_who_makes_the_report_answers(self, agency: Agency) -> None:
        with pytest.raises(Refused, match="职责"):
            services.answer_doubt(
                person("case", agency, Duty.CASE), agency, year=2023, key="x", reason="核对过"
            )

    def test_build_says_what_is_doubted_and_what_was_found(
        self, agency: Agency, officer: User, capsys: Any
    ) -> None:
        penalties(agency, 2023, 3)
        an_account(agency, 2023, penalties=4)
        (note,) = [one for one in build(agency, 2023).notes if one.code == "doubt"]
        assert note.message.endswith("还没有人核对。")
        (doubt,) = comparing.unanswered(agency, 2023)
        services.answer_doubt(officer, agency, year=2023, key=doubt.key, reason="一件是上年作出的")
        command = ["reporting", "build", "--agency", agency.full_name, "--year", "2023"]
        assert main(command) == 0
        notes = json.loads(capsys.readouterr().out)["notes"]
        assert [one["message"] for one in notes if one["code"] == "doubt"] == [
            "表二“行政处罚”的“本年处理决定数量”按登记是3，已经公开的“2023年行政执法总体情况”写的是4，"
            "请核对哪一个对。已核对：一件是上年作出的"
        ]


class TestPages:
    def test_the_page_before_publication_says_what_waits(self, agency: Agency, officer: User) -> None:
        penalties(agency, 2023, 3)
        an_account(agency, 2023, penalties=4)
        draft = services.begin(officer, agency, 2023)
        shown = logged_in(officer).get(f"/office/annual-reports/drafts/{draft.public_id}/publish/")
        assert "还有1处疑点没有核对" in shown.content.decode()

    def test_figures_lead_to_their_rows(self, agency: Agency, officer: User) -> None:
        a_document(agency, "一号", ("made", date(2022, 3, 1)))
        penalties(agency, 2022, 120)
        Fee(agency=agency, year=2022, name="证照费", amount=Decimal("1.5")).save()
        declare(agency, 2022, "permits")
        client = logged_in(officer)
        shown = client.get(f"{ADDRESS}?year=2022").content.decode()
        for words in ("零报告（本年无）", "没有登记，也没有零报告", "120<span", "1.5<span"):
            assert words in shown, words
        rows = client.get(f"{ADDRESS}rows/?year=2022&place=proactive.penalties").content.decode()
        assert rows.count("<td>罚2022-") == 100
        assert "罚2022-0<" in rows
        second = client.get(f"{ADDRESS}rows/?year=2022&place=proactive.penalties&p=2").content.decode()
        assert second.count("<td>罚2022-") == 20
        made = client.get(f"{ADDRESS}rows/?year=2022&place=proactive.normative_documents.made")
        assert "关于一号的通知" in made.content.decode()
        nothing = client.get(f"{ADDRESS}rows/?year=2022&place=proactive.permits").content.decode()
        assert "零报告（本年无）" in nothing
        assert client.get(f"{ADDRESS}rows/?year=2022&place=applications.granted.person").status_code == 404

    def test_a_doubt_is_answered_on_the_page(self, agency: Agency, officer: User) -> None:
        penalties(agency, 2023, 3)
        an_account(agency, 2023, penalties=4)
        client = logged_in(officer)
        shown = client.get(f"{ADDRESS}?year=2023").content.decode()
        assert "有1处疑点要核对" in shown
        (doubt,) = comparing.unanswered(agency, 2023)
        refused = client.post(f"{ADDRESS}?year=2023", {"key": doubt.key, "reason": ""})
        assert refused.status_code == 422
        assert "请写明核对的结果" in refused.content.decode()
        gone = client.post(f"{ADDRESS}?year=2023", {"key": "gone", "reason": "核对过"})
        assert "数字有了变动" in gone.content.decode()
        client.post(f"{ADDRESS}?year=2023", {"key": doubt.key, "reason": "一件是上年作出的"})
        shown = client.get(f"{ADDRESS}?year=2023").content.decode()
        assert "核对：一件是上年作出的" in shown
        assert "疑点要核对" not in shown
        assert DoubtAnswer.everything.count() == 1

    def test_another_agencys_is_not_there(self, agency: Agency) -> None:
        other = a_platform("示例市清河区水务局", "shuiwu")
        client = logged_in(person("elsewhere", other, Duty.OFFICER))
        assert client.get(f"{ADDRESS}?agency={agency.public_id}").status_code == 404

    def test_others_of_the_agency_read_and_do_not_answer(self, agency: Agency) -> None:
        penalties(agency, 2023, 3)
        an_account(agency, 2023, penalties=4)
        shown = logged_in(person("case", agency, Duty.CASE)).get(f"{ADDRESS}?year=2023").content.decode()
        assert "待核对" in shown
        assert "记录核对结果" not in shown


def test_a_draft_is_compared_with_the_registers(agency: Agency) -> None:
    one = replace(sample(), agency=agency.full_name)
    assert not [finding for finding in examine(agency, one).findings if finding.rule == REGISTERS]
    penalties(agency, one.year or 0, 1)
    (finding,) = [finding for finding in examine(agency, one).findings if finding.rule == REGISTERS]
    assert (finding.expected, finding.found) == (1, one.figures["proactive.penalties"])
