"""What is public already, looked for from what somebody types, so that nobody waits for what stands on the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from gongkai.portal.models import ColumnPage
from gongkai.search import queries
from gongkai.search.values import Asked

__all__ = ["Public", "already_public"]

_MOST = 5
_LONGEST = 60
_ASKING = re.compile(r"^(请|我|要求|申请|希望|依法|公开|提供|获取|贵局|贵机关|你局|本人|想|要|关于|的)+")
_TAIL = re.compile(r"(的?(信息|情况|资料|材料|文件))+$")


@dataclass(frozen=True)
class Public:
    """An item that may be what is asked for."""

    title: str
    url: str
    day: str


def already_public(page: ColumnPage, request: HttpRequest, content: Mapping[str, Any]) -> list[Public]:
    """Look for items of the agency: by document number, by the title, by the words of a short description."""
    platform = page.path[: page.steplen * (page.depth - 1)]
    ids: list[int] = []
    titles: dict[int, tuple[str, str]] = {}
    for words in _questions(content):
        for one in queries.find(Asked(words, path=platform, per_page=_MOST, synonyms=True)).results:
            if one.page_id not in titles:
                titles[one.page_id] = (one.title, one.published_at.strftime("%Y-%m-%d"))
                ids.append(one.page_id)
        if len(ids) >= _MOST:
            break
    pages = {one.pk: one for one in Page.objects.live().filter(pk__in=ids)}
    return [
        Public(titles[pk][0], pages[pk].get_url(request) or "", titles[pk][1])
        for pk in ids[:_MOST]
        if pk in pages
    ]


def _questions(content: Mapping[str, Any]) -> list[str]:
    """Give what to ask, the most telling first; the words are asked for together, then by the pieces between signs."""
    asked = []
    if number := str(content.get("document_number", "")).strip():
        asked.append(number[:_LONGEST])
    for name in ("title", "features"):
        text = _bare(str(content.get(name, "")))
        if 2 <= len(text) <= _LONGEST:
            asked.append(text)
        pieces = [
            _bare(one) for one in re.split(r"[，。；、,;\s“”《》（）()]+|(?<=年)|(?<=年度)", text[:300])
        ]
        pieces = [one for one in pieces if 2 <= len(one) <= 30][:4]
        if len(pieces) > 1:
            asked.append(" ".join(pieces))
        asked += [one for one in pieces if len(one) >= 4]
    return list(dict.fromkeys(asked))[:8]


def _bare(text: str) -> str:
    return _TAIL.sub("", _ASKING.sub("", text.strip()))
