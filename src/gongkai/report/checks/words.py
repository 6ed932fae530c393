"""The report's words written one way, so that patterns need to know only one.

Half-width digits, full-width punctuation, simplified characters, no spaces, no commas between thousands.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Characters frequent in reports that are written otherwise in traditional Chinese (繁体).
_TRADITIONAL = re.compile("[開報機關處項總體況權請結轉複議訴訟動規範額數題進須業務縣區鎮鄉廳統計與發]")
_FOLD = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_FOLD |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLD |= {ord(half): ord(full) for half, full in zip(",:;()!?", "，：；（）！？", strict=True)}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACE = re.compile(r"[ \t　\xa0\u2000-\u200b\ufeff]+")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def folded(text: str) -> str:
    """Return the text written one way; line breaks stay."""
    if _TRADITIONAL.search(text):
        text = str(_converter().convert(text))
    return _SPACE.sub("", _THOUSANDS.sub("", text).translate(_FOLD))
