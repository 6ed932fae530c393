"""Acts that ask the applicant: correction (补正), reasons (说明理由), a reasonable delay; and what the applicant answers."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.applications.history import live
from gongkai.applications.models import Application, Event, EventKind, Paper
from gongkai.applications.rights import RIGHTS
from gongkai.law.status import Status

from .recording import events_of, lock, record, words

__all__ = [
    "ask_correction",
    "ask_reasons",
    "give_time",
    "reject_reasons",
    "set_delay",
    "take_correction",
    "take_reasons",
    "withdraw",
]

_CORRECTION = (EventKind.CORRECTION_REQUESTED, EventKind.CORRECTED)


@act("application.ask_correction", *RIGHTS["application.ask_correction"])
def ask_correction(
    doing: Doing,
    case: Application,
    on: date,
    reply_by: date | None,
    letter: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Ask once for a correction, within 7 working days of receipt, saying what and until when (条例第三十条); the limit stops."""
    case = lock(doing, case, seen)
    if not happened:
        if reply_by is None or reply_by <= on:
            raise Refused("请写明合理的补正期限，应在告知之日以后（条例第三十条）。")
        if not case.secret:
            words(letter, "需要补正的事项")
    data = {"reply_by": reply_by.isoformat()} if reply_by else {}
    texts = [(Paper.Kind.LETTER, letter.strip())]
    return record(doing, case, EventKind.CORRECTION_REQUESTED, on, data, texts=texts, happened=happened)


@act("application.give_time", *RIGHTS["application.give_time"])
def give_time(
    doing: Doing, case: Application, on: date, reply_by: date, letter: str = "", *, seen: int | None = None
) -> Event:
    """Give the applicant longer for the correction than was said at first, for a good reason (合理的补正期限, 条例第三十条).

    Whether and how often it may be given the Regulations do not say; what they ask is that the time be reasonable.
    """
    case = lock(doing, case, seen)
    if case.status not in (Status.AWAITING_CORRECTION.key, Status.LAPSED.key):
        raise Refused("这件申请现在不在等待补正，不用延长补正期限。")
    asked = [one for one in live(events_of(case)) if one.kind in (*_CORRECTION, EventKind.TIME_GIVEN)]
    if not asked or asked[-1].kind == EventKind.CORRECTED:
        raise Refused("这件申请没有等待补正的事项（等待缴费的不能延长补正期限）。")
    if on < asked[0].on:
        raise Refused("延长的日期早于告知补正之日，请核对。")
    before = max((one.data["reply_by"] for one in asked if one.data.get("reply_by")), default="")
    if reply_by.isoformat() <= max(before, on.isoformat()):
        raise Refused("新的补正期限应在原定期限和今天以后。")
    texts = [(Paper.Kind.LETTER, letter.strip())]
    return record(doing, case, EventKind.TIME_GIVEN, on, {"reply_by": reply_by.isoformat()}, texts=texts)


@act("application.take_correction", *RIGHTS["application.take_correction"])
def take_correction(
    doing: Doing,
    case: Application,
    on: date,
    text: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record the correction; 20 working days begin anew from it (条例第三十条)."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.ANSWER, text.strip())]
    return record(doing, case, EventKind.CORRECTED, on, texts=texts, happened=happened)


@act("application.ask_reasons", *RIGHTS["application.ask_reasons"])
def ask_reasons(
    doing: Doing,
    case: Application,
    on: date,
    reply_by: date | None = None,
    letter: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Ask for the reasons of very many applications (条例第三十五条); the limit goes on."""
    case = lock(doing, case, seen)
    data = {"reply_by": reply_by.isoformat()} if reply_by else {}
    texts = [(Paper.Kind.LETTER, letter.strip())]
    return record(doing, case, EventKind.REASONS_REQUESTED, on, data, texts=texts, happened=happened)


@act("application.take_reasons", *RIGHTS["application.take_reasons"])
def take_reasons(
    doing: Doing,
    case: Application,
    on: date,
    text: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record the reasons the applicant gave."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.ANSWER, text.strip())]
    return record(doing, case, EventKind.REASONS_GIVEN, on, texts=texts, happened=happened)


@act("application.reject_reasons", *RIGHTS["application.reject_reasons"])
def reject_reasons(
    doing: Doing, case: Application, on: date, reason: str, *, happened: bool = False, seen: int | None = None
) -> Event:
    """Find the reasons not reasonable; the answer is then 不予处理 (条例第三十五条)."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.REASON, words(reason, "认定理由不合理的说明", needed=not case.secret))]
    return record(doing, case, EventKind.REASONS_REJECTED, on, texts=texts, happened=happened)


@act("application.set_delay", *RIGHTS["application.set_delay"])
def set_delay(
    doing: Doing,
    case: Application,
    on: date,
    until: date,
    reason: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Set the reasonable delay of Art. 35: the limit ends on `until`."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.LETTER, reason.strip())]
    data = {"until": until.isoformat()}
    return record(doing, case, EventKind.DELAY_SET, on, data, texts=texts, happened=happened)


@act("application.withdraw", *RIGHTS["application.withdraw"])
def withdraw(
    doing: Doing,
    case: Application,
    on: date,
    text: str = "",
    *,
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record that the applicant withdrew; the case ends and counts under 其他处理 3 (范围未核实)."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.ANSWER, text.strip())]
    return record(doing, case, EventKind.WITHDRAWN, on, texts=texts, happened=happened)
