"""Acts on lists handed to archives and libraries (条例第二十五条: 及时向国家档案馆、公共图书馆提供主动公开的政府信息)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency
from gongkai.duties.models import HandOver
from gongkai.files.models import Upload
from gongkai.portal.models import ItemPage

from .common import KEEPERS, short

__all__ = ["cancel", "hand_over", "take_receipt", "to_hand_over"]


def to_hand_over(agency: Agency, place: str, first: date, last: date) -> QuerySet[ItemPage]:
    """List the public items published between two days (both included) that this place has not been given yet."""
    given = HandOver.objects.for_agency(agency.pk).filter(place=short(place, 100), cancelled_on=None)
    found: QuerySet[ItemPage] = (
        ItemPage.objects.filter(agency=agency, live=True, way=ItemPage.Way.ACTIVE)
        .filter(published_at__date__gte=first, published_at__date__lte=last)
        .exclude(pk__in=given.values("items"))
        .order_by("published_at", "pk")
    )
    return found


@act("handover.make", *KEEPERS)
def hand_over(doing: Doing, to: str, place: str, *, first: date, last: date, on: date) -> HandOver:
    """Make a list of what was published between two days and not handed to the place before. Raises `Refused`."""
    words = short(place, 100)
    if to not in HandOver.To.values:
        raise Refused("请选择移交给哪一类场所。")
    if not words:
        raise Refused("请填写接收单位的名称。")
    if first > last:
        raise Refused("开始日期不能晚于截止日期。")
    if not last <= on <= timezone.localdate():
        raise Refused("移交日期应在截止日期和今天之间。")
    items = list(to_hand_over(doing.agency, words, first, last).values_list("pk", flat=True))
    if not items:
        raise Refused(f"{first:%Y-%m-%d}至{last:%Y-%m-%d}没有还未移交给{words}的公开信息。")
    made: HandOver = HandOver.everything.create(
        agency=doing.agency, to=to, place=words, first=first, last=last, on=on, by=doing.person
    )
    made.items.set(items)
    doing.on("hand_over", made.public_id)
    doing.note(to=to, items=len(items))
    return made


@act("handover.receive", *KEEPERS)
def take_receipt(
    doing: Doing, one: HandOver, received_by: str, received_on: date, receipt: Upload | None = None
) -> HandOver:
    """Keep who signed for the list and when, with the signed paper if there is one."""
    found = _locked(doing, one)
    if found.received_on is not None:
        raise Refused("这份清单已经登记签收。")
    words = short(received_by, 60)
    if not words:
        raise Refused("请填写签收人。")
    if not found.on <= received_on <= timezone.localdate():
        raise Refused("签收日期应在移交日期和今天之间。")
    if receipt is not None and receipt.agency_id != doing.agency.pk:
        raise Refused("没有这份回执。")
    found.received_by, found.received_on, found.receipt = words, received_on, receipt
    found.save(update_fields=["received_by", "received_on", "receipt"])
    doing.note(paper=receipt is not None)
    return found


@act("handover.cancel", *KEEPERS)
def cancel(doing: Doing, one: HandOver, reason: str) -> HandOver:
    """Cancel a list that was wrong or not accepted, signed for or not; what it listed may be handed over anew. Raises `Refused`."""
    found = _locked(doing, one)
    words = short(reason)
    if not words:
        raise Refused("请写明撤销的理由。")
    found.cancelled_on, found.cancelled_because = timezone.localdate(), words
    found.save(update_fields=["cancelled_on", "cancelled_because"])
    doing.note(reason=words[:200], signed=found.received_on is not None)
    return found


def _locked(doing: Doing, one: HandOver) -> HandOver:
    found: HandOver | None = (
        HandOver.objects.for_agency(doing.agency.pk).select_for_update(of=("self",)).filter(pk=one.pk).first()
    )
    if found is None:
        raise Refused("没有这份移交清单。")
    if found.cancelled_on is not None:
        raise Refused("这份清单已经撤销。")
    doing.on("hand_over", found.public_id)
    return found
