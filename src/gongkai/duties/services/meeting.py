"""Acts on the single times a duty falls due: an occasion reported, the duty met, taken back, void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.duties.counting import due_of
from gongkai.duties.models import DisclosureDuty, Occurrence
from gongkai.files.models import Upload
from gongkai.portal.models import ItemPage

from .common import EVERYBODY, KEEPERS, locked_duty, locked_occurrence, require_answer, short

__all__ = ["WAYS_OF", "Met", "meet", "occasion", "reopen", "void"]

_Way = Occurrence.Way
_Kind = DisclosureDuty.Kind
_SHOWN = (_Way.ITEM, _Way.FILE, _Way.OUTSIDE)
WAYS_OF = {
    _Kind.FIXED: (*_SHOWN, _Way.CONFIRMED),
    _Kind.REGULAR: (*_SHOWN, _Way.NIL),
    _Kind.OCCASIONAL: _SHOWN,
}
"""In which ways a duty of each kind can be met: 零报告 has a sense for periods only, 核对无变化 for what is always there."""


@dataclass(frozen=True)
class Met:
    """How a duty was met: an item of the platform; or a file or an address elsewhere, with the day `on` it was made public."""

    way: str
    item: ItemPage | None = None
    upload: Upload | None = None
    address: str = ""
    on: date | None = None
    note: str = ""


@act("duty.occasion", *EVERYBODY)
def occasion(doing: Doing, duty: DisclosureDuty, name: str, formed_on: date) -> Occurrence:
    """Report that something happened that is to be disclosed, or that facts have changed; `formed_on` is the day it did.

    The limit is counted from that day (条例第二十六条: 自政府信息形成或者变更之日起). Raises `Refused`.
    """
    standing = locked_duty(doing, duty)
    require_answer(doing, standing)
    if standing.kind == _Kind.REGULAR:
        raise Refused("定期公开的任务按周期自动列出，不用登记。")
    if standing.ended_on is not None and formed_on > standing.ended_on:
        raise Refused("这项公开任务已经终止。")
    if not date(2008, 5, 1) <= formed_on <= timezone.localdate():
        raise Refused("形成或者变更日期应在2008年5月1日和今天之间。")
    words = short(name, 60)
    if not words:
        raise Refused("请写明是什么事项。")
    due = due_of(standing, formed_on)
    try:
        with transaction.atomic():
            made = Occurrence.objects.create(
                duty=standing, name=words, formed_on=formed_on, due_on=due.on, provisional=due.provisional
            )
    except IntegrityError:
        raise Refused(f"“{words}”已经登记过了；确是另一次的，请换一个名称。") from None
    doing.on("occurrence", made.public_id)
    doing.note(duty=standing.public_id, formed_on=formed_on.isoformat())
    return made


@act("duty.meet", *EVERYBODY)
def meet(doing: Doing, occurrence: Occurrence, how: Met) -> Occurrence:
    """Record how and when this time of the duty was met. Raises `Refused`."""
    found = locked_occurrence(doing, occurrence)
    require_answer(doing, found.duty)
    if found.way:
        raise Refused(f"这一次已经办理（{found.get_way_display()}）；有误的，请先撤销办理。")
    if how.way not in WAYS_OF[_Kind(found.duty.kind)]:
        raise Refused("请选择办理方式。")
    found.note = short(how.note)
    met_on = _met_on(doing, found, how)
    found.way, found.met_on, found.met_by = how.way, met_on, doing.person
    found.save()
    doing.note(way=found.way, met_on=met_on.isoformat(), late=met_on > found.due_on)
    return found


def _met_on(doing: Doing, found: Occurrence, how: Met) -> date:
    today = timezone.localdate()
    found.item = None
    if how.way == _Way.ITEM:
        return _by_item(doing, found, how.item)
    if how.way == _Way.NIL:
        if not found.note:
            raise Refused("零报告请写明说明，如“本季度没有备案的文件”。")
        if found.formed_on > today:
            raise Refused(f"这一期到{found.formed_on:%Y-%m-%d}才结束，还不能零报告。")
        return today
    if how.way == _Way.CONFIRMED:
        return today
    if how.way == _Way.OUTSIDE:
        if urlsplit(how.address).scheme not in ("http", "https") or not urlsplit(how.address).netloc:
            raise Refused("请填写公开网页的完整网址，以 http:// 或者 https:// 开头。")
        if len(how.address) > 500:
            raise Refused("网址太长，最多500个字符。")
        found.address = how.address
    else:
        if how.upload is None or how.upload.agency_id != doing.agency.pk:
            raise Refused("请上传已经公开的文件。")
        if not found.note:
            raise Refused("请写明这份文件是在哪里公开的，如“公告栏”“政府公报2026年第3期”。")
        found.upload = how.upload
    if how.on is None or not date(2008, 5, 1) <= how.on <= today:
        raise Refused("请填写公开日期，不能晚于今天。")
    return how.on


def _by_item(doing: Doing, found: Occurrence, item: ItemPage | None) -> date:
    standing = ItemPage.objects.filter(pk=item.pk, agency=doing.agency, live=True).first() if item else None
    if standing is None or standing.published_at is None:
        raise Refused("请选择一条已经发布的信息。")
    other = (
        Occurrence.objects.filter(duty=found.duty, item=standing, void=False)
        .exclude(pk=found.pk)
        .exclude(way="")
    )
    if taken := other.first():
        raise Refused(f"“{standing.title}”已经用来办理{taken.name}，请选择另一条信息。")
    found.item = standing
    return timezone.localdate(standing.published_at)


@act("duty.reopen", *EVERYBODY)
def reopen(doing: Doing, occurrence: Occurrence, reason: str) -> Occurrence:
    """Take back that it was met: it is to be done again, within the same limit. `reason` is kept."""
    found = locked_occurrence(doing, occurrence)
    require_answer(doing, found.duty)
    if not found.way:
        raise Refused("这一次还没有办理。")
    words = short(reason)
    if not words:
        raise Refused("请写明撤销办理的理由。")
    doing.note(way=found.way, met_on=found.met_on.isoformat() if found.met_on else "", reason=words[:200])
    found.way, found.item, found.upload, found.address = "", None, None, ""
    found.met_on, found.met_by, found.note = None, None, short(f"原办理已撤销：{words}")
    found.save()
    return found


@act("duty.void", *KEEPERS)
def void(doing: Doing, occurrence: Occurrence, reason: str) -> Occurrence:
    """Void a time that was entered by mistake or does not arise; it stays to be seen."""
    found = locked_occurrence(doing, occurrence)
    words = short(reason)
    if not words:
        raise Refused("请写明作废的理由。")
    found.void, found.note = True, words
    found.save(update_fields=["void", "note"])
    doing.note(reason=words[:200])
    return found
