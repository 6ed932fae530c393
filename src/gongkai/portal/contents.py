"""What the templates of the portal's own pages show, besides the frame: lists of columns, items, agencies."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, singledispatch
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from gongkai.agencies.models import Agency

from .item_contents import PICTURE, guide_contents, item_contents
from .lines import Line, lines_of
from .models import ColumnPage, GuidePage, HomePage, ItemPage, PicturePage, PlatformPage
from .paging import LINE, Where, items_below, leaf_of, years_of
from .standing import common_of
from .way import tree_of

__all__ = ["COLUMN_LINKS", "contents_of", "list_contents", "newest_below", "reports_below"]

COLUMN_LINKS: list[Callable[[ColumnPage, HttpRequest], list[tuple[str, str]]]] = []
"""What rooms above hang below the heading of a column: each gives names and addresses, none for most columns."""
_NEWEST = 10
_NEWS = 6


@singledispatch
def contents_of(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Give the further context of a page; pages of other rooms bring their own."""
    return {}


@contents_of.register
def _home(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    platforms = PlatformPage.objects.child_of(page).live().select_related("agency").order_by("path")
    kinds: dict[str, list[dict[str, str]]] = {label: [] for label in Agency.Kind.labels}
    for one in platforms:
        row = {"title": one.agency.full_name, "url": one.get_url(request) or ""}
        kinds[one.agency.get_kind_display()].append(row)
    return {"kinds": {label: rows for label, rows in kinds.items() if rows}}


@contents_of.register
def _platform(page: PlatformPage, request: HttpRequest) -> dict[str, Any]:
    window = _window(page, request)
    disclosed = items_below(page).order_by("-published_at", "-pk")
    if window is not None:
        disclosed = disclosed.exclude(path__startswith=window.path)
    newest = lines_of([*disclosed[:_NEWEST], *_reports(page)], request)
    newest.sort(key=lambda line: line.published_at.timestamp() if line.published_at else 0, reverse=True)
    return {
        "newest": newest[:_NEWEST],
        "news": lines_of(newest_below(window, _NEWS), request) if window is not None else [],
        "picture": _picture(page, request),
    }


def _window(page: PlatformPage, request: HttpRequest) -> ColumnPage | None:
    """Give 部门之窗 where the platform has it."""
    tree = tree_of(page, common_of(request))
    columns = tree.columns if tree else ()
    windows = (one for one in columns if one.key == ColumnPage.Key.WINDOW and one.live)
    return next((one for one in windows if one.depth == page.depth + 1), None)


def _picture(page: PlatformPage, request: HttpRequest) -> dict[str, Any] | None:
    """Give the newest picture news with its first picture."""
    newest = PicturePage.objects.descendant_of(page).live().filter(published_at__isnull=False)
    item = newest.only(*LINE).order_by("-published_at", "-pk").first()
    first = item.pictures.select_related("image").first() if item else None
    if item is None or first is None:
        return None
    return {"line": Line.of(item, request), "shown": first.image.get_rendition(PICTURE), "alt": first.alt}


@contents_of.register
def _column(page: ColumnPage, request: HttpRequest) -> dict[str, Any]:
    return list_contents(page, request, Where())


def list_contents(page: ColumnPage, request: HttpRequest, place: Where) -> dict[str, Any]:
    """Give one page of a column's list, and the years there are. Raises 404 where the list has no such page.

    In the column of reports (政府信息公开年报) there is one page for a year: they stand by their year, all on one page.
    """
    if page.key == ColumnPage.Key.REPORTS:
        return {"items": lines_of(reports_below(page), request), "place": place}
    leaf = leaf_of(page, place)
    shown: dict[str, Any] = {
        "items": lines_of(leaf.items, request),
        "leaf": leaf,
        "place": place,
        # the same for all pages of the list, and over many years the database has to look at every item
        "years": common_of(request).get(("years", page.path), partial(years_of, page, leaf)),
        "links": [link for make in COLUMN_LINKS for link in make(page, request)],
    }
    if page.key == ColumnPage.Key.GUIDE and place == Where():
        newest = GuidePage.objects.descendant_of(page).live().filter(published_at__isnull=False)
        shown |= guide_contents(newest.order_by("-published_at", "-pk").first())
    return shown


def newest_below(page: Page, most: int) -> list[Any]:
    """Give the newest items below a page, newest first; those of a column of reports by their year."""
    if isinstance(page, ColumnPage) and page.key == ColumnPage.Key.REPORTS:
        return reports_below(page)[:most]
    return list(items_below(page).order_by("-published_at", "-pk")[:most])


def reports_below(column: Page) -> list[Any]:
    """Give what stands in the column of reports, the latest year first: reports, and older ones imported as items."""
    items = list(items_below(column))
    found = [*Page.objects.child_of(column).live().not_type(ColumnPage, ItemPage), *items]
    return sorted(found, key=_year_of, reverse=True)


def _reports(platform: PlatformPage) -> list[Page]:
    """Give the reports made here that were published last."""
    pages = Page.objects.descendant_of(platform).live().not_type(ColumnPage, ItemPage)
    # what a line shows, and what its address is made of
    pages = pages.only("title", "url_path", "content_type_id", "first_published_at", "last_published_at")
    return list(pages.order_by("-first_published_at", "-pk")[:_NEWEST])


def _year_of(page: Any) -> tuple[int, float]:
    at = getattr(page, "published_at", None) or page.first_published_at
    named = re.search(r"(?:19|20)\d\d", page.title)
    year = int(named[0]) if named else at.year if at else 0
    return (int(page.slug) if re.fullmatch(r"(19|20)\d\d", page.slug) else year, at.timestamp() if at else 0)


@contents_of.register
def _item(page: ItemPage, request: HttpRequest) -> dict[str, Any]:
    return item_contents(page, request)
