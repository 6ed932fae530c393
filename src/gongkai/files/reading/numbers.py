"""Numbers that people are known by: is this one that can have been given out? Check digits, regions, dates, ranges."""

from __future__ import annotations

import re
from datetime import date

_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"""The first two digits of the region code (GB/T 2260), with 81–83 for residents from 港澳台 (residence permits)."""

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
"""The ranges given out to mobile networks (《电信网编号计划》, as known in 2024)."""

_EARLIEST = 1900


def check_sign(first: str) -> str:
    """Return the check sign of the first seventeen digits of an ID number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True)) % 11]


def luhn_sign(first: str) -> str:
    """Return the check digit that makes `first` a number valid by the Luhn formula (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(first)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def has_region_and_birth(number: str, today: date) -> bool:
    """Tell whether a number of 18 signs begins with a region code and a birth date not after `today`."""
    if number[:2] not in _PROVINCES or (number[2:4] == "00" and number[:2] < "81"):
        return False
    return _is_day(number[6:10], number[10:12], number[12:14], today)


def is_id_number(number: str, today: date) -> bool:
    """Tell whether 18 signs are an ID number (居民身份证号码): region, birth date, check sign."""
    return has_region_and_birth(number, today) and check_sign(number[:17]) == number[17].upper()


def is_old_id_number(number: str) -> bool:
    """Tell whether 15 digits are an ID number of the form given out before 1999-10-01: two digits for the year, no check."""
    if number[:2] not in _PROVINCES or number[:2] > "65" or number[2:4] == "00":
        return False
    return _is_day(f"19{number[6:8]}", number[8:10], number[10:12], date(1999, 10, 1))


def is_mobile(number: str) -> bool:
    """Tell whether eleven digits are a mobile number (手机号码) of mainland China."""
    return _MOBILE.fullmatch(number) is not None


def is_card(number: str) -> bool:
    """Tell whether 16 to 19 digits are valid by the Luhn formula and begin as bank cards (银行卡) do.

    62 is 银联; 4 and 51–55 of 16 digits are cards of the old kind with a foreign brand, 35 JCB, 9 cards of single banks.
    """
    if luhn_sign(number[:-1]) != number[-1] or len(set(number)) < 4:
        return False
    if number.startswith("62"):
        return True
    if len(number) == 16:
        return number[0] == "4" or "51" <= number[:2] <= "55" or number[:2] == "35"
    return len(number) in (17, 18, 19) and number[:2] in ("60", "68", "69", "90", "94", "95", "98", "99")


def is_certain_card(number: str) -> bool:
    """Tell whether a card number needs no word beside it to be known: 621, 622, 623, 625 or 626 in 16 or 19 digits.

    Other 62 begin like region codes of 甘肃 and 4, 5, 35 like those of other provinces, as codes of projects do.
    """
    return len(number) in (16, 19) and number[:3] in ("621", "622", "623", "625", "626") and is_card(number)


def _is_day(year: str, month: str, day: str, today: date) -> bool:
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return False
    return born.year >= _EARLIEST and born <= today
