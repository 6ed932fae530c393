"""Ask about agencies and people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from .models import Agency, Duty, Role, User
from .scope import NOWHERE, Scope

__all__ = [
    "administered_by",
    "agencies_of",
    "descendants",
    "duties_of",
    "duties_to_give",
    "forget_duties",
    "may",
    "people_of",
    "remembering_duties",
    "roles_of",
    "scope_of",
]

_known: ContextVar[dict[tuple[int, date | None], Any] | None] = ContextVar("known duties", default=None)
"""By person and day the duties; by person alone the scope."""


@contextmanager
def remembering_duties() -> Iterator[None]:
    """Ask only once who has which duties: for a request that reads, whose every part asks. Acts ask anew."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def forget_duties() -> None:
    """Ask anew from now on: a duty has changed."""
    known = _known.get()
    if known is not None:
        known.clear()


def duties_of(person: Any, on: date | None = None) -> frozenset[tuple[int, str]]:
    """Give the (agency row id, duty) pairs a person has on a day (today if None), deputyships included."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    day = on or timezone.localdate()
    known = _known.get()
    if known is not None and (person.pk, day) in known:
        return known[person.pk, day]  # type: ignore[no-any-return]
    standing_in = Q(deputies__person=person, deputies__first_day__lte=day, deputies__last_day__gte=day)
    roles = Role.everyone.filter(Q(person=person) | standing_in).values_list("agency_id", "duty")
    found = frozenset((int(agency), str(duty)) for agency, duty in roles)
    if known is not None:
        known[person.pk, day] = found
    return found


def scope_of(person: Any) -> Scope:
    """Give the agencies a person may see and change things for; nowhere for somebody without a duty.

    A supervisor (主管部门工作人员) reads the agencies below its own; a superuser, who installs and repairs, is everywhere.
    """
    known = _known.get()
    if known is None or not isinstance(person, User) or not person.is_active:
        return _scope_of(person)
    if (person.pk, None) not in known:
        known[person.pk, None] = _scope_of(person)
    found: Scope = known[person.pk, None]
    return found


def _scope_of(person: Any) -> Scope:
    if isinstance(person, User) and person.is_active and person.is_superuser:
        every = frozenset(Agency.objects.values_list("pk", flat=True))
        return Scope(every, every)
    duties = duties_of(person)
    if not duties:
        return NOWHERE
    own = frozenset(agency for agency, _ in duties)
    supervised = descendants(agency for agency, duty in duties if duty == Duty.SUPERVISOR)
    return Scope(own | supervised, own)


def descendants(agencies: Any) -> frozenset[int]:
    """Give the row ids of all agencies below these."""
    found: set[int] = set()
    level = set(agencies)
    while level:
        level = set(Agency.objects.filter(parent__in=level).values_list("pk", flat=True)) - found
        found |= level
    return frozenset(found)


def agencies_of(person: Any) -> list[Agency]:
    """List the agencies a person may change things for."""
    return list(Agency.objects.filter(pk__in=scope_of(person).writable))


def administered_by(person: Any) -> frozenset[int]:
    """Give the row ids of the agencies whose people the person manages; all of them for a superuser."""
    if isinstance(person, User) and person.is_active and person.is_superuser:
        return frozenset(Agency.objects.values_list("pk", flat=True))
    return frozenset(agency for agency, duty in duties_of(person) if duty == Duty.ADMINISTRATOR)


def duties_to_give(person: Any) -> list[tuple[str, str]]:
    """List the duties, with their names, that the person may give for at least one agency it administers."""
    administered = administered_by(person)
    whole = isinstance(person, User) and person.is_active and person.is_superuser
    if whole or Agency.objects.filter(pk__in=administered, parent__in=administered).exists():
        return list(Duty.choices)
    return [choice for choice in Duty.choices if choice[0] != Duty.SUPERVISOR]


def people_of(person: Any) -> QuerySet[User]:
    """Give the people the person manages: those with a duty for an agency it administers; everybody for a superuser."""
    if isinstance(person, User) and person.is_active and person.is_superuser:
        return User.objects.all()
    held = Role.everyone.filter(person=OuterRef("pk"), agency__in=administered_by(person))
    return User.objects.filter(Exists(held))


def roles_of(person: Any, who: User) -> QuerySet[Role]:
    """Give the duties of `who` that the person may see: those for the agencies it administers."""
    return (
        Role.everyone.filter(person=who, agency__in=administered_by(person))
        .select_related("agency", "person")
        .prefetch_related("deputies__person")
        .order_by("agency", "pk")
    )


def may(person: Any, agency: Agency | None, *duties: Duty) -> bool:
    """Whether the person has one of these duties for the agency; a superuser has all. Without duties: only a superuser."""
    if isinstance(person, User) and person.is_active and person.is_superuser:
        return True
    if agency is None or not duties:
        return False
    held = duties_of(person)
    return any((agency.pk, str(duty)) in held for duty in duties)
