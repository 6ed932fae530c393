"""Applications on 我的一天: what is late or due with the law's reason, what waits to be confirmed, signed, closed."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Duty, User
from gongkai.agencies.queries import duties_of
from gongkai.agencies.registry import Row, Section, register_day_section
from gongkai.calendar.queries import calendar
from gongkai.law.decisions import Signer, needs_of
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status

from .models import Application, Decision, Event, EventKind
from .queries import OPEN, stood_in_for
from .rights import RIGHTS
from .worklists import Day, still_open

_MOST = 20
_AHEAD = 10
_WHY = "我的一天"


def register() -> None:
    """Register this floor's parts."""
    for order, section in enumerate((due, unconfirmed, heard, to_close, to_sign)):
        register_day_section(section, order=20 + order)


def _where(person: User, *duties: Duty) -> list[int]:
    wanted = {str(duty) for duty in duties}
    return [agency for agency, duty in duties_of(person) if duty in wanted]


def _row(case: Application, detail: str) -> Row:
    return Row(
        reverse("applications:case", args=[case.public_id]),
        f"申请{case.number}（{case.get_applicant_kind_display()}）",
        detail,
        case.due_on,
    )


def _mine(person: User) -> Any:
    """Query what the person works on in the agencies it registers for: given to it, to whom it stands in for, to nobody, to who has left."""
    agencies = _where(person, *RIGHTS["application.register"])
    return (
        still_open(Application.objects.everywhere(_WHY))
        .filter(agency__in=agencies)
        .filter(
            Q(officer=person)
            | Q(officer=None)
            | Q(officer__is_active=False)
            | Q(officer__in=stood_in_for(person, timezone.localdate()))
        )
        .select_related("agency")
    )


def due(person: User) -> Section | None:
    """Late, and due within ten working days, with what the limit follows from."""
    if not _where(person, *RIGHTS["application.register"]):
        return None
    day = Day(timezone.localdate(), calendar())
    found = list(_mine(person).filter(due_on__lte=day.after(_AHEAD)).order_by("due_on", "pk")[:_MOST])
    rows = []
    for case in found:
        left = day.left(case.due_on)
        days = f"逾期{-left}个工作日" if case.due_on < day.today else f"还有{left}个工作日"
        words = [
            case.status_term,
            days,
            f"{case.received_on:%Y-%m-%d}收到，条例第三十三条",
            "" if case.officer_id else "还没有交办",
            "期限暂按" if case.provisional else "",
        ]
        rows.append(_row(case, "，".join(word for word in words if word)))
    action = ("办理清单", f"{reverse('applications:list')}?stand=open")
    return Section("到期和逾期的申请", rows, "十个工作日以内没有到期的申请。", action)


def unconfirmed(person: User) -> Section | None:
    """What came online, by fax or mail and is not confirmed: the limit waits for it, and so does the applicant."""
    found = _mine(person).filter(status=Status.AWAITING_CONFIRMATION.key).order_by("pk")[:_MOST]
    today = timezone.localdate()
    rows = [
        _row(
            case,
            f"{case.get_channel_display()}，{timezone.localdate(case.registered_at):%Y-%m-%d}登记，"
            + _put_off((today - timezone.localdate(case.registered_at)).days)
            + "（条例第三十一条）",
        )
        for case in found
    ]
    return Section("等确认收到的申请", rows, "") if rows else None


def _put_off(days: int) -> str:
    return "请今天就与申请人确认" if days < 1 else f"已经放了{days}天，请马上与申请人确认"


def heard(person: User) -> Section | None:
    """What the applicant did last and nobody of the office answered yet."""
    found = (
        Event.objects.everywhere(_WHY)
        .filter(
            application__in=_mine(person),
            sequence=F("application__last_event"),
            recorded_by=None,
            kind__in=(EventKind.CORRECTED, EventKind.TIME_ASKED, EventKind.PAYMENT_REPORTED),
        )
        .select_related("application")
        .order_by("recorded_at")[:_MOST]
    )
    rows = [_row(one.application, f"{one.on:%Y-%m-%d}{one.get_kind_display()}") for one in found]
    return Section("申请人来了消息的申请", rows, "") if rows else None


def to_close(person: User) -> Section | None:
    """What the applicant did not answer in time, and what is signed and not served."""
    found = _mine(person).filter(status__in=(Status.LAPSED.key, Status.ANSWERED.key)).order_by("due_on", "pk")
    rows = [
        _row(
            case,
            "已签发，送达以后才算在期限内答复（国办公开办函〔2016〕235号）"
            if case.status == Status.ANSWERED.key
            else "申请人逾期没有补正或者缴费，没有正当理由的可以按视为放弃结案",
        )
        for case in found[:_MOST]
    ]
    return Section("等送达、等结案的申请", rows, "") if rows else None


def to_sign(person: User) -> Section | None:
    """Drafts of answers that wait for the person: to be reviewed, to be signed."""
    legal, unit = _where(person, Duty.LEGAL), _where(person, Duty.REVIEWER)
    heads = _where(person, Duty.HEAD)
    if not (legal or unit or heads):
        return None
    waiting = (
        Decision.objects.everywhere(_WHY)
        .filter(
            application__agency__in={*legal, *unit, *heads},
            state__in=(Decision.State.DRAFT, Decision.State.REVIEWED),
            application__status__in=OPEN,
        )
        .select_related("application", "drafted_by")
        .order_by("application__due_on", "pk")
    )
    rows = []
    for one in waiting[: _MOST * 2]:
        agency = one.application.agency_id
        by_head = needs_of(Outcome(one.outcome)).signer is Signer.HEAD
        signs = agency in heads or (agency in unit and not by_head)
        reviews = agency in legal and one.state == Decision.State.DRAFT and one.drafted_by_id != person.pk
        if signs or reviews:
            rows.append(
                _row(
                    one.application,
                    f"答复稿：{one.get_outcome_display()}，等{'签发' if signs else '法制审核'}",
                )
            )
    return Section("等我审核、签发的答复", rows[:_MOST], "") if rows else None
