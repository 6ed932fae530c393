"""What an applicant does himself over the site: hands in a draft, asks for time, says he paid, got it, how he was served.

There is no account: whoever calls has checked number and query code, or the key of the draft, and `person` is None. What the applicant
says moves no limit by itself; the officer records what the law counts (补正 and withdrawal are the acts of `asking`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.applications.deriving import renew
from gongkai.applications.models import Application, Draft, DraftFile, Event, EventKind, Paper
from gongkai.applications.rights import RIGHTS
from gongkai.law.status import Status

from .intake import Entry, register
from .keeping import add_file
from .recording import append, events_of, keep_texts, lock, words

__all__ = [
    "Receipt",
    "acknowledge",
    "ask_time",
    "drop_draft",
    "hand_in",
    "rate",
    "receipt_of",
    "report_payment",
]

RECEIPT_SHOWN = timedelta(hours=1)
"""So long the query code can be read again, should the answer be lost on its way; then it is forgotten."""
RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


class Receipt(NamedTuple):
    """What the applicant is told once: number and query code, and when it was handed in."""

    number: str
    code: str
    at: str


def hand_in(draft: Draft, entry: Entry) -> Receipt:
    """Make an application of a draft, exactly once: sent again, it gives the receipt of the first time. Raises `Refused`.

    Registration, files and receipt are one transaction; when this returns they are on the disk.
    """
    with transaction.atomic():
        held = Draft.everything.select_for_update().filter(pk=draft.pk).first()
        if held is None:
            raise Refused("这份草稿已经删除，没有提交。请重新填写。")
        if held.application_id:
            return receipt_of(held) or Receipt(held.application.number, "", "")
        made = register(None, held.agency, entry)
        if not entry.secret:
            for one in DraftFile.everything.filter(draft=held):
                with one.file.open("rb") as file:
                    add_file(None, held.agency, made.case, one.name, file.read())
        _drop_files(held)
        at = timezone.localtime(made.case.registered_at).strftime("%Y-%m-%d %H:%M")
        receipt = Receipt(made.case.number, made.code, at)
        held.content, held.receipt, held.application = "", json.dumps(receipt), made.case
        held.save()
    return receipt


def receipt_of(draft: Draft) -> Receipt | None:
    """Give the receipt of a draft that was handed in, until it is put away or an hour has gone."""
    if not draft.receipt or timezone.now() - draft.changed_at > RECEIPT_SHOWN:
        return None
    return Receipt(*json.loads(draft.receipt))


def drop_draft(draft: Draft) -> None:
    """Delete a draft with its files; nothing of it stays. The application it became, if any, is not touched."""
    with transaction.atomic():
        _drop_files(draft)
        Draft.everything.filter(pk=draft.pk).delete()


def drop_file(file: DraftFile) -> None:
    """Delete one file of a draft."""
    _drop([file])


def _drop_files(draft: Draft) -> None:
    _drop(list(DraftFile.everything.filter(draft=draft)))


def _drop(files: Iterable[DraftFile]) -> None:
    for one in files:
        storage, name = one.file.storage, one.file.name
        one.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]


def _told(
    doing: Doing, case: Application, kind: str, text: str, data: dict[str, object] | None = None
) -> Event:
    """Append what the applicant said today, in its own words."""
    text = words(text, "说明", needed=False, longest=2000)
    event = append(doing, case, kind, timezone.localdate(), data or {})
    keep_texts(case, event, [(Paper.Kind.ANSWER, text)] if text else [])
    renew(case)
    doing.note(event=event.sequence, kind=kind)
    return event


@act("application.ask_time", *RIGHTS["application.ask_time"])
def ask_time(doing: Doing, case: Application, until: date, reason: str) -> Event:
    """Record that the applicant needs more time for the correction, and why: with a good reason it is not given up (条例第三十条)."""
    case = lock(doing, case)
    if case.status not in (Status.AWAITING_CORRECTION.key, Status.LAPSED.key):
        raise Refused("这件申请现在不在等待补正。")
    if until <= timezone.localdate():
        raise Refused("希望延长到的日期应在今天以后。")
    text = words(reason, "需要延长的理由", longest=2000)
    return _told(doing, case, EventKind.TIME_ASKED, text, {"until": until.isoformat()})


@act("application.report_payment", *RIGHTS["application.report_payment"])
def report_payment(doing: Doing, case: Application, receipt: str) -> Event:
    """Record that the applicant says the fee is paid; the officer checks and records the payment itself (国办函〔2020〕109号第六条)."""
    case = lock(doing, case)
    if case.status != Status.AWAITING_PAYMENT.key:
        raise Refused("这件申请现在不在等待缴费。")
    number = words(receipt, "票据号", needed=False, longest=60)
    return _told(doing, case, EventKind.PAYMENT_REPORTED, "", {"receipt": number} if number else {})


@act("application.acknowledge", *RIGHTS["application.acknowledge"])
def acknowledge(doing: Doing, case: Application) -> Event:
    """Record that the applicant has the answer. It is no service (送达) of its own: that is the officer's record."""
    case = lock(doing, case)
    last = dict(events_of(case).order_by("sequence").values_list("kind", "sequence"))
    if EventKind.SERVED not in last:
        raise Refused("答复还没有送达。")
    if last.get(EventKind.ACKNOWLEDGED, 0) > last[EventKind.SERVED]:
        raise Refused("已经确认过收到答复，不用再确认。")
    return _told(doing, case, EventKind.ACKNOWLEDGED, "")


@act("application.rate", *RIGHTS["application.rate"])
def rate(doing: Doing, case: Application, rating: int, text: str = "") -> Event:
    """Record how satisfied the applicant is (满意度), once, when the case is closed."""
    case = lock(doing, case)
    if doing.person is not None:
        raise Refused("满意度由申请人自己评价，机关不能代填。")
    if Status(case.status).open:
        raise Refused("办结以后才能评价。")
    if rating not in RATINGS:
        raise Refused("请选择满意程度。")
    if events_of(case).filter(kind=EventKind.RATED).exists():
        raise Refused("这件申请已经评价过，谢谢。")
    return _told(doing, case, EventKind.RATED, text, {"rating": rating})
