"""The story of an item: versions, rounds with their verdicts, withdrawals, other places; the latest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gongkai.portal.models import ItemPage

from .models import Placement, Purge, Round, Verdict, Withdrawal

__all__ = ["Happening", "rounds_of", "story_of"]


@dataclass(frozen=True)
class Happening:
    """One thing that happened. `what` names it, `words` is what was said, `notes` are further lines, `marks` short labels.

    `kind` colours it (good, bad, plain); `round` and `verdict` lead to papers; `on` is the legal day where it differs from `at`.
    """

    at: datetime
    who: str
    what: str
    words: str = ""
    kind: str = "plain"
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    on: date | None = None
    round: Round | None = field(default=None, compare=False)
    verdict: Verdict | None = field(default=None, compare=False)


_COLOURS = {
    Verdict.Kind.APPROVED: "good",
    Verdict.Kind.PUBLISHED: "good",
    Verdict.Kind.RETURNED: "bad",
    Verdict.Kind.DECLINED: "bad",
}


def rounds_of(item: ItemPage) -> list[Round]:
    """List an item's rounds with their verdicts, the latest first; two queries."""
    return list(
        Round.objects.for_agency(item.agency_id)
        .filter(item_id=item.pk)
        .select_related("sent_by", "revision", "assigned_to")
        .prefetch_related(
            "verdicts__person",
            "verdicts__recorded_by",
            "verdicts__handed_to",
            "verdicts__secrecy",
            "verdicts__scan",
        )
        .order_by("-pk")
    )


def story_of(item: ItemPage, rounds: list[Round]) -> list[Happening]:
    """Tell what happened to the item."""
    told = [*_versions(item, {one.revision_id for one in rounds})]
    for one in rounds:
        told += [_verdict(one, verdict) for verdict in one.verdicts.all()]
    told += _afterwards(item)
    return sorted(told, key=lambda one: one.at, reverse=True)


def _versions(item: ItemPage, sent: set[int | None]) -> list[Happening]:
    """Tell of versions: many saves in a row by the same person are one line."""
    told: list[Happening] = []
    row = 0
    for version in item.revisions.select_related("user").order_by("pk"):
        who = str(version.user) if version.user else "系统"
        if told and told[-1].who == who and not told[-1].marks:
            row += 1
            told[-1] = Happening(
                version.created_at, who, "修改草稿", f"连续保存{row}次", marks=_marks(version.pk, sent)
            )
            continue
        row = 1
        told.append(
            Happening(
                version.created_at, who, "修改草稿" if told else "建立草稿", marks=_marks(version.pk, sent)
            )
        )
    return told


def _marks(version: int, sent: set[int | None]) -> tuple[str, ...]:
    return ("送审的版本",) if version in sent else ()


def _verdict(one: Round, verdict: Verdict) -> Happening:
    marks = []
    if verdict.paper:
        marks.append("纸质审批")
    if verdict.proofread:
        marks.append("已校对")
    if verdict.kind == Verdict.Kind.SENT and one.way != Round.Way.NORMAL:
        marks.append(one.get_way_display())
    notes = []
    secrecy = getattr(verdict, "secrecy", None)
    if secrecy is not None:
        doubts = f"；涉及：{'、'.join(secrecy.doubts)}" if secrecy.doubts else ""
        basis = f"；依据：{secrecy.basis}" if secrecy.basis else ""
        notes.append(f"保密审查结论：{secrecy.get_conclusion_display()}{doubts}{basis}")
    if verdict.handed_to:
        notes.append(f"转交给{verdict.handed_to}")
    if verdict.paper and verdict.recorded_by:
        notes.append(f"由{verdict.recorded_by}登记")
    if verdict.kind == Verdict.Kind.SENT:
        notes += _wishes(one)
    kind = Verdict.Kind(verdict.kind)
    what = kind.label if verdict.step is None else f"{verdict.step_name}：{kind.label}"
    return Happening(
        verdict.recorded_at,
        str(verdict.person) if verdict.person else "系统",
        what,
        verdict.comment,
        _COLOURS.get(kind, "plain"),
        tuple(marks),
        tuple(notes),
        verdict.on if verdict.paper else None,
        one,
        verdict,
    )


def _wishes(one: Round) -> list[str]:
    from django.utils import timezone

    return [
        f"{words}：{timezone.localtime(moment):%Y-%m-%d %H:%M}"
        for words, moment in (("定时发布", one.publish_at), ("公示到期", one.expires_at))
        if moment is not None
    ]


def _afterwards(item: ItemPage) -> list[Happening]:
    told: list[Happening] = []
    mine: dict[str, Any] = {"item_id": item.pk}
    for one in (
        Withdrawal.objects.for_agency(item.agency_id).filter(**mine).select_related("by", "reviewed_by")
    ):
        told.append(Happening(one.at, str(one.by or "系统"), "撤回", one.reason, "bad"))
        if one.reviewed_at:
            what = f"复核撤回：{one.get_outcome_display()}"
            told.append(
                Happening(one.reviewed_at, str(one.reviewed_by or "系统"), what, one.review_comment, "good")
            )
    for place in Placement.objects.for_agency(item.agency_id).filter(**mine).select_related("by"):
        words = f"{place.get_kind_display()}{place.place}"
        told.append(Happening(place.at, str(place.by or "系统"), "登记线下公开", words, on=place.on))
    for purge in Purge.objects.for_agency(item.agency_id).filter(**mine).select_related("by"):
        words = f"{purge.get_why_display()}。清除{purge.versions}个版本、{purge.files}个文件。{purge.note}"
        notes = (f"备份仍须处理：{purge.backups}",) if purge.backups else ()
        told.append(Happening(purge.at, str(purge.by or "系统"), "清除内容", words, "bad", notes=notes))
    return told
