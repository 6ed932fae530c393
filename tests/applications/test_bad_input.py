"""Whatever is written into a field comes in or is refused in Chinese; nothing else happens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.applications.desk import Desk, desk, entry, registered

from gongkai.agencies.acts import Refused
from gongkai.applications import queries
from gongkai.applications import services as acts
from gongkai.applications.models import Person

pytestmark = pytest.mark.django_db
ANY = st.one_of(
    st.text(max_size=40), st.text(alphabet=st.characters(categories=["Cc", "Cs", "Zs", "Lo"]), max_size=8)
)
_QUIET = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def at() -> Desk:
    return desk()


@_QUIET
@given(
    who=st.builds(acts.Who, st.just("张三") | ANY, *[ANY] * 8),
    content=ANY,
    form=ANY,
    purpose=ANY,
    channel=ANY,
    kind=ANY,
)
def test_every_field_of_an_application(at: Desk, who: acts.Who, **fields: str) -> None:
    kept = {name: fields[name] for name in ("content", "form", "purpose")}
    said: list[str] = []
    for channel, kind in ((fields["channel"], fields["kind"]), ("counter", "person")):
        with transaction.atomic():
            try:
                made = acts.register(
                    at.case_officer,
                    at.agency,
                    entry(date(2024, 6, 3), persons=(who,), channel=channel, applicant_kind=kind, **kept),
                )
            except Refused as refused:
                said.append(refused.message)
            else:
                assert Person.everything.get(application=made.case).name == who.name.strip()
            transaction.set_rollback(True)
    assert all(message.endswith("。") for message in said)


@_QUIET
@given(text=ANY, day=st.dates())
def test_every_letter_and_day(at: Desk, text: str, day: date) -> None:
    case = registered(at)
    calls: list[Any] = [
        lambda: acts.ask_correction(at.case_officer, at.agency, case, day, date(2024, 7, 1), text),
        lambda: acts.take_correction(at.case_officer, at.agency, case, day, text, happened=True),
        lambda: acts.consult(at.case_officer, at.agency, case, "third_party", text, day, letter=text),
        lambda: acts.note(at.case_officer, at.agency, case, text),
        lambda: acts.withdraw(at.case_officer, at.agency, case, day, text),
        lambda: acts.add_file(at.case_officer, at.agency, case, text, b"x"),
        lambda: acts.archive(at.case_officer, at.agency, case, day, text),
    ]
    said: list[str] = []
    for call in calls:
        with transaction.atomic():
            try:
                call()
            except Refused as refused:
                said.append(refused.message)
            transaction.set_rollback(True)
    assert all(message.endswith(("。", "）")) or "照实补记" in message for message in said)


@_QUIET
@given(number=ANY, code=ANY)
def test_strange_query_codes_find_nothing(at: Desk, number: str, code: str) -> None:
    assert queries.by_code(number, code) is None
    assert queries.by_code("2024-99999999999999999999", "2222222222") is None
    assert queries.by_code("２０２４-１", code) is None
