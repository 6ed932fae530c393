"""Searching what is disclosed, below an agency's platform or the district's home: what was asked, answered as a page.

…/search/?q=预算&year=2022        what was found, with what it may be narrowed to (`search_choices`)
…/search/                         how to search, and what others look for
…/search/suggest/?q=预            titles while somebody types, as JSON

What is asked stands in the address, so that a search can be sent to somebody, gone back to, and done without a script. It is
kept by nobody: the page is stored nowhere (``no-cache``), other sites are not told (``Referrer-Policy: same-origin``), no
search engine takes it in, and of the words only a count without a person stays (`search.services.note_query`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from gongkai.search import queries
from gongkai.search.services import note_query
from gongkai.search.values import PER_PAGE, Found, Place, Result, Segment

from .frame import Crumb, Frame, frame_of
from .headers import WITH_SCRIPT
from .lines import OUT_OF_FORCE
from .models import HomePage, ItemPage
from .search_choices import Asking, chips_of, groups_of, paths_below, read_asking

__all__ = ["search"]

_POPULAR_DAYS = 30
_POPULAR = 10
_POPULAR_TIMES = 3
"""Words are shown to others once they were asked so often: what one person asked is that person's matter."""
_AROUND = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """One result as the page shows it. `file` is the attachment the excerpt is from, `said` where else it stands; "" for neither."""

    url: str
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    published_at: datetime
    column: str
    organ: str
    validity: str
    grave: bool
    file: str
    said: str


def search(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Answer a search below a platform or the home."""
    if rest == ("suggest",):
        return _suggest(page, request)
    if rest:
        raise Http404
    asking = read_asking(page, request.GET)
    frame = replace(frame_of(page, request), here=request.get_full_path()).at(Crumb("搜索"))
    context: dict[str, Any] = {
        "page": page,
        "frame": frame,
        "contents": {},
        "asking": asking,
        "address": f"{frame.home_url}search/",
        "searching": True,
        "elsewhere": "" if frame.home_url == frame.root_url else f"{frame.root_url}search/{asking.address()}",
    }
    status = 200
    if asking.refused:
        status = 400
    elif asking.words:
        context |= _answer(page, request, frame, asking)
    else:
        context["popular"] = [one for one in _popular() if one]
    response = TemplateResponse(request, "portal/search.html", context, status=status)
    response["Content-Security-Policy"] = WITH_SCRIPT
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response


def _answer(page: Page, request: HttpRequest, frame: Frame, asking: Asking) -> dict[str, Any]:
    found = queries.find(asking.asked)
    if request.method == "GET" and asking.number == 1 and not asking.choices:
        _note(asking.words, found)
    last = max(1, -(-min(found.total, found.reachable) // PER_PAGE))
    paths = {one.column_path for one in found.results}
    titles = _titles(paths | paths_below(asking, found) | asking.column_paths)
    return {
        "found": found,
        "rows": _rows(found.results, titles, request, "" if isinstance(page, HomePage) else frame.name),
        "groups": groups_of(asking, found, titles),
        "chips": chips_of(asking, titles),
        "number": asking.number,
        "last": last,
        "beyond": asking.number > last,
        "first_row": (asking.number - 1) * PER_PAGE + 1,
        "links": list(_links(asking, last)),
        "instead": [(words, asking.address(q=words)) for words in found.did_you_mean],
    }


def _rows(
    results: Sequence[Result], titles: dict[str, tuple[int, str]], request: HttpRequest, own: str
) -> list[Row]:
    """Make the lines of results; what is public no more this very moment is left out. `own` organ need not be named."""
    pages = {one.pk: one for one in Page.objects.live().filter(pk__in=[result.page_id for result in results])}
    return [
        _row(result, pages[result.page_id].get_url(request) or "", titles, own)
        for result in results
        if result.page_id in pages
    ]


def _row(result: Result, url: str, titles: dict[str, tuple[int, str]], own: str) -> Row:
    validity = str(ItemPage.Validity(result.validity).label) if result.validity else ""
    return Row(
        url=url,
        title=tuple(result.title_segments),
        snippet=tuple(result.snippet),
        published_at=result.published_at,
        column=titles.get(result.column_path, (0, ""))[1],
        organ="" if result.organ == own else result.organ,
        validity=validity,
        grave=validity in OUT_OF_FORCE,
        file=result.file,
        said=result.place.label if result.place == Place.NUMBER else "",
    )


def _titles(paths: set[str]) -> dict[str, tuple[int, str]]:
    """Give row id and title of the columns and platforms at these paths; one query."""
    rows = Page.objects.filter(path__in=paths).values_list("path", "pk", "title")
    return {path: (pk, title) for path, pk, title in rows}


def _links(asking: Asking, last: int) -> Iterator[dict[str, Any]]:
    """Give the links to other pages of the results."""
    number = asking.number
    if number > 1:
        yield _link(asking, number - 1, "上一页", "prev")
    for one in _numbers(number, last):
        yield _link(asking, one, str(one)) | {"current": one == number} if one else {}
    if number < last:
        yield _link(asking, number + 1, "下一页", "next")


def _link(asking: Asking, number: int, words: str, rel: str = "") -> dict[str, Any]:
    return {"number": number, "url": asking.address(page=number), "words": words, "rel": rel}


def _numbers(number: int, last: int) -> list[int]:
    """Give the numbers of pages to go to: the first, the last, and those around this one; 0 where some are left out."""
    wanted = sorted(
        {1, last, *range(max(1, number - _AROUND), min(last, number + _AROUND) + 1)}
        if number <= last
        else {1, last}
    )
    shown: list[int] = []
    for one in wanted:
        if shown and one > shown[-1] + 1:
            shown.append(0)
        shown.append(one)
    return shown


def _note(words: str, found: Found) -> None:
    """Count the question; a search is answered even where nothing can be written."""
    try:
        note_query(words, found.total)
    except DatabaseError as error:
        _log.warning("a search could not be counted: %s", type(error).__name__)


def _popular() -> list[str]:
    asked = queries.most_asked(_POPULAR_DAYS)
    return [one.words for one in asked if one.times >= _POPULAR_TIMES and one.total][:_POPULAR]


def _suggest(page: Page, request: HttpRequest) -> HttpResponseBase:
    """Give titles that go on as somebody types."""
    asking = read_asking(page, {"q": request.GET.get("q", "")})
    path = "" if isinstance(page, HomePage) else page.path
    titles = queries.suggest(asking.words, path) if asking.words and not asking.refused else []
    titles = [one for one in titles if one != asking.words]  # whoever has typed it needs no help
    response = JsonResponse({"titles": titles}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
