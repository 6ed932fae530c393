"""The standard wording of every letter (标准文本), as the platform brings it; one file a kind under `standard`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from gongkai.law.letters import kind_of

__all__ = ["standard_text"]


@cache
def standard_text(kind: str) -> str:
    """Give the template of a kind of letter; KeyError for no kind."""
    return files(__package__).joinpath("standard", f"{kind_of(kind).key}.txt").read_text("utf-8")
