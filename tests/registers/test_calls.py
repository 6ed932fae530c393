"""Data calls (征集表): asked, filled in, confirmed by somebody else, returned; only what is confirmed counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.agencies.office import logged_in
from tests.once import once
from tests.portal.sites import a_platform
from tests.reporting.office import make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.audit import queries as audit
from gongkai.registers.models import DataCall
from gongkai.registers.services import calls
from gongkai.registers.table import figure_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year
PERMITS = "proactive.permits"


@dataclass
class Section:
    agency: Agency
    officer: User
    clerk: User
    head: User


def section(name: str = "示例市清河区司法局", slug: str = "sfj") -> Section:
    agency = Agency.objects.get(pk=a_platform(name, slug).pk)
    return Section(
        agency,
        make_person(agency, Duty.OFFICER, name=f"zhang-{slug}"),
        make_person(agency, Duty.CASE, name=f"li-{slug}"),
        make_person(agency, Duty.LEGAL, name=f"wang-{slug}"),
    )


built, at = once(section)


def ask(at: Section, **given: Any) -> DataCall:
    values: dict[str, Any] = {
        "year": YEAR,
        "section": "行政审批科",
        "registers": ["permits", "fees"],
        "due_on": TODAY + timedelta(days=5),
        "filler": at.clerk,
        "head": at.head,
    }
    return calls.ask(at.officer, at.agency, **(values | given))


def filled(permits: str = "313", fees: str = "1.25") -> calls.Filled:
    return {"permits": (Decimal(permits), "许可台账"), "fees": (Decimal(fees), "财务报表")}


def test_asked_filled_confirmed(at: Section) -> None:
    one = ask(at)
    calls.fill(at.clerk, at.agency, one, filled())
    assert figure_at(at.agency, YEAR, PERMITS).value is None  # nobody has confirmed it
    one = calls.confirm(at.head, at.agency, one)
    assert one.confirmed_at is not None
    assert figure_at(at.agency, YEAR, PERMITS).value == 313
    assert figure_at(at.agency, YEAR, "proactive.fees").value == Decimal("1.25")


def test_returned_figures_count_no_more_and_stay_to_be_mended(at: Section) -> None:
    one = ask(at)
    calls.fill(at.clerk, at.agency, one, filled())
    with pytest.raises(Refused, match="理由"):
        calls.give_back(at.head, at.agency, one, " ")
    calls.give_back(at.head, at.agency, one, "漏了四季度")
    calls.fill(at.clerk, at.agency, one, filled("400"))
    calls.confirm(at.head, at.agency, one)
    calls.give_back(at.head, at.agency, one, "又发现漏了一件")  # confirmed ones too
    assert figure_at(at.agency, YEAR, PERMITS).value is None
    kept = one.figures.get(register="permits")
    assert (kept.value, kept.source) == (400, "许可台账")
    acts = [entry.act for entry in audit.of("data_call", one.public_id)]
    assert acts == ["call.ask", "call.fill", "call.return", "call.fill", "call.confirm", "call.return"]
    told = [entry.details.get("figures") for entry in audit.of("data_call", one.public_id)]
    assert {"permits": "313", "fees": "1.25"} in told  # what was filled in first is still known


def test_who_may(at: Section) -> None:
    with pytest.raises(Refused, match="应是两个人"):
        ask(at, head=at.clerk)
    outsider = section("示例市清河区水务局", "shuiwu")
    with pytest.raises(Refused, match=f"不是{at.agency.short_name}的人员"):
        ask(at, filler=outsider.clerk)
    with pytest.raises(Refused, match="没有这项职责"):
        calls.ask(
            at.clerk,
            at.agency,
            year=YEAR,
            section="科",
            registers=["permits"],
            due_on=TODAY,
            filler=at.clerk,
            head=at.head,
        )
    one = ask(at)
    with pytest.raises(Refused, match="填报"):
        calls.fill(at.head, at.agency, one, filled())
    calls.fill(at.clerk, at.agency, one, filled())
    for person in (at.clerk, at.officer):
        with pytest.raises(Refused, match="由科室负责人"):
            calls.confirm(person, at.agency, one)
    with pytest.raises(Refused, match="没有这份征集表"):
        calls.cancel(outsider.officer, outsider.agency, one, "误发")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"permits": (None, "台账")}, "没有的填0"),
        ({"permits": (Decimal(-1), "台账")}, "不小于0"),
        ({"permits": (Decimal("NaN"), "台账")}, "不小于0"),
        ({"permits": (Decimal("1.5"), "台账")}, "应是整数"),
        ({"permits": (Decimal("1e12"), "台账")}, "不小于0"),
        ({"permits": (Decimal(1), " ")}, "数据来源"),
        ({"fees": (Decimal("0.1234567"), "报表")}, "六位小数"),
    ],
)
def test_figures_that_are_refused(at: Section, given: dict[str, Any], words: str) -> None:
    one = ask(at)
    with pytest.raises(Refused, match=words):
        calls.fill(at.clerk, at.agency, one, {**filled(), **given})
    one.refresh_from_db()
    assert one.state == DataCall.State.ASKED
    assert not one.figures.exclude(value=None).exists()  # the figure before the wrong one is not kept either


def test_nought_is_a_figure(at: Section) -> None:
    one = ask(at, registers=["permits"])
    calls.fill(at.clerk, at.agency, one, {"permits": (Decimal(0), "没有许可事项")})
    calls.confirm(at.head, at.agency, one)
    assert figure_at(at.agency, YEAR, PERMITS).value == 0


def test_nothing_is_counted_twice(at: Section) -> None:
    one = ask(at)
    with pytest.raises(Refused, match="已经征集过"):
        ask(at, registers=["permits"])
    ask(at, section="政务服务科")
    calls.cancel(at.officer, at.agency, one, "发错科室")
    ask(at)
    with pytest.raises(Refused, match="已经取消"):
        calls.fill(at.clerk, at.agency, one, filled())
    with pytest.raises(Refused, match="逐件登记"):
        ask(at, section="法制科", registers=["normative_documents"])


def test_pressed_for_once_a_day(at: Section) -> None:
    one = ask(at)
    calls.remind(at.officer, at.agency, one)
    with pytest.raises(Refused, match="今天已经催报过"):
        calls.remind(at.officer, at.agency, one)


def test_somebody_leaves(at: Section) -> None:
    one = ask(at)
    calls.fill(at.clerk, at.agency, one, filled())
    with pytest.raises(Refused, match="不能改任确认人"):
        calls.hand_on(at.officer, at.agency, one, at.head, at.clerk)
    other = make_person(at.agency, Duty.HEAD, name="zhao")
    calls.hand_on(at.officer, at.agency, one, at.clerk, other)
    calls.confirm(other, at.agency, one)


def test_the_head_confirms_what_was_seen(at: Section) -> None:
    one = ask(at)
    seen = calls.fill(at.clerk, at.agency, one, filled()).filled_at
    assert seen is not None
    calls.give_back(at.head, at.agency, one, "再核对")
    calls.fill(at.clerk, at.agency, one, filled("400"))
    with pytest.raises(Refused, match="又改过"):
        calls.confirm(at.head, at.agency, one, seen.isoformat())


class TestPages:
    def test_the_way_of_a_call(self, at: Section) -> None:
        office, clerk, head = (logged_in(one) for one in (at.officer, at.clerk, at.head))
        given = {"year": YEAR, "section": "行政审批科", "registers": ["permits"], "filler": at.clerk.pk}
        page = office.post("/office/registers/calls/new/", given)
        assert page.status_code == 422  # head and day are wanted; what was typed stays
        assert "行政审批科" in page.content.decode()
        page = office.post(
            "/office/registers/calls/new/", given | {"head": at.head.pk, "due_on": f"{TODAY:%Y-%m-%d}"}
        )
        one = DataCall.everything.get()
        address = f"/office/registers/calls/{one.public_id}/"
        assert page.url == address
        assert address in clerk.get("/office/").content.decode()
        assert address not in head.get("/office/").content.decode()
        wrong = clerk.post(f"{address}fill/", {"value-permits": "三百", "source-permits": "许可台账"})
        assert wrong.status_code == 422
        assert "“三百”不是数字" in wrong.content.decode()
        assert 'value="三百"' in wrong.content.decode()
        clerk.post(f"{address}fill/", {"value-permits": "1,313", "source-permits": "许可台账"})
        day = head.get("/office/").content.decode()
        assert "待确认的数据" in day
        assert "1313" in head.get(address).content.decode()
        seen = DataCall.everything.get().filled_at.isoformat()
        head.post(f"{address}confirm/", {"seen": seen})
        assert figure_at(at.agency, YEAR, PERMITS).value == 1313
        story = office.get(address).content.decode()
        for words in ("征集数据", "填报数据", "确认填报数据", "许可台账"):
            assert words in story

    def test_nil(self, at: Section) -> None:
        office = logged_in(at.officer)
        answer = office.post(
            "/office/registers/calls/nil/", {"year": YEAR, "register": "penalties"}, follow=True
        )
        assert "行政处罚：本年无" in answer.content.decode()
        assert office.post("/office/registers/calls/nil/", {"year": YEAR}).status_code == 422
        number = at.agency.nildeclaration_set.get().pk
        office.post(f"/office/registers/calls/nil/{number}/withdraw/")
        assert "行政处罚：本年无" not in office.get("/office/registers/calls/").content.decode()

    def test_two_agencies_do_not_see_each_other(self, at: Section) -> None:
        other = section("示例市清河区水务局", "shuiwu")
        one = ask(at)
        stranger = logged_in(other.officer)
        address = f"/office/registers/calls/{one.public_id}/"
        assert stranger.get(address).status_code == 404
        for part in ("fill", "confirm", "return", "remind", "cancel", "hand-on"):
            assert stranger.post(f"{address}{part}/", {"reason": "x"}).status_code == 404
        assert "行政审批科" not in stranger.get(f"/office/registers/calls/?year={YEAR}").content.decode()
        given = {"agency": at.agency.public_id, "year": YEAR, "register": "fees"}
        assert stranger.post("/office/registers/calls/nil/", given).status_code == 404

    def test_pages_ask_as_much_with_many_rows(self, at: Section) -> None:
        office = logged_in(at.officer)
        clerk = logged_in(at.clerk)

        def count(client: Client, address: str) -> int:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            return len(captured)

        addresses = [(office, f"/office/registers/calls/?year={YEAR}"), (clerk, "/office/")]
        ask(at, section="科0")
        before = [count(client, address) for client, address in addresses]
        for number in range(1, 12):
            ask(at, section=f"科{number}")
        assert [count(client, address) for client, address in addresses] == before

    def test_a_supervisor_only_reads(self, at: Section) -> None:
        above = Agency.objects.create(full_name="示例市清河区人民政府", short_name="区政府", slug="qu")
        Agency.objects.filter(pk=at.agency.pk).update(parent=above)
        who = make_person(above, Duty.SUPERVISOR, name="sun")
        one = ask(at)
        client = logged_in(who)
        page = client.get(f"/office/registers/calls/{one.public_id}/")
        assert page.status_code == 200
        assert "取消征集" not in page.content.decode()
        client.post(f"/office/registers/calls/{one.public_id}/cancel/", {"reason": "x"})
        one.refresh_from_db()
        assert one.state == DataCall.State.ASKED
        assert Role.everyone.filter(person=who).count() == 1


class TestNobodyIsLeftToAct:
    """Nothing is ownerless when somebody leaves: whoever keeps the registers is told, and names others."""

    def told(self, person: User) -> str:
        return logged_in(person).get("/office/").content.decode()

    def test_the_filler_leaves(self, at: Section) -> None:
        ask(at)
        assert "无人办理" not in self.told(at.officer)
        User.objects.filter(pk=at.clerk.pk).update(is_active=False)
        assert "请更换填报人" in self.told(at.officer)
        assert "无人办理" not in self.told(at.head)

    def test_the_head_loses_the_last_duty(self, at: Section) -> None:
        one = ask(at)
        Role.everyone.filter(person=at.head).delete()
        assert "无人办理" not in self.told(at.officer)  # it waits for the filler
        calls.fill(at.clerk, at.agency, one, filled())
        assert "请更换科室负责人" in self.told(at.officer)
        calls.hand_on(at.officer, at.agency, one, at.clerk, make_person(at.agency, Duty.HEAD, name="zhao"))
        assert "无人办理" not in self.told(at.officer)

    def test_who_asked_leaves(self, at: Section) -> None:
        one = ask(at)
        DataCall.everything.filter(pk=one.pk).update(due_on=TODAY - timedelta(days=1))
        other = make_person(at.agency, Duty.REVIEWER, name="sun")
        assert "逾期未报" in self.told(at.officer)
        assert "逾期未报" not in self.told(other)
        User.objects.filter(pk=at.officer.pk).update(is_active=False)
        assert "逾期未报" in self.told(other)
