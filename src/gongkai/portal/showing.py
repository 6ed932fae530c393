"""What answers for columns and items, and the addresses below theirs.

…/permits/                 a column, with the newest of its list
…/permits/list/3/          an older page of the list (`paging`), of a year's part: …/permits/2022/list/3/
…/permits/feed.atom        its feeds (`feeds`)
…/permits/a1b2c3/          an item; 410 with the reason where it was withdrawn
…/permits/a1b2c3/qr.svg    the item's address as a QR code, to take the page along on a telephone
…/permits/a1b2c3/docx/     what rooms above hang at an item (`BELOW_ITEMS`)
…/apply/form/who/          what a room above answers in its own kind of column (`COLUMN_KEEPERS`)
"""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.template.response import TemplateResponse
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .contents import list_contents
from .faces import Face, register
from .feeds import FEEDS, feed_of
from .frame import Crumb, frame_of
from .meta import absolute
from .models import ColumnPage, ItemPage
from .paging import Where, old_page, where

__all__ = ["BELOW_ITEMS", "COLUMN_KEEPERS", "QR", "drawn", "is_gone", "serve_column"]

QR = "qr.svg"
BELOW_ITEMS: dict[str, Callable[[ItemPage, HttpRequest], HttpResponseBase]] = {}
"""What rooms above hang at a public item: the last part of the address, and the view, which may answer 404."""
COLUMN_KEEPERS: dict[str, tuple[Callable[[list[str]], bool], Callable[..., HttpResponseBase]]] = {}
"""By kind of column (`ColumnPage.Key`), what a room above answers there itself: which rest of an address is its own, and the view,
called with page, request and that rest."""


def is_gone(page: ItemPage) -> bool:
    """Whether the item was public and is not any more: its address answers 410 with the notice, not 404."""
    return not page.live and (page.withdrawn_at is not None or page.purged_at is not None)


def _route_column(page: ColumnPage, request: HttpRequest, path: list[str]) -> RouteResult | None:
    """Read an address at a column. What stands below the column comes first."""
    if not page.live:
        return None
    keeper = COLUMN_KEEPERS.get(page.key)
    if keeper and keeper[0](path):
        return RouteResult(page, kwargs={"kept": tuple(path)})
    if not path:
        return RouteResult(page, kwargs={"place": Where()})
    if len(path) == 1 and path[0] in FEEDS:
        return RouteResult(page, kwargs={"feed": path[0]})
    # in the column of reports a year leads to that year's report
    place = None if page.key == ColumnPage.Key.REPORTS else where(path)
    if place is None or Page.objects.child_of(page).filter(slug=path[0]).exists():
        return None
    return RouteResult(page, kwargs={"place": place})


def serve_column(
    page: ColumnPage,
    request: HttpRequest,
    place: Where | None = None,
    feed: str = "",
    kept: tuple[str, ...] | None = None,
) -> HttpResponseBase | None:
    """Answer for a column; None where the page was not found by `_route_column`."""
    if kept is not None:
        return COLUMN_KEEPERS[page.key][1](page, request, kept)
    if feed:
        return feed_of(page, request, feed)
    if place is None:
        return None
    address = page.get_url(request) or ""
    if "page" in request.GET and place == Where():
        return HttpResponsePermanentRedirect(address + old_page(page, request.GET["page"]).address)
    frame = frame_of(page, request)
    if place.year is not None:
        frame = frame.at(Crumb(f"{place.year}年"))
    context = {"page": page, "self": page, "frame": frame, "contents": list_contents(page, request, place)}
    return TemplateResponse(request, page.get_template(request), context | {"address": address})


def _route_item(page: ItemPage, request: HttpRequest, path: list[str]) -> RouteResult | None:
    """Lead to the notice where an item stood that was withdrawn, and to the QR code of one that stands."""
    if path == [QR] and page.live:
        return RouteResult(page, kwargs={"code": True})
    if len(path) == 1 and path[0] in BELOW_ITEMS and page.live:
        return RouteResult(page, kwargs={"below": path[0]})
    return RouteResult(page, kwargs={"gone": True}) if not path and is_gone(page) else None


def _serve_item(
    page: ItemPage, request: HttpRequest, gone: bool = False, code: bool = False, below: str = ""
) -> HttpResponseBase | None:
    if below:
        return BELOW_ITEMS[below](page, request)
    if code:
        return HttpResponse(drawn(absolute(page.get_url(request) or "")), content_type="image/svg+xml")
    if not gone:
        return None
    context = {"page": page, "frame": frame_of(page, request), "contents": {}}
    return TemplateResponse(request, "portal/gone.html", context, status=410)


def drawn(address: str) -> bytes:
    """Draw an address as a QR code (SVG, black on white, with the quiet zone the standard asks for)."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, title="本页网址"
    )
    return drawn.getvalue()


register(ColumnPage, Face(_route_column, serve_column))
register(ItemPage, Face(_route_item, _serve_item))
