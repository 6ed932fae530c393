"""Make the pages of an agency's platform (政府信息公开平台) and the district's home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty, User

from . import gate
from .models import ColumnPage, HomePage, PlatformPage
from .tree import FIXED, Planned, below_statutory
from .views import VIEWS

__all__ = ["make_platform"]

HOME = "政府信息公开平台"
_TAKEN = frozenset(
    {
        *VIEWS,
        *(planned.slug for planned in FIXED),
        "home",
        "district",
        "office",
        "files",
        "static",
        "attachments",
        "documents",
    }
)
"""Names in addresses that an agency cannot have: they lead elsewhere, or did before the agency's platform moved."""


def make_platform(
    agency: Agency, person: User | None = None, plan: Sequence[Planned] | None = None
) -> PlatformPage:
    """Make the agency's platform with its statutory columns, or what is missing of it; gives the platform page.

    Below 法定主动公开内容 stand the columns of `plan`, where the agency keeps classes of its own; else one for each item of law.

    The only platform of a site stands at its root. When the second comes, a district's home takes the root, the first
    platform moves below it, and its old addresses lead on. Raises `Refused` without the right, and for an agency whose
    name in addresses is taken.
    """
    with transaction.atomic():
        # whoever makes or moves pages waits here: two platforms made at once would both take the root
        Page.objects.select_for_update().get(depth=1)
        platform = PlatformPage.objects.filter(agency=agency).first()
        if platform is not None and not list(_missing(platform)):
            return platform
        return _make(person, agency, plan)


@act("platform.make", Duty.ADMINISTRATOR)
def _make(doing: Doing, plan: Sequence[Planned] | None) -> PlatformPage:
    agency = doing.agency
    doing.on("agency", agency.public_id)
    with gate.opened():
        platform = PlatformPage.objects.filter(agency=agency).first() or _place_platform(agency)
        made = [_add(parent, planned, agency, plan).title for parent, planned in _missing(platform)]
    doing.note(columns=made)
    return platform


def _place_platform(agency: Agency) -> PlatformPage:
    if agency.slug in _TAKEN:
        raise Refused(f"网址中的名称“{agency.slug}”已另有用途，请为{agency.short_name}换一个，再建立平台。")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = Page.objects.get(depth=1)
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True, site_name=HOME)
    standing = site.root_page.specific if site.root_page_id else None
    page = PlatformPage(title=agency.full_name, slug=agency.slug, agency=agency, **_live())
    if isinstance(standing, HomePage):
        standing.add_child(instance=page)
    elif isinstance(standing, PlatformPage):
        _open_home(site, root, standing).add_child(instance=page)
    else:
        root.add_child(instance=page)
        site.root_page = page
        site.save()
        if standing is not None and type(standing) is Page and standing.is_leaf():
            standing.delete()  # Wagtail's own first migration leaves an English word of welcome there
    return page


def _open_home(site: Site, root: Page, first: PlatformPage) -> HomePage:
    """Put a district's home at the root and the first platform below it; its old addresses lead to the new ones."""
    columns = list(Page.objects.child_of(first))
    home = HomePage(title=HOME, slug="district", **_live())
    root.add_child(instance=home)
    site.root_page = home
    site.save()
    first.move(home, pos="last-child")
    for column in columns:
        Redirect.objects.update_or_create(
            old_path=f"/{column.slug}",
            site=site,
            defaults={"redirect_page_id": column.pk, "automatically_created": True},
        )
    return HomePage.objects.get(pk=home.pk)


def _missing(platform: PlatformPage) -> list[tuple[Page, Planned]]:
    """List the columns the platform lacks with the page each belongs under, as far as those pages stand.

    What an agency has renamed or taken down in the back office stays so: only the fixed columns are made again.
    """
    fixed = {one.key: one for one in ColumnPage.objects.child_of(platform)}
    return [(platform, planned) for planned in FIXED if planned.key not in fixed]


def _add(parent: Page, planned: Planned, agency: Agency, plan: Sequence[Planned] | None = None) -> ColumnPage:
    column = ColumnPage(
        title=planned.title,
        slug=planned.slug,
        key=planned.key,
        introduction=planned.introduction,
        none_here=planned.words_if_none(agency),
        basis=planned.basis,
        **_live(),
    )
    # afresh: a parent that has just got a child does not know it
    Page.objects.get(pk=parent.pk).add_child(instance=column)
    below: Iterable[Planned] = planned.below
    if planned.key == ColumnPage.Key.STATUTORY:
        below = below_statutory(agency) if plan is None else plan
    for one in below:
        _add(column, one, agency)
    return column


def _live() -> dict[str, object]:
    now = timezone.now()
    return {"live": True, "first_published_at": now, "last_published_at": now}
