"""Radicals (部首) that stand for whole characters in text taken from some PDF files: ⼀ for 一, ⻔ for 门.

Programs that print to PDF keep shapes, and name each by the first code point that has it; the Kangxi radicals and the
radicals supplement of Unicode share their shapes with ordinary characters. The former are mapped by Unicode's own
compatibility decomposition; for the latter Unicode has none (its EquivalentUnifiedIdeograph property says which is meant), and of two Kangxi
radicals the decomposition is not the form of today.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = re.compile("[\u2e80-\u2fd5]")

_OWN = dict(
    zip(
        "⺁⺇⺊⺌⺎⺒⺓⺝⺟⺠⺢⺩⺫⺬⺮⺯⺶⺷⺻⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳⼾⾭",
        "厂几卜小兀巳幺月母民水王目示竹糸羊羊聿月臼虎西见角角贝足车長长门阜雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟户青",
        strict=True,
    )
)


def without_radicals(text: str) -> str:
    """Return the text with radicals replaced by the characters they stand for."""
    return _RADICALS.sub(_character, text) if _RADICALS.search(text) else text


def _character(match: re.Match[str]) -> str:
    return _OWN.get(match[0]) or unicodedata.normalize("NFKC", match[0])
