"""Names of files as people gave them."""

from __future__ import annotations

import unicodedata

__all__ = ["clean_name", "ending_of"]

_LONGEST = 120


def clean_name(name: str) -> str:
    """Give the file's name without folders, control signs and signs that turn the direction of writing; never empty.

    A long name is shortened and keeps its ending.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}).strip(
        " ."
    )
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    return f"{stem[:_LONGEST] or '未命名'}{dot}{ending[:10]}" if ending else (kept[:_LONGEST] or "未命名")


def ending_of(name: str) -> str:
    """Give the ending with its dot in small letters for the name a file is stored under; "" where it holds other signs."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending != name.lower() and ending.isascii() and ending.isalnum() else ""
