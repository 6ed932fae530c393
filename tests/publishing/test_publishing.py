"""The act of publication: right, policy, event in the act's transaction, and who is told of it after commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.acts import Doing, Refused
from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.audit.models import Entry
from gongkai.publishing import registry, services
from gongkai.publishing.models import Delivery, Event

pytestmark = pytest.mark.django_db


@dataclass
class Leaflet:
    """Something that can be published, for these tests."""

    kind: str = "leaflet"
    public: bool = False
    done: list[str] = field(default_factory=list)

    def bring_out(self, doing: Doing) -> str:
        doing.on("leaflet", "abc")
        doing.note(pages=2)
        self.done.append("out")
        return "published"

    def take_back(self, doing: Doing, reason: str) -> str:
        doing.on("leaflet", "abc")
        self.done.append(f"back: {reason}")
        return "withdrawn"


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(full_name="示例市清河区水务局", short_name="水务局", slug="shuiwu")


@pytest.fixture(autouse=True)
def clean_registry() -> Iterator[None]:
    policies, subscribers = dict(registry._policies), dict(registry._subscribers)
    yield
    registry._policies.clear()
    registry._policies.update(policies)
    registry._subscribers.clear()
    registry._subscribers.update(subscribers)


def person(agency: Agency, duty: Duty) -> User:
    who = User.objects.create_user(str(duty))
    Role.everyone.create(person=who, agency=agency, duty=duty)
    return who


@pytest.mark.parametrize("duty", list(Duty))
def test_who_may_publish_and_withdraw(duty: Duty, agency: Agency) -> None:
    who, thing = person(agency, duty), Leaflet()
    if duty in (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD):
        assert services.publish(who, agency, thing) == "published"
        assert services.withdraw(who, agency, thing, " 有误 ") == "withdrawn"
        assert thing.done == ["out", "back: 有误"]
        return
    for attempt in (services.publish, lambda *args: services.withdraw(*args, "有误")):
        with pytest.raises(Refused, match="您没有这项职责"):
            attempt(who, agency, thing)
    assert thing.done == []
    assert not Event.everything.exists()


def test_publication_leaves_event_and_audit_entry(agency: Agency) -> None:
    services.publish(None, agency, Leaflet())
    event = Event.everything.get()
    assert (event.kind, event.object_type, event.object_id) == ("leaflet.published", "leaflet", "abc")
    assert (event.agency, event.details) == (agency, {"pages": 2})
    entry = Entry.objects.get()
    assert (entry.act, entry.object_id, entry.agency) == ("publish", "abc", agency.public_id)


def test_a_policy_may_ask_for_more(agency: Agency) -> None:
    def head_only(doing: Doing, thing: Any) -> None:
        raise Refused("应由机关负责人签发。")

    services.set_policy("leaflet", head_only)
    thing = Leaflet()
    with pytest.raises(Refused, match="签发"):
        services.publish(person(agency, Duty.OFFICER), agency, thing)
    assert thing.done == []
    assert services.publish(None, agency, Leaflet(kind="other")) == "published"


def test_withdrawal_needs_a_reason(agency: Agency) -> None:
    with pytest.raises(Refused, match="写明理由"):
        services.withdraw(None, agency, Leaflet(), "  ")


def test_what_fails_leaves_no_event(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("gongkai.agencies.acts.record", fail)
    services.subscribe("x", print)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        services.publish(None, agency, Leaflet())
    assert not Event.everything.exists()
    assert not DBTaskResult.objects.filter(task_path__endswith="deliver_event").exists()


def test_subscribers_are_told_once_of_their_kinds(agency: Agency) -> None:
    heard: list[tuple[str, str]] = []
    services.subscribe("all", lambda event: heard.append(("all", event.kind)))
    services.subscribe("out", lambda event: heard.append(("out", event.kind)), "leaflet.published")
    services.subscribe("gone", lambda event: heard.append(("gone", event.kind)), "leaflet.withdrawn")
    services.publish(None, agency, Leaflet())
    event = Event.everything.get()
    assert DBTaskResult.objects.filter(task_path__endswith="deliver_event").count() == 1
    assert services.deliver(event.pk)
    assert services.deliver(event.pk)
    assert sorted(heard) == [("all", "leaflet.published"), ("out", "leaflet.published")]
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_one_that_fails_keeps_nobody_waiting_and_is_told_again(agency: Agency) -> None:
    heard: list[str] = []

    def stumbles(event: Event) -> None:
        heard.append("stumbles")
        if len(heard) < 3:
            raise ValueError("not now")

    services.subscribe("stumbles", stumbles)
    services.subscribe("other", lambda event: heard.append("other" if event else ""))
    services.publish(None, agency, Leaflet())
    event = Event.everything.get()
    assert not services.deliver(event.pk)
    assert heard == ["stumbles", "other"]
    assert [one.subscriber for one in Delivery.objects.all()] == ["other"]
    assert services.deliver_outstanding() == 0
    Event.everything.update(at=timezone.now() - timedelta(hours=1))
    assert services.deliver_outstanding() == 1
    assert heard == ["stumbles", "other", "stumbles"]
    assert services.deliver_outstanding() == 0
