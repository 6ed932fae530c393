"""What follows from the events of a document: its state, end of validity and day of making, kept for lists; and its public page.

The kept values are those of a day. Acts write them; a job looks again each hour, since a period of validity ends without an act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, act
from gongkai.law import registers as law
from gongkai.portal import gate
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.registers.models import Document
from gongkai.registers.table import events_of

__all__ = ["Standing", "carry", "differences", "renew", "renew_all", "renew_page", "standing_of"]


@dataclass(frozen=True)
class Standing:
    """Where a document stands on a day: a `law.State`, its last day of validity, the day it was made."""

    state: str
    valid_until: date | None
    made_on: date | None


def standing_of(document: Document, day: date) -> Standing:
    """Derive it from the events alone."""
    found = events_of(document)
    made = next((event.on for event in found.events if event.kind == law.EventKind.MADE), None)
    return Standing(law.state_on(found, day).value, law.valid_until_on(found, day), made)


def renew(document: Document, day: date | None = None) -> bool:
    """Keep what follows from the events as of a day (today if None), on the public page too; whether anything changed.

    The caller is inside an act. `document` is brought up to date as well.
    """
    found = standing_of(document, day or timezone.localdate())
    changed = _kept(document) != found
    if changed:
        document.state, document.valid_until, document.made_on = found.state, found.valid_until, found.made_on
        document.save(update_fields=["state", "valid_until", "made_on"])
    return carry(document) or changed


def carry(document: Document) -> bool:
    """Have the public page say what the register says of validity; whether it said otherwise.

    It is a fact, no edit, so no review is asked: the page changes inside the gate, and so do the versions from the published one
    on, which else would bring the old word back. A page whose new edition is public stays 废止.
    """
    if document.item_id is None:
        return False
    found = ItemPage.objects.select_for_update(of=("self",)).filter(pk=document.item_id).first()
    if found is None:
        return False
    item: ItemPage = found.specific
    validity = "" if document.state == Document.State.NOT_YET else str(document.state)
    if isinstance(item, PolicyPage) and item.replaced_by.filter(live=True).exists():
        validity = ItemPage.Validity.REPEALED.value
    until = document.valid_until
    changed = (item.validity, item.valid_until) != (validity, until)
    if changed:
        item.validity, item.valid_until = validity, until
        with gate.opened():
            item.save(clean=False)
    says: dict[str, Any] = {"validity": validity, "valid_until": until.isoformat() if until else None}
    for revision in item.revisions.filter(pk__gte=item.live_revision_id or 0):
        if any(revision.content.get(name) != value for name, value in says.items()):
            revision.content |= says
            revision.save(update_fields=["content"])
            changed = True
    return changed


def renew_all(day: date | None = None) -> int:
    """Keep anew what time has changed (有效期届满, a repeal whose day has come); how many documents. The scheduler calls it."""
    today = day or timezone.localdate()
    done = 0
    for document in _all():
        if _kept(document) != standing_of(document, today) or not _page_agrees(document):
            done += bool(_renew(None, document.agency, document, today))
    return done


def renew_page(item_slug: str, agency_id: int) -> None:
    """Carry what the register says onto a page that was just published: an old draft may have said otherwise."""
    documents = Document.objects.for_agency(agency_id).filter(item__slug=item_slug).select_related("agency")
    for document in documents.prefetch_related("events"):
        if not _page_agrees(document):
            _renew(None, document.agency, document, timezone.localdate())


def differences(day: date | None = None) -> list[str]:
    """Name the documents whose kept values or public page do not follow from their events, in Chinese; none is as it should be."""
    today = day or timezone.localdate()
    found = []
    for document in _all():
        derived = standing_of(document, today)
        if _kept(document) != derived:
            found.append(
                f"{document.agency.short_name} {document}：存的是{_kept(document)}，按变动记录应为{derived}"
            )
        elif not _page_agrees(document):
            found.append(f"{document.agency.short_name} {document}：公开页面的有效性与登记不一致")
    return found


@act("document.renew")
def _renew(doing: Doing, document: Document, day: date) -> bool:
    with transaction.atomic():
        fresh = Document.objects.for_agency(doing.agency.pk).select_for_update().get(pk=document.pk)
        doing.on("document", fresh.public_id)
        changed = renew(fresh, day)
        doing.note(state=fresh.state)
        return changed


def _all() -> Iterator[Document]:
    rows = Document.objects.everywhere("按日更新有效性").order_by("pk")
    yield from rows.select_related("agency", "item").prefetch_related("events").iterator(chunk_size=500)


def _kept(document: Document) -> Standing:
    return Standing(str(document.state), document.valid_until, document.made_on)


def _page_agrees(document: Document) -> bool:
    """Whether the page says what the register says; one that a new edition replaced says 废止 whatever the register says."""
    item = document.item
    if item is None:
        return True
    if document.state != Document.State.REPEALED and item.validity == ItemPage.Validity.REPEALED:
        policy = PolicyPage.objects.filter(pk=item.pk).first()
        if policy is not None and policy.replaced_by.filter(live=True).exists():
            return True
    validity = "" if document.state == Document.State.NOT_YET else str(document.state)
    return bool((item.validity, item.valid_until) == (validity, document.valid_until))
