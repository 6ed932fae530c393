"""Who answers for a duty today: the responsible person; where that one has left, the deputy; else nobody (无人负责).

It is derived whenever it is asked, so that a duty is never silently without owner on the day somebody leaves; the passing on
itself is recorded by `services.passing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.agencies.models import Agency, Role, User

__all__ = ["answered_by", "answering", "distinct_owners", "owner_of", "ownerless", "people_at", "serves"]


def people_at(agency: Agency) -> QuerySet[User]:
    """List the people with an open account who have a duty for the agency."""
    held = Role.everyone.filter(person=OuterRef("pk"), agency=agency)
    return User.objects.filter(Exists(held), is_active=True).order_by("full_name", "pk")


def serves(person: User | None, agency: Agency) -> bool:
    """Whether the person can answer for a duty of the agency: has an open account and some duty there."""
    return (
        person is not None
        and person.is_active
        and Role.everyone.filter(person=person, agency=agency).exists()
    )


def _fit(field: str, path: str) -> Any:
    return Exists(
        Role.everyone.filter(
            person=OuterRef(f"{path}{field}"), agency=OuterRef(f"{path}agency"), person__is_active=True
        )
    )


def answering(rows: QuerySet[Any], path: str = "") -> QuerySet[Any]:
    """Say of duties (or of rows whose `path` leads to one) whether responsible and deputy can answer: `first_fit`, `second_fit`."""
    return rows.annotate(first_fit=_fit("responsible", path), second_fit=_fit("deputy", path))


def answered_by(rows: QuerySet[Any], person: User, path: str = "") -> QuerySet[Any]:
    """Keep those that this person answers for: as responsible, or as deputy of one who has left."""
    mine = Q(**{f"{path}responsible": person}, first_fit=True)
    stood_in = Q(**{f"{path}deputy": person}, first_fit=False, second_fit=True)
    return answering(rows, path).filter(mine | stood_in)


def ownerless(rows: QuerySet[Any], path: str = "") -> QuerySet[Any]:
    """Keep those nobody answers for."""
    return answering(rows, path).filter(first_fit=False, second_fit=False)


def owner_of(row: Any) -> User | None:
    """Give who answers, of a row that `answering` has annotated; its duty's people should be fetched beforehand."""
    duty = getattr(row, "duty", row)
    if row.first_fit:
        found: User | None = duty.responsible
        return found
    return duty.deputy if row.second_fit else None


def distinct_owners(rows: Iterable[Any]) -> list[User]:
    """List who answers for these rows, each once, by name."""
    found = {one.pk: one for row in rows if (one := owner_of(row)) is not None}
    return sorted(found.values(), key=str)
