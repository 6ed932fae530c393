"""The question that tells people from programs (验证问题): in words, with a picture beside it; one answer of the two is enough.

It is asked of nobody outside, works without sight, without hearing and without JavaScript, and holds once: its answers stand in the
draft on the server, and a new question takes its place with every try.
"""

from __future__ import annotations

import hmac
import io
import random
import secrets
import unicodedata
from collections.abc import Callable
from typing import Any

__all__ = ["answered", "ask", "picture"]

_CHANCE = random.SystemRandom()
_DIGITS = "零一二三四五六七八九"
_SIGNS = "23456789"
_WORDS = ("申请", "登记", "补正", "答复", "送达", "归档", "公开", "指南", "年报", "目录")
_PLACES = ("第一", "第二", "第三", "第四")


def _number(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _sum() -> tuple[str, list[str]]:
    first, second = _CHANCE.randint(2, 9), _CHANCE.randint(2, 9)
    total = first + second
    return f"{_DIGITS[first]}加{_DIGITS[second]}等于几？", [str(total), _number(total)]


def _difference() -> tuple[str, list[str]]:
    first, second = _CHANCE.randint(11, 19), _CHANCE.randint(2, 9)
    rest = first - second
    return f"{_number(first)}减{_DIGITS[second]}等于几？", [str(rest), _number(rest)]


def _word() -> tuple[str, list[str]]:
    words, place = _CHANCE.sample(_WORDS, 4), _CHANCE.randrange(4)
    return f"“{'、'.join(words)}”这四个词里，{_PLACES[place]}个词是什么？", [words[place]]


_KINDS: tuple[Callable[[], tuple[str, list[str]]], ...] = (_sum, _difference, _word)


def ask() -> dict[str, Any]:
    """Make a question: its words, its answers, and the signs of the picture."""
    words, answers = _CHANCE.choice(_KINDS)()
    signs = "".join(secrets.choice(_SIGNS) for _ in range(5))
    return {"words": words, "answers": answers, "signs": signs}


def answered(question: dict[str, Any], answer: str) -> bool:
    """Whether this answers the question, in words or by the picture."""
    plain = "".join(unicodedata.normalize("NFKC", answer).split())
    right = [*question.get("answers", ()), question.get("signs", "")]
    return bool(plain) and any(hmac.compare_digest(plain.encode(), one.encode()) for one in right if one)


def picture(signs: str) -> bytes:
    """Draw the signs as a PNG, each turned a little, with lines across."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (220, 72), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=44)
    for _ in range(7):
        ends = [(_CHANCE.randrange(220), _CHANCE.randrange(72)) for _ in range(2)]
        draw.line(ends, fill=_CHANCE.randrange(90, 190), width=2)
    for place, sign in enumerate(signs):
        tile = Image.new("L", (52, 60), 0)
        ImageDraw.Draw(tile).text((12, 2), sign, fill=255, font=font)
        turned = tile.rotate(_CHANCE.uniform(-22, 22), resample=Image.Resampling.BICUBIC)
        at = (8 + place * 40, 4 + _CHANCE.randrange(8))
        image.paste(_CHANCE.randrange(0, 70), (*at, at[0] + 52, at[1] + 60), turned)
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()
