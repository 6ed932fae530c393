"""What the templates of the portal's own pages show, besides the frame: lists of columns, items, agencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from gongkai.agencies.models import Agency

from .models import ColumnPage, HomePage, ItemPage, PlatformPage

__all__ = ["Item", "contents_of"]

PER_PAGE = 20
_NEWEST = 8


@dataclass(frozen=True)
class Item:
    """One line of a list: an item's title, address, when it was published, and when it was last published again."""

    title: str
    url: str
    published_at: datetime | None
    renewed_at: datetime | None

    @classmethod
    def of(cls, page: Page, request: HttpRequest) -> Item:
        """Take the line from a page."""
        first, last = page.first_published_at, page.last_published_at
        renewed = last if first and last and last.date() > first.date() else None
        return cls(page.title, page.get_url(request) or "", first, renewed)


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
    items = Page.objects.descendant_of(page).live().not_type(ColumnPage)
    newest = items.order_by("-first_published_at", "-pk")[:_NEWEST]
    return {"newest": [Item.of(one, request) for one in newest]}


@contents_of.register
def _column(page: ColumnPage, request: HttpRequest) -> dict[str, Any]:
    order = ("-slug",) if page.key == ColumnPage.Key.REPORTS else ("-first_published_at", "-pk")
    items = Page.objects.child_of(page).live().not_type(ColumnPage).order_by(*order)
    shown = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    return {"shown": shown, "items": [Item.of(one, request) for one in shown]}


@contents_of.register
def _article(page: ItemPage, request: HttpRequest) -> dict[str, Any]:
    return {"published_at": page.published_at or page.first_published_at}
