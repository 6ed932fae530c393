"""Where what is found comes from: rooms above register themselves as sources, for making the index anew and for checking it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from .values import Entry

__all__ = ["Source", "register_source", "sources"]


class Source(Protocol):
    """Gives entries of a kind. Page ids of different sources are all different."""

    def ids(self) -> Iterable[int]:
        """Give the page ids of all that should be found now, the oldest first."""
        ...

    def entries(self, ids: Sequence[int], *, lock: bool = False) -> Iterator[Entry]:
        """Give the entries of these pages, in any order; none for one that is public no more.

        With `lock` no act changes these pages until the transaction is over.
        """
        ...


_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Enter a source under a stable name of its own; entering it again takes the place of the first."""
    _sources[name] = source


def sources() -> dict[str, Source]:
    """Give the sources by name."""
    return dict(_sources)
