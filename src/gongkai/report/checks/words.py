"""The report's words written one way, so that patterns need to know only one.

Half-width digits, full-width punctuation, simplified characters, no spaces, no commas between thousands.
"""

from __future__ import annotations

import re

from gongkai.report.script import is_traditional, simplified

_FOLD = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_FOLD |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLD |= {ord(half): ord(full) for half, full in zip(",:;()!?", "，：；（）！？", strict=True)}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACE = re.compile(r"[ \t　\xa0\u2000-\u200b\ufeff]+")


def folded(text: str) -> str:
    """Return the text written one way; line breaks stay."""
    if is_traditional(text):
        text = simplified(text)
    return _SPACE.sub("", _THOUSANDS.sub("", text).translate(_FOLD))
