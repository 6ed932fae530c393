"""What follows of publication, withdrawal and a decision not to disclose. Told after commit; each may be told twice."""

from __future__ import annotations

from django.utils import timezone

from gongkai.duties.counting import stays_until
from gongkai.duties.models import NotDisclosed, Occurrence
from gongkai.portal.models import ItemPage
from gongkai.publishing.models import Event, Round, SecrecyForm

from .closing import keep_declined, now_disclosed
from .meeting import reopen

__all__ = ["on_declined", "on_published", "on_withdrawn"]


def _item(event: Event) -> ItemPage | None:
    found: ItemPage | None = ItemPage.objects.filter(agency=event.agency, slug=event.object_id).first()
    return found


def on_published(event: Event) -> None:
    """Propose the item for the earliest open time of each duty in whose column it stands; close what said it was not disclosed."""
    item = _item(event)
    if item is None or not item.live or item.published_at is None:
        return
    for record in NotDisclosed.objects.for_agency(event.agency_id).filter(
        item=item, outcome=NotDisclosed.Outcome.STANDING
    ):
        now_disclosed(None, event.agency, record)
    if Occurrence.objects.filter(item=item, void=False).exists():
        return
    above = [item.path[: item.steplen * depth] for depth in range(1, item.depth)]
    waiting = Occurrence.objects.filter(
        duty__agency=event.agency, duty__column__path__in=above, way="", item=None, void=False
    ).order_by("due_on", "pk")
    asked = set()
    for one in waiting:
        if one.duty_id not in asked:
            asked.add(one.duty_id)
            Occurrence.objects.filter(pk=one.pk, way="", item=None).update(item=item)


def on_withdrawn(event: Event) -> None:
    """Have what was met by the item done again: the public has it no more."""
    item = _item(event)
    if item is None or item.live:
        return
    Occurrence.objects.filter(item=item, way="").update(item=None)
    day = timezone.localdate(event.at)
    met = Occurrence.objects.filter(item=item, way=Occurrence.Way.ITEM, void=False).select_related("duty")
    for one in met:
        until = stays_until(one.duty, one.met_on)
        if until is not None and until < day:
            continue  # it had been public as long as it must
        early = f"，公开期限到{until:%Y-%m-%d}" if until is not None else ""
        reopen(None, event.agency, one, f"办理这一次的信息已于{day:%Y-%m-%d}撤回{early}")


def on_declined(event: Event) -> None:
    """Enter what a review decided not to disclose, with the ground of the confidentiality review."""
    one = Round.everything.filter(public_id=event.object_id, state=Round.State.DECLINED).first()
    form = SecrecyForm.objects.filter(verdict__round=one).select_related("verdict").last() if one else None
    if one is not None and form is not None:
        keep_declined(None, event.agency, one, form)
