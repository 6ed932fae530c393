"""What many public pages have in common, asked for once and kept as long as nothing changes before the public.

The tree of columns, the sites, the foot of a page are the same for thousands of pages. They are kept in this process under the
stamp that the room of serving gives (`register_stamp`): it lies in the database, is the same for all processes, and changes
in the transaction of every act that changes what the public reads. The stamp is read before anything is asked, once in a
request; so what is found under the stamp of now is never older than it, and what was withdrawn by another process is gone.

Without a stamp, inside a transaction (which may yet change things, or be rolled back) and for a request that may itself change
something, nothing is kept. What is kept is handed to many requests at once: take it as it is, change copies.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest

__all__ = ["STAMP", "Common", "common_of", "register_stamp"]

STAMP = "gongkai.stamp"
"""In the environment of a request: the stamp, where somebody before the site has read it already."""
_MOST = 4096
"""How many things are kept under one stamp; beyond that all are forgotten, since a host or an address may be anything."""
_NOTHING = object()
_readers: list[Callable[[], Hashable]] = []


class Common:
    """What was asked for under one stamp."""

    def __init__(self, stamp: Hashable = None) -> None:
        """Begin with nothing."""
        self.stamp = stamp
        self._kept: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Give what is kept under a key, else make and keep it; what is None is not kept."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            if found is not None:
                if len(self._kept) >= _MOST:
                    self._kept = {}
                self._kept[key] = found
        return found

    def known(self, key: Hashable) -> Any:
        """Give what is kept under a key, None where there is nothing."""
        return self._kept.get(key)


_shared = [Common(_NOTHING)]


def register_stamp(read: Callable[[], Hashable]) -> None:
    """Let this tell under which stamp the public reads now; it raises `DatabaseError` where the database does not answer."""
    _readers[:] = [read]


def common_of(request: HttpRequest | None) -> Common:
    """Give what is kept for a request: for one that only reads the same each time it is asked."""
    if request is None or request.method not in ("GET", "HEAD"):
        return Common()
    found: Common | None = getattr(request, "_gongkai_common", None)
    if found is None:
        found = request._gongkai_common = _found(request)  # type: ignore[attr-defined]
    return found


def _found(request: HttpRequest) -> Common:
    if not _readers or connection.in_atomic_block:
        return Common()
    stamp = request.META.get(STAMP)
    if stamp is None:
        try:
            stamp = _readers[-1]()
        except DatabaseError:  # whoever asks for the page itself will say what is wrong
            return Common()
    shared = _shared[0]
    if shared.stamp != stamp:
        shared = _shared[0] = Common(stamp)
    return shared
