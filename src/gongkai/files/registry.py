"""Where upper floors hang themselves in: whoever wants to know that the text of a file has become known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Told", "forget_teller", "tell_text_ready", "when_text_ready"]

Told: TypeAlias = Callable[[int], object]
"""Told the row id of a page that shows the file to the public now; may be told twice, and must do no harm then."""

_told: dict[str, Told] = {}


def when_text_ready(name: str, told: Told) -> None:
    """Have `told` called in the background for each public page one of whose files has been read; `name` is its own, and stable.

    The text is stored by then (`files.queries.texts_of`). Each call stands in a transaction of its own; one that raises is made
    again later, so long as the page is public.
    """
    _told[name] = told


def forget_teller(name: str) -> None:
    """Tell this one no more."""
    _told.pop(name, None)


def tell_text_ready(page_id: int) -> None:
    """Tell everybody who wants to know that a file of this page has been read."""
    for told in tuple(_told.values()):
        told(page_id)
