"""Lists that stay where they are: what stands on an older page of a list does not move when something new is published.

Pages are counted from the oldest item, `PER_PAGE` on each, so that a full page stays as it is; what is newest and fills no
page yet stands with the last full one at the list's own address. So a list has, n counting from the oldest:

    …/disclosure/                    the newest: the last full page and what came after it
    …/disclosure/list/3/             the third page, for good
    …/disclosure/2022/               the newest of a year
    …/disclosure/2022/list/3/

A withdrawal or an import of older items does move what came after them; nothing else does. Columns and items below come before
these addresses: a column with the name ``list`` hides them, and must not be made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page

from .models import ItemPage, PolicyPage

__all__ = [
    "LINE",
    "PER_PAGE",
    "WORD",
    "Leaf",
    "Where",
    "items_below",
    "leaf_of",
    "old_page",
    "where",
    "years_of",
]

PER_PAGE = 20
WORD = "list"
"""The part of an address that leads to older pages; no column may have it for its own name."""
_ORDER = ("published_at", "pk")
LINE = (
    "title",
    "translation_key",
    "slug",
    "path",
    "depth",
    "url_path",
    "live",
    "content_type_id",
    "first_published_at",
    "last_published_at",
    "published_at",
    "document_number",
    "validity",
    "valid_until",
    "summary",
)
"""The fields of an item that a line of a list shows, or its address is made of."""


@dataclass(frozen=True)
class Where:
    """A place in a list: a year's part of it if `year` is not None; the page `number` from the oldest, None for the newest."""

    year: int | None = None
    number: int | None = None

    @property
    def address(self) -> str:
        """The rest of the address below the column's own."""
        parts = [str(self.year)] if self.year is not None else []
        parts += [WORD, str(self.number)] if self.number is not None else []
        return "".join(f"{part}/" for part in parts)


@dataclass(frozen=True)
class Leaf:
    """One page of a list, newest item first. `older` and `newer` are the places beside it, None at an end.

    The newest leaf's number is that of the last full page, which is part of it.
    """

    place: Where
    items: tuple[ItemPage, ...] = field(repr=False)
    number: int
    pages: int
    older: Where | None
    newer: Where | None
    years: tuple[int, int] | None = None
    """Of the list as a whole the years of the oldest and of the newest item."""


def where(parts: list[str]) -> Where | None:
    """Read the rest of an address; None for what leads to no place in a list."""
    rest, year = list(parts), None
    if rest and re.fullmatch(r"(19|20)\d\d", rest[0]):
        year = int(rest.pop(0))
    if not rest:
        return Where(year) if year is not None else None
    if len(rest) == 2 and rest[0] == WORD and re.fullmatch(r"[1-9]\d{0,5}", rest[1]):
        return Where(year, int(rest[1]))
    return None


def items_below(page: Page) -> object:
    """Give the items that stand below a page for everybody to read, with what a line of a list needs and no more."""
    newer = PolicyPage.objects.filter(replaces=OuterRef("pk"), live=True)
    return _public(page).only(*LINE).annotate(replaced=Exists(newer))


def _public(page: Page) -> Any:
    return ItemPage.objects.order_by().filter(
        path__startswith=page.path, depth__gt=page.depth, live=True, published_at__isnull=False
    )


def leaf_of(page: Page, place: Where) -> Leaf:
    """Give one page of the list of what stands below a page; two queries. Raises 404 for a page that is not there."""
    items, years = items_below(page), None
    if place.year is None:
        asked = _public(page).aggregate(
            total=Count("pk"), first=Min("published_at"), last=Max("published_at")
        )
        total = asked["total"]
        if total:
            years = (timezone.localtime(asked["first"]).year, timezone.localtime(asked["last"]).year)
    else:
        items = items.filter(published_at__year=place.year)
        total = _public(page).filter(published_at__year=place.year).count()
    full = total // PER_PAGE
    pages = max(full, 1)
    if (place.year is not None and not total) or (place.number or 0) > full:
        raise Http404
    if place.number is None:
        shown = total - (pages - 1) * PER_PAGE
        rows = items.order_by(*(f"-{one}" for one in _ORDER))[:shown]
        number, newer = pages, None
    else:
        number = place.number
        rows = reversed(items.order_by(*_ORDER)[(number - 1) * PER_PAGE : number * PER_PAGE])
        # the newest address holds the last full page: whoever goes on gets there
        newer = Where(place.year, number + 1 if number + 1 < full else None)
    older = Where(place.year, number - 1) if number > 1 else None
    return Leaf(place, tuple(rows), number, pages, older, newer, years)


def years_of(page: Page, leaf: Leaf) -> list[int]:
    """List the years in which what stands below a page was published, newest first.

    One query, none where the page of the list as a whole says it: the database looks at every item for that.
    """
    if leaf.place.year is None and (leaf.years is None or leaf.years[1] - leaf.years[0] < 2):
        return sorted(set(leaf.years or ()), reverse=True)
    return [one.year for one in _public(page).datetimes("published_at", "year", order="DESC")]


def old_page(page: Page, number: str) -> Where:
    """Give the place that holds what stood on a page as it was counted before, from the newest (`?page=`)."""
    total = _public(page).count()
    full = total // PER_PAGE
    if not re.fullmatch(r"\d{1,6}", number) or int(number) < 2:
        return Where()
    first = total - 1 - (int(number) - 1) * PER_PAGE
    wanted = first // PER_PAGE + 1
    return Where(number=wanted) if first >= 0 and wanted < full else Where()
