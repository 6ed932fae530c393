"""What lists and articles share: a page as a tree, plain words of it, addresses made whole, days found in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from lxml import etree, html

__all__ = ["canonical", "day_in", "file_ending", "is_file", "moment_in", "picked", "tree_of", "words_of"]

_SPACES = re.compile(r"[\s\u00a0\u3000]+")
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_TIME = re.compile(r"\s*日?\s*T?\s*(\d{1,2}):(\d{2})(?::\d{2})?")
_FILES = re.compile(
    r"\.(pdf|ofd|docx?|xlsx?|pptx?|wps|et|dps|txt|csv|rtf|jpe?g|png|gif|webp|bmp|tiff?|zip|rar|7z|mp[34])$",
    re.IGNORECASE,
)
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff"})
_BREAKS = re.compile(r"[\x00-\x1f]")
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)


def tree_of(text: str) -> Any:
    """Give a page as a tree; an empty one for what is no page. Never raises for what stands in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return html.document_fromstring("<html><body></body></html>")
    return root


def words_of(node: Any) -> str:
    """Give the words of an element on one line, without those of scripts and styles."""
    parts: list[str] = []
    for one in node.iter():
        if isinstance(one.tag, str) and one.tag not in ("script", "style"):
            parts.append(one.text or "")
        if one is not node:
            parts.append(one.tail or "")
    return _SPACES.sub(" ", " ".join(parts)).strip()


def canonical(address: str, page: str) -> str:
    """Give an address as it stands in a page as a whole one, without fragment and session; "" for what is no address of the web."""
    try:
        parts = urlsplit(urljoin(page, _BREAKS.sub("", address).strip()))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > 2000:
        return ""
    own = {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname if port in (None, own) else f"{parts.hostname}:{port}"
    path = quote(_SESSION.sub("", parts.path) or "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, host, path, parts.query.replace(" ", "%20"), ""))


def file_ending(address: str) -> str:
    """Give the ending of the file an address leads to, by its path or a value of its query; "" if it does not look like one."""
    try:
        parts = urlsplit(address)
        values = [value for _, value in parse_qsl(parts.query)]
    except ValueError:
        return ""
    for part in (unquote(parts.path), *values):
        if match := _FILES.search(part.strip()):
            return match[1].lower()
    return ""


def is_file(address: str, words: str = "") -> bool:
    """Whether a link leads to a document rather than to a page: by its address, or by words that are a file's name."""
    ending = file_ending(address) or ((match := _FILES.search(words.strip())) and match[1].lower()) or ""
    return bool(ending) and ending not in _PICTURES


def day_in(text: str) -> str:
    """Give the first day that stands in words, as YYYY-MM-DD; "" if there is none."""
    for match in _DAY.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            continue
    return ""


def moment_in(text: str) -> str:
    """Give the first day with its time of day where one follows, as YYYY-MM-DD HH:MM."""
    text = text.replace("：", ":")
    for match in _DAY.finditer(text):
        day = day_in(match[0])
        if not day:
            continue
        time = _TIME.match(text, match.end())
        if time and int(time[1]) < 24 and int(time[2]) < 60:
            return f"{day} {int(time[1]):02}:{time[2]}"
        return day
    return ""


def picked(root: Any, selector: str) -> list[Any]:
    """Give the elements a CSS selector picks."""
    return list(root.cssselect(selector)) if selector else []
