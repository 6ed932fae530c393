"""The one act of publication (发布) and its counterpart (撤回), for every kind of thing that can be published.

    publish(person, agency, thing)              right, policy, the thing made public, audit entry, event: one transaction
    withdraw(person, agency, thing, reason)

What follows on upper floors hangs on the event: it is written in the act's transaction and told to subscribers after commit.
"""

from __future__ import annotations

from typing import Any

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.portal import gate
from gongkai.publishing.events import announce
from gongkai.publishing.registry import Publication, policy_for

PUBLISHERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
"""Who may publish and withdraw at all; a policy may ask for more."""


@act("publish", *PUBLISHERS)
def publish(doing: Doing, thing: Publication) -> Any:
    """Publish a thing; gives what it became. Raises `Refused` when right, policy or the thing's state forbid it."""
    policy_for(thing.kind)(doing, thing)
    with gate.opened():
        published = thing.bring_out(doing)
    announce(doing, f"{thing.kind}.published")
    return published


@act("withdraw", *PUBLISHERS)
def withdraw(doing: Doing, thing: Publication, reason: str) -> Any:
    """Take a published thing from the public, for a reason that is kept."""
    reason = reason.strip()
    if not reason:
        raise Refused("撤回要写明理由；理由会留在记录里，并告知查看原网址的公众。")
    with gate.opened():
        withdrawn = thing.take_back(doing, reason)
    announce(doing, f"{thing.kind}.withdrawn")
    return withdrawn
