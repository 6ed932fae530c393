"""How what was typed becomes an act's arguments: parties, records, decisions and parts instead of the words that name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from gongkai.agencies.acts import Refused
from gongkai.applications import services as acts
from gongkai.applications.history import live
from gongkai.applications.models import Application, Decision, Event, EventKind, Party
from gongkai.applications.queries import officers_of
from gongkai.law.decisions import Ground, needs_of
from gongkai.law.outcomes import Outcome, OutcomeGroup

from .fields import choice, day, line, long

MOST_PARTS, MOST_PIECES = 10, 20
MOST_BYTES = 50 * 1024 * 1024
NOT_CANCELLED = (EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.SPLIT, EventKind.CANCELLED)
_YES = {"yes": True, "no": False}
_Typed = dict[str, Any]
_Given = Mapping[str, str]


def unless_secret(case: Application, **fields: forms.Field) -> dict[str, forms.Field]:
    """Give the fields for texts; none for a case on a state secret."""
    return {} if case.secret else fields


def _events(case: Application) -> list[Event]:
    return list(Event.objects.for_agency(case.agency_id).filter(application=case).order_by("sequence"))


def parties(case: Application) -> list[tuple[str, str]]:
    """List those who were asked."""
    found = Party.objects.for_agency(case.agency_id).filter(application=case).order_by("pk")
    return [(one.code, f"{one.code}（{one.name}）") for one in found]


def records(case: Application) -> list[tuple[str, str]]:
    """List the records that can be cancelled."""
    standing = {event.pk for event in live(_events(case))}
    return [
        (str(event.sequence), f"第{event.sequence}项　{event}")
        for event in _events(case)
        if event.pk in standing and event.kind not in NOT_CANCELLED
    ]


def all_records(case: Application) -> list[tuple[str, str]]:
    """List all records."""
    return [(str(event.sequence), f"第{event.sequence}项　{event}") for event in _events(case)]


def officers(case: Application) -> list[tuple[str, str]]:
    """List to whom the case can be given."""
    return [(one.public_id, str(one)) for one in officers_of(case.agency).order_by("full_name", "pk")[:300]]


def _event(case: Application, sequence: str) -> Event:
    return Event.objects.for_agency(case.agency_id).get(application=case, sequence=int(sequence))  # type: ignore[no-any-return]


def opinion(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Name the party by its row, and what it said."""
    party = Party.objects.for_agency(case.agency_id).get(application=case, code=typed["party"])
    return typed | {"party": party, "consents": _YES.get(typed["consents"])}


def with_reason(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Give an empty reason where none is asked for."""
    return {"reason": "", **typed}


def fee(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Make the counting of one of the two tariffs; both at once are refused by the act."""
    pages, before, requests = (typed.pop(name) for name in ("pages", "before", "requests"))
    counting = {} if pages is None else {"pages": pages}
    if before is not None or requests is not None:
        counting |= {"requests_before_in_month": before or 0, "requests": requests or 0}
    return typed | {"counting": counting}


def found(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Say whether the search found something."""
    return typed | {"found": _YES[typed["found"]]}


def corrected(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Say whether it was corrected."""
    return typed | {"corrected": _YES[typed["corrected"]]}


def officer(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Name the officer by the row."""
    return {"officer": officers_of(case.agency).get(public_id=typed["officer"])}


def wrong(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Name the record by its row."""
    return typed | {"wrong": _event(case, typed["wrong"])}


def file(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Read the file, whose name and content the act keeps."""
    sent = typed.pop("file")
    if sent.size > MOST_BYTES:
        raise Refused(f"文件有{sent.size / 1024 / 1024:.0f} MB，超过50 MB；请分开或者压缩以后再加入。")
    event = _event(case, typed["event"]) if typed["event"] else None
    return typed | {"name": sent.name, "data": sent.read(), "event": event}


def current_decision(case: Application) -> Decision | None:
    """Give the draft that waits to be reviewed or signed."""
    waiting = (Decision.State.DRAFT, Decision.State.REVIEWED)
    found: Decision | None = (
        Decision.objects.for_agency(case.agency_id)
        .filter(application=case, state__in=waiting)
        .order_by("pk")
        .last()
    )
    return found


def with_decision(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Add the draft it is about."""
    decision = current_decision(case)
    if decision is None:
        raise Refused("没有等待审核、签发的答复稿，请先拟答复。")
    return typed | {"decision": decision}


def _many(given: _Given, name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    return (
        min(max(int(text), usual), most) if text.isascii() and text.isdecimal() and len(text) < 4 else usual
    )


def split_fields(case: Application, given: _Given) -> dict[str, forms.Field]:
    """Ask for what each piece asks for."""
    return {
        f"content_{number}": long(f"第{number}件的内容", needed=number <= 2, rows=3)
        for number in range(1, _many(given, "parts", 4, MOST_PIECES) + 1)
    }


def split(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Gather the pieces."""
    return {"contents": [text for text in typed.values() if text.strip()]}


def _endings() -> list[tuple[str, list[tuple[str, str]]]]:
    """List what can become of a part: outcome and ground together, so that what does not fit cannot be chosen."""
    return [
        (
            group.term,
            [
                (f"{one.key}|{ground.key}", f"{one.term}：{_short(ground)}")
                for one in group.outcomes
                for ground in needs_of(one).grounds
            ],
        )
        for group in OutcomeGroup
    ]


def _short(ground: Ground) -> str:
    return ground.text.replace("《中华人民共和国政府信息公开条例》", "条例")


def ending_words(outcome: str, ground: str) -> str:
    """Say outcome and ground of a part."""
    return f"{Outcome(outcome).term}（{_short(Ground(ground))}）"


def draft_fields(case: Application, given: _Given) -> dict[str, forms.Field]:
    """Ask for the parts of the answer, and what goes with it."""
    found: dict[str, forms.Field] = {"on": day("拟稿之日", today=True)}
    number = _many(given, "parts", 1, MOST_PARTS)
    for part in range(1, number + 1):
        name = f"第{part}部分：" if number > 1 else ""
        found[f"ending_{part}"] = choice(f"{name}办理结果和依据", _endings(), needed=part == 1)
        if not case.secret:
            found[f"reason_{part}"] = long(f"{name}理由", "予以公开的可以不写", needed=False)
    # a case on a state secret keeps no texts: that there is a reason is what the law asks to be looked at
    found |= unless_secret(
        case,
        access=long(
            "获取的方式、途径和时间",
            "予以公开、部分公开的必填：随函附送，或者在哪里、怎样、什么时候能得到",
            needed=False,
            rows=3,
        ),
    )
    found["earlier"] = line("原来答复的申请编号", "只有不予重复处理的要填", needed=False, longest=60)
    return found


def parts_of(case: Application, typed: _Typed) -> list[acts.PartOf]:
    """Give the parts as the act takes them."""
    parts = []
    for name, ending in typed.items():
        if name.startswith("ending_") and ending:
            outcome, _, ground = ending.partition("|")
            number = name.removeprefix("ending_")
            reason = "涉密，理由见纸质档案" if case.secret else typed.get(f"reason_{number}", "")
            parts.append(acts.PartOf(outcome, ground, reason))
    return parts


def draft(case: Application, typed: _Typed, given: _Given) -> _Typed:
    """Gather the parts."""
    parts = parts_of(case, typed)
    return {
        "on": typed["on"],
        "parts": parts,
        "access": "见纸质档案" if case.secret else typed["access"],
        "earlier": typed["earlier"],
    }
