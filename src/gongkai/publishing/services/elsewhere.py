"""Where an item is public besides the portal: places offline, and the agency's own site."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.portal import gate
from gongkai.portal.models import ItemPage
from gongkai.publishing.models import Placement

from .common import locked_item, short

__all__ = ["record_outside", "record_placement", "remove_placement"]

_KEEPERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)


@act("item.place", *_KEEPERS)
def record_placement(doing: Doing, item: ItemPage, *, kind: str, place: str, on: date) -> Placement:
    """Write down that an item was made public offline (条例第二十三条、第二十五条). Raises `Refused` for a day to come."""
    item = locked_item(doing, item)
    if item.published_at is None:
        raise Refused("信息还没有发布，不能登记线下公开。")
    if on > timezone.localdate():
        raise Refused("线下公开的日期不能晚于今天。")
    placement = Placement.everything.create(
        agency=doing.agency,
        item_id=item.pk,
        kind=Placement.Kind(kind),
        place=short(place, 100),
        on=on,
        by=doing.person,
    )
    doing.note(kind=placement.kind)
    return placement


@act("item.unplace", *_KEEPERS)
def remove_placement(doing: Doing, placement: Placement) -> None:
    """Take back a placement that was written down by mistake; the log keeps it."""
    found = Placement.objects.for_agency(doing.agency.pk).filter(pk=placement.pk).first()
    if found is None:
        raise Refused("没有这项登记。")
    doing.on("item", found.item.slug)
    doing.note(kind=found.kind, on=found.on.isoformat())
    found.delete()


@act("item.outside", *_KEEPERS)
def record_outside(
    doing: Doing, item: ItemPage, *, address: str, index_number: str = "", on: date | None = None
) -> ItemPage:
    """Write down where an approved item stands on the agency's own site since when, and the index number the site gave it."""
    item = locked_item(doing, item)
    if item.published_at is None:
        raise Refused("信息还没有发布，不能登记网址。")
    address, index_number = address.strip(), index_number.strip()
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise Refused("网址应以 http:// 或者 https:// 开头，写完整。") from error
    if index_number and item.index_number and index_number != item.index_number:
        raise Refused(f"这条信息已有索引号 {item.index_number}；索引号发布后不变。")
    taken = ItemPage.objects.filter(agency=doing.agency, index_number=index_number).exclude(pk=item.pk)
    if index_number and taken.exists():
        raise Refused(f"索引号 {index_number} 已经用于另一条信息。")
    if on is not None and on > timezone.localdate():
        raise Refused("在外部网站公开的日期不能晚于今天。")
    item.outside_address, item.outside_on = address[:500], on if address else None
    item.index_number = item.index_number or index_number
    with gate.opened():
        item.save(clean=False)
    doing.note(address=address, index_number=item.index_number)
    return item
