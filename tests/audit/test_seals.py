"""Sealing and verifying: whatever is done to the rows behind the platform's back shows."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gongkai.audit import guard, services
from gongkai.audit.models import Entry, Seal
from gongkai.audit.queries import of, verify
from gongkai.audit.services import digest_of, record, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals of three entries each, and no triggers: somebody with the database's own password."""
    monkeypatch.setattr(services, "_BATCH", 3)
    for number in range(10):
        record("test.act", actor="p", agency="a", object_id=str(number), details={"年": 2022, "n": number})
    assert seal() == 10
    record("test.later")
    with connection.cursor() as cursor:
        for statement in guard.removal(connection.vendor):
            cursor.execute(statement)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_a_sound_log(unguarded: None) -> None:
    verdict = verify()
    assert (verdict.sealed, verdict.unsealed, verdict.faults) == (10, 1, ())
    assert Seal.objects.count() == 4
    assert seal() == 1
    assert seal() == 0
    assert verify().unsealed == 0


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'q'", "agency = 'b'", "act = 'test.other'", "object_type = 'x'", "object_id = 'x'", "details = '{}'",
    ],
)  # fmt: skip
def test_a_change_shows(unguarded: None, change: str) -> None:
    entry = Entry.objects.order_by("pk")[4]
    execute(f"UPDATE audit_entry SET {change} WHERE id = %s", entry.pk)
    assert any("内容在封存后被改动" in fault for fault in verify().faults)


def test_a_changed_time_shows(unguarded: None) -> None:
    entry = Entry.objects.order_by("pk")[4]
    Entry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))
    assert verify().faults


def test_a_missing_entry_shows(unguarded: None) -> None:
    execute("DELETE FROM audit_entry WHERE id = %s", Entry.objects.order_by("pk")[4].pk)
    assert any("封存时有3条，现有2条" in fault for fault in verify().faults)


def test_an_exchanged_entry_shows(unguarded: None) -> None:
    entry = Entry.objects.order_by("pk")[4]
    execute("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    Entry(pk=entry.pk, at=entry.at, act="test.act", actor="someone else").save()
    assert verify().faults


def test_a_slipped_in_entry_shows(unguarded: None) -> None:
    first = Entry.objects.order_by("pk")[0]
    Entry(pk=first.pk - 1, at=first.at, act="test.act").save()
    assert any("封存时有3条，现有4条" in fault for fault in verify().faults)


def test_a_missing_seal_shows(unguarded: None) -> None:
    execute("DELETE FROM audit_seal WHERE id = %s", Seal.objects.order_by("pk")[1].pk)
    assert any("与上一次封存不相接" in fault for fault in verify().faults)


def test_entries_of_one_thing() -> None:
    for thing in ("a", "b", "a"):
        record("test.act", object_type="report", object_id=thing)
    assert [entry.object_id for entry in of("report", "a")] == ["a", "a"]


texts = st.text(max_size=10)


@given(texts, texts, texts, texts)
def test_fields_cannot_flow_into_each_other(one: str, two: str, three: str, four: str) -> None:
    from django.utils import timezone

    now = timezone.now()
    first = digest_of([Entry(pk=1, at=now, actor=one, agency=two, act="x")], "")
    second = digest_of([Entry(pk=1, at=now, actor=three, agency=four, act="x")], "")
    assert (first == second) == ((one, two) == (three, four))
