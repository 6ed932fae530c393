"""What stands in a cell, understood: days in all the ways they are written, amounts, categories, codes, numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError

from gongkai.agencies.credit_code import validate_credit_code
from gongkai.files.reading.numbers import is_id_number, is_mobile, is_old_id_number
from gongkai.registers.models.decisions import Decision

__all__ = ["Wrong", "amount", "code", "day", "decision_number", "holds_personal_number", "party"]

FIRST = date(1949, 10, 1)
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_BASE = date(1899, 12, 30)
"""Day 0 of Excel's count, as it comes out for days after February 1900."""
_YEAR = re.compile(r"[\[(【]((?:19|20)\d{2})[\])】]")
_DIGITS = re.compile(r"(?<!\d)(?:1\d{10}|\d{15}|\d{17}[\dXx])(?![\dXx])")
_MOST = Decimal(99_999_999)
_PARTIES = {
    "": "",
    "自然人": Decision.Party.PERSON,
    "个人": Decision.Party.PERSON,
    "公民": Decision.Party.PERSON,
    "个体工商户": Decision.Party.SOLE,
    "个体": Decision.Party.SOLE,
    "个体户": Decision.Party.SOLE,
    "法人及非法人组织": Decision.Party.BODY,
    "法人或非法人组织": Decision.Party.BODY,
    "法人和非法人组织": Decision.Party.BODY,
    "法人或者其他组织": Decision.Party.BODY,
    "法人或其他组织": Decision.Party.BODY,
    "法人": Decision.Party.BODY,
    "非法人组织": Decision.Party.BODY,
    "其他组织": Decision.Party.BODY,
    "企业": Decision.Party.BODY,
    "企业法人": Decision.Party.BODY,
    "单位": Decision.Party.BODY,
}


class Wrong(ValueError):
    """A value that cannot be understood; `message` says in Chinese what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@lru_cache(maxsize=40_000)
def day(text: str) -> date:
    """Understand a day: 2022-03-05, 2022/3/5, 2022.3.5, 2022年3月5日, 20220305, or Excel's count of days. Raises `Wrong`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.fullmatch(plain)
    if match is not None:
        parts = (match[1], match[2], match[3])
    elif len(plain) == 8 and plain.isdecimal():
        parts = (plain[:4], plain[4:6], plain[6:])
    elif _SERIAL.fullmatch(plain):
        return _known(_BASE + timedelta(days=int(plain.split(".")[0])), text)
    else:
        raise Wrong(f"{_quoted(text)}不是日期，应写成2022-03-05的样子")
    try:
        found = date(*map(int, parts))
    except ValueError:
        raise Wrong(f"没有{_quoted(text)}这一天") from None
    return _known(found, text)


def _quoted(text: str) -> str:
    """Quote a cell in a message, unless it may be a person's number that slipped into the wrong column."""
    return "填的内容" if re.search(r"\d{11}", text) else f"“{text[:20]}”"


def _known(found: date, text: str) -> date:
    if found < FIRST:
        raise Wrong(f"“{text[:20]}”早于1949年10月1日，请核对")
    return found


def decision_number(text: str) -> str:
    """Give a decision's number (文号) as it is compared and kept: half-width, no blanks, 〔〕 around the year (GB/T 9704)."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = "".join(folded.split())
    return _YEAR.sub(r"〔\1〕", plain) if _YEAR.search(plain) else plain


@lru_cache(maxsize=1000)
def party(text: str) -> str:
    """Understand the category of the party (行政相对人类别); "" where none is given. Raises `Wrong`."""
    found = _PARTIES.get("".join(text.split()))
    if found is None:
        raise Wrong("相对人类别应为自然人、个体工商户或者法人及非法人组织")
    return str(found)


@lru_cache(maxsize=20_000)
def code(text: str) -> str:
    """Check a credit code (统一社会信用代码). Raises `Wrong`, without quoting what may be an ID number."""
    found = unicodedata.normalize("NFKC", text).strip().upper()
    if "E+" in found:
        raise Wrong("统一社会信用代码被表格软件改成了科学计数法，请把这一列设成文本再填")
    try:
        validate_credit_code(found)
    except ValidationError as error:
        if is_id_number(found, date.today()) if len(found) == 18 and found[:17].isdecimal() else False:
            raise Wrong("统一社会信用代码一列填的是身份证号码，请删去") from None
        raise Wrong(error.messages[0]) from None
    return found


@lru_cache(maxsize=20_000)
def amount(text: str) -> Decimal | None:
    """Understand an amount in 万元; None where none is given. Raises `Wrong`."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip().removesuffix("万元").strip()
    if plain in ("", "-", "—", "/", "无"):
        return None
    if plain.endswith("元"):
        raise Wrong(f"金额{_quoted(text)}的单位是元，应换算成万元，只填数字")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise Wrong(f"金额{_quoted(text)}不是数字，单位是万元，只填数字") from None
    if not found.is_finite() or found < 0 or found > _MOST:
        raise Wrong(f"金额{_quoted(text)}不对，应是不小于0的数字，单位是万元")
    return found if int(found.as_tuple().exponent) >= -6 else round(found, 6)


def holds_personal_number(text: str) -> bool:
    """Whether an ID number or mobile number of a person stands in a text."""
    for match in _DIGITS.finditer(text):
        number = match[0]
        if len(number) == 11:
            found = is_mobile(number)
        elif len(number) == 15:
            found = is_old_id_number(number)
        else:
            found = is_id_number(number, date.today())
        if found:
            return True
    return False
