"""Text written one way, sign for sign, so that a place in the folded text is the same place in the text."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x202F: 0x20}
_FOLD |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63), 0x2D)
_DIGITS = {
    code: ord(str(unicodedata.digit(chr(code))))
    for block in (range(0x660, 0x66A), range(0x1D7CE, 0x1D800), range(0x2070, 0x208A))
    for code in block
    if unicodedata.digit(chr(code), None) is not None
}
_FOLD |= _DIGITS
_BLANK = re.compile(r"\s+")
_EMPTY = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def folded(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half-width, and all dashes one; the length stays."""
    return text.translate(_FOLD)


def without_invisible(text: str) -> str:
    """Take out signs that nobody sees (zero width, direction of writing), which may be put into a number to hide it."""
    return _EMPTY.sub("", text) if _EMPTY.search(text) else text


def key_of(secret: bytes, rule: str, words: str) -> str:
    """Return a keyed hash (BLAKE2b, 16 bytes, hexadecimal) of a rule and the words found, blanks aside.

    `secret` keeps anybody from trying all numbers there are; it must be at least 16 bytes and stay the same, or what was said
    to be no error is forgotten. Raises ValueError for a shorter one.
    """
    if len(secret) < 16:
        raise ValueError("secret must have at least 16 bytes")
    key = hashlib.blake2b(secret, digest_size=32).digest()
    words = _BLANK.sub("", folded(without_invisible(words))).upper()
    return hashlib.blake2b(f"{rule}\0{words}".encode(errors="replace"), key=key, digest_size=16).hexdigest()
