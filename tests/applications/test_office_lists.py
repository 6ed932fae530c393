"""Lists, boards, calendar, table 三 and 我的一天: what they keep, whom they show it, that they ask no more with more rows."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from tests.agencies.office import person
from tests.applications.desk import Desk, again, desk, entry, granted, registered
from tests.applications.office import ROOT, at_work, page_of, plain, words
from tests.once import once

from gongkai.agencies.models import Deputy, Duty, Role
from gongkai.applications import services as acts
from gongkai.applications import worklists
from gongkai.applications.models import Application, Event, Reminder
from gongkai.applications.office.declared import ASKS
from gongkai.applications.queries import OPEN, cases_for
from gongkai.applications.reminding import remind
from gongkai.applications.rights import RIGHTS
from gongkai.calendar.queries import calendar

pytestmark = pytest.mark.django_db
built, at = once(desk)
built_other, other = once(desk, "yi", name="built_other")
TODAY = timezone.localdate()


def due_in(at: Desk, working_days: int) -> Application:
    """A case whose limit ends so many working days from now."""
    return registered(at, _back(20 - working_days), content=f"信息{working_days}")


def _back(working_days: int) -> date:
    """The day from which so many working days have gone by."""
    day = TODAY
    while calendar().count_workdays(day, TODAY) < working_days:
        day -= timedelta(1)
    return day


def numbers(page: Any) -> set[str]:
    return {
        number for number in Application.everything.values_list("pk", "year", "sequence") if _in(number, page)
    }


def _in(one: Any, page: Any) -> bool:
    return f">{one[1]}-{one[2]:04d}</a>" in words(page)


class TestList:
    def test_stands(self, at: Desk) -> None:
        late, one, five, ten = due_in(at, -3), due_in(at, 1), due_in(at, 5), due_in(at, 10)
        online = registered(at, TODAY, channel="online", content="网上")
        asked = registered(at, TODAY, content="补正")
        acts.ask_correction(at.case_officer, at.agency, asked, TODAY, TODAY + timedelta(20), "哪一年")
        closed = registered(at, date(2024, 6, 3), content="办结")
        granted(at, closed, date(2024, 6, 20))
        client = at_work(at.case_officer)
        wanted = {
            "open": {late, one, five, ten, online, asked},
            "late": {late},
            "due1": {one},
            "due3": {one},
            "due5": {one, five},
            "due10": {one, five, ten},
            "unconfirmed": {online},
            "correction": {asked},
            "consulting": set(),
            "closed": {closed},
            "all": {late, one, five, ten, online, asked, closed},
        }
        for stand, cases in wanted.items():
            page = client.get(f"{ROOT}?stand={stand}")
            assert {pk for pk, *_ in numbers(page)} == {case.pk for case in cases}, stand
        # the most urgent first, what has no last day at the end
        page = words(client.get(f"{ROOT}?stand=open"))
        places = [page.index(f">{again(case).number}</a>") for case in (late, one, five, ten, asked)]
        assert places == sorted(places)
        assert "逾期3个工作日" in plain(client.get(f"{ROOT}?stand=late"))

    def test_filters_are_remembered_and_cleared(self, at: Desk) -> None:
        first, second = (
            registered(at, TODAY, content="一"),
            registered(at, TODAY, content="二", channel="oral"),
        )
        acts.assign(at.case_officer, at.agency, first, at.case_officer)
        client = at_work(at.case_officer)
        for query, cases in {
            "officer=me": {first},
            "officer=none": {second},
            "channel=oral": {second},
            "channel=x": set(),
            "kind=person": {first, second},
            "kind=business": set(),
            f"q={second.number}": {second},
            f"q={second.sequence}": {second},
            "q=2024-99999999999": set(),
            f"year={TODAY.year}": {first, second},
            "year=1": set(),
            "outcome=granted": set(),
        }.items():
            page = client.get(f"{ROOT}?{query}")
            assert {pk for pk, *_ in numbers(page)} == {case.pk for case in cases}, query
        client.get(f"{ROOT}?officer=me&stand=all")
        assert client.get(ROOT).url == f"{ROOT}?officer=me&stand=all"
        assert client.get(f"{ROOT}?clear=1").url == ROOT
        assert client.get(ROOT).status_code == 200

    def test_found_by_the_whole_name_without_it_in_an_address(self, at: Desk, other: Desk) -> None:
        case = registered(at)
        foreign = registered(other)
        client = at_work(at.case_officer)
        for text in ("欧阳测试", " 欧阳测试 ", "11010119900101100X"):
            page = client.post(f"{ROOT}find/", {"who": text})
            assert page.status_code == 200
            assert page_of(case) in words(page)
            assert page_of(foreign) not in words(page)
        assert "没有这位申请人" in plain(client.post(f"{ROOT}find/", {"who": "欧阳"}))
        assert client.get(f"{ROOT}find/?who=欧阳测试").status_code == 405
        assert at_work(at.supervisor).post(f"{ROOT}find/", {"who": "欧阳测试"}).status_code == 302

    def test_open_is_what_the_statuses_say(self, at: Desk) -> None:
        part = acts.PartOf("granted", "36-2")
        cases = [registered(at, date(2024, 6, 3), content=f"信息{one}") for one in range(6)]
        acts.withdraw(at.case_officer, at.agency, cases[0], date(2024, 6, 5))
        acts.split(at.case_officer, at.agency, cases[1], ["甲", "乙"])
        acts.ask_correction(
            at.case_officer, at.agency, cases[2], date(2024, 6, 5), date(2024, 6, 20), "哪一年"
        )
        acts.give_up(at.case_officer, at.agency, cases[2], date(2024, 6, 24))
        granted(at, cases[3], date(2024, 6, 20))
        acts.draft(at.case_officer, at.agency, cases[4], date(2024, 6, 20), [part], access="随函")
        asked = registered(at, date(2024, 6, 3), content="转", matter="rectification")
        acts.pass_on(at.case_officer, at.agency, asked, date(2024, 6, 5), "别的机关")
        every = cases_for(at.case_officer)
        still = set(worklists.still_open(every).values_list("pk", flat=True))
        assert still == set(every.filter(status__in=OPEN).values_list("pk", flat=True))
        assert len(still) == 4

    def test_taken_along_masked_and_never_a_formula(self, at: Desk) -> None:
        case = registered(at)
        client = at_work(at.case_officer)
        book = load_workbook(io.BytesIO(client.get(f"{ROOT}ledger.xlsx?stand=all").content))
        rows = list(book.active.iter_rows(values_only=True))
        assert rows[1][0] == case.number
        assert rows[1][3] == "欧***"
        sent = b"".join(client.get(f"{ROOT}ledger.csv?stand=all").streaming_content).decode("utf-8-sig")
        assert next(iter(csv.DictReader(io.StringIO(sent))))["申请人"] == "欧***"
        assert "欧***" in plain(client.get(f"{ROOT}ledger/?stand=all"))
        above = at_work(at.supervisor)
        for address in ("ledger.csv", "ledger/", ""):
            page = above.get(f"{ROOT}{address}?stand=all")
            text = b"".join(page.streaming_content).decode() if page.streaming else words(page)
            assert case.number in text
            assert "欧" not in text

    def test_reassigned_all_at_once(self, at: Desk) -> None:
        mine = [due_in(at, days) for days in (1, 2, 3)]
        client = at_work(at.case_officer)
        given = {"agency": at.agency.public_id, "source": "none", "to": at.reviewer.public_id}
        assert client.post(f"{ROOT}reassign/", given).status_code == 302
        assert {again(case).officer for case in mine} == {at.reviewer}
        same = given | {"source": at.reviewer.public_id}
        assert client.post(f"{ROOT}reassign/", same).status_code == 422


class TestAbove:
    def test_calendar_by_last_day(self, at: Desk) -> None:
        late, soon = due_in(at, -2), due_in(at, 4)
        acts.assign(at.case_officer, at.agency, soon, at.case_officer)
        client = at_work(at.case_officer)
        page = plain(client.get(f"{ROOT}days/"))
        assert page.index(again(late).number) < page.index(again(soon).number)
        mine = plain(client.get(f"{ROOT}days/?mine=1"))
        assert again(late).number not in mine
        assert again(soon).number in mine

    def test_board_counts_and_names_nobody(self, at: Desk, other: Desk) -> None:
        due_in(at, -2)
        due_in(at, 1)
        registered(other, TODAY, content="别人的")
        closed = registered(at, TODAY, content="办结")
        granted(at, closed, TODAY)
        for who in (at.supervisor, at.head):
            page = plain(at_work(who).get(f"{ROOT}board/"))
            assert "欧" not in page
            assert other.agency.short_name not in page
            row = page.partition(f" {at.agency.short_name} ")[2].split()[:15]
            assert row == ["2", "1", "1", "1", "1", "0", "0", "0", "0", "0", "0", "2", "1", "1", "0"]
        assert at_work(at.head).get(f"{ROOT}board/?week=x").status_code == 200
        assert at_work(at.head).get(f"{ROOT}board/?week=0001-01-01").status_code == 200

    def test_table_three_leads_to_its_cases(self, at: Desk, other: Desk) -> None:
        case = registered(at, date(2024, 6, 3))
        granted(at, case, date(2024, 6, 20))
        client = at_work(at.case_officer)
        page = words(client.get(f"{ROOT}table/?year=2024"))
        query = f"agency={at.agency.public_id}&amp;year=2024&amp;place=applications.granted.person"
        address = (
            f"{ROOT}table/cases/?agency={at.agency.public_id}&year=2024&place=applications.granted.person"
        )
        assert query.replace("&amp;", "&") in page
        assert page_of(case) in words(client.get(address))
        assert client.get(address.replace("granted", "nothing")).status_code == 404
        assert at_work(other.case_officer).get(address).status_code == 404

    def test_nil_is_declared_and_taken_back(self, at: Desk) -> None:
        client = at_work(at.case_officer)
        given = {"agency": at.agency.public_id, "year": "2023", "act": "nil"}
        assert "不补零" in plain(client.get(f"{ROOT}table/?year=2023"))
        assert client.post(f"{ROOT}table/", given).status_code == 302
        assert "零报告：2023年" in plain(client.get(f"{ROOT}table/?year=2023"))
        assert client.post(f"{ROOT}table/", given).status_code == 422
        assert client.post(f"{ROOT}table/", given | {"act": "unnil"}).status_code == 302
        assert client.post(f"{ROOT}table/", given | {"act": "x"}).status_code == 404


class TestDay:
    def test_what_is_due_with_its_reason(self, at: Desk) -> None:
        case = due_in(at, 2)
        far = registered(at, TODAY, content="以后")
        page = plain(at_work(at.case_officer).get("/office/"))
        assert f"申请{again(case).number}" in page
        assert "还有2个工作日" in page
        assert "条例第三十三条" in page
        assert again(far).number not in page
        assert "欧" not in page
        acts.assign(at.case_officer, at.agency, case, at.reviewer)
        assert again(case).number not in plain(at_work(at.case_officer).get("/office/"))
        assert again(case).number in plain(at_work(at.reviewer).get("/office/"))

    def test_what_the_applicant_did_is_heard(self, at: Desk) -> None:
        case = registered(at, TODAY)
        acts.ask_correction(at.case_officer, at.agency, case, TODAY, TODAY + timedelta(20), "哪一年")
        client = at_work(at.case_officer)
        assert "申请人来了消息" not in plain(client.get("/office/"))
        acts.take_correction(None, at.agency, case, TODAY, "2023年")
        assert "收到补正" in plain(client.get("/office/")).partition("申请人来了消息")[2]
        acts.note(at.case_officer, at.agency, case, "看到了")
        assert "申请人来了消息" not in plain(client.get("/office/"))

    def test_a_deputy_sees_and_is_reminded(self, at: Desk) -> None:
        case = due_in(at, 3)
        acts.assign(at.case_officer, at.agency, case, at.case_officer)
        deputy = person("deputy", at.agency, Duty.OFFICER)
        role = Role.everyone.get(person=at.case_officer)
        Deputy.objects.create(role=role, person=deputy, first_day=TODAY, last_day=TODAY)
        assert again(case).number in plain(at_work(deputy).get("/office/"))
        assert remind() == 2
        assert {one.to for one in Reminder.everything.all()} == {at.case_officer, deputy}

    def test_what_waits_for_a_signature(self, at: Desk) -> None:
        case = registered(at, TODAY)
        part = acts.PartOf("denied_third_party", "15", "商业秘密")
        acts.draft(at.case_officer, at.agency, case, TODAY, [part])
        assert "等法制审核" in plain(at_work(at.legal).get("/office/"))
        assert "等签发" in plain(at_work(at.head).get("/office/"))
        assert "等签发" not in plain(at_work(at.reviewer).get("/office/"))

    def test_reminded_once_and_anew_when_the_day_moves(self, at: Desk) -> None:
        case = due_in(at, 3)
        registered(at, TODAY, content="以后")
        assert remind() == 2  # nobody has it: both who could
        assert remind() == 0
        acts.assign(at.case_officer, at.agency, case, at.case_officer)
        assert {(one.days, one.due_on) for one in Reminder.everything.all()} == {(3, again(case).due_on)}
        acts.extend(at.head, at.agency, case, TODAY, 5, reason="会商")
        assert remind() == 1
        assert "提前10个工作日" in plain(at_work(at.case_officer).get(page_of(case)))


ROLES = {
    "case_officer": Duty.CASE,
    "reviewer": Duty.REVIEWER,
    "legal": Duty.LEGAL,
    "head": Duty.HEAD,
    "supervisor": Duty.SUPERVISOR,
}


class TestRights:
    @pytest.mark.parametrize("role", [*ROLES, "administrator", "officer"])
    def test_role_by_act_by_agency_by_page(self, at: Desk, other: Desk, role: str) -> None:
        """One table: which forms open is what `RIGHTS` says; who sees persons sees them on no page else; a foreign case is 404."""
        extra = {"administrator": Duty.ADMINISTRATOR, "officer": Duty.OFFICER}
        who = getattr(at, role) if role in ROLES else person(role, at.agency, extra[role])
        duty = ROLES.get(role) or extra[role]
        case, foreign = registered(at), registered(other)
        client = at_work(who)
        client.raise_request_exception = True
        for key, ask in ASKS.items():
            opened = client.get(f"{page_of(case)}do/{key}/")
            may = duty in RIGHTS[ask.act] and duty != Duty.SUPERVISOR
            assert opened.status_code == (200 if may else 302), (key, role)
            assert client.get(f"{page_of(foreign)}do/{key}/").status_code == 404
            assert client.post(f"{page_of(foreign)}do/{key}/", {"text": "x"}).status_code == 404
        sees = duty in RIGHTS["application.reveal"]
        shown = client.get(page_of(case))
        assert shown.status_code == 200
        assert ("欧*" in plain(shown)) is sees
        assert ("法律援助经费" in plain(shown)) is sees
        revealed = client.post(f"{page_of(case)}reveal/", {"reason": "核对"})
        assert ("欧阳测试" in words(revealed)) is sees
        for address in ("", "sheet/", "reveal/", "files/1/"):
            assert client.get(f"{page_of(foreign)}{address}").status_code in (404, 405)
        assert client.post(f"{page_of(foreign)}reveal/", {"reason": "x"}).status_code == 404
        for address in ("?stand=all", "ledger/?stand=all", "days/", "board/", "table/"):
            page = words(client.get(f"{ROOT}{address}"))
            assert foreign.public_id not in page
            assert other.agency.short_name not in page
        assert client.get(f"{ROOT}?stand=all&agency={other.agency.public_id}").context["rows"] == []
        assert client.get(f"{ROOT}board/").status_code == 200
        assert client.get(f"{ROOT}table/?agency={other.agency.public_id}").status_code == 404
        assert Event.everything.filter(application=foreign).count() == 2

    def test_who_installs_sees_no_applicant(self, at: Desk) -> None:
        case = registered(at)
        root = person("root", at.agency, Duty.ADMINISTRATOR)
        root.is_superuser = True
        root.save()
        client = at_work(root)
        for address in (page_of(case), f"{ROOT}?stand=all", f"{page_of(case)}sheet/"):
            page = words(client.get(address))
            assert case.number in page
            assert "欧" not in page
            assert "法律援助经费" not in page
        answer = client.post(f"{page_of(case)}reveal/", {"reason": "维护"})
        assert "欧阳测试" not in words(answer)

    def test_nobody_without_a_duty(self, at: Desk) -> None:
        case = registered(at)
        client = at_work(person("nobody"))
        assert client.get(page_of(case)).status_code != 200
        assert Client().get(page_of(case)).status_code == 302


class TestCosts:
    def test_no_more_queries_with_more_cases(self, at: Desk) -> None:
        def fill(number: int) -> None:
            for one in range(number):
                registered(at, TODAY - timedelta(one % 19), content=f"信息{one}")

        def asked(client: Client, address: str) -> int:
            assert client.get(address).status_code == 200
            cache.clear()
            client.get("/mistakes/")
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        addresses = [
            *(f"{ROOT}?stand=open", f"{ROOT}?stand=all&o=-received", f"{ROOT}days/", f"{ROOT}board/"),
            *(f"{ROOT}ledger/?stand=all", f"{ROOT}table/?year={TODAY.year}", "/office/"),
            f"{ROOT}table/cases/?year={TODAY.year}&place=applications.received.total",
            f"{ROOT}ledger.xlsx?stand=all",
        ]
        fill(3)
        acts.assign(at.case_officer, at.agency, Application.everything.first(), at.case_officer)
        client = at_work(at.case_officer)
        few = {address: asked(client, address) for address in addresses}
        fill(40)
        many = {address: asked(client, address) for address in addresses}
        assert many == few
        assert max(few.values()) <= 40, few

    def test_the_work_list_reads_an_index_and_sorts_nothing(self, at: Desk) -> None:
        acts.register(at.case_officer, at.agency, entry(TODAY))
        found = worklists.in_order(
            worklists.only(cases_for(at.case_officer), "open", worklists.Day(TODAY, calendar())), "", "open"
        )[:31]
        if connection.vendor == "sqlite":
            plan = found.explain()
            assert "applications_open_by_day" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_a_notice_that_moves_a_case_leads_to_it(at: Desk) -> None:
    from gongkai.applications.moving import moved_by
    from gongkai.calendar import services as notices
    from gongkai.law.notices import HolidayNotice

    case = registered(at, TODAY)
    due = again(case).due_on
    off = {due: "示例节"} if due.weekday() < 5 else {}
    held = notices.change_to(due.year, HolidayNotice(due.year, off, source="示例"))
    lines = [one for one in moved_by(held) if one.link == page_of(case)]
    assert lines
    assert lines[0].before == due
