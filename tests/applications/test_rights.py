"""Role × act × agency, tested whole; and how each column is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.agencies.office import person
from tests.applications.desk import Desk, desk, entry, registered

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty, User
from gongkai.agencies.scope import ScopeMissing
from gongkai.applications import keys, privacy, queries, rights
from gongkai.applications import services as acts
from gongkai.applications.fields import EncryptedTextField
from gongkai.applications.models import Application, Decision, Event, Party, Person
from gongkai.applications.services.bulk import bring_in

ON = date(2024, 6, 4)

# Each act, called as a page would call it. What it says after the right was found is not looked at here.
CALLS: dict[str, Any] = {
    "application.register": lambda who, agency, _: acts.register(who, agency, entry(ON)),
    "application.confirm": lambda who, agency, case: acts.confirm(who, agency, case, ON),
    "application.contact_failed": lambda who, agency, case: acts.contact_failed(who, agency, case, ON),
    "application.sign_for": lambda who, agency, case: acts.sign_for(who, agency, case, ON),
    "application.ask_correction": lambda who, agency, case: acts.ask_correction(who, agency, case, ON, None),
    "application.take_correction": lambda who, agency, case: acts.take_correction(who, agency, case, ON),
    "application.ask_reasons": lambda who, agency, case: acts.ask_reasons(who, agency, case, ON),
    "application.take_reasons": lambda who, agency, case: acts.take_reasons(who, agency, case, ON),
    "application.reject_reasons": lambda who, agency, case: acts.reject_reasons(who, agency, case, ON, "x"),
    "application.set_delay": lambda who, agency, case: acts.set_delay(who, agency, case, ON, ON),
    "application.consult": lambda who, agency, case: acts.consult(who, agency, case, "third_party", "甲", ON),
    "application.take_opinion": lambda who, agency, case: acts.take_opinion(who, agency, case, Party(), ON),
    "application.assist": lambda who, agency, case: acts.assist(who, agency, case, "财务科", ON),
    "application.ask_extension": lambda who, agency, case: acts.ask_extension(who, agency, case, ON, 5, "x"),
    "application.extend": lambda who, agency, case: acts.extend(who, agency, case, ON, 5),
    "application.notify_fee": lambda who, agency, case: acts.notify_fee(
        who, agency, case, ON, {"pages": 100}
    ),
    "application.take_payment": lambda who, agency, case: acts.take_payment(who, agency, case, ON),
    "application.search": lambda who, agency, case: acts.search(
        who, agency, case, ON, where="档案", words_used="x", found=False
    ),
    "application.draft": lambda who, agency, case: acts.draft(who, agency, case, ON, []),
    "application.legal_review": lambda who, agency, case: acts.legal_review(
        who, agency, case, Decision(), ON
    ),
    "application.sign": lambda who, agency, case: acts.sign(who, agency, case, Decision(), ON),
    "application.serve": lambda who, agency, case: acts.serve(who, agency, case, ON, "post"),
    "application.give_up": lambda who, agency, case: acts.give_up(who, agency, case, ON),
    "application.withdraw": lambda who, agency, case: acts.withdraw(who, agency, case, ON),
    "application.give_time": lambda who, agency, case: acts.give_time(who, agency, case, ON, ON),
    "application.ask_time": lambda who, agency, case: acts.ask_time(who, agency, case, ON, "x"),
    "application.report_payment": lambda who, agency, case: acts.report_payment(who, agency, case, "x"),
    "application.acknowledge": acts.acknowledge,
    "application.rate": lambda who, agency, case: acts.rate(who, agency, case, 5),
    "application.archive": lambda who, agency, case: acts.archive(who, agency, case, ON),
    "application.correct_record": lambda who, agency, case: acts.correct_record(
        who, agency, case, case.events.first(), "x"
    ),
    "application.reopen": lambda who, agency, case: acts.reopen(who, agency, case, ON, because="own"),
    "application.split": lambda who, agency, case: acts.split(who, agency, case, []),
    "application.assign": lambda who, agency, case: acts.assign(who, agency, case, who),
    "application.note": lambda who, agency, case: acts.note(who, agency, case, "x"),
    "application.rectify": lambda who, agency, case: acts.rectify(
        who, agency, case, ON, corrected=True, reason="x"
    ),
    "application.pass_on": lambda who, agency, case: acts.pass_on(who, agency, case, ON, "x"),
    "application.make_public": lambda who, agency, case: acts.make_public(who, agency, case, ON),
    "application.reveal": lambda who, agency, case: acts.reveal(who, agency, case, "x"),
    "application.add_file": lambda who, agency, case: acts.add_file(who, agency, case, "x", b""),
    "application.nil": lambda who, agency, _: acts.declare_nil(who, agency, 1900),
    "application.nil_withdraw": lambda who, agency, _: acts.withdraw_nil(who, agency, 1900),
    "application.import": lambda who, agency, _: bring_in(who, agency, [], source="test"),
}


@pytest.mark.django_db
def test_every_duty_may_do_what_the_table_says_and_nothing_else() -> None:
    at, other = desk("jia"), desk("yi")
    people = {duty: person(f"p{duty}", at.agency, duty) for duty in Duty}
    case = registered(at)
    assert {*CALLS, "application.rotate_keys"} == set(rights.RIGHTS)
    for act, call in CALLS.items():
        for duty, who in people.items():
            may = allowed(call, who, at, case)
            assert may == (duty in rights.RIGHTS[act]), (act, duty)
            # the same person has no duty for the other agency
            assert not allowed(call, who, other, case), (act, duty)


def allowed(call: Any, who: User, at: Desk, case: Application) -> bool:
    from django.db import transaction

    with transaction.atomic():
        try:
            call(who, at.agency, case)
            found = True
        except Refused as refused:
            found = "您没有这项职责" not in refused.message
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_another_agencys_case_is_refused_even_to_those_with_the_duty() -> None:
    at, other = desk("jia"), desk("yi")
    case = registered(at)
    for act, call in CALLS.items():
        if act in (
            *("application.register", "application.nil", "application.nil_withdraw"),
            "application.import",
        ):
            continue
        duty = rights.RIGHTS[act][0]
        who = person(f"{act}-yi", other.agency, duty)
        with pytest.raises(Refused, match="不是本机关的"):
            call(who, other.agency, case)
        assert queries.case_of(who, case.public_id) is None
        assert queries.story_of(who, case) == []
        assert queries.acts_now(who, case) == []
    assert Event.objects.for_agency(at.agency.pk).filter(application=case).count() == 2


@pytest.mark.django_db
def test_queries_without_a_scope_fail() -> None:
    for model in apps.get_app_config("applications").get_models():
        if model.__name__ == "Knock":  # of no agency: how often some address tried something
            continue
        with pytest.raises(ScopeMissing):
            list(model.objects.all())


def test_the_list_of_columns_is_whole_and_true() -> None:
    found = {}
    for model in apps.get_app_config("applications").get_models():
        kept = {}
        for field in model._meta.concrete_fields:
            encrypted, hashed = isinstance(field, EncryptedTextField), field.name.endswith("_hash")
            kept[field.name] = privacy.ENCRYPTED if encrypted else privacy.HASHED if hashed else privacy.PLAIN
        found[model.__name__] = kept
    assert found == {model: dict(columns) for model, columns in privacy.FIELDS.items()}


@pytest.mark.django_db
def test_the_database_holds_tokens_and_keys_can_be_changed() -> None:
    at = desk()
    case = registered(at)

    def stored() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, phone, address FROM applications_person")
            return cursor.fetchall()

    before = stored()
    assert "欧阳" not in str(before)
    assert before[0][2] == ""
    acts.rotate_keys(None, None)
    assert Person.everything.get(application=case).name == "欧阳测试"
    done = acts.reencrypt()
    assert done == 5  # name, number, telephone, what is asked for, how it should come
    assert acts.reencrypt() == 0
    assert stored() != before
    assert Person.everything.get(application=case).phone == "13800000000"


@pytest.mark.django_db
def test_without_its_key_a_text_is_not_read(tmp_path: Any, settings: Any) -> None:
    case = registered(desk())
    settings.PERSONAL_KEYS = str(tmp_path / "elsewhere")
    keys.forget()
    with pytest.raises(keys.Unreadable, match="密钥"):
        Person.everything.get(application=case)
    settings.PERSONAL_KEYS = ""
    keys.forget()
    assert Person.everything.get(application=case).name == "欧阳测试"
    assert (tmp_path / "elsewhere").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_events_say_only_what_the_list_allows() -> None:
    from gongkai.project.simulated import Plan, simulate

    simulate(Plan(agencies=1, first=2024, last=2024, applications=60, items=0, seed=5), lambda _: None)
    said = {key for data in Event.everything.values_list("data", flat=True) for key in data}
    assert said
    assert said <= privacy.EVENT_DATA
