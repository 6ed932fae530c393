"""Acts on the register of rules and normative documents (规章、行政规范性文件).

What happened is appended and never changed; a mistake is corrected by an event that cancels it. Each act keeps what follows of it,
on the public page too (`document_state`). Days are legal days: they may lie in the past (补登), and an end may lie ahead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.law import registers as law
from gongkai.portal.models import ItemPage
from gongkai.registers.decisions.values import decision_number as number_of
from gongkai.registers.models import Document, DocumentEvent, DocumentMaker
from gongkai.registers.table import events_of

from .document_state import renew

__all__ = [
    "CLEANING",
    "FACTS",
    "KEEPERS",
    "Entry",
    "Happened",
    "Maker",
    "add",
    "change",
    "clean",
    "correct",
    "enter",
    "enter_many",
    "file",
    "happen",
    "known",
    "link",
    "number_of",
]

KEEPERS = (Duty.OFFICER, Duty.REVIEWER, Duty.LEGAL, Duty.HEAD)
"""Who may keep the register."""
FACTS = (
    "kind",
    "title",
    "number",
    "leads",
    "unified_number",
    "legality_by",
    "legality_on",
    "filing_number",
    "filed_on",
    "filed_with",
)
"""What is said of a document besides its events and makers."""
_Kind = DocumentEvent.Kind
CLEANING: Mapping[str, str] = {
    _Kind.KEPT.value: "继续有效",
    _Kind.AMENDED.value: "修改",
    _Kind.REPEALED.value: "废止",
    _Kind.DECLARED_EXPIRED.value: "宣布失效",
}
"""The results a cleaning (清理) may have for a document."""
_FIRST = date(1949, 10, 1)
_AHEAD = timedelta(days=731)
_ENDS = (_Kind.REPEALED, _Kind.DECLARED_EXPIRED)


@dataclass(frozen=True)
class Happened:
    """What happened on a legal day; `kind` is a `DocumentEvent.Kind`."""

    kind: str
    on: date
    valid_until: date | None = None
    by_document: str = ""
    note: str = ""


@dataclass(frozen=True)
class Maker:
    """A body that made the document together with the agency."""

    name: str
    leads: bool = False
    party: bool = False


@dataclass(frozen=True)
class Entry:
    """A document to be entered: its facts (see `FACTS`), makers, the edition it takes the place of, its events, making first."""

    facts: Mapping[str, Any]
    events: tuple[Happened, ...]
    makers: tuple[Maker, ...] = ()
    replaces: Document | None = None


def known(agency_id: int, title: str, number: str, made_on: date) -> Document | None:
    """Give the document that is registered already: of this 文号, else of this title and day where there is no 文号."""
    rows = Document.objects.for_agency(agency_id)
    found: Document | None = (
        rows.filter(number=number).first()
        if number
        else rows.filter(number="", title=title, made_on=made_on).first()
    )
    return found


@act("document.enter", *KEEPERS)
def enter(doing: Doing, entry: Entry) -> Document:
    """Enter a document with its making (制发) and what happened since; the edition it replaces is repealed by it."""
    document = add(doing, entry)
    doing.on("document", document.public_id)
    doing.note(number=document.number, made_on=entry.events[0].on.isoformat())
    return document


@act("document.import", *KEEPERS)
def enter_many(doing: Doing, entries: Sequence[Entry]) -> int:
    """Enter many documents at once, all or none; how many. Raises `Refused` for the first that may not be entered."""
    for entry in entries:
        add(doing, entry)
    doing.on("agency", doing.agency.public_id)
    doing.note(documents=len(entries))
    return len(entries)


def add(doing: Doing, entry: Entry) -> Document:
    """Write an entry inside an act. Raises `Refused`."""
    facts = _facts(entry.facts)
    made, *since = entry.events
    if made.kind != _Kind.MADE:
        raise Refused("要先写制发日期。")
    document = Document(agency=doing.agency, created_by=doing.person, **facts)
    _require_made(made)
    double = known(doing.agency.pk, document.title, document.number, made.on)
    if double is not None:
        words = f"文号“{document.number}”" if document.number else f"“{document.title}”（{made.on:%Y-%m-%d}）"
        raise Refused(f"{words}已经登记过，请打开那一条办理。")
    _require_makers(document, entry.makers)
    old = _own(doing, entry.replaces) if entry.replaces is not None else None
    document.replaces = old
    document.save()
    DocumentMaker.objects.bulk_create(
        DocumentMaker(document=document, name=one.name, leads=one.leads, party=one.party)
        for one in entry.makers
    )
    for happened in (made, *sorted(since, key=lambda one: one.on)):
        _append(doing, document, happened)
    renew(document)
    if old is not None and law.state_on(events_of(old), made.on).in_force:
        by = document.number or document.title
        try:
            _append(doing, old, Happened(_Kind.REPEALED, made.on, by_document=by[:200], note="被新文件代替"))
        except Refused as refused:
            raise Refused(f"代替的旧文件“{old.title}”：{refused.message}") from refused
        renew(old)
    return document


@act("document.change", *KEEPERS)
def change(doing: Doing, document: Document, facts: Mapping[str, Any], makers: Sequence[Maker]) -> Document:
    """Correct what is said of a document besides its events: title, 文号, who made it, legality review."""
    document = _own(doing, document)
    before = {name: getattr(document, name) for name in FACTS}
    for name, value in _facts({**before, **facts}).items():
        setattr(document, name, value)
    if (
        document.number
        and document.number != before["number"]
        and Document.objects.for_agency(doing.agency.pk)
        .filter(number=document.number)
        .exclude(pk=document.pk)
        .exists()
    ):
        raise Refused(f"文号“{document.number}”已经登记在另一份文件上。")
    _require_makers(document, makers)
    document.save()
    document.makers.all().delete()
    DocumentMaker.objects.bulk_create(
        DocumentMaker(document=document, name=one.name, leads=one.leads, party=one.party) for one in makers
    )
    doing.note(fields=[name for name in FACTS if getattr(document, name) != before[name]])
    return document


@act("document.event", *KEEPERS)
def happen(doing: Doing, document: Document, happened: Happened) -> DocumentEvent:
    """Record what happened to a document: amended, partly or wholly repealed, extended, expired, kept. Raises `Refused`."""
    document = _own(doing, document)
    event = _append(doing, document, happened)
    renew(document)
    doing.note(kind=event.kind, on=event.on.isoformat(), number=event.number)
    return event


@act("document.correct", *KEEPERS)
def correct(
    doing: Doing, event: DocumentEvent, reason: str, instead: Happened | None = None
) -> DocumentEvent:
    """Cancel a record that was wrong, with a reason, and record what is right in its place. Nothing is taken out."""
    document = _own(doing, event.document)
    wrong = document.events.filter(pk=event.pk).first()
    if wrong is None or wrong.kind == _Kind.CANCELLED or document.events.filter(cancels=wrong).exists():
        raise Refused("这条登记已经更正过。")
    reason = _line(reason)[:300]
    if not reason:
        raise Refused("更正登记要写明理由。")
    if wrong.kind == _Kind.MADE and instead is None:
        raise Refused("制发登记有误的，请写明正确的制发日期；不能只作废。")
    cancelling = DocumentEvent.objects.create(
        document=document,
        number=_next(document),
        kind=_Kind.CANCELLED,
        on=timezone.localdate(),
        note=reason,
        cancels=wrong,
        recorded_by=doing.person,
    )
    if instead is not None:
        _append(doing, document, instead)
    _require_sound(document)
    renew(document)
    doing.note(cancelled=wrong.number, kind=wrong.kind)
    return cancelling


@act("document.link", *KEEPERS)
def link(doing: Doing, document: Document, item: ItemPage | None) -> Document:
    """Say which page publishes the document (None: none any more); the page takes its mark of validity from the register."""
    document = _own(doing, document)
    if item is not None:
        found = ItemPage.objects.filter(pk=item.pk, agency=doing.agency).first()
        if found is None:
            raise Refused("没有这条信息。")
        other = (
            Document.objects.for_agency(doing.agency.pk).filter(item=found).exclude(pk=document.pk).first()
        )
        if other is not None:
            raise Refused(f"这个页面已经关联“{other.title}”，一个页面只对应一份文件。")
    document.item = item
    document.save(update_fields=["item"])
    document.refresh_from_db()
    renew(document)
    doing.note(item=item.slug if item is not None else "")
    return document


@act("document.file", *KEEPERS)
def file(doing: Doing, document: Document, number: str, on: date, filed_with: str) -> Document:
    """Record that the document was filed (备案): number, day, with whom."""
    document = _own(doing, document)
    number, filed_with = _line(number)[:60], _line(filed_with)[:100]
    if not number:
        raise Refused("请写备案号。")
    if on > timezone.localdate():
        raise Refused("备案日期不能晚于今天。")
    if document.made_on and on < document.made_on:
        raise Refused(f"备案日期早于制发日期（{document.made_on:%Y-%m-%d}），请核对。")
    document.filing_number, document.filed_on, document.filed_with = number, on, filed_with
    document.save(update_fields=["filing_number", "filed_on", "filed_with"])
    doing.note(filing_number=number, on=on.isoformat())
    return document


@act("document.clean", *KEEPERS)
def clean(
    doing: Doing, on: date, by_document: str, results: Sequence[tuple[Document, str]], note: str = ""
) -> int:
    """Record the results of a cleaning (清理) of many documents in one act; how many. All or none."""
    by_document = _line(by_document)
    if not by_document:
        raise Refused("请写公布清理结果的文件（文号或者标题）。")
    if not results:
        raise Refused("还没有选择任何文件的清理结果。")
    if on > timezone.localdate():
        raise Refused("清理结果的日期不能晚于今天。")
    counts = dict.fromkeys(CLEANING, 0)
    for one, result in results:
        if result not in CLEANING:
            raise Refused("清理结果应为继续有效、修改、废止、宣布失效之一。")
        document = _own(doing, one)
        try:
            _append(doing, document, Happened(result, on, by_document=by_document, note=note or "清理"))
        except Refused as refused:
            raise Refused(f"“{document.title}”：{refused.message}没有保存任何一份的结果。") from refused
        renew(document)
        counts[result] += 1
    doing.on("agency", doing.agency.public_id)
    doing.note(on=on.isoformat(), by_document=by_document[:100], **counts)
    return len(results)


def _own(doing: Doing, document: Document) -> Document:
    """Fetch the document anew, locked; refuses another agency's."""
    found: Document | None = (
        Document.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=document.pk).first()
    )
    if found is None:
        raise Refused("没有这份文件。")
    doing.on("document", found.public_id)
    return found


def _append(doing: Doing, document: Document, happened: Happened) -> DocumentEvent:
    happened = replace(
        happened, by_document=_line(happened.by_document)[:200], note=_line(happened.note)[:300]
    )
    _require_possible(document, happened)
    return DocumentEvent.objects.create(
        document=document,
        number=_next(document),
        kind=happened.kind,
        on=happened.on,
        valid_until=happened.valid_until if happened.kind in (_Kind.MADE, _Kind.EXTENDED) else None,
        by_document=happened.by_document,
        note=happened.note,
        recorded_by=doing.person,
    )


def _next(document: Document) -> int:
    return (document.events.aggregate(last=Max("number"))["last"] or 0) + 1


def _require_made(made: Happened) -> None:
    if made.on > timezone.localdate():
        raise Refused("制发日期不能晚于今天。")
    if made.on < _FIRST:
        raise Refused("制发日期早于1949年10月1日，请核对。")
    if made.valid_until is not None and made.valid_until < made.on:
        raise Refused("有效期的最后一天早于制发日期，请核对。")


def _require_possible(document: Document, happened: Happened) -> None:
    """Refuse what cannot have happened after what is registered already."""
    found = events_of(document)
    made = next((event for event in found.events if event.kind == law.EventKind.MADE), None)
    if happened.kind == _Kind.MADE:
        if made is not None:
            raise Refused("已经登记过制发；日期有误的，请更正原来的登记。")
        _require_made(happened)
        return
    if happened.kind not in _Kind.values or happened.kind == _Kind.CANCELLED:
        raise Refused("没有这种变动。")
    label = _Kind(happened.kind).label
    if made is None:
        raise Refused("还没有登记制发，请先登记制发日期。")
    if happened.on < made.on:
        raise Refused(f"{label}的日期早于制发日期（{made.on:%Y-%m-%d}），请核对。")
    if happened.on > timezone.localdate() + (timedelta() if happened.kind == _Kind.KEPT else _AHEAD):
        raise Refused(f"{label}的日期太晚（{happened.on:%Y-%m-%d}），请核对。")
    state = law.state_on(found, happened.on)
    if state == law.State.REPEALED:
        raise Refused(
            f"文件到{happened.on:%Y-%m-%d}已经废止，不能再登记{label}；原来的登记有误的，请先更正。"
        )
    if state == law.State.EXPIRED:
        until = law.valid_until_on(found, happened.on)
        when = f"（有效期至{until:%Y-%m-%d}）" if until and until < happened.on else ""
        more = "；有效期届满的文件不能延长，应当重新制发" if happened.kind == _Kind.EXTENDED else ""
        raise Refused(f"文件到{happened.on:%Y-%m-%d}已经失效{when}，不能再登记{label}{more}。")
    if happened.kind == _Kind.EXTENDED and happened.valid_until and happened.valid_until <= happened.on:
        raise Refused("延长后的有效期应晚于延长的日期。")
    if happened.kind in _ENDS:
        later = [event for event in found.events if event.on > happened.on]
        if later:
            raise Refused(
                f"{later[0].on:%Y-%m-%d}还登记有别的变动，晚于这次{label}；请核对日期，或者先更正那一条。"
            )


def _require_sound(document: Document) -> None:
    """Refuse a correction after which another record would come before the making."""
    found = events_of(document)
    made = next((event for event in found.events if event.kind == law.EventKind.MADE), None)
    early = [event for event in found.events if made is None or event.on < made.on]
    if early:
        raise Refused(f"更正后，{early[0].on:%Y-%m-%d}的登记会早于制发日期；请核对。")


def _facts(given: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: given[name] for name in FACTS if name in given}
    for name, value in facts.items():
        if isinstance(value, str):
            field = Document._meta.get_field(name)
            line = number_of(value) if name == "number" else _line(value)
            if len(line) > (field.max_length or 255):
                raise Refused(f"{field.verbose_name}太长，最多{field.max_length}个字。")
            facts[name] = line
    if not facts.get("title"):
        raise Refused("请写文件的标题。")
    if facts.get("kind", Document.Kind.NORMATIVE) not in Document.Kind.values:
        raise Refused("种类应为规章或者行政规范性文件。")
    today = timezone.localdate()
    for name, label in (("legality_on", "合法性审核日期"), ("filed_on", "备案日期")):
        if facts.get(name) and facts[name] > today:
            raise Refused(f"{label}不能晚于今天。")
    return facts


def _require_makers(document: Document, makers: Sequence[Maker]) -> None:
    leading = [one for one in makers if one.leads]
    if len(leading) > 1:
        raise Refused("牵头机关只能有一个。")
    if document.leads and leading:
        raise Refused("本机关牵头的，其他联合发文机关不能再标为牵头。")
    if not document.leads and not leading:
        raise Refused("不是本机关牵头的，请写明牵头机关；年度报告由牵头机关统计。")
    names = [one.name for one in makers]
    if len(set(names)) < len(names):
        raise Refused("同一个联合发文机关写了两次。")


def _line(words: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())
