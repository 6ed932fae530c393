"""Fee income: entered by year and item, voided, added up; its pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.once import once
from tests.reporting.office import make_agency, make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit import queries as audit
from gongkai.registers.models import Fee
from gongkai.registers.services import fees as acts
from gongkai.registers.table import table_two

pytestmark = pytest.mark.django_db
LIST = "/office/registers/fees/"


built, agency = once(make_agency)


@pytest.fixture
def officer(agency: Agency) -> User:
    return make_person(agency)


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def income(agency: Agency, year: int = 2024) -> object:
    return table_two(agency, year)["proactive.fees"].value


def test_entered_and_added_up(agency: Agency, officer: User) -> None:
    acts.enter(officer, agency, 2024, "不动产登记费", Decimal("12.345"), "财务科")
    acts.enter(officer, agency, 2024, "土地复垦费", Decimal(100))
    acts.enter(officer, agency, 2023, "不动产登记费", Decimal(1))
    assert income(agency) == Decimal("112.345")


def test_an_item_is_entered_once_a_year(agency: Agency, officer: User) -> None:
    first = acts.enter(officer, agency, 2024, "不动产登记费", Decimal(1))
    with pytest.raises(Refused, match="已经登记"):
        acts.enter(officer, agency, 2024, " 不动产登记费 ", Decimal(2))
    acts.void(officer, agency, first, "金额录错")
    acts.enter(officer, agency, 2024, "不动产登记费", Decimal(2))
    assert income(agency) == 2
    assert audit.of("fee", first.public_id)[-1].details["reason"] == "金额录错"
    with pytest.raises(Refused, match="已经作废"):
        acts.void(officer, agency, first, "再来")


@pytest.mark.parametrize(
    ("year", "name", "amount", "words"),
    [
        (2007, "费", "1", "年度应在2008"),
        (timezone.localdate().year + 1, "费", "1", "年度应在"),
        (2024, "费", "-1", "不小于0"),
        (2024, "费", "NaN", "不小于0"),
        (2024, "  ", "1", "请填写收费项目"),
    ],
)
def test_what_cannot_be(agency: Agency, officer: User, year: int, name: str, amount: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        acts.enter(officer, agency, year, name, Decimal(amount))
    assert not Fee.everything.exists()


def test_a_void_needs_a_reason_and_the_duty(agency: Agency, officer: User) -> None:
    fee = acts.enter(officer, agency, 2024, "费", Decimal(1))
    with pytest.raises(Refused, match="请写明理由"):
        acts.void(officer, agency, fee, " ")
    with pytest.raises(Refused, match="没有这项职责"):
        acts.void(make_person(agency, Duty.CASE, name="li"), agency, fee, "x")
    assert income(agency) == 1


def test_pages(client: Client, agency: Agency) -> None:
    typed = {"year": "2024", "name": "不动产登记费", "amount": "100", "source": "财务科"}
    page = client.post(LIST, typed, follow=True).content.decode()
    assert "2024年合计100万元" in page
    again = client.post(LIST, typed).content.decode()
    assert "已经登记" in again
    assert "财务科" in again
    assert "没有保存，请改正" in client.post(LIST, typed | {"amount": "很多"}).content.decode()
    fee = Fee.everything.get()
    address = f"{LIST}{fee.public_id}/"
    assert "100万元" in client.get(address).content.decode()
    client.post(address, {"reason": "录错"})
    assert "已作废" in client.get(address).content.decode()
    assert "不动产登记费" in client.get(f"{LIST}?state=void&year=2024").content.decode()
    assert client.post(address, {"reason": "再来"}).status_code == 302


def test_another_agencys_does_not_exist(agency: Agency, officer: User) -> None:
    fee = acts.enter(officer, agency, 2024, "费", Decimal(1))
    stranger = Client()
    stranger.force_login(make_person(make_agency("示例市清河区公安局", "gongan"), name="wang"))
    assert stranger.get(f"{LIST}{fee.public_id}/").status_code == 404
    assert stranger.get(f"{LIST}?agency={agency.public_id}").status_code == 404
    assert "费</a>" not in stranger.get(LIST).content.decode()
