"""Which characters of a report can be printed.

docx, xlsx and HTML cannot hold control characters at all, and characters that leave no mark on paper (direction
overrides, zero-width signs) could make a document say something else than what its reader sees. They are dropped by
one rule for all formats; everything visible stays.
"""

from __future__ import annotations

import unicodedata

# Joiners and the Mongolian vowel separator leave no mark of their own but shape the letters beside them.
_SHAPING = frozenset("\u200c\u200d\u180e")
_DROPPED = frozenset({"Cc", "Cf", "Cs"})


def printable(text: str) -> str:
    """Return the text without characters that print nothing; tabs and line ends become spaces."""
    if text.isprintable():
        return text
    return "".join(kept for char in text if (kept := _kept(char)))


def _kept(char: str) -> str:
    if char.isspace():
        # any blank, the ideographic one included, stays; those that are control characters become a plain one
        return " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
    if char in _SHAPING:
        return char
    if (
        unicodedata.category(char) in _DROPPED
        or ord(char) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(char) <= 0xFDEF
    ):
        return ""
    return char
