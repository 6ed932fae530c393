"""Which agencies a query may touch. A query that does not say fails: no page forgets the check by accident.

Draft.objects.within(scope_of(user))       rows of the agencies the person serves
Draft.objects.everywhere("夜间任务")         all rows, with the reason said in the code
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import models


class ScopeMissing(RuntimeError):
    """A query of scoped rows that says neither `within` nor `everywhere`: a fault in the code."""


@dataclass(frozen=True)
class Scope:
    """The agencies (row ids) a person may see, and those among them the person may change things for."""

    readable: frozenset[int]
    writable: frozenset[int]

    def may_read(self, agency_id: int) -> bool:
        """Whether rows of this agency may be seen."""
        return agency_id in self.readable

    def may_write(self, agency_id: int) -> bool:
        """Whether rows of this agency may be changed."""
        return agency_id in self.writable


NOWHERE = Scope(frozenset(), frozenset())


class ScopedQuerySet(models.QuerySet[Any]):
    """A query set that raises `ScopeMissing` when it is run before its scope was said."""

    path = "agency"
    _scoped = False

    def within(self, scope: Scope) -> Self:
        """Keep the rows of the agencies in scope."""
        found = self.filter(**{f"{self.path}_id__in": scope.readable})
        found._scoped = True
        return found

    def for_agency(self, agency_id: int) -> Self:
        """Keep the rows of one agency, whose scope the caller has checked."""
        found = self.filter(**{f"{self.path}_id": agency_id})
        found._scoped = True
        return found

    def everywhere(self, reason: str) -> Self:
        """Take the rows of all agencies, for a reason that is said."""
        if not reason:
            raise ScopeMissing("no reason given")
        found = self.all()
        found._scoped = True
        return found

    def _clone(self) -> Self:
        found = super()._clone()
        found._scoped = self._scoped
        found.path = self.path
        return found

    def _require_scope(self) -> None:
        if not self._scoped and not self.query.is_empty():
            raise ScopeMissing(f"{self.model.__name__}: say within(scope) or everywhere(reason)")

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterable[Any]:
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()


class ScopedManager(models.Manager[Any]):
    """The manager of rows that belong to an agency; `path` leads to the agency's foreign key."""

    def __init__(self, path: str = "agency") -> None:
        super().__init__()
        self._path = path

    def get_queryset(self) -> ScopedQuerySet:
        """Begin a query whose scope is not said yet."""
        found = ScopedQuerySet(self.model, using=self._db)
        found.path = self._path
        return found

    def within(self, scope: Scope) -> ScopedQuerySet:
        """Keep the rows of the agencies in scope."""
        return self.get_queryset().within(scope)

    def for_agency(self, agency_id: int) -> ScopedQuerySet:
        """Keep the rows of one agency, whose scope the caller has checked."""
        return self.get_queryset().for_agency(agency_id)

    def everywhere(self, reason: str) -> ScopedQuerySet:
        """Take the rows of all agencies, for a reason that is said."""
        return self.get_queryset().everywhere(reason)
