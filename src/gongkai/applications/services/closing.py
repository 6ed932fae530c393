"""Acts after the answer, and acts on the record: archive, correct, reopen, make public, rectify, reveal; nil declarations."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.applications.deriving import renew
from gongkai.applications.models import (
    Application,
    CountingRow,
    Event,
    EventKind,
    Matter,
    NilYear,
    Paper,
    Person,
)
from gongkai.applications.queries import sees_persons
from gongkai.applications.rights import RIGHTS
from gongkai.law.status import Status

from .recording import append, events_of, lock, record, words

__all__ = [
    "archive",
    "correct_record",
    "declare_nil",
    "make_public",
    "pass_on",
    "rectify",
    "reopen",
    "reveal",
    "withdraw_nil",
]

_FIRST_YEAR = 2008
_ENTRY = (EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.SPLIT, EventKind.CANCELLED)


@act("application.archive", *RIGHTS["application.archive"])
def archive(
    doing: Doing, case: Application, on: date, file_number: str = "", *, seen: int | None = None
) -> Event:
    """Archive the closed case (归档), one case one file (条例第四十五条)."""
    case = lock(doing, case, seen)
    if Status(case.status).open:
        raise Refused("办结以后才能归档。")
    if any(event.kind == EventKind.ARCHIVED for event in events_of(case)):
        raise Refused("这件申请已经归档。")
    data = {"file_number": words(file_number, "档号", needed=False, longest=60)}
    return record(doing, case, EventKind.ARCHIVED, on, data)


@act("application.correct_record", *RIGHTS["application.correct_record"])
def correct_record(
    doing: Doing, case: Application, wrong: Event, reason: str, *, seen: int | None = None
) -> Event:
    """Cancel an event that was recorded by mistake; it stays to be seen, and what holds is recorded anew. Raises `Refused`."""
    case = lock(doing, case, seen)
    found = events_of(case).filter(pk=wrong.pk).first()
    if found is None:
        raise Refused("这件申请没有这项记录。")
    if found.kind in _ENTRY:
        raise Refused(f"“{found.get_kind_display()}”不能作废。")
    if events_of(case).filter(cancels=found).exists():
        raise Refused("这项记录已经作废。")
    text = words(reason, "更正的理由", longest=300)
    event = append(
        doing, case, EventKind.CANCELLED, timezone.localdate(), {"sequence": found.sequence}, cancels=found
    )
    if not case.secret:
        Paper(application=case, event=event, kind=Paper.Kind.NOTE, text=text).save()
    renew(case)
    doing.note(event=event.sequence, cancels=found.sequence)
    return event


@act("application.reopen", *RIGHTS["application.reopen"])
def reopen(
    doing: Doing,
    case: Application,
    on: date,
    *,
    because: str,
    until: date | None = None,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Take a closed case up again after administrative review (review), a court (court), or the agency's own correction (own).

    `until` is the day the review body or court set; else 20 working days run from `on` (未核实). The case goes on counting once.
    """
    case = lock(doing, case, seen)
    if because not in ("review", "court", "own"):
        raise Refused("请选择重新办理的原因：行政复议、行政诉讼或者自行纠正。")
    if until is not None and until <= on:
        raise Refused("重新答复的期限应在重新办理之日以后。")
    data = {"because": because} | ({"until": until.isoformat()} if until else {})
    return record(doing, case, EventKind.REOPENED, on, data, happened=happened)


@act("application.make_public", *RIGHTS["application.make_public"])
def make_public(
    doing: Doing, case: Application, on: date, address: str = "", *, seen: int | None = None
) -> Event:
    """Record that what was asked for is now disclosed to everybody (条例第四十四条), with the page's address where there is one."""
    case = lock(doing, case, seen)
    return record(
        doing, case, EventKind.MADE_PUBLIC, on, {"address": words(address, "网址", needed=False, longest=300)}
    )


@act("application.rectify", *RIGHTS["application.rectify"])
def rectify(
    doing: Doing, case: Application, on: date, *, corrected: bool, reason: str, seen: int | None = None
) -> Event:
    """Answer a request for rectification (条例第四十一条): corrected and told, or not, with the reason."""
    case = lock(doing, case, seen)
    if case.matter != Matter.RECTIFICATION:
        raise Refused("这是政府信息公开申请，不是更正申请。")
    data = {"outcome": "other_other", "corrected": corrected, "effective_on": on.isoformat()}
    return record(
        doing,
        case,
        EventKind.DECIDED,
        on,
        data,
        texts=[(Paper.Kind.REASON, words(reason, "答复的内容和理由"))],
    )


@act("application.pass_on", *RIGHTS["application.pass_on"])
def pass_on(doing: Doing, case: Application, on: date, agency: str, *, seen: int | None = None) -> Event:
    """Pass a request for rectification on to the agency that has the power, and tell the applicant (条例第四十一条)."""
    case = lock(doing, case, seen)
    if case.matter != Matter.RECTIFICATION:
        raise Refused("政府信息公开申请不能转送，不属于本机关的也要答复（条例第三十六条第（五）项）。")
    return record(doing, case, EventKind.PASSED_ON, on, {"agency": words(agency, "转送的机关", longest=100)})


@act("application.reveal", *RIGHTS["application.reveal"])
def reveal(doing: Doing, case: Application, reason: str) -> list[Person]:
    """Give the applicants with their personal data; the audit log keeps who looked and why."""
    found = Application.objects.for_agency(doing.agency.pk).filter(pk=case.pk).first()
    if found is None:
        raise Refused("这件申请不是本机关的。")
    if doing.person is not None and not sees_persons(doing.person, found.agency):
        raise Refused("申请人信息只有办理申请的人能看；平台管理员要看的，先由机关给予相应的职责。")
    doing.on("application", found.public_id)
    doing.note(reason=words(reason, "查看的理由", longest=100))
    return list(Person.objects.for_agency(doing.agency.pk).filter(application=found))


@act("application.nil", *RIGHTS["application.nil"])
def declare_nil(doing: Doing, year: int) -> NilYear:
    """Declare that no application came in during a year and none was carried in (本年无). Refused where the records say otherwise."""
    if not _FIRST_YEAR <= year <= timezone.localdate().year:
        raise Refused(f"年度应在{_FIRST_YEAR}到{timezone.localdate().year}之间。")
    rows = CountingRow.objects.for_agency(doing.agency.pk).filter(entered_year__lte=year)
    if rows.exclude(left_year__lt=year).exists():
        raise Refused(f"{year}年有申请的记录，不能零报告。")
    try:
        with transaction.atomic():
            made: NilYear = NilYear.everything.create(
                agency=doing.agency, year=year, declared_by=doing.person
            )
    except IntegrityError:
        raise Refused(f"{year}年已经零报告。") from None
    doing.on("nil_year", str(made.pk))
    doing.note(year=year)
    return made


@act("application.nil_withdraw", *RIGHTS["application.nil_withdraw"])
def withdraw_nil(doing: Doing, year: int) -> None:
    """Take a nil declaration back."""
    changed = (
        NilYear.objects.for_agency(doing.agency.pk)
        .filter(year=year, withdrawn_at=None)
        .update(withdrawn_at=timezone.now())
    )
    if not changed:
        raise Refused(f"{year}年没有零报告。")
    doing.on("agency", doing.agency.public_id)
    doing.note(year=year)
