"""Which addresses a page answers at, for good: its own, its lists, feeds and QR code, and what other rooms hang below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from gongkai.portal.feeds import FEEDS
from gongkai.portal.frame import Frame
from gongkai.portal.models import ColumnPage, HomePage, ItemPage, PlatformPage
from gongkai.portal.paging import PER_PAGE, WORD, items_below
from gongkai.portal.places import EXTRA_PLACES
from gongkai.portal.showing import QR
from gongkai.portal.sitemap import PER_PART, mapped_pages

__all__ = [
    "Address",
    "addresses_of",
    "first_of",
    "leaves_of",
    "public_pages",
    "site_root",
    "sitemap_addresses",
    "url_of",
]

_ENTRANCE = ("map/", "accessibility/", "mistakes/")


@dataclass(frozen=True)
class Address:
    """A path to be published. `page` is the row id of the page it belongs to, 0 for none; `mark` tells a list's page from what it was."""

    path: str
    page: int = 0
    mark: str = ""
    holds: frozenset[int] = frozenset()


def site_root() -> Page | None:
    """Give the page at the root of the site, None on an empty site."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None


def url_of(page: Page) -> str:
    """Give the path at which a page stands, "" for one that stands nowhere."""
    return urlsplit(page.get_url() or "").path


def public_pages(below: Page) -> Any:
    """Give the pages for everybody at and below a page, and those that were public once: their addresses say so."""
    once = Q(live=True) | Q(first_published_at__isnull=False)
    return Page.objects.descendant_of(below, inclusive=True).filter(once).public().order_by("path")


def addresses_of(page: Page) -> Iterator[Address]:
    """List the addresses of a page. What is not public any more still has its own, with the notice that says so."""
    yield from first_of(page)
    if page.live and issubclass(page.specific_class, ColumnPage):
        yield from leaves_of(page.specific)


def first_of(page: Page) -> Iterator[Address]:
    """List the addresses of a page without the older pages of its list. An item need not be loaded as its own kind."""
    kind, url = page.specific_class, url_of(page)
    if not url or (not page.live and issubclass(kind, ColumnPage | PlatformPage | HomePage)):
        return
    yield Address(url, page.pk)
    if not page.live:
        return
    if issubclass(kind, ItemPage):
        yield Address(url + QR, page.pk)
        return
    if issubclass(kind, ColumnPage | PlatformPage):
        yield from (Address(url + name, page.pk) for name in FEEDS)
    own = page.specific
    if issubclass(kind, HomePage | PlatformPage):
        yield from (Address(url + name, page.pk) for name in _ENTRANCE)
    if issubclass(kind, PlatformPage):
        yield from (Address(one, page.pk) for one in _colour(own))
    for more in EXTRA_PLACES:
        yield from (Address(url + rest, page.pk) for rest in more(own))


def _colour(page: PlatformPage) -> list[str]:
    """Give the style sheet with the agency's colour, which stands at the site's root."""
    frame = Frame(page.agency, "", "/", "/", (), (), frozenset(), "/")
    return [frame.colour_url] if frame.colour_url else []


def leaves_of(column: ColumnPage) -> Iterator[Address]:
    """List the older pages of a column's list and its years, each with a mark that changes when other items stand on it."""
    if column.key == ColumnPage.Key.REPORTS:
        return
    url = url_of(column)
    rows = list(items_below(column).order_by("published_at", "pk").values_list("pk", "published_at"))
    years: dict[int, list[int]] = {}
    for pk, at in rows:
        years.setdefault(timezone.localtime(at).year, []).append(pk)
    shown = repr(sorted(years))
    yield from _pages_of(url, column.pk, [pk for pk, _ in rows], shown)
    for year, ids in years.items():
        newest = frozenset(ids[(max(len(ids) // PER_PAGE, 1) - 1) * PER_PAGE :])
        yield Address(f"{url}{year}/", column.pk, _mark(ids, shown), newest)
        yield from _pages_of(f"{url}{year}/", column.pk, ids, shown)


def _pages_of(url: str, page: int, ids: Sequence[int], shown: str) -> Iterator[Address]:
    full = len(ids) // PER_PAGE
    for number in range(1, full + 1):
        part = ids[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield Address(
            f"{url}{WORD}/{number}/", page, _mark(part, f"{shown}{number + 1 < full}"), frozenset(part)
        )


def _mark(ids: Sequence[int], more: str) -> str:
    return blake2s(f"{ids}{more}".encode(), digest_size=8).hexdigest()


def sitemap_addresses(of: Sequence[int] | None = None) -> list[Address]:
    """List the parts of the map for search engines; with `of`, those from where the first of these pages stands, or stood."""
    pages = mapped_pages(Site.objects.filter(is_default_site=True).select_related("root_page").first())
    total = pages.count()
    parts = -(-total // PER_PART)
    first = 1
    if of:
        first = pages.filter(pk__lt=min(of)).count() // PER_PART + 1
    return [
        Address("/sitemap.xml"),
        *(Address(f"/sitemap-{number}.xml") for number in range(min(first, max(parts, 1)), parts + 1)),
    ]
