"""What the tests of a module need is made once for all of them, and taken back after the last: a platform has thirty pages.

    built, at = once(desk)

gives two fixtures: `built` makes it in a transaction around the module's tests, `at` hands each test copies of its own, so that
what one test changes in memory no other sees; what it changes in the database is taken back after it, as ever. Only for modules
none of whose tests commits. Where two are wanted, the second says under what name the first fixture stands:
`built_other, other = once(desk, "…", "shuiwu", name="built_other")`.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction


def once(build: Callable[..., Any], *args: Any, name: str = "built", **given: Any) -> tuple[Any, Any]:
    """Make the two fixtures; the first must be assigned to `name`, the second to any name."""

    @pytest.fixture(scope="module", name=name)
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield build(*args, **given)
            transaction.set_rollback(True)

    def each(db: None, **found: Any) -> Any:
        cache.clear()  # the test before may have had a site with another root
        return copy.deepcopy(found[name])

    each.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(one, inspect.Parameter.KEYWORD_ONLY) for one in (name, "db")]
    )
    return made, pytest.fixture(each)
