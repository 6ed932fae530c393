"""What the index gets to know of pages: exactly what every citizen may read now, in the transaction of the act that makes it so.

Publication, correction, withdrawal, purging, a change of validity, a move: all of them change pages inside the gate, and before it closes
the pages that were changed are entered anew or taken out. What is changed elsewhere says so by `renew`: files whose text
has been read, items brought in many at a time. A draft is never entered, nor what is not disclosed of one's own accord
(依申请公开, 不予公开). Rooms above enter their kinds of page by `register_kind`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from gongkai.agencies.models import Agency
from gongkai.files.queries import texts_of
from gongkai.files.registry import when_text_ready
from gongkai.search import services as search
from gongkai.search.registry import register_source
from gongkai.search.values import AttachmentText, Entry
from gongkai.tasks.services import defer, task

from . import gate
from .facts import makers_of
from .item_text import text_of
from .models import ItemPage, PlatformPage, PolicyPage

__all__ = ["files_of_page", "register_kind", "renew", "watch"]


@dataclass(frozen=True)
class Kind:
    """A kind of page that is found: a source of `search.registry`.

    `public()` gives those the public may read, `entry` makes one of them an entry.
    """

    public: Callable[[], QuerySet[Any]]
    order: tuple[str, ...]
    entry: Callable[[Any], Entry]

    def ids(self) -> list[int]:
        """Give the row ids of all that should be found now, the oldest first."""
        return list(self.public().order_by(*self.order).values_list("pk", flat=True))

    def entries(self, ids: Sequence[int], *, lock: bool = False) -> Iterator[Entry]:
        """Give the entries of these pages; none for one that is public no more. With `lock` no act changes them meanwhile."""
        if lock:
            _lock(ids)
        for page in self.public().filter(pk__in=ids).specific():
            yield self.entry(page)


_kinds: dict[str, Kind] = {}
_paths: dict[int, str] = {}
"""Where pages stood that are being moved; whoever moves one holds a lock on it."""


def register_kind(
    name: str, public: Callable[[], QuerySet[Any]], order: tuple[str, ...], entry: Callable[[Any], Entry]
) -> None:
    """Have a kind of page found, under a stable name. No page is of two kinds."""
    _kinds[name] = Kind(public, order, entry)
    register_source(name, _kinds[name])


def renew(page_ids: Iterable[int]) -> None:
    """Bring the index up to date for these pages, in the transaction one is in; what is not public goes out of it."""
    ids = sorted(set(page_ids))
    with transaction.atomic():
        _lock(ids)
        left = set(ids)
        for kind in _kinds.values():
            for entry in kind.entries(ids):
                search.put(entry)
                left.discard(entry.page_id)
        for page_id in left:
            search.remove(page_id)


def files_of_page(page_id: int, titles: dict[int, str]) -> tuple[AttachmentText, ...]:
    """Give the files the public may have on account of a page, with what they say; `titles` are the names shown, by document."""
    return tuple(
        AttachmentText(titles.get(one.document) or one.name, one.text, one.kind) for one in texts_of(page_id)
    )


def watch() -> None:
    """Follow what is done to pages, and the texts of their files."""
    register_kind("items", _public_items, ("published_at", "pk"), _entry)
    gate.before_closing("portal.finding", renew)
    when_text_ready("portal.finding", lambda page_id: renew([page_id]))
    pre_page_move.connect(_before_move, dispatch_uid="portal.finding.before_move")
    post_page_move.connect(_after_move, dispatch_uid="portal.finding.after_move")
    post_save.connect(_after_agency, sender=Agency, dispatch_uid="portal.finding.agency")


@task()
def renew_agency(agency_id: int) -> None:
    """Bring the index up to date for all pages of an agency, whose name is another."""
    platform = PlatformPage.objects.filter(agency_id=agency_id).first()
    if platform is not None:
        ids = list(Page.objects.descendant_of(platform).live().order_by("pk").values_list("pk", flat=True))
        for at in range(0, len(ids), 100):
            renew(ids[at : at + 100])


def _public_items() -> QuerySet[ItemPage]:
    """Give the items every citizen may read and that are disclosed of one's own accord (主动公开, 条例第十三条)."""
    found: QuerySet[ItemPage] = ItemPage.objects.filter(
        live=True,
        published_at__isnull=False,
        purged_at=None,
        way=ItemPage.Way.ACTIVE,
        agency__isnull=False,
    ).select_related("agency")
    return found


def _entry(item: ItemPage) -> Entry:
    agency = item.agency
    titles = {
        one.document_id: one.title or one.document.title
        for one in item.attachments.select_related("document")
    }
    makers = makers_of(item, agency.full_name) if isinstance(item, PolicyPage) else [agency.full_name]
    return Entry(
        page_id=item.pk,
        agency_id=agency.pk,
        title=item.title,
        column_path=item.path[: -item.steplen],
        published_at=item.published_at,
        numbers=(item.document_number, item.index_number),
        keywords=item.keywords,
        body=text_of(item),
        attachments=files_of_page(item.pk, titles),
        theme=item.theme,
        validity=item.validity,
        valid_until=item.valid_until,
        organ=makers[0],
    )


def _lock(ids: Sequence[int]) -> None:
    list(Page.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _before_move(sender: Any, instance: Page, **_: Any) -> None:
    _paths[instance.pk] = instance.path


def _after_move(sender: Any, instance: Page, **_: Any) -> None:
    """Follow a page with all below it; one without any (an item) is entered anew when the gate closes."""
    before = _paths.pop(instance.pk, "")
    if before and before != instance.path:
        search.move(before, instance.path)


def _after_agency(sender: Any, instance: Agency, created: bool, **_: Any) -> None:
    """Have an agency's pages entered anew in the background: its name is part of what is found, and may be another now."""
    if not created:
        defer(renew_agency, instance.pk)
