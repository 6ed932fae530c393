"""Turn links between imported items into links to the new pages, once those have come: with this file, or with a later one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from gongkai.agencies.acts import Doing, act
from gongkai.agencies.models import Agency
from gongkai.portal import gate
from gongkai.portal.models import ItemPage
from gongkai.publishing.events import deliver
from gongkai.publishing.importing.linking import pages_at
from gongkai.publishing.importing.table import some_at_a_time
from gongkai.publishing.models import Event, ImportBatch, ImportLink, ImportRow, Round
from gongkai.publishing.registry import subscribers_of

__all__ = ["LINKED", "link_later", "link_outstanding", "tell_of_links"]

LINKED = "item.linked"
"""The event: links within a public item lead to new pages now, and nothing else in it has changed."""
_ITEMS_A_TIME = 100


def link_later(agency: Agency) -> int:
    """Turn the links of the agency's items whose pages are here by now; how many items. May be stopped and called again.

    A public item leads to public pages only.
    """
    led = Redirect.objects.filter(old_path=OuterRef("path"), redirect_page__isnull=False)
    ready = ImportLink.objects.filter(item__agency=agency).filter(
        Q(Exists(led.filter(redirect_page__live=True))) | (Q(item__live=False) & Exists(led))
    )
    items = sorted(set(ready.values_list("item_id", flat=True)))
    for some in some_at_a_time(items, _ITEMS_A_TIME):
        for event in _link(None, agency, some):
            deliver(event)
    return len(items)


def link_outstanding() -> int:
    """Turn the links that wait at any agency: what they lead to may have been published since. The scheduler calls it."""
    waiting = Agency.objects.filter(items__import_links__isnull=False).distinct()
    return sum(link_later(agency) for agency in waiting)


def tell_of_links(batch: ImportBatch) -> None:
    """Say in the rows of a batch which links lead to pages of the old site that did not come."""
    left = ImportLink.objects.filter(item__importrow__batch=batch).values("item").annotate(n=Count("pk"))
    counts = dict(left.values_list("item", "n"))
    for some in some_at_a_time(batch.rows.filter(item__in=list(counts)).defer("fields", "findings"), 250):
        for row in some:
            words = f"正文里有{counts[row.item_id]}个链接指向没有导入的页面"
            row.message = f"{row.message}；{words}"[-500:] if row.message else words
        ImportRow.objects.bulk_update(some, ["message"])


@act("item.import_link")
def _link(doing: Doing, numbers: Sequence[int]) -> list[int]:
    """Turn the links of some items (row ids); gives the row ids of the events that somebody waits for."""
    items = list(
        ItemPage.objects.select_for_update(of=("self",))
        .filter(pk__in=numbers, agency=doing.agency)
        .order_by("pk")
    )
    links: dict[int, list[ImportLink]] = defaultdict(list)
    for one in ImportLink.objects.filter(item__in=items):
        links[one.item_id].append(one)
    paths = {one.path for found in links.values() for one in found}
    public, any_page = pages_at(paths, live=True), pages_at(paths, live=False)
    done, changed = [], []
    with gate.opened():  # whoever watches pages is to see this: references, caches, published files
        for item in items:
            pages = public if item.live else any_page
            ready = [one for one in links[item.pk] if one.path in pages]
            turned = {one.href: pages[one.path] for one in ready}
            done += [one.pk for one in ready]
            _turn_versions(item, turned)
            body = _turned(list(item.body.raw_data), turned)
            if body is None:
                continue
            page = item.specific
            page.body = page._meta.get_field("body").to_python(json.dumps(body))
            page.save_base(update_fields=frozenset({"body"}))
            changed.append(item)
    ImportLink.objects.filter(pk__in=done).delete()
    doing.note(rows=len(changed))
    return _announce(doing.agency, [item for item in changed if item.live])


def _turn_versions(item: ItemPage, turned: dict[str, int]) -> None:
    """Turn the links in the item's versions as well, but not in those somebody has been asked to review."""
    for revision in item.revisions.exclude(
        pk__in=Round.objects.everywhere("已送审的版本不改动").values("revision")
    ):
        body = _turned(json.loads(revision.content.get("body") or "[]"), turned)
        if body is not None:
            revision.content["body"] = json.dumps(body)
            type(revision).objects.filter(pk=revision.pk).update(content=revision.content)


def _turned(body: list[dict[str, Any]], turned: dict[str, int]) -> list[dict[str, Any]] | None:
    """Give a body with its links turned, None where there was none."""
    found, changed = [], False
    for block in body:
        value = block["value"]
        if block["type"] == "paragraph":
            for href, page in turned.items():
                value = value.replace(f'href="{href}"', f'linktype="page" id="{page}"')
            changed |= value != block["value"]
        found.append({**block, "value": value})
    return found if changed else None


def _announce(agency: Agency, items: Sequence[ItemPage]) -> list[int]:
    heard = bool(subscribers_of(LINKED))
    events = Event.everything.bulk_create(
        Event(
            agency=agency,
            kind=LINKED,
            object_type="item",
            object_id=item.slug,
            delivered_at=None if heard else timezone.now(),
        )
        for item in items
    )
    return [event.pk for event in events] if heard else []
