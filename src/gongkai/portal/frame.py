"""What stands around every public page: whose platform it is, where the reader is, the tree of columns, the marks of the foot.

What it takes of a platform (with its agency, and the columns) is asked for in two queries and kept for its pages (`standing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from gongkai.agencies.models import Agency

from .colours import DEFAULT, readable
from .models import ColumnPage, HomePage, PlatformPage
from .parameters import plain_path
from .standing import Common, common_of
from .way import Tree, tree_of

__all__ = ["Crumb", "Frame", "Node", "frame_of"]

COOKIE = "gongkai_display"
"""The reader's choice of display, words of `DISPLAYS` joined by dots. Nothing else is kept of a reader."""
ELDER, CONTRAST = "elder", "contrast"
DISPLAYS = (ELDER, CONTRAST)
SITE = "政府信息公开"
_FIXED = frozenset(
    {
        ColumnPage.Key.GUIDE,
        ColumnPage.Key.RULES,
        ColumnPage.Key.STATUTORY,
        ColumnPage.Key.REPORTS,
        ColumnPage.Key.APPLY,
    }
)


@dataclass(frozen=True)
class Crumb:
    """One step of the way from the home to the page; the last, the page itself, has no address."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Node:
    """A column in the tree. `current` is the page itself; `within` says that the page stands in or below the column."""

    title: str
    url: str
    key: str
    path: str
    current: bool = False
    within: bool = False
    below: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Frame:
    """The frame of one page. `agency` is None on a site without any; `place` is the reader's way, home first."""

    agency: Agency | None
    name: str
    root_url: str
    home_url: str
    columns: tuple[Node, ...]
    place: tuple[Crumb, ...]
    displays: frozenset[str]
    here: str
    common: Common = field(default_factory=Common, repr=False, compare=False)
    """What is kept for pages with the same frame."""
    foot: tuple[Any, ...] = ("foot",)
    """What the foot of the page hangs on."""

    @property
    def elder(self) -> bool:
        """Whether the reader asked for 长者模式: larger type, fewer things."""
        return ELDER in self.displays

    @property
    def contrast(self) -> bool:
        """Whether the reader asked for high contrast."""
        return CONTRAST in self.displays

    @property
    def classes(self) -> str:
        """The classes of the page by the reader's choice."""
        return " ".join(one for one in DISPLAYS if one in self.displays)

    @property
    def elder_url(self) -> str:
        """The address that turns 长者模式 on or off and leads back here."""
        return self.switch(ELDER)

    @property
    def contrast_url(self) -> str:
        """The address that turns high contrast on or off and leads back here."""
        return self.switch(CONTRAST)

    def switch(self, display: str) -> str:
        """Give the address that turns a display on or off and leads back here."""
        wanted = "0" if display in self.displays else "1"
        return f"{self.root_url}display/?{urlencode({display: wanted, 'next': self.here})}"

    @property
    def colour(self) -> str:
        """The main colour, readable on white."""
        return readable(self.agency.main_colour) if self.agency else DEFAULT

    @property
    def colour_url(self) -> str:
        """The style sheet with the agency's colour; "" where it is the platform's own."""
        return "" if self.colour == DEFAULT else f"{self.root_url}colour/{self.colour[1:]}/"

    @property
    def domain(self) -> str:
        """The site's domain, for the tag SiteDomain."""
        return urlsplit(settings.SITE_URL).hostname or ""

    @property
    def sponsor(self) -> str:
        """Who runs the site (主办单位)."""
        return (self.agency.sponsor or self.agency.full_name) if self.agency else ""

    @property
    def apply_url(self) -> str:
        """The entrance to applications (依申请公开); "" on a district's home."""
        return next((one.url for one in self.columns if one.key == ColumnPage.Key.APPLY), "")

    @cached_property
    def column(self) -> Node | None:
        """The innermost column the page stands in, or is."""
        return next(iter(reversed(list(_innermost(self.columns)))), None)

    @property
    def top(self) -> Node | None:
        """The column right below the platform in which the page stands, or which it is."""
        return next((one for one in self.columns if one.within), None)

    @property
    def statutory(self) -> tuple[Node, ...]:
        """The fixed columns and the entrance to applications: what is disclosure by law (国办公开办函〔2019〕61号)."""
        return tuple(one for one in self.columns if one.key in _FIXED)

    @property
    def beside(self) -> tuple[Node, ...]:
        """What stands outside them (专栏姓专): 部门之窗 and other columns right below the platform."""
        return tuple(one for one in self.columns if one.key not in _FIXED)

    @property
    def window(self) -> Node | None:
        """部门之窗: the news of the work; None where the agency has no such column."""
        return next((one for one in self.columns if one.key == ColumnPage.Key.WINDOW), None)

    @property
    def beside_key(self) -> tuple[Any, ...]:
        """What the tree of columns beside the page hangs on: where the page stands in it."""
        column = self.column
        return ("columns", *self.foot[1:], column and (column.path, column.current), self.elder)

    def at(self, *crumbs: Crumb) -> Frame:
        """Give the same frame further on the way: the page itself becomes a link."""
        return replace(self, place=(*self.place, *crumbs))


def displays_of(request: HttpRequest) -> frozenset[str]:
    """Read the reader's choice of display; unknown words count for nothing."""
    return frozenset(request.COOKIES.get(COOKIE, "").split(".")) & frozenset(DISPLAYS)


def frame_of(page: Page, request: HttpRequest) -> Frame:
    """Build the frame of a page: its own agency's, on a district's home that of the agency that runs the site."""
    common = common_of(request)
    tree = _tree_for(page, common)
    home = isinstance(page, HomePage)
    root_url = reverse("wagtail_serve", args=[""])
    home_url, nodes = _addressed(tree, request, common, root_url) if tree else (root_url, ())
    columns = () if home else _marked(nodes, page.path)
    agency = tree.platform.agency if tree else None
    name = page.title if home else agency.full_name if agency else SITE
    return Frame(
        agency=agency,
        name=name,
        root_url=root_url,
        home_url=root_url if home else home_url,
        columns=columns,
        place=tuple(_place(page, request, columns, None if home else (name, home_url), root_url)),
        displays=displays_of(request),
        here=plain_path(request),
        common=common,
        foot=("foot", page.path if home else tree.platform.path if tree else "", root_url, home_url),
    )


def _tree_for(page: Page, common: Common) -> Tree | None:
    if not isinstance(page, HomePage):
        return tree_of(page, common)
    return common.get(("stands for", page.path), partial(_standing_for, page, common))  # type: ignore[no-any-return]


def _standing_for(home: HomePage, common: Common) -> Tree | None:
    """Give the tree of who stands for the district: the government's own platform, else the first."""
    below = PlatformPage.objects.descendant_of(home).live()
    chosen = below.filter(agency__kind=Agency.Kind.GOVERNMENT).order_by("path").first()
    platform = chosen or below.order_by("path").first()
    return tree_of(platform, common) if platform else None


def _addressed(
    tree: Tree, request: HttpRequest, common: Common, root_url: str
) -> tuple[str, tuple[Node, ...]]:
    """Give the platform's address and its columns with theirs, as they are written on the site that was asked."""
    site = Site.find_for_request(request)
    key = ("nodes", tree.platform.path, site.pk if site else None, root_url)
    return common.get(key, partial(_nodes_of, tree, request, root_url))  # type: ignore[no-any-return]


def _nodes_of(tree: Tree, request: HttpRequest, root_url: str) -> tuple[str, tuple[Node, ...]]:
    live = [one for one in tree.columns if one.live]
    home_url = tree.platform.get_url(request) or root_url
    return home_url, tuple(_nodes(live, tree.platform.depth + 1, request))


def _nodes(columns: list[ColumnPage], depth: int, request: HttpRequest) -> Iterator[Node]:
    tops = [column for column in columns if column.depth == depth]
    for top in tops:
        deeper = [one for one in columns if one.depth > depth and one.path.startswith(top.path)]
        below = tuple(_nodes(deeper, depth + 1, request))
        yield Node(top.title, top.get_url(request) or "", top.key, top.path, below=below)


def _marked(nodes: tuple[Node, ...], path: str) -> tuple[Node, ...]:
    """Say of the columns where the page stands in the tree; the others are those kept."""
    return tuple(
        replace(one, current=one.path == path, within=True, below=_marked(one.below, path))
        if path.startswith(one.path)
        else one
        for one in nodes
    )


def _innermost(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        if node.within:
            yield node
            yield from _innermost(node.below)


def _place(
    page: Page,
    request: HttpRequest,
    columns: tuple[Node, ...],
    platform: tuple[str, str] | None,
    root_url: str,
) -> Iterator[Crumb]:
    yield Crumb("首页", root_url)
    if platform is None:
        return
    if platform[1] != root_url:
        yield Crumb(*platform)
    for node in _innermost(columns):
        yield Crumb(node.title, node.url)
    if not isinstance(page, ColumnPage | PlatformPage):
        yield Crumb(page.title, page.get_url(request) or "")
