"""Acts on what is not disclosed of one's own accord: entered with its ground, looked at again and again (条例第十八条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty
from gongkai.duties.counting import add_months
from gongkai.duties.grounds import NO_CONTENT, SECRET, ground_of
from gongkai.duties.models import DutySettings, NotDisclosed, NotDisclosedReview
from gongkai.publishing.models import Round, SecrecyForm

from .common import short

__all__ = ["DECIDERS", "interval_of", "keep_declined", "now_disclosed", "record", "review"]

DECIDERS = (Duty.OFFICER, Duty.REVIEWER, Duty.SECRECY, Duty.HEAD)
"""Who enters and looks again; who decided is kept beside it."""


def interval_of(agency: Agency) -> int:
    """Give after how many months the agency looks again, 12 if it has set nothing."""
    found = DutySettings.objects.for_agency(agency.pk).first()
    return found.review_months if found else 12


@act("closed.record", *DECIDERS)
def record(doing: Doing, given: Mapping[str, Any]) -> NotDisclosed:
    """Enter a document that is not disclosed: title, number, way, ground (a code), reason, decided_on, and review_on if set.

    Of a state secret nothing is kept but the ground: title, number or another reason are refused. Raises `Refused`.
    """
    ground = ground_of(str(given.get("ground", "")))
    if ground is None:
        raise Refused("请选择依据条款。")
    way = given.get("way")
    if way not in NotDisclosed.Way.values:
        raise Refused("请选择决定：依申请公开，或者不予公开。")
    if ground.code == "on_request" and way != NotDisclosed.Way.REQUEST:
        raise Refused(f"“{ground.label}”只能是依申请公开。")
    title, number = short(given.get("title", ""), 255), short(given.get("number", ""), 100)
    reason = short(given.get("reason", ""))
    if ground.label == SECRET:
        if title or number or reason:
            raise Refused("依法确定为国家秘密的，不得在本系统写名称、文号和理由，请把这几项清空。")
        if way == NotDisclosed.Way.REQUEST:
            raise Refused("国家秘密不予公开，不能依申请公开。")
        reason = NO_CONTENT
    elif not title:
        raise Refused("请填写名称。")
    elif not reason:
        raise Refused("请写明理由：为什么适用这一条。")
    on = given.get("decided_on") or timezone.localdate()
    if not date(2008, 5, 1) <= on <= timezone.localdate():
        raise Refused("决定日期应在2008年5月1日和今天之间。")
    review_on = given.get("review_on") or add_months(on, interval_of(doing.agency))
    if review_on <= on:
        raise Refused("下次评估日期应在决定日期以后。")
    made: NotDisclosed = NotDisclosed.everything.create(
        agency=doing.agency,
        title=title,
        number=number,
        way=way,
        ground=ground.label[:100],
        reason=reason,
        decided_by=doing.person,
        decided_on=on,
        review_on=review_on,
    )
    doing.on("not_disclosed", made.public_id)
    doing.note(way=way, ground=ground.code)
    return made


@act("closed.review", *DECIDERS)
def review(
    doing: Doing,
    one: NotDisclosed,
    *,
    disclose: bool,
    comment: str,
    on: date | None = None,
    again_on: date | None = None,
) -> NotDisclosedReview:
    """Look whether it can be disclosed now. If not, it is looked at again `again_on`, by default after the agency's interval."""
    found = _locked(doing, one)
    words = short(comment)
    if not words:
        raise Refused("请写明评估意见。")
    day = on or timezone.localdate()
    if not found.decided_on <= day <= timezone.localdate():
        raise Refused("评估日期应在决定日期和今天之间。")
    if disclose:
        found.outcome = NotDisclosed.Outcome.DISCLOSED
    else:
        found.review_on = again_on or add_months(day, interval_of(doing.agency))
        if found.review_on <= day:
            raise Refused("下次评估日期应在这次评估以后。")
    found.save(update_fields=["outcome", "review_on"])
    doing.note(disclose=disclose, again=found.review_on.isoformat())
    return NotDisclosedReview.objects.create(
        record=found, on=day, by=doing.person, disclose=disclose, comment=words
    )


@act("closed.disclosed")
def now_disclosed(doing: Doing, one: NotDisclosed) -> None:
    """Note that the information was published after all."""
    found = _locked(doing, one)
    found.outcome = NotDisclosed.Outcome.DISCLOSED
    found.save(update_fields=["outcome"])
    NotDisclosedReview.objects.create(
        record=found, on=timezone.localdate(), by=None, disclose=True, comment="这条信息已经发布。"
    )


@act("closed.declined")
def keep_declined(doing: Doing, one: Round, form: SecrecyForm) -> None:
    """Enter an item whose review ended with 依申请公开 or 不予公开. Of a state secret no title is kept, nor which item it is."""
    day = timezone.localdate(one.ended_at) if one.ended_at else timezone.localdate()
    request = form.conclusion == SecrecyForm.Conclusion.REQUEST
    secret = form.state_secret
    made: NotDisclosed = NotDisclosed.everything.create(
        agency=doing.agency,
        item=None if secret else one.item,
        title="" if secret else one.item.draft_title[:255],
        number="" if secret else one.item.document_number,
        way=NotDisclosed.Way.REQUEST if request else NotDisclosed.Way.CLOSED,
        ground=SECRET if secret else form.basis[:100],
        reason=NO_CONTENT if secret else "、".join(form.doubts) or form.verdict.comment[:300],
        decided_by=form.verdict.person,
        decided_on=day,
        review_on=add_months(day, interval_of(doing.agency)),
    )
    doing.on("not_disclosed", made.public_id)
    doing.note(round=one.public_id, way=made.way)


def _locked(doing: Doing, one: NotDisclosed) -> NotDisclosed:
    found: NotDisclosed | None = (
        NotDisclosed.objects.for_agency(doing.agency.pk)
        .select_for_update(of=("self",))
        .filter(pk=one.pk)
        .first()
    )
    if found is None:
        raise Refused("没有这条记录。")
    if found.outcome:
        raise Refused("这条信息已经转为公开，不用再评估。")
    doing.on("not_disclosed", found.public_id)
    return found
