"""What stands in a cell, understood: days, moments, words of validity, old addresses."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from gongkai.portal.models import ItemPage

__all__ = ["Wrong", "day", "line", "moment", "old_path", "validity"]

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?(?:\.0+)?[分秒]?")
_FIRST = date(1949, 10, 1)
_VALIDITY = {"": "", "不适用": "", "现行有效": "valid", "已废止": "repealed", "已失效": "expired"} | {
    label: str(value) for value, label in ItemPage.Validity.choices
}


class Wrong(ValueError):
    """A cell that cannot be understood; `message` says in Chinese what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def line(text: str) -> str:
    """Give a text on one line, without control signs and signs that turn the direction of writing."""
    kept = "".join(sign if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} else " " for sign in text)
    return " ".join(kept.split())


def day(text: str) -> date:
    """Understand a day in figures: 2022-03-01, 2022/3/1, 2022年3月1日; a time behind it is passed over."""
    match = _DAY.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise Wrong(f"“{text[:20]}”不是日期，应写成2022-03-01的样子")
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Wrong(f"没有“{text[:20]}”这一天") from None
    if found < _FIRST:
        raise Wrong(f"“{text[:20]}”早于1949年10月1日，请核对")
    return found


def moment(text: str) -> datetime:
    """Understand a moment, Beijing time: 2022-03-01 09:30; a day alone is its beginning."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("T", " ")
    match = _DAY.match(plain)
    on = day(plain)
    rest = plain[match.end() :].strip() if match else ""
    clock = _TIME.fullmatch(rest) if rest else None
    if rest and clock is None:
        raise Wrong(f"“{text[:20]}”不是时间，应写成2022-03-01 09:30的样子")
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    try:
        plain_moment = datetime(on.year, on.month, on.day, hour, minute, second)  # noqa: DTZ001 made aware below
    except ValueError:
        raise Wrong(f"没有“{text[:20]}”这个时间") from None
    return timezone.make_aware(plain_moment)


def validity(text: str) -> str:
    """Understand a word of validity (有效性)."""
    word = " ".join(text.split())
    if word not in _VALIDITY:
        raise Wrong(f"没有“{word[:10]}”这种有效性，应为有效、已修改、部分失效、废止、失效之一，或者不写")
    return _VALIDITY[word]


def old_path(text: str) -> str:
    """Give the path part of an old address as redirects keep it. Refuses schemes other than http and https."""
    address = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf"}).strip()
    address = address.replace(" ", "%20")  # as browsers ask for it, and redirects look for it
    parts = urlsplit(address.replace("\\", "/"))
    if parts.scheme not in ("", "http", "https") or (parts.scheme and not parts.netloc):
        raise Wrong("原网址应以http://、https://或者/开头")
    path = str(Redirect.normalise_path(address if parts.scheme else f"/{address.lstrip('/')}"))
    if path in ("", "/"):
        raise Wrong("原网址不能只是网站首页")
    if len(path) > 255:
        raise Wrong("原网址太长，超过255个字")
    return path
