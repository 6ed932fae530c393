"""Index numbers by the agency's rule: without gaps, each once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from tests.once import once
from tests.portal.items import add, column, renew
from tests.portal.sites import a_platform

from gongkai.portal.index_numbers import draw_index_number
from gongkai.portal.models import CatalogueRule

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 5)


built, agency = once(a_platform)


def draw(agency: Any, on: date = DAY) -> str:
    with transaction.atomic():
        return draw_index_number(agency, on)


def test_they_run_without_gaps_for_each_agency_and_year(agency: Any) -> None:
    other = a_platform("示例市清河区司法局", "sifa", credit_code="11370102004188000A")
    assert [draw(agency) for _ in range(3)] == ["ZIRAN/2024-00001", "ZIRAN/2024-00002", "ZIRAN/2024-00003"]
    assert draw(other) == "11370102004188000A/2024-00001"
    assert draw(agency, date(2025, 1, 1)) == "ZIRAN/2025-00001"
    assert draw(agency) == "ZIRAN/2024-00004"


def test_a_number_of_an_act_that_failed_is_given_again(agency: Any) -> None:
    with transaction.atomic():
        draw_index_number(agency, DAY)
        transaction.set_rollback(True)
    assert draw(agency) == "ZIRAN/2024-00001"


def test_the_rule_s_own_way_of_writing(agency: Any) -> None:
    CatalogueRule.everything.create(agency=agency, index_pattern="{year}{month}-{number}", digits=3)
    assert draw(agency) == "202403-001"


def test_a_number_that_an_item_has_is_not_given_again(agency: Any) -> None:
    item = add(column(agency, "permits"), index_number="ZIRAN/2024-00001")
    assert draw(agency) == "ZIRAN/2024-00002"
    renew(item, live=False)
    assert draw(agency) == "ZIRAN/2024-00003", "nor when the item is withdrawn"


def test_two_agencies_whose_rules_do_not_name_them_do_not_collide(agency: Any) -> None:
    other = a_platform("示例市清河区司法局", "sifa")
    for one in (agency, other):
        CatalogueRule.everything.create(agency=one, index_pattern="{year}-{number}")
    add(column(agency, "permits"), index_number=draw(agency))
    assert draw(other) == "2024-00002"


def test_none_is_drawn_where_an_outside_platform_numbers(agency: Any) -> None:
    CatalogueRule.everything.create(agency=agency, outside_numbers=True)
    assert draw(agency) == ""


def test_it_belongs_into_an_act() -> None:
    from gongkai.agencies.models import Agency

    with pytest.raises(RuntimeError, match="transaction"):
        _outside_a_transaction(lambda: draw_index_number(Agency(pk=1, slug="x", public_id="x"), DAY))


def _outside_a_transaction(do: Any) -> None:
    from unittest.mock import patch

    with patch("gongkai.numbering.services.transaction.get_connection") as connection:
        connection.return_value.in_atomic_block = False
        do()
