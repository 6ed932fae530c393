"""Counting rows and derived columns against the events: what differs is named, or written anew (`gongkai cases recompute`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from gongkai.calendar.queries import calendar
from gongkai.law.counting import Reading

from .deriving import Derived, counting_row, derive, derived_of, reading, write
from .history import has
from .models import Application, CountingRow, EventKind, Person

__all__ = ["Finding", "check", "recompute"]

_CHUNK = 500
_ROW_FIELDS = ("agency_id", "applicant_kind", "entered_on", "entered_year", "left_on", "left_year", "outcome")
_WORDS = {
    "status": "状态",
    "received_on": "收到之日",
    "due_on": "答复期限",
    "provisional": "期限暂按",
    "outcome": "办理结果",
    "closed_on": "办结日期",
    "late": "逾期",
    "last_event": "最后一项记录",
    "problems": "不合规的记录数",
    "agency_id": "机关",
    "applicant_kind": "申请人类别",
    "entered_on": "收到日期",
    "entered_year": "收到年度",
    "left_on": "办结日期",
    "left_year": "办结年度",
}


@dataclass(frozen=True)
class Finding:
    """Something that is not as the events say: agency, number of the case, a stable code, and a Chinese sentence."""

    agency: str
    case: str
    code: str
    message: str


def check(agency_id: int | None = None) -> Iterator[Finding]:
    """Compare every case with its events, as of the day it was last derived; then look for numbers missing and cases entered twice."""
    by = reading()
    for cases in _chunks(agency_id):
        rows = CountingRow.objects.everywhere("核对").in_bulk([case.pk for case in cases])
        for case in cases:
            yield from _compare(case, rows.get(case.pk), by)
    yield from _gaps(agency_id)
    yield from _doubles(agency_id)


def recompute(agency_id: int | None = None, today: date | None = None) -> tuple[int, int]:
    """Write what follows of the events today; how many cases, and how many of them changed besides the day."""
    day, by, days = today or timezone.localdate(), reading(), calendar()
    done = changed = 0
    found = Application.objects.everywhere("重新推算")
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    last = 0
    while pks := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_CHUNK]):
        last = pks[-1]
        for pk in pks:
            with transaction.atomic():
                case = Application.objects.everywhere("重新推算").select_for_update(of=("self",)).get(pk=pk)
                derived = derived_of(case, day, days, by)
                row = CountingRow.objects.everywhere("重新推算").filter(pk=pk).first()
                differs = _columns(case, derived) or _row(case, row, derived)
                if differs or case.derived_on != day:
                    write(case, derived)
                changed += bool(differs)
                done += 1
    return done, changed


def _chunks(agency_id: int | None) -> Iterator[list[Application]]:
    found = Application.objects.everywhere("核对").select_related("agency").prefetch_related("events")
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    last = 0
    while chunk := list(found.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _compare(case: Application, row: CountingRow | None, by: Reading) -> Iterator[Finding]:
    events = list(case.events.all())
    pieces: list[list[Any]] = []
    if by.split == "once" and has(events, EventKind.SPLIT):
        pieces = [list(piece.events.all()) for piece in case.pieces.all()]
    derived = derive(case, events, case.derived_on or timezone.localdate(), calendar(), by, pieces=pieces)
    name = (case.agency.full_name, case.number)
    if not events:
        yield Finding(*name, "no_events", "没有任何办理记录")
    numbers = sorted(event.sequence for event in events)
    if numbers != list(range(1, len(numbers) + 1)):
        yield Finding(*name, "events_missing", "办理记录的序号不连续，可能被删过")
    for words in _columns(case, derived):
        yield Finding(*name, "derived", words)
    for words in _row(case, row, derived):
        yield Finding(*name, "counting", words)


def _columns(case: Application, derived: Derived) -> list[str]:
    return [
        f"{_WORDS[column]}记为{_shown(getattr(case, column))}，按办理记录应为{_shown(value)}"
        for column, value in derived.columns.items()
        if column != "derived_on" and getattr(case, column) != value
    ]


def _row(case: Application, row: CountingRow | None, derived: Derived) -> list[str]:
    wanted = counting_row(case, derived.counted)
    if wanted is None:
        return [] if row is None else ["不应计入统计，却有计数"]
    if row is None:
        return ["应计入统计，却没有计数"]
    return [
        f"计数的{_WORDS[name]}记为{_shown(getattr(row, name))}，按办理记录应为{_shown(getattr(wanted, name))}"
        for name in _ROW_FIELDS
        if getattr(row, name) != getattr(wanted, name)
    ]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in (None, "") else str(value)


def _gaps(agency_id: int | None) -> Iterator[Finding]:
    found = Application.objects.everywhere("核对")
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    series = found.order_by().values("agency", "agency__full_name", "year")
    for one in series.annotate(many=Count("pk"), last=Max("sequence"), first=Min("sequence")):
        if one["first"] != 1 or one["last"] != one["many"]:
            own = found.filter(agency=one["agency"], year=one["year"])
            there = set(own.values_list("sequence", flat=True))
            missing = [number for number in range(1, one["last"] + 1) if number not in there]
            words = "、".join(f"{one['year']}-{number:04d}" for number in missing[:20])
            yield Finding(
                one["agency__full_name"], "", "numbers_missing", f"编号不连续，缺{len(missing)}个：{words}"
            )


def _doubles(agency_id: int | None) -> Iterator[Finding]:
    """Name cases that say the same words, came the same day and are of the same person: likely one application entered twice."""
    found = Application.objects.everywhere("核对").exclude(content_hash="").exclude(received_on=None)
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    groups = (
        found.order_by()
        .values("agency", "content_hash", "received_on")
        .annotate(many=Count("pk"))
        .filter(many__gt=1)
    )
    for group in groups.iterator():
        alike = found.filter(
            agency=group["agency"], content_hash=group["content_hash"], received_on=group["received_on"]
        ).select_related("agency")
        cases = sorted(alike, key=lambda case: (_who(case), case.pk))
        whose = {case.pk: _who(case) for case in cases}
        nameless = [case for case in cases if not whose[case.pk]]
        for _, same in groupby(cases, key=lambda case: whose[case.pk]):
            yield from _name_doubles(list(same) + (nameless if len(cases) > len(nameless) else []))


def _who(case: Application) -> str:
    hashes = Person.objects.everywhere("核对").filter(application=case, role=Person.Role.APPLICANT)
    return "|".join(sorted(one for one in hashes.values_list("identity_hash", flat=True) if one))


def _name_doubles(cases: Iterable[Application]) -> Iterator[Finding]:
    first, *others = sorted(set(cases), key=lambda case: case.pk)
    for other in others:
        yield Finding(
            other.agency.full_name,
            other.number,
            "doubled",
            f"与{first.number}的申请人、内容和收到之日相同，可能是同一件申请登记了两次",
        )
