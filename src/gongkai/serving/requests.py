"""A request that notes which parameters a view looked at, and the handler that makes such requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import QueryDict
from django.utils.functional import cached_property

from gongkai.portal.parameters import is_known

__all__ = ["LOOKED", "NotingHandler"]

LOOKED = "gongkai.looked"
"""In the environment of a request: set once a view looked at a parameter nobody registered (`portal.parameters`)."""


class _Noting(QueryDict):
    """The parameters of a request; looking at one that nobody registered, or at all of them, is noted."""

    environ: dict[str, Any] | None = None  # while the query is being read

    def _note(self, name: object) -> None:
        if self.environ is not None and not (isinstance(name, str) and is_known(name)):
            self.environ[LOOKED] = True

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self._note(None)
        return super().__iter__()

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().getlist(key, default)

    def items(self) -> Any:
        self._note(None)
        return super().items()

    def lists(self) -> Any:
        self._note(None)
        return super().lists()

    def values(self) -> Any:
        self._note(None)
        return super().values()

    def keys(self) -> Any:
        self._note(None)
        return super().keys()

    def urlencode(self, safe: Any = None) -> str:
        self._note(None)
        return super().urlencode(safe)

    def copy(self) -> Any:
        self._note(None)
        return super().copy()


class _NotingRequest(WSGIRequest):
    @cached_property
    def GET(self) -> QueryDict:  # noqa: N802 the name is Django's
        found = _Noting(self.environ.get("QUERY_STRING", ""), encoding=self._encoding)
        found.environ = self.environ
        return found


class NotingHandler(WSGIHandler):
    """Django's entrance, with requests that note what is looked at."""

    request_class = _NotingRequest
