"""Decisions one by one: entered, corrected, voided, changed by a later decision, their publication withdrawn.

A row is never written over: what was recorded wrongly is voided (作废) with a reason, and the right row is entered beside it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.registers.models import Decision, DecisionBatch

__all__ = ["FIELDS", "KEEPERS", "change", "correct", "enter", "record_withdrawal", "void"]

KEEPERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
"""The duties that let a person keep the registers."""
FIELDS = (
    "kind",
    "number",
    "decided_on",
    "subject",
    "party",
    "party_name",
    "party_code",
    "result",
    "basis",
    "amount",
)
"""What a person fills in of a decision."""


@act("decision.enter", *KEEPERS)
def enter(doing: Doing, given: dict[str, Any]) -> Decision:
    """Enter a decision; `given` has the values of `FIELDS`. Raises `Refused` for a number that is registered already."""
    made = _enter(doing, given)
    doing.on("decision", str(made.pk))
    doing.note(kind=made.kind, year=made.decided_on.year)
    return made


@act("decision.correct", *KEEPERS)
def correct(doing: Doing, decision: Decision, given: dict[str, Any], reason: str) -> Decision:
    """Void a row that was recorded wrongly and enter the right one in its place; what came of the decision later is taken over."""
    old = _current(decision)
    if all(getattr(old, name) == given.get(name, getattr(old, name)) for name in FIELDS):
        raise Refused("没有改动，不用更正。")
    _void(old, reason)
    later = {name: getattr(old, name) for name in ("changed_on", "withdrawn_on", "never_public")}
    made = _enter(doing, given, **later)
    doing.on("decision", str(old.pk))
    doing.note(kind=old.kind, year=old.decided_on.year, replaced_by=made.pk)
    return made


@act("decision.void", *KEEPERS)
def void(doing: Doing, decision: Decision, reason: str) -> Decision:
    """Void a row that should not be there (登记有误), with a reason. It stays to be seen and counts no more."""
    old = _current(decision)
    _void(old, reason)
    doing.on("decision", str(old.pk))
    doing.note(kind=old.kind, year=old.decided_on.year)
    return old


@act("decision.changed", *KEEPERS)
def change(
    doing: Doing,
    decision: Decision,
    on: date,
    *,
    withdrawn_on: date | None = None,
    never_public: bool = False,
) -> Decision:
    """Record that the decision was changed, revoked or found unlawful or void on a day (变更、撤销、确认违法或者无效).

    It still counts: it was made. Of a penalty that was public the publication is withdrawn within three working days
    (行政处罚法第四十八条、第八十五条); `withdrawn_on` says when that was done, `never_public` that there was nothing to withdraw.
    """
    found = _current(decision)
    if on < found.decided_on:
        raise Refused(f"变更、撤销的日期早于决定日期{found.decided_on}，请核对。")
    if on > timezone.localdate():
        raise Refused("变更、撤销的日期还没有到。")
    _check_withdrawal(on, withdrawn_on, never_public)
    found.changed_on, found.withdrawn_on, found.never_public = on, withdrawn_on, never_public
    found.save(update_fields=["changed_on", "withdrawn_on", "never_public"])
    doing.on("decision", str(found.pk))
    doing.note(on=on.isoformat(), never_public=never_public)
    return found


@act("decision.withdrawn", *KEEPERS)
def record_withdrawal(
    doing: Doing, decision: Decision, withdrawn_on: date | None = None, *, never_public: bool = False
) -> Decision:
    """Record on which day the publication of a changed decision was withdrawn, or that it never was public."""
    found = _current(decision)
    if found.changed_on is None:
        raise Refused("这件决定没有变更、撤销，不用登记撤回。")
    if withdrawn_on is None and not never_public:
        raise Refused("请填写撤回公开信息的日期，或者选“没有公开过”。")
    _check_withdrawal(found.changed_on, withdrawn_on, never_public)
    found.withdrawn_on, found.never_public = withdrawn_on, never_public
    found.save(update_fields=["withdrawn_on", "never_public"])
    doing.on("decision", str(found.pk))
    doing.note(on=withdrawn_on.isoformat() if withdrawn_on else "", never_public=never_public)
    return found


def _check_withdrawal(changed_on: date, withdrawn_on: date | None, never_public: bool) -> None:
    if withdrawn_on is None:
        return
    if never_public:
        raise Refused("填了撤回日期，又选了“没有公开过”；请去掉一项。")
    if withdrawn_on < changed_on:
        raise Refused(f"撤回公开信息的日期早于变更、撤销的日期{changed_on}，请核对。")
    if withdrawn_on > timezone.localdate():
        raise Refused("撤回公开信息的日期还没有到。")


def _current(decision: Decision) -> Decision:
    """Give the row as it is now, held for this act; a void one is not touched any more."""
    found: Decision = Decision.everything.select_for_update(of=("self",)).get(pk=decision.pk)
    if found.void:
        raise Refused("这一条已经作废，不能再办理；请看替代它的登记。")
    return found


def _void(decision: Decision, reason: str) -> None:
    words = reason.strip()
    if not words:
        raise Refused("请写明理由。")
    decision.void, decision.void_reason = True, words[:200]
    decision.save(update_fields=["void", "void_reason"])


def _enter(doing: Doing, given: dict[str, Any], **later: Any) -> Decision:
    values = {name: given[name] for name in FIELDS if name in given}
    if values["decided_on"] > timezone.localdate():
        raise Refused(f"决定日期{values['decided_on']}还没有到。")
    if values.get("party", "") not in (Decision.Party.SOLE, Decision.Party.BODY):
        values |= {"party_name": "", "party_code": ""}  # of a natural person the register keeps no name
    try:
        with transaction.atomic():
            made: Decision = Decision.everything.create(
                agency=doing.agency, recorded_by=doing.person, **values, **later
            )
    except IntegrityError:
        raise Refused(_taken(doing, values)) from None
    return made


def _taken(doing: Doing, values: dict[str, Any]) -> str:
    found = Decision.objects.for_agency(doing.agency.pk).filter(
        kind=values["kind"], number=values["number"], void=False
    )
    other = found.select_related("batch").first()
    if other is not None and other.batch and other.batch.state == DecisionBatch.State.ENTERING:
        return f"文号“{values['number']}”在正在入库的“{other.batch.name}”里；入库完成以后再看。"
    day = f"（{other.decided_on}）" if other is not None else ""
    return f"文号“{values['number']}”已经登记{day}。登记有误的，请打开那一条更正。"
