"""Tell the applicant that there is news: an e-mail or a short message that names the number and where to look, and nothing else.

The order is written with the event, in its transaction, and takes the event's id only; who applies is read when it is sent.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from gongkai.notices.services import SendError, mail_ready, send_mail, send_sms, sms_ready
from gongkai.portal.meta import absolute
from gongkai.portal.models import ColumnPage
from gongkai.portal.queries import column_of
from gongkai.tasks.services import defer, task

from .models import Event, EventKind, Person

__all__ = ["NEWS", "watch"]

NEWS = frozenset(
    {
        EventKind.CONFIRMED,
        EventKind.CORRECTION_REQUESTED,
        EventKind.TIME_GIVEN,
        EventKind.REASONS_REQUESTED,
        EventKind.DELAY_SET,
        EventKind.EXTENDED,
        EventKind.FEE_NOTIFIED,
        EventKind.SERVED,
        EventKind.SPLIT,
        EventKind.REOPENED,
        EventKind.PASSED_ON,
    }
)
"""What the applicant is told of. A copy of an event in a piece (拆分) is told with the piece's own number."""


def watch() -> None:
    """Follow what is recorded."""
    post_save.connect(_recorded, sender=Event, dispatch_uid="applications.telling")


def _recorded(sender: Any, instance: Event, created: bool = False, raw: bool = False, **_: Any) -> None:
    if created and not raw and instance.kind in NEWS and (mail_ready() or sms_ready()):
        defer(tell_applicant, instance.pk)


@task()
def tell_applicant(event_id: int) -> None:
    """Send what can be sent about an event; raises `SendError` where something could not, so that the task shows it."""
    event = (
        Event.objects.everywhere("告知申请人有新进展")
        .select_related("application__agency")
        .filter(pk=event_id)
        .first()
    )
    if event is None or event.application.secret:
        return
    case = event.application
    who = (
        Person.objects.for_agency(case.agency_id)
        .filter(application=case, role=Person.Role.APPLICANT)
        .order_by("order")
        .first()
    )
    if who is None:
        return
    column = column_of(case.agency, ColumnPage.Key.APPLY)
    address = absolute(f"{column.get_url() or '/'}track/") if column else ""
    where = f"请凭申请编号和查询码查看：{address}" if address else "请与本机关联系。"
    failed: list[str] = []
    if who.email and mail_ready():
        text = f"您向{case.agency.full_name}提出的申请（编号{case.number}）有新的进展。\n\n{where}\n\n这封邮件由程序发出，请不要回复。"
        try:
            send_mail(who.email, f"申请{case.number}有新的进展", text)
        except SendError as error:
            failed.append(error.message)
    if who.phone and sms_ready():
        try:
            send_sms(who.phone, f"您的申请{case.number}有新的进展。{where}")
        except SendError as error:
            failed.append(error.message)
    if failed:
        raise SendError("；".join(failed)) from None
