"""Duties are asked once in a request that reads; a change is seen at once, and a request that writes asks anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.agencies.office import logged_in, office

from gongkai.agencies.models import Duty, Role
from gongkai.agencies.queries import duties_of, may, remembering_duties

pytestmark = pytest.mark.django_db


def test_asked_once_and_anew_after_a_change() -> None:
    at = office("a")
    with remembering_duties():
        assert may(at.officer, at.agency, Duty.OFFICER)
        with CaptureQueriesContext(connection) as asked:
            assert may(at.officer, at.agency, Duty.OFFICER)
        assert len(asked) == 0
        Role.everyone.create(person=at.officer, agency=at.agency, duty=Duty.HEAD)
        assert may(at.officer, at.agency, Duty.HEAD)
        Role.everyone.filter(person=at.officer).delete()
        assert not duties_of(at.officer)
    with CaptureQueriesContext(connection) as asked:
        duties_of(at.officer)
        duties_of(at.officer)
    assert len(asked) == 2


def test_requests_do_not_remember_for_each_other() -> None:
    at = office("a")
    client = logged_in(at.administrator)
    address = f"/office/people/{at.officer.public_id}/"
    assert client.get(address).status_code == 200
    # not by the signal: as another process would do it
    Role.everyone.filter(person=at.administrator).update(duty=Duty.OFFICER)
    assert client.get(address).status_code == 404


def test_a_request_that_writes_asks_each_time() -> None:
    at = office("a")
    client = logged_in(at.officer)
    client.get("/office/account/")
    with CaptureQueriesContext(connection) as reading:
        client.get("/office/account/")
    with CaptureQueriesContext(connection) as writing:
        client.post("/office/account/", {})

    def duties(asked: CaptureQueriesContext) -> int:
        return sum('LEFT OUTER JOIN "agencies_deputy"' in one["sql"] for one in asked.captured_queries)

    assert duties(reading) == 1
    assert duties(writing) != 1
