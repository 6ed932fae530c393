"""Events: written in the act's transaction, told to subscribers after commit, once each."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing
from gongkai.tasks.services import defer, task

from .models import Delivery, Event
from .registry import subscribers_of

_PATIENCE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


def announce(doing: Doing, kind: str) -> None:
    """Write the event of an act, in its transaction; what is told of it follows after commit."""
    event = Event.everything.create(
        agency=doing.agency,
        kind=kind,
        object_type=doing.object_type,
        object_id=doing.object_id,
        details=doing.details,
    )
    if subscribers_of(kind):
        defer(deliver_event, event.pk)


def deliver(event_id: int) -> bool:
    """Tell every subscriber of the event that was not told yet; whether all have been told now.

    Each is told in a transaction of its own, together with the mark that it was; one that fails does not keep the
    others waiting and is told again by `deliver_outstanding`.
    """
    event = Event.everything.filter(pk=event_id).first()
    if event is None or event.delivered_at is not None:
        return event is not None
    done = True
    for name, subscriber in subscribers_of(event.kind).items():
        try:
            with transaction.atomic():
                _, new = Delivery.objects.get_or_create(event=event, subscriber=name)
                if new:
                    subscriber(event)
        except Exception:  # noqa: BLE001 - a subscriber is foreign code: whatever it raises, the others must be told
            _log.warning("subscriber %s failed on event %s", name, event.public_id)
            done = False
    if done:
        Event.everything.filter(pk=event.pk).update(delivered_at=timezone.now())
    return done


def deliver_outstanding() -> int:
    """Deliver events whose delivery failed or whose task was lost; how many. The scheduler calls it."""
    before = timezone.now() - _PATIENCE
    late = list(Event.everything.filter(delivered_at=None, at__lt=before).values_list("pk", flat=True)[:500])
    return sum(deliver(event_id) for event_id in late)


@task()
def deliver_event(event_id: int) -> None:
    """Tell the subscribers of one event, in the background."""
    deliver(event_id)
