"""Media types of files handed out."""

from __future__ import annotations

from .reading.kinds import KINDS

__all__ = ["media_type"]

_BY_ENDING = {ending: kind.media_type for kind in KINDS.values() for ending in kind.endings}


def media_type(kind: str, name: str) -> str:
    """Give the media type of a file by its kind's id, else by its name's ending; what is not known is plain bytes."""
    if kind in KINDS:
        return KINDS[kind].media_type
    return _BY_ENDING.get(name.rpartition(".")[2].lower(), "application/octet-stream")
