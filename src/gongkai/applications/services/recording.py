"""The one way in which something is recorded in a case: lock, look, ask the law, append, derive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused
from gongkai.applications.deriving import renew
from gongkai.applications.history import Happened, has, history_of, law_event
from gongkai.applications.models import Application, Event, EventKind, Matter, Paper
from gongkai.calendar.queries import calendar
from gongkai.law import events as law
from gongkai.law.allowed import new_problems
from gongkai.law.status import Status

__all__ = ["FIRST_DAY", "Text", "events_of", "lock", "record", "require_day", "words"]

FIRST_DAY = date(2008, 5, 1)
"""The Regulations are in force since."""
LONGEST_TEXT = 20_000

Text = tuple[str, str]
"""A paper: its kind (`Paper.Kind`) and text."""

_LAW = {kind.value for kind in law.EventType}
_AFTER_CLOSE = {
    EventKind.SERVED,
    EventKind.ARCHIVED,
    EventKind.CANCELLED,
    EventKind.NOTED,
    EventKind.MADE_PUBLIC,
    EventKind.ASSIGNED,
}


def lock(doing: Doing, case: Application, seen: int | None = None) -> Application:
    """Give the case as it stands, kept from others until the act ends. Raises `Refused`.

    `seen` is the last record the officer saw; if somebody recorded more meanwhile, the officer is told before anything is written.
    """
    found: Application | None = (
        Application.objects.for_agency(doing.agency.pk)
        .select_for_update(of=("self",))
        .filter(pk=case.pk)
        .first()
    )
    if found is None:
        raise Refused("这件申请不是本机关的。")
    if seen is not None and found.last_event > seen:
        last = events_of(found).order_by("sequence").last()
        who = last.recorded_by.get_full_name() if last and last.recorded_by else "系统"
        what = last.get_kind_display() if last else "办理"
        raise Refused(f"这件申请刚才由{who}办理了“{what}”，请看过以后再办。")
    doing.on("application", found.public_id)
    return found


def events_of(case: Application) -> Any:
    """Query the events of a case whose scope the caller has checked."""
    return Event.objects.for_agency(case.agency_id).filter(application=case).select_related("recorded_by")


def words(text: str, what: str, *, needed: bool = True, longest: int = LONGEST_TEXT) -> str:
    """Give a text without blanks around it; raises `Refused` where it is missing or too long."""
    found = text.strip()
    if needed and not found:
        raise Refused(f"请填写{what}。")
    if len(found) > longest:
        raise Refused(f"{what}最多{longest}个字。")
    if any((ord(sign) < 32 and sign not in "\n\r\t") or 0xD800 <= ord(sign) <= 0xDFFF for sign in found):
        raise Refused(f"{what}里有不能保存的控制字符。")
    return found


def require_day(on: date, what: str = "日期") -> date:
    """Give a legal day that can be recorded: not in the future, not before the Regulations. Raises `Refused`."""
    if on > timezone.localdate():
        raise Refused(f"{what}{on.isoformat()}在今天以后，还没有发生的事不能记录。")
    if on < FIRST_DAY:
        raise Refused(f"{what}{on.isoformat()}早于《政府信息公开条例》施行之日，请核对。")
    return on


def record(
    doing: Doing,
    case: Application,
    kind: str,
    on: date,
    data: Mapping[str, Any] | None = None,
    *,
    texts: Iterable[Text] = (),
    happened: bool = False,
) -> Event:
    """Append an event to a locked case, with its texts, and write what follows. Raises `Refused`.

    What the law does not allow on that day is refused with its reason, unless it `happened` all the same (照实补记): then it is recorded
    with the codes of its problems, and the audit entry says who entered it.
    """
    require_day(on)
    events = list(events_of(case))
    before = history_of(case.channel, events)
    kept = dict(data or {})
    problems: tuple[Any, ...] = ()
    if case.matter == Matter.DISCLOSURE and kind in _LAW:
        probe = law_event(Happened(kind, on, kept))
        problems = new_problems(before, probe, calendar())
    elif (
        kind not in _AFTER_CLOSE
        and kind not in _LAW
        and not Status(case.status).open
        and kind != EventKind.REOPENED
    ):
        raise Refused("这件申请已经办结；要继续办理的，先重新办理。")
    if has(events, EventKind.SPLIT) and kind not in (EventKind.CANCELLED, EventKind.NOTED):
        raise Refused("这件申请已经拆分，请在拆分后的各件里办理。")
    if problems and not happened:
        first = problems[0]
        raise Refused(f"{first.message}（{first.rule}）确实已经这样做了的，请选择“照实补记”，如实记录。")
    codes = ",".join(dict.fromkeys(problem.code for problem in problems))
    event = append(doing, case, kind, on, kept, problem=codes)
    keep_texts(case, event, texts)
    renew(case)
    doing.note(event=event.sequence, kind=kind, on=on.isoformat(), **({"problem": codes} if codes else {}))
    return event


def append(
    doing: Doing,
    case: Application,
    kind: str,
    on: date,
    data: Mapping[str, Any],
    *,
    problem: str = "",
    cancels: Event | None = None,
) -> Event:
    """Write the event under the next number of the case."""
    last = events_of(case).aggregate(last=Max("sequence"))["last"] or 0
    event = Event(
        application=case,
        sequence=last + 1,
        kind=kind,
        on=on,
        data=dict(data),
        problem=problem[:200],
        cancels=cancels,
        recorded_at=timezone.now(),
        recorded_by=doing.person,
    )
    event.save()
    return event


def keep_texts(case: Application, event: Event, texts: Iterable[Text]) -> None:
    """Keep the texts of an event; a case on a state secret keeps none. Raises `Refused`."""
    found = [(kind, words(text, Paper.Kind(kind).label, needed=False)) for kind, text in texts if text]
    if case.secret and found:
        raise Refused("涉及国家秘密的申请只记录依据、结论和决定人，不录入内容。")
    Paper.everything.bulk_create(
        Paper(application=case, event=event, kind=kind, text=text) for kind, text in found
    )
