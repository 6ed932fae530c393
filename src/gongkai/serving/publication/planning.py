"""What a change reaches: the page itself, the lists and feeds it stands in, the pages that name it, its part of the map.

Navigation shows no counts and older list pages do not shift (`portal.paging`), so an edit reaches a few dozen addresses whatever
the size of the site. Which older pages of a list are another's now is told by marks (`addresses.leaves_of`), kept from the last time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from gongkai.portal.models import (
    ColumnPage,
    ConsultationPage,
    GuidePage,
    HomePage,
    Interpretation,
    ItemPage,
    PlatformPage,
    PolicyPage,
    TopicEntry,
)
from gongkai.serving.models import Change

from .addresses import (
    Address,
    addresses_of,
    first_of,
    leaves_of,
    public_pages,
    site_root,
    sitemap_addresses,
    url_of,
)
from .naming import INDEX
from .rendering import ERROR_PAGES
from .state import State

__all__ = ["TOO_MANY", "Plan", "plan_of", "turned_by_the_day"]

_Kind = Change.Kind
TOO_MANY = 500
"""A platform with more pages than this is not dealt with at one go: the whole site is gone through, in turns."""


@dataclass
class Plan:
    """Addresses to be made anew, those that lead nowhere any more with their files; `whole` when only all of it will do."""

    addresses: dict[str, Address] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    whole: bool = False

    def add(self, addresses: Iterable[Address]) -> None:
        """Have these made."""
        self.addresses |= {one.path: one for one in addresses}

    def drop(self, files: dict[str, str], kept: Iterable[str]) -> None:
        """Have these removed, as far as they are not kept."""
        self.gone |= {path: file for path, file in files.items() if path not in set(kept)}

    def settle(self) -> Plan:
        """Let nothing be removed that is made."""
        self.gone = {path: file for path, file in self.gone.items() if path not in self.addresses}
        return self


def plan_of(changes: Iterable[tuple[str, str]], state: State) -> Plan:
    """Work out what these changes reach, (kind, key) each."""
    plan = Plan()
    found: dict[str, set[str]] = {}
    for kind, key in changes:
        found.setdefault(kind, set()).add(key)
    root = site_root()
    if root is None or found.get(_Kind.SITE) or "" in found.get(_Kind.PLATFORM, ()):
        plan.whole = True
        return plan
    for platform in PlatformPage.objects.filter(agency__public_id__in=found.get(_Kind.PLATFORM, ())):
        if platform.get_descendants().count() > TOO_MANY:
            plan.whole = True
            return plan
        _platform(plan, platform, root, state)
    for platform in PlatformPage.objects.filter(agency__public_id__in=found.get(_Kind.AGENCY, ())):
        columns = ColumnPage.objects.descendant_of(platform).live()
        plan.add(address for page in (platform, *columns) for address in first_of(page))
    pages = {int(key) for key in found.get(_Kind.PAGE, ())}
    if len(pages) > TOO_MANY:
        plan.whole = True
        return plan
    _pages(plan, pages, root, state)
    return plan.settle()


def _platform(plan: Plan, platform: PlatformPage, root: Page, state: State) -> None:
    """A platform as a whole, with what leads to it."""
    below = Page.objects.descendant_of(platform, inclusive=True)
    made = [address for page in public_pages(platform) for address in addresses_of(page)]
    plan.add(made)
    kept = {one.path for one in made}
    for page in below.values_list("pk", flat=True):
        plan.drop(state.of_page(page), kept)
    plan.add(address for page in HomePage.objects.filter(pk=root.pk) for address in first_of(page))
    plan.add(Address(path) for path in ERROR_PAGES)  # they say whose site it is
    _map(plan, state, None)


def _pages(plan: Plan, pages: set[int], root: Page, state: State) -> None:
    if not pages:
        return
    public = {page.pk: page for page in public_pages(root).filter(pk__in=pages)}
    around: set[int] = set()
    named: set[int] = set()
    moved: list[int] = []  # those that came to the map or left it
    for pk in pages:
        page, before = public.get(pk), state.of_page(pk)
        made = list(addresses_of(page)) if page else []
        plan.add(made)
        plan.drop(before, {one.path for one in made})
        around |= state.pages_at(_above(before))
        around |= _ancestors(page)
        named |= _named_with(pk, page)
        stood = any(path.endswith("/") and file.endswith(INDEX) for path, file in before.items())
        if stood != bool(page and page.live):
            moved.append(pk)
    for page in public_pages(root).filter(pk__in=named - pages):
        plan.add(first_of(page))
    for page in Page.objects.filter(pk__in=around - pages):
        _list(plan, page, pages, state)
    for pk in pages - set(moved):
        _map(plan, state, pk)
    if moved:
        _map(plan, state, min(moved), onward=True)


def _above(files: dict[str, str]) -> Iterator[str]:
    """Give the addresses above these."""
    for path in files:
        parts = path.strip("/").split("/")
        yield from (f"/{'/'.join(parts[:length])}/" if length else "/" for length in range(len(parts)))


def _ancestors(page: Page | None) -> set[int]:
    if page is None:
        return set()
    above = [page.path[: length * page.steplen] for length in range(2, page.depth)]
    return set(Page.objects.filter(path__in=above).values_list("pk", flat=True))


def _named_with(pk: int, page: Page | None) -> set[int]:
    """Give the pages that name a page, and that it names: each may show the other's title, or that it is gone."""
    kind = ContentType.objects.get_for_model(Page)
    found = {
        *PolicyPage.objects.filter(Q(replaces=pk) | Q(replaced_by=pk)).values_list("pk", flat=True),
        *Interpretation.objects.filter(item=pk).values_list("policy", flat=True),
        *Interpretation.objects.filter(policy=pk).values_list("item", flat=True),
        *TopicEntry.objects.filter(item=pk).values_list("topic", flat=True),
        *(
            int(one)
            for one in ReferenceIndex.objects.filter(
                base_content_type=kind, to_content_type=kind, to_object_id=str(pk)
            ).values_list("object_id", flat=True)
        ),
    }
    if page is not None and not issubclass(page.specific_class, ItemPage | ColumnPage):
        # a year's report shows the years beside it
        beside = Page.objects.sibling_of(page).not_type(ColumnPage, ItemPage)
        found |= set(beside.values_list("pk", flat=True))
    return found - {pk}


def _list(plan: Plan, page: Page, changed: set[int], state: State) -> None:
    """A page that lists items: its own addresses, and of its list what changed items stand on, or other items than before."""
    own = page.specific
    if isinstance(own, HomePage):
        return
    if not own.live:
        plan.drop(state.of_page(own.pk), ())
        return
    if not isinstance(own, ColumnPage):
        entrance = url_of(own)
        plan.add(
            one
            for one in first_of(own)
            if one.path.removeprefix(entrance) not in ("map/", "accessibility/", "mistakes/")
        )
        return
    first, leaves = list(first_of(own)), list(leaves_of(own))
    before = state.marks_of(own.pk)
    plan.add(first)
    plan.add(one for one in leaves if before.get(one.path) != one.mark or one.holds & changed)
    plan.drop(state.of_page(own.pk), {one.path for one in (*first, *leaves)})


def _map(plan: Plan, state: State, pk: int | None, *, onward: bool = False) -> None:
    """The map for search engines: the part in which a page stands; onward from there where pages came or went; all for None."""
    addresses = sitemap_addresses([pk] if pk else None)
    parts = addresses[1:]
    if pk is None or onward:
        plan.add(addresses)
        every = {one.path for one in sitemap_addresses()}
        plan.drop(state.sitemaps(), every)
    elif parts:
        plan.add(parts[:1])


def turned_by_the_day(since: date, today: date) -> list[tuple[str, str]]:
    """List the changes that days going by make: documents that lapse, consultations that open and close, guides not looked through."""
    lapsed = ItemPage.objects.filter(live=True, valid_until__gte=since, valid_until__lt=today)
    open_ = ConsultationPage.objects.filter(live=True).filter(
        Q(closes_on__gte=since) | Q(opens_on__gte=since)
    )
    guides = GuidePage.objects.filter(live=True)
    pages = {pk for rows in (lapsed, open_, guides) for pk in rows.values_list("pk", flat=True)}
    agencies = PlatformPage.objects.values_list("agency__public_id", flat=True)
    return [
        *((_Kind.PAGE.value, str(pk)) for pk in sorted(pages)),
        *((_Kind.AGENCY.value, one) for one in agencies),
    ]
