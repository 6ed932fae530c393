"""Understand a list page of an old site: which links lead to its items, and where the list goes on.

Detected without help: lists with a day beside each link (as nearly all have), lists that hanweb writes into a script as records, links
whose addresses look like those of articles; 下一页, rel=next, and the page script of TRS (createPageHTML). What none of it fits
takes selectors in the mapping.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .mapping import Column
from .pages import canonical, day_in, file_ending, picked, tree_of, words_of

__all__ = ["Entry", "Listed", "read_list"]

_BOXES = frozenset({"li", "tr", "dd", "dt", "dl", "p", "div", "article", "section"})
_ARTICLE = re.compile(
    r"/t\d{8}_\d+\.|/art[_/]\d|/art/\d{4}/|/info/\d+/\d+\.|content[_/]?(?:post_)?\d+|/\d{4}-?\d{2}(?:-?\d{2})?/\S*\d+\.|"
    r"[?&](?:id|aid|articleid|infoid|newsid|contentid)=\w+|/\d{5,}\.s?html?$|/[0-9a-f]{16,}",
    re.IGNORECASE,
)
_NEXT = frozenset({"下一页", "下页", "后一页", "下一页>", "下一页>>", "下一页»", ">", "›", "»", "next"})
_TRS = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*['\"]([\w.-]+)['\"]\s*,\s*['\"](\w+)['\"]")
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.IGNORECASE | re.DOTALL)
_PAGES = re.compile(r"共\s*(\d+)\s*页|\d+\s*/\s*(\d+)\s*页")
_SHORTEST = 4
_MANY = 3
_SHORT_DAY = re.compile(r"[\[(（]?\s*\d{1,2}[-/.月]\d{1,2}日?\s*[\])）]?$")


@dataclass(frozen=True)
class Entry:
    """One item of a list: address, title and day (YYYY-MM-DD) as the list shows them, "" where it does not."""

    address: str
    title: str
    day: str = ""


@dataclass
class Listed:
    """What a list page holds; `troubles` says in Chinese what could not be understood."""

    entries: list[Entry] = field(default_factory=list)
    following: str = ""
    troubles: list[str] = field(default_factory=list)


def read_list(text: str, address: str, column: Column, number: int, most: int | None = None) -> Listed:
    """Read a list page; `number` is 0 for the first. At most `most` entries are given."""
    root = tree_of(text)
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), "")
    page = canonical(base, address) if base else address
    found = Listed()
    if column.items:
        links = [one for picked_ in picked(root, column.items) for one in _links_in(picked_)]
    else:
        links = _dated(root) or _recorded(text) or _by_address(root, page)
    seen: set[str] = set()
    for link in links:
        entry = _entry(link, page)
        if entry is not None and entry.address not in seen and entry.address != address:
            seen.add(entry.address)
            found.entries.append(entry)
    found.entries = found.entries[:most]
    if not found.entries:
        found.troubles.append("列表里没有认出信息的链接，可以用items指明")
    found.following = _following(root, text, page, column, number)
    if not found.following and not column.next and number == 0 and _says_more(root):
        found.troubles.append("列表有多页，但认不出下一页的地址（多半由脚本翻页），可以用next指明")
    return found


def _links_in(node: Any) -> list[Any]:
    return [node] if node.tag == "a" else list(node.iter("a"))


def _entry(link: Any, page: str) -> Entry | None:
    address = canonical(link.get("href") or "", page)
    shown, told = words_of(link), " ".join((link.get("title") or "").split())
    title = (
        told
        if told and (shown.endswith(("…", "...", "..")) or len(told) > len(shown) or not shown)
        else shown
    )
    title = re.sub(r"^[·•◆■▪>\s\-]+", "", title)
    title = re.sub(r"\s*[\[(（]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s*$", "", title)
    return Entry(address, title[:500], day_in(_around(link))) if address and title else None


def _box(link: Any) -> Any:
    """Give the line of the list in which a link stands."""
    for one in link.iterancestors():
        if one.tag in _BOXES:
            return one
    return link


def _around(link: Any) -> str:
    box = _box(link)
    if sum(1 for _ in box.iter("a")) > _MANY:
        return words_of(link)
    return words_of(box)


def _dated(root: Any) -> list[Any]:
    """Give the largest group of links of one shape that have a day beside them."""
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for link in root.iter("a"):
        if len(words_of(link) or link.get("title") or "") < _SHORTEST or not _leads_on(link):
            continue
        around = _around(link)
        outside = around.replace(words_of(link), "", 1).strip()
        if day_in(around) or _SHORT_DAY.search(outside):
            groups[_shape(link)].append(link)
    # the same box may show two links to one item; a sidebar has fewer than the list
    return max(groups.values(), key=len, default=[])


def _shape(link: Any) -> tuple[str, ...]:
    found = []
    for one in link.iterancestors():
        name = re.sub(r"\d+|\b(?:odd|even|first|last|on|cur)\b", "", one.get("class") or "").strip()
        found.append(
            f"{one.tag}.{name}#{one.get('id') or ''}" if one.tag not in ("li", "tr") else str(one.tag)
        )
        if len(found) == 5:
            break
    return tuple(found)


def _leads_on(link: Any) -> bool:
    href = (link.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("javascript:", "#", "mailto:", "tel:"))


def _recorded(text: str) -> list[Any]:
    """Give the links of records that hanweb hides in a script of type text/xml."""
    return [link for record in _RECORD.findall(text) for link in list(tree_of(record).iter("a"))[:1]]


def _by_address(root: Any, page: str) -> list[Any]:
    """Give the largest group of links whose addresses look like those of articles or files."""
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for link in root.iter("a"):
        address = canonical(link.get("href") or "", page)
        if not address or len(words_of(link) or link.get("title") or "") < _SHORTEST:
            continue
        if _ARTICLE.search(address) or file_ending(address):
            groups[_shape(link)].append(link)
    return max(groups.values(), key=len, default=[])


def _following(root: Any, text: str, page: str, column: Column, number: int) -> str:
    if column.next:
        return canonical(column.next.replace("{n}", str(column.first + number)), column.list)
    if match := _TRS.search(text):
        total, current = int(match[1]), int(match[2])
        return canonical(f"{match[3]}_{current + 1}.{match[4]}", page) if current + 1 < total else ""
    for one in [*root.iter("link"), *root.iter("a")]:
        if "next" in (one.get("rel") or "").lower().split() and one.get("href") and _leads_on(one):
            return canonical(one.get("href"), page)
    for link in root.iter("a"):
        words = "".join(words_of(link).split()).lower() or "".join((link.get("title") or "").split())
        if words in _NEXT and _leads_on(link):
            return canonical(link.get("href"), page)
    return ""


def _says_more(root: Any) -> bool:
    match = _PAGES.search(words_of(root))
    return match is not None and int(match[1] or match[2]) > 1
