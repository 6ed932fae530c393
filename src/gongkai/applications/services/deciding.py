"""Acts that lead to the answer: search, draft, legal review, signature, service; and what ends without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import may
from gongkai.applications.history import history_of, live
from gongkai.applications.models import Application, Decision, Event, EventKind, Paper
from gongkai.applications.rights import RIGHTS
from gongkai.calendar.queries import calendar
from gongkai.law.decisions import Draft, Ground, Part, Signer, combine, missing, needs_of
from gongkai.law.events import Way
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status
from gongkai.law.timelimits import State, time_limit

from .recording import events_of, lock, record, words

__all__ = ["PartOf", "draft", "give_up", "lacking", "legal_review", "search", "serve", "sign"]

_LAPSED = {
    EventKind.CORRECTION_REQUESTED: Outcome.OTHER_NOT_CORRECTED,
    EventKind.FEE_NOTIFIED: Outcome.OTHER_FEE_UNPAID,
}


@dataclass(frozen=True)
class PartOf:
    """The answer to a part of what was asked: outcome and ground by their keys, and the reason in words."""

    outcome: str
    ground: str
    reason: str = ""


@act("application.search", *RIGHTS["application.search"])
def search(
    doing: Doing,
    case: Application,
    on: date,
    *,
    where: str,
    words_used: str,
    found: bool,
    note: str = "",
    seen: int | None = None,
) -> Event:
    """Record a search (检索): in which systems and archives, with which words, whether anything was found (条例第三十六条第（四）项)."""
    case = lock(doing, case, seen)
    lines = [words(where, "检索的系统和范围"), words(words_used, "检索的关键词"), note.strip()]
    texts = [] if case.secret else [(Paper.Kind.SEARCH, "\n".join(line for line in lines if line))]
    return record(doing, case, EventKind.SEARCHED, on, {"found": found}, texts=texts)


@act("application.draft", *RIGHTS["application.draft"])
def draft(
    doing: Doing,
    case: Application,
    on: date,
    parts: Sequence[PartOf],
    *,
    access: str = "",
    earlier: str = "",
    seen: int | None = None,
) -> Decision:
    """Draft the answer; one drafted before and not signed is dropped. Raises `Refused` with what is missing."""
    case = lock(doing, case, seen)
    value = _draft(case, parts, access, earlier)
    if lacks := missing(value):
        raise Refused("；".join(lacks) + "。")
    outcome = combine(part.outcome for part in value.parts)
    Decision.objects.for_agency(case.agency_id).filter(
        application=case, state__in=(Decision.State.DRAFT, Decision.State.REVIEWED)
    ).update(state=Decision.State.DROPPED)
    reasons = "\n".join(part.reason.strip() for part in parts if part.reason.strip())
    texts = [] if case.secret else [(Paper.Kind.REASON, reasons), (Paper.Kind.ACCESS, access.strip())]
    record(doing, case, EventKind.DRAFTED, on, {"outcome": outcome.key}, texts=texts)
    decision = Decision(
        application=case,
        outcome=outcome.key,
        parts=[{"outcome": part.outcome, "ground": part.ground} for part in parts],
        earlier=earlier.strip()[:60],
        drafted_by=doing.person,
    )
    decision.save()
    return decision


def lacking(
    case: Application, parts: Sequence[PartOf], access: str = "", earlier: str = ""
) -> tuple[str, ...]:
    """Name what an answer of these parts would still lack; for the page, before the draft is kept."""
    try:
        return missing(_draft(case, parts, access, earlier))
    except Refused as refused:
        return (refused.message,)


def _draft(case: Application, parts: Sequence[PartOf], access: str, earlier: str) -> Draft:
    events = live(events_of(case))
    try:
        found = tuple(
            Part(Outcome(one.outcome), Ground(one.ground), bool(one.reason.strip())) for one in parts
        )
    except ValueError:
        raise Refused("请为每一部分选择办理结果和依据。") from None
    return Draft(
        found,
        access=bool(access.strip()),
        searched=any(event.kind == EventKind.SEARCHED and not event.data.get("found") for event in events),
        earlier=earlier.strip(),
        happened=frozenset(event.kind for event in events),
        lapsed=case.status == Status.LAPSED.key,
    )


@act("application.legal_review", *RIGHTS["application.legal_review"])
def legal_review(
    doing: Doing,
    case: Application,
    decision: Decision,
    on: date,
    opinion: str = "",
    *,
    seen: int | None = None,
) -> Event:
    """Record the legal review (法制审核) of a draft."""
    case = lock(doing, case, seen)
    decision = _of(case, decision, Decision.State.DRAFT)
    if doing.person is not None and decision.drafted_by_id == doing.person.pk:
        raise Refused("拟稿人不能自己做法制审核。")
    decision.state, decision.reviewed_by = Decision.State.REVIEWED, doing.person
    decision.save(update_fields=["state", "reviewed_by"])
    texts = [] if case.secret else [(Paper.Kind.NOTE, opinion.strip())]
    return record(doing, case, EventKind.LEGAL_REVIEWED, on, texts=texts)


@act("application.sign", *RIGHTS["application.sign"])
def sign(
    doing: Doing,
    case: Application,
    decision: Decision,
    on: date,
    number: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Sign the answer (签发): it is made on `on`; the limit is met when it is served. What withholds is signed by the head."""
    case = lock(doing, case, seen)
    decision = _of(case, decision, Decision.State.DRAFT, Decision.State.REVIEWED)
    outcome = Outcome(decision.outcome)
    by_head = needs_of(outcome).signer is Signer.HEAD
    if by_head and doing.person is not None and not may(doing.person, doing.agency, Duty.HEAD):
        raise Refused(f"“{outcome.term}”的答复应由机关负责人签发。")
    data = {
        "outcome": outcome.key,
        "parts": decision.parts,
        "number": words(number, "文号", needed=False, longest=60),
    }
    event = record(doing, case, EventKind.DECIDED, on, data, happened=happened)
    decision.state, decision.signed_by, decision.event = Decision.State.SIGNED, doing.person, event
    decision.number = data["number"]
    decision.save(update_fields=["state", "signed_by", "event", "number"])
    return event


def _of(case: Application, decision: Decision, *states: str) -> Decision:
    found: Decision | None = (
        Decision.objects.for_agency(case.agency_id)
        .filter(application=case, pk=decision.pk, state__in=states)
        .first()
    )
    if found is None:
        raise Refused("这份答复稿已经签发或者作废，请看最新的一稿。")
    return found


@act("application.serve", *RIGHTS["application.serve"])
def serve(
    doing: Doing, case: Application, on: date, way: str, *, proof: str = "", seen: int | None = None
) -> Event:
    """Record the service (送达): the day of posting, of signature, or of arrival, whichever the way (国办公开办函〔2016〕235号)."""
    case = lock(doing, case, seen)
    if way not in {one.value for one in Way}:
        raise Refused("请选择送达方式。")
    decided = [event for event in live(events_of(case)) if event.kind == EventKind.DECIDED]
    if case.status != Status.ANSWERED.key or not decided:
        raise Refused("没有等待送达的答复。")
    if on < decided[-1].on:
        raise Refused("送达日期早于签发日期，请核对。")
    texts = [] if case.secret else [(Paper.Kind.NOTE, proof.strip())]
    return record(doing, case, EventKind.SERVED, on, {"way": way}, texts=texts)


@act("application.give_up", *RIGHTS["application.give_up"])
def give_up(doing: Doing, case: Application, on: date, *, seen: int | None = None) -> Event:
    """Close a case as given up (视为放弃): correction or payment did not come in time, and no good reason is known (条例第三十条)."""
    case = lock(doing, case, seen)
    if case.status != Status.LAPSED.key:
        raise Refused("还没有到视为放弃的日子，或者不在等待补正、缴费。")
    events = list(events_of(case))
    if time_limit(history_of(case.channel, events), on, calendar()).state is not State.LAPSED:
        raise Refused(f"{on.isoformat()}还没有到视为放弃的日子，应在申请人的最后一天以后。")
    asked = [event for event in live(events) if event.kind in _LAPSED]
    outcome = _LAPSED[EventKind(asked[-1].kind)]
    return record(doing, case, EventKind.GIVEN_UP, on, {"outcome": outcome.key})
