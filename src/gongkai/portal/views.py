"""The small pages every site needs, below its home or an agency's platform, and old addresses that lead on.

Columns and items answer in `showing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from .faces import Face, register
from .feeds import FEEDS, feed_of
from .frame import COOKIE, DISPLAYS, Crumb, displays_of, frame_of
from .models import HomePage, PlatformPage
from .searching import search
from .showing import is_gone

__all__ = ["VIEWS", "is_gone"]

View = Callable[[Page, HttpRequest, tuple[str, ...]], HttpResponseBase]
_YEAR = 365 * 24 * 3600


def _route(page: Page, request: HttpRequest, path: list[str]) -> RouteResult | None:
    """Read an address at the entrance to a site or platform."""
    name, *rest = path or [""]
    if page.live and name in FEEDS and not rest and isinstance(page, PlatformPage):
        return RouteResult(page, kwargs={"view": _feed, "rest": (name,)})
    if page.live and name in VIEWS:
        return RouteResult(page, kwargs={"view": VIEWS[name], "rest": tuple(rest)})
    address = _moved_to(page, request, path)
    return RouteResult(page, kwargs={"moved": address}) if address else None


def _serve(
    page: Page,
    request: HttpRequest,
    view: View | None = None,
    rest: tuple[str, ...] = (),
    moved: str = "",
) -> HttpResponseBase | None:
    """Answer for what hangs at an entrance; None when the page itself was asked for."""
    if moved:
        return HttpResponsePermanentRedirect(moved)
    return view(page, request, rest) if view else None


def _moved_to(page: Page, request: HttpRequest, path: list[str]) -> str:
    """Give where an address leads that was below the site's root before the district's home came; else "".

    The beginning of the address is looked up among the redirects and the rest kept, so that everything below a column
    that moved, downloads included, is found without a redirect of its own.
    """
    if (
        not isinstance(page, HomePage)
        or not path
        or Page.objects.child_of(page).filter(slug=path[0]).exists()
    ):
        return ""
    site = Site.find_for_request(request)
    moved = Redirect.get_for_site(site).filter(old_path=f"/{path[0]}").select_related("redirect_page").first()
    if moved is None or moved.redirect_page is None:
        return ""
    return (moved.redirect_page.get_url(request) or "") + "".join(f"{part}/" for part in path[1:])


def display(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Turn a display (长者模式, 高对比度) on or off and lead back; the choice is kept in a cookie without any mark of the person."""
    _no_rest(rest)
    chosen = set(displays_of(request))
    for one in DISPLAYS:
        if one in request.GET:
            (chosen.add if request.GET[one] == "1" else chosen.discard)(one)
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else reverse("wagtail_serve", args=[""]))
    if chosen:
        words = ".".join(one for one in DISPLAYS if one in chosen)
        response.set_cookie(
            COOKIE, words, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


def colour(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Give the style sheet of one main colour; its address is the colour, so it may be kept for good."""
    if len(rest) != 1 or not re.fullmatch(r"[0-9a-f]{6}", rest[0]):
        raise Http404
    response = HttpResponse(f":root{{--main:#{rest[0]}}}\n", content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def _feed(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    return feed_of(page, request, rest[0])


def _plain(template: str, title: str) -> View:
    def view(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
        _no_rest(rest)
        context: dict[str, Any] = {
            "page": page,
            "frame": frame_of(page, request).at(Crumb(title)),
            "title": title,
            "contents": {},
        }
        if isinstance(page, HomePage):
            context["platforms"] = list(
                Page.objects.child_of(page).live().order_by("path").values_list("title", "slug")
            )
        return TemplateResponse(request, template, context)

    return view


def _no_rest(rest: tuple[str, ...]) -> None:
    if rest:
        raise Http404


VIEWS: dict[str, View] = {
    "display": display,
    "colour": colour,
    "search": search,
    "map": _plain("portal/map.html", "站点地图"),
    "accessibility": _plain("portal/accessibility.html", "无障碍浏览"),
    "mistakes": _plain("portal/mistakes.html", "我为政府网站找错"),
}
"""What hangs at an entrance: the first part of the address below it, and the view. No column or agency may take these names."""


for _model in (HomePage, PlatformPage):
    register(_model, Face(_route, _serve))
