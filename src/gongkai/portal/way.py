"""The way from an address to its page: from the site's root down the tree of columns, which is kept, to the one row asked for.

Wagtail asks for each step twice, for the page and for its kind, and for the site and the restrictions of who may read before and
after. What says yes or no at each step are the faces (`faces`), as ever: only how the page below is found is told here.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.urls import get_script_prefix
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import get_site_for_hostname
from wagtail.views import serve as wagtail_serve

from .faces import register_way
from .models import ColumnPage, HomePage, ItemPage, PlatformPage
from .standing import Common, common_of

__all__ = ["Tree", "address_of", "serve", "tree_of"]


@dataclass(frozen=True)
class Tree:
    """An agency's platform, its agency with it, and all its columns in their order, those that are not live among them."""

    platform: PlatformPage
    columns: tuple[ColumnPage, ...]
    by_place: dict[tuple[str, str], ColumnPage]
    """The columns by the path of the page above them and their slug."""


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer for an address as Wagtail does, with the site found among those kept."""
    common = common_of(request)
    site = _site_of(request, common)
    if site is not None:
        request._wagtail_site = site  # type: ignore[attr-defined]
        roots = common.get("roots", Site.get_site_root_paths)
        request._wagtail_cached_site_root_paths = roots  # type: ignore[attr-defined]
    return wagtail_serve(request, path)  # type: ignore[no-any-return]


def address_of(page: Page, request: HttpRequest | None) -> str:
    """Give a page's address as Wagtail gives it, by a shorter way where there is one site and the path is plain letters."""
    if request is not None and page.url_path.isascii():
        roots = common_of(request).get("roots", Site.get_site_root_paths)
        if len(roots) == 1 and page.url_path.startswith(roots[0].root_path):
            return f"{get_script_prefix()}{page.url_path[len(roots[0].root_path) :]}"
    return page.get_url(request) or ""


def tree_of(page: Page, common: Common) -> Tree | None:
    """Give the tree of the platform a page is or stands below; None for a page below none."""
    above = [page.path[:length] for length in range(page.steplen, len(page.path) + 1, page.steplen)]
    for path in above:
        if found := common.known(("tree", path)):
            return found  # type: ignore[no-any-return]
    platform = PlatformPage.objects.filter(path__in=above).select_related("agency").first()
    return None if platform is None else _tree(platform, common)


def _tree(platform: PlatformPage, common: Common) -> Tree:
    return common.get(("tree", platform.path), partial(_planted, platform))  # type: ignore[no-any-return]


def _planted(platform: PlatformPage) -> Tree:
    columns = tuple(ColumnPage.objects.descendant_of(platform).order_by("path"))
    by_place = {(one.path[: -one.steplen], one.slug): one for one in columns}
    return Tree(platform, columns, by_place)


def _site_of(request: HttpRequest, common: Common) -> Site | None:
    host, _ = split_domain_port(request._get_raw_host())
    port = request.get_port()
    kept = common.get(("site", host, port), lambda: _site(host, port))
    if kept is None:
        return None
    site = copy(kept)
    site.root_page = copy(kept.root_page)
    site.root_page.for_everybody = _is_open(common)
    return site


def _site(host: str, port: str) -> Site | None:
    try:
        site: Site = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None
    root = site.root_page = site.root_page.specific
    if isinstance(root, PlatformPage):
        root.agency  # noqa: B018 asked for once, as that of every platform
    return site


def _child(parent: Page, slug: str, request: HttpRequest) -> Page | None:
    """Give the page of its own kind that stands right below another under this name."""
    common = common_of(request)
    child = _found(parent, slug, common)
    if child is not None and _is_open(common):
        child.for_everybody = True
    return child


def _found(parent: Page, slug: str, common: Common) -> Page | None:
    if isinstance(parent, HomePage):
        below = PlatformPage.objects.child_of(parent).select_related("agency")
        platform = common.get(("below", parent.path, slug), below.filter(slug=slug).first)
        if platform is not None:
            return copy(_tree(platform, common).platform)
    tree = tree_of(parent, common) if isinstance(parent, PlatformPage | ColumnPage) else None
    if tree is not None and (column := tree.by_place.get((parent.path, slug))):
        return copy(column)
    if isinstance(parent, ColumnPage) and parent.key != ColumnPage.Key.REPORTS:
        item = _item(parent, slug, tree)
        if item is not None:
            return item
    child = Page.objects.child_of(parent).filter(slug=slug).first()
    return None if child is None else _of_its_kind(child, tree)


@cache
def _question() -> str:
    """Write the question for an item below a column, once: working it out takes longer than the answer.

    It tells at once which of an item's parts need not be asked for.
    """
    parts = {
        f"has_{name}": RawSQL(f"EXISTS(SELECT 1 FROM {table} WHERE item_id = page_ptr_id)", ())  # noqa: S608, S611 our own names
        for name, table in _PARTS.items()
    }
    items = ItemPage.objects.order_by().annotate(**parts)
    for condition in ({"slug": ""}, {"depth": 1}, {"path__startswith": ""}):
        items = items.filter(**condition)
    return str(items.query.sql_with_params()[0])


_PARTS = {"attachments": "portal_attachment", "interprets": "portal_interpretation"}


def _item(parent: Page, slug: str, tree: Tree | None) -> Page | None:
    for item in ItemPage.objects.raw(_question(), (slug, parent.depth + 1, f"{parent.path}%")):
        own = _of_its_kind(item, tree)
        own.lacks = frozenset(name for name in _PARTS if not getattr(item, f"has_{name}"))
        return own
    return None


def _of_its_kind(page: Page, tree: Tree | None) -> Page:
    specific = page.specific
    if tree is not None and getattr(specific, "agency_id", None) == tree.platform.agency_id:
        specific.agency = tree.platform.agency
    return specific


def _is_open(common: Common) -> bool:
    """Whether no page of the site is for some readers only."""
    answer = common.get("restricted", lambda: "some" if PageViewRestriction.objects.exists() else "none")
    return bool(answer == "none")


_way: Callable[[Page, str, HttpRequest], Any] = _child
register_way(_way)
