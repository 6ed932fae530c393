"""Traditional characters (繁体字), in which some pages give their reports, and simplified ones, in which the form is written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Characters of the form and of usual headings that are written otherwise in traditional Chinese.
_TRADITIONAL = re.compile(
    "[開報機關處項總體況權請結轉複議訴訟動規範罰強採購額數題進須業務縣區鎮鄉廳統計與發]"
)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether the text is written in traditional characters."""
    return _TRADITIONAL.search(text) is not None


def simplified(text: str) -> str:
    """Return the text in simplified characters, character for character; unchanged where that is impossible."""
    converted = str(_converter().convert(text))
    return converted if len(converted) == len(text) else text
