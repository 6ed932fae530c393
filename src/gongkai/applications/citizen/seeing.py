"""A case as its applicant may see it: how it stands in plain words, what happened, what was written to him, what he may do now.

Not shown are who works on it, what the office notes for itself, whom else it asked, and an answer before it is served.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.applications.history import live
from gongkai.applications.models import Application, CaseFile, Event, EventKind, Paper
from gongkai.applications.queries import clock_of
from gongkai.applications.services.applicant import RATINGS
from gongkai.law.events import Way
from gongkai.law.explaining import chinese_day
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status

__all__ = ["Happening", "View", "files_for", "view_of"]

_PLAIN: Mapping[Status, str] = {
    Status.AWAITING_CONFIRMATION: "本机关已经收到您在网上提交的申请，会尽快与您联系确认。双方确认之日为收到申请之日，答复期限从那天起算（条例第三十一条）。",
    Status.IN_HAND: "正在办理。",
    Status.AWAITING_CORRECTION: "申请的内容还不够明确，请按下面的说明补正。收到补正以前，答复期限不走；收到之日起重新计算（条例第三十条）。",
    Status.CONSULTING: "正在征求有关方面的意见，所需时间不计算在答复期限内（条例第三十三条）。",
    Status.EXTENDED: "答复期限已经延长，正在办理。",
    Status.AWAITING_PAYMENT: "请按收费通知缴纳信息处理费。缴费的次日起，答复期限重新计算。",
    Status.LAPSED: "补正或者缴费的期限已经过了，本机关可以按视为放弃申请处理。有正当理由的，请马上补上或者说明。",
    Status.ANSWERED: "已经作出答复，正在送达。",
    Status.CLOSED: "答复见下面。",
    Status.NOT_CORRECTED: "没有在期限内补正，也没有说明正当理由，视为放弃申请，不再处理（条例第三十条）。您可以重新申请。",
    Status.NOT_PAID: "没有在期限内缴费，视为放弃申请，不再处理。您可以重新申请。",
    Status.WITHDRAWN: "您已经撤回这件申请，不再处理。",
    Status.SPLIT: "您申请了几项信息，已经分成几件，各有编号，分别答复。用同一个查询码可以查每一件。",
    Status.PASSED_ON: "已经转送有权处理的机关。",
}
_SHOWN: Mapping[str, str] = {
    EventKind.SUBMITTED: "您提交了申请",
    EventKind.SIGNED_FOR: "本机关签收了您的信件",
    EventKind.CONTACT_FAILED: "本机关与您联系，没有联系上",
    EventKind.CONFIRMED: "本机关与您确认收到申请",
    EventKind.CORRECTION_REQUESTED: "本机关请您补正",
    EventKind.CORRECTED: "收到您的补正",
    EventKind.REASONS_REQUESTED: "本机关请您说明理由",
    EventKind.REASONS_GIVEN: "收到您说明的理由",
    EventKind.DELAY_SET: "本机关确定了延迟答复的期限",
    EventKind.EXTENDED: "本机关延长了答复期限",
    EventKind.THIRD_PARTY_CONSULTED: "本机关征求第三方的意见",
    EventKind.THIRD_PARTY_ANSWERED: "收到第三方的意见",
    EventKind.CO_MAKER_CONSULTED: "本机关征求共同制作机关的意见",
    EventKind.CO_MAKER_ANSWERED: "收到共同制作机关的意见",
    EventKind.AGENCY_CONSULTED: "本机关征求其他机关的意见",
    EventKind.AGENCY_ANSWERED: "收到其他机关的意见",
    EventKind.FEE_NOTIFIED: "本机关通知缴纳信息处理费",
    EventKind.FEE_PAID: "收到您缴纳的信息处理费",
    EventKind.SERVED: "答复已经送达",
    EventKind.GIVEN_UP: "视为放弃，办结",
    EventKind.WITHDRAWN: "您撤回了申请",
    EventKind.REOPENED: "重新办理",
    EventKind.SPLIT: "分成几件办理",
    EventKind.PASSED_ON: "转送其他机关",
    EventKind.TIME_ASKED: "您请求延长补正期限",
    EventKind.TIME_GIVEN: "本机关延长了补正期限",
    EventKind.PAYMENT_REPORTED: "您告知已经缴费",
    EventKind.ACKNOWLEDGED: "您确认收到答复",
    EventKind.RATED: "您作了评价",
}
_LETTERS = {
    EventKind.CORRECTION_REQUESTED,
    EventKind.TIME_GIVEN,
    EventKind.REASONS_REQUESTED,
    EventKind.EXTENDED,
    EventKind.DELAY_SET,
}
"""Kinds of event whose letter went to the applicant."""
_OWN = {
    EventKind.CORRECTED,
    EventKind.REASONS_GIVEN,
    EventKind.WITHDRAWN,
    EventKind.TIME_ASKED,
    EventKind.RATED,
}


@dataclass(frozen=True)
class Happening:
    """One line of the story: day, what happened, further facts, and the words written, each with who wrote them."""

    on: date
    what: str
    facts: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    kind: str = ""


@dataclass
class View:
    """What the page of an application shows."""

    status: Status
    plain: str
    due: str = ""
    due_note: str = ""
    steps: Sequence[Any] = ()
    story: list[Happening] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)
    correction: Happening | None = None
    reply_by: date | None = None
    fee: dict[str, Any] | None = None
    outcome: str = ""
    decision_number: str = ""
    access: str = ""
    reason: str = ""
    files: list[CaseFile] = field(default_factory=list)
    into: list[str] = field(default_factory=list)
    rating: str = ""


def view_of(case: Application) -> View:
    """Work out what the applicant sees today. `case` was found by number and query code, or by the key of one that was."""
    events = live(
        Event.objects.for_agency(case.agency_id).filter(application=case).order_by("on", "sequence")
    )
    papers: dict[int | None, list[Paper]] = {}
    for paper in Paper.objects.for_agency(case.agency_id).filter(application=case):
        papers.setdefault(paper.event_id, []).append(paper)
    clock = clock_of(case)
    status = Status(case.status)
    seen = View(status, _PLAIN[status], steps=clock.steps)
    seen.story = [_happening(one, papers.get(one.pk, [])) for one in events if one.kind in _SHOWN]
    if case.due_on and status.open and status is not Status.ANSWERED:
        seen.due = chinese_day(case.due_on)
        if case.provisional:
            seen.due_note = "那一年的放假安排还没有公布，这个日期是暂按，公布后可能变动。"
        elif case.due_on < timezone.localdate():
            seen.due_note = "已经超过期限。您可以向本机关询问，也可以依法投诉、申请行政复议或者提起行政诉讼（条例第五十一条）。"
    kinds = {one.kind for one in events}
    _asked(seen, events)
    _answer(seen, case, events, papers)
    last = {one.kind: one.sequence for one in sorted(events, key=lambda one: one.sequence)}
    has_it = last.get(EventKind.ACKNOWLEDGED, 0) > last.get(EventKind.SERVED, 0)
    seen.acts = _acts(status, kinds, bool(seen.outcome) and not has_it)
    return seen


def files_for(case: Application) -> list[CaseFile]:
    """List the files handed out with the answer; none before it is served, none of a case on a state secret."""
    if case.secret or not _served(case):
        return []
    return list(CaseFile.objects.for_agency(case.agency_id).filter(application=case, for_applicant=True))


def _served(case: Application) -> bool:
    events = live(Event.objects.for_agency(case.agency_id).filter(application=case))
    return _answered(events) is not None


def _happening(event: Any, papers: Sequence[Paper]) -> Happening:
    words = []
    for paper in papers:
        if event.kind in _LETTERS and paper.kind == Paper.Kind.LETTER:
            words.append(("本机关的说明", paper.text))
        elif event.kind in _OWN and paper.kind == Paper.Kind.ANSWER:
            words.append(("您写的", paper.text))
        elif event.kind == EventKind.SUBMITTED and paper.kind == Paper.Kind.CONTENT:
            words.append(("申请的内容", paper.text))
    return Happening(event.on, _SHOWN[event.kind], tuple(_facts(event)), tuple(words), str(event.kind))


def _facts(event: Any) -> list[str]:
    data, found = event.data, []
    if day := data.get("reply_by"):
        found.append(f"请在{chinese_day(date.fromisoformat(day))}以前回复")
    if day := data.get("until"):
        found.append(f"到{chinese_day(date.fromisoformat(day))}")
    if days := data.get("working_days"):
        found.append(f"延长{days}个工作日")
    if event.kind == EventKind.FEE_NOTIFIED and data.get("amount"):
        found.append(f"应缴{data['amount']}元")
    if event.kind == EventKind.SERVED and data.get("way"):
        found.append(Way(data["way"]).term)
    if numbers := data.get("into"):
        found.append(f"编号：{'、'.join(numbers)}")
    if rating := data.get("rating"):
        found.append(RATINGS.get(rating, ""))
    return found


def _asked(seen: View, events: Sequence[Any]) -> None:
    """Take out what the applicant must answer to: the last correction request, the last fee notice."""
    for one, shown in ((event, line) for event in events for line in seen.story if line.kind == event.kind):
        if one.kind == EventKind.CORRECTION_REQUESTED:
            seen.correction = shown
            if day := one.data.get("reply_by"):
                seen.reply_by = date.fromisoformat(day)
        elif one.kind == EventKind.TIME_GIVEN:
            seen.reply_by = date.fromisoformat(one.data["reply_by"])
        elif one.kind == EventKind.FEE_NOTIFIED:
            steps = [
                {"first": first, "last": last, "count": last - first + 1, "rate": rate}
                for first, last, rate in one.data.get("steps", ())
            ]
            pages = "pages" in one.data.get("counting", {})
            seen.fee = {
                "amount": one.data.get("amount"),
                "steps": steps,
                "unit": "页" if pages else "件",
                "number": one.data.get("number", ""),
                "on": one.on,
            }
        elif one.kind == EventKind.SPLIT:
            seen.into = list(one.data.get("into", ()))
        elif one.kind == EventKind.RATED:
            seen.rating = RATINGS.get(one.data.get("rating"), "")


def _answer(
    seen: View, case: Application, events: Sequence[Any], papers: Mapping[int | None, Sequence[Paper]]
) -> None:
    decided = _answered(events)
    if decided is None:
        return
    if outcome := decided.data.get("outcome"):
        seen.outcome = Outcome(outcome).term
    seen.decision_number = decided.data.get("number", "")
    # the words of an answer stand with its draft: the last one before it was signed
    drafts = [one.pk for one in events if one.kind == EventKind.DRAFTED and one.sequence < decided.sequence]
    for paper in papers.get(max(drafts), ()) if drafts else ():
        if paper.kind == Paper.Kind.ACCESS:
            seen.access = paper.text
        elif paper.kind == Paper.Kind.REASON:
            seen.reason = paper.text
    seen.files = files_for(case)


def _answered(events: Sequence[Any]) -> Any:
    """Give the last decision, once it is served; None before."""
    decided = [one for one in events if one.kind == EventKind.DECIDED]
    served = [one.sequence for one in events if one.kind == EventKind.SERVED]
    last = max(decided, key=lambda one: one.sequence, default=None)
    return last if last is not None and served and max(served) > last.sequence else None


def _acts(status: Status, kinds: set[str], to_acknowledge: bool) -> set[str]:
    """Say what the applicant may do now; the acts themselves look again."""
    found = set()
    if status in (Status.AWAITING_CORRECTION, Status.LAPSED) and EventKind.CORRECTION_REQUESTED in kinds:
        found |= {"correct", "time"}
    if status is Status.AWAITING_PAYMENT and EventKind.PAYMENT_REPORTED not in kinds:
        found.add("paid")
    if EventKind.REASONS_REQUESTED in kinds and EventKind.REASONS_GIVEN not in kinds and status.open:
        found.add("reasons")
    if status.open and status is not Status.ANSWERED:
        found.add("withdraw")
    if to_acknowledge:
        found.add("acknowledge")
    if not status.open and status is not Status.SPLIT and EventKind.RATED not in kinds:
        found.add("rate")
    return found
