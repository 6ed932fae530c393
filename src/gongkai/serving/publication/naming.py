"""From an address to the file it is published as, and back."""

from __future__ import annotations

from urllib.parse import quote, unquote

__all__ = ["INDEX", "NOTICE", "address_of", "file_of"]

INDEX = "index.html"
NOTICE = "gone.html"
"""Beside where a withdrawn page stood: the notice that says so. nginx answers 410 with it."""
_LONGEST = 250
_INDEXES = {"text/html": INDEX, "text/css": "index.css"}


def file_of(path: str, kind: str = "text/html") -> str | None:
    """Give the file for a path and media type, relative and with `/`; None for one that no file can stand for.

    /a/b/ is a/b/index.html; /a/feed.atom is a/feed.atom. Dots at the beginning of a part are nobody's: such a file is not handed out.
    """
    name = unquote(path).removeprefix("/")
    if name == "" or name.endswith("/"):
        index = _INDEXES.get(kind.partition(";")[0].strip())
        if index is None:
            return None
        name += index
    parts = name.split("/")
    if any(not one or one.startswith(".") or "\0" in one or len(one.encode()) > _LONGEST for one in parts):
        return None
    return name


def address_of(name: str) -> str:
    """Give the path at which a published file stands."""
    for index in (*_INDEXES.values(), NOTICE):
        if name == index or name.endswith(f"/{index}"):
            name = name.removesuffix(index)
            break
    return f"/{quote(name)}"
