"""What upper floors and later issues hang in: who may publish what kind of thing, and who is told of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from gongkai.agencies.acts import Doing

from .models import Event


class Publication(Protocol):
    """A thing that can be brought before the public and taken back; each kind of thing has a class for it.

    Both methods run inside the act's transaction, say on `Doing` what they were done to, and raise `Refused`.
    """

    kind: str

    def bring_out(self, doing: Doing) -> object:
        """Make it public."""
        ...

    def take_back(self, doing: Doing, reason: str) -> object:
        """Take it from the public."""
        ...


Policy: TypeAlias = Callable[[Doing, Publication], None]
"""Decides whether a thing may be published now; raises `Refused` with what is still wanting."""

Subscriber: TypeAlias = Callable[[Event], None]
"""Told of an event after commit, in the background. It may be told twice only if it failed before."""

_policies: dict[str, Policy] = {}
_subscribers: dict[str, tuple[tuple[str, ...], Subscriber]] = {}


def alone(doing: Doing, thing: Publication) -> None:
    """The first policy: whoever has the right of the act may publish alone."""


def set_policy(kind: str, policy: Policy) -> None:
    """Make this the policy for one kind of thing."""
    _policies[kind] = policy


def policy_for(kind: str) -> Policy:
    """Give the policy for a kind of thing; `alone` where none was set."""
    return _policies.get(kind, alone)


def subscribe(name: str, subscriber: Subscriber, *kinds: str) -> None:
    """Have a subscriber told of events of these kinds (all if none is given); `name` is stable and its own."""
    _subscribers[name] = (kinds, subscriber)


def unsubscribe(name: str) -> None:
    """Tell this subscriber no more."""
    _subscribers.pop(name, None)


def subscribers_of(kind: str) -> dict[str, Subscriber]:
    """Give the subscribers of a kind of event by name."""
    return {
        name: subscriber for name, (kinds, subscriber) in _subscribers.items() if not kinds or kind in kinds
    }
