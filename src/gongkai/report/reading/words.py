"""Words and numbers as people write them: full and half width, spaces, brackets, traditional characters, units."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_PINYIN = re.compile(r"(?<=[一-鿿])[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,5}[)）]")
_KEEP = re.compile(r"[^0-9A-Za-z一-鿿㐀-䶿〇]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH[0x3000] = 0x20
_FULL_WIDTH[0xA0] = 0x20


def without_pinyin(text: str) -> str:
    """Drop the readings that some sites put behind characters: ``務(wù)``."""
    return _PINYIN.sub("", text)


def half_width(text: str) -> str:
    """Fold full-width letters, digits, punctuation and spaces; same length."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


_DIGITS_ONLY = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {0x3000: 0x20, 0xA0: 0x20}


def half_width_digits(text: str) -> str:
    """Fold full-width digits and spaces only, so that names keep their brackets as written; same length."""
    return text.translate(_DIGITS_ONLY)


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """Reduce a label to the characters that carry it: half width, no spaces, brackets, quotes or punctuation."""
    return _KEEP.sub("", half_width(text))


_BLANK = re.compile(r"[\s/\\\-—–―－_／*…·]*$|(?i:n/?a|nil|null)$|(?:暂?无|不涉及|未填报?|空白?)$")
_NUMBER = re.compile(
    r"(?P<open>[(（](?=[+\-−]))?(?P<sign>[+\-−—–―↑↓]|增加了?|增长了?|新增|减少了?|下降了?|增|减)?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?P<unit>万元|亿元|元|余?[件项个宗条起份次部篇])?(?(open)[)）])$"
)
_DOWN = ("-", "−", "—", "–", "―", "↓", "减", "下降")


class Figure:
    """A number as printed: its value, the unit printed with it, and its digits for telling glued cells apart."""

    __slots__ = ("digits", "unit", "value")

    def __init__(self, value: int | Decimal, unit: str, digits: str) -> None:
        """Keep what was printed."""
        self.value = value
        self.unit = unit
        self.digits = digits

    def __repr__(self) -> str:
        return f"Figure({self.value}{self.unit})"


@lru_cache(maxsize=4096)  # a report is full of noughts
def parse_figure(text: str) -> Figure | None:
    """Read a number as reports print it (``1,113``, ``+19``, ``减少22``, ``84565元``); None if it is no number.

    Digits on several lines are one number that a narrow column broke, if all lines but the last are full and long;
    otherwise they are several numbers, which no cell can hold, as are digits with spaces between.
    """
    if len(text) > 80:
        return None
    compact = half_width(text).strip()
    if "\n" in compact:
        lines = [line.strip() for line in compact.split("\n")]
        full = len(lines[0])
        if full < 3 or len(lines[-1]) > full or any(len(line) != full for line in lines[:-1]):
            return None
        compact = "".join(lines)
        if len(compact) < 4:
            return None
    match = _NUMBER.match(compact)
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    if match["sign"] and match["sign"].startswith(_DOWN):
        value = -value
    # 3.0 is the whole number 3; money keeps its two decimals
    whole = value == value.to_integral_value()
    return Figure(int(value) if whole else value, match["unit"] or "", digits)


@lru_cache(maxsize=4096)
def is_blank(text: str) -> bool:
    """Whether a cell is empty or holds only a mark or a word for nothing: ``/``, ``—``, ``-``, 无."""
    return _BLANK.match(half_width(text).strip()) is not None
