"""Who may decide at which step of a round: the rules of review, asked by acts and pages alike.

政府信息公开条例第十七条 (a mechanism of review), 保密法第三十五条 and 保密法实施条例第四十二条 (confidentiality review first, item by item).
How many people it takes is local practice (三审三校); what never gives way is that two people are needed: who made or sent an
item does not decide on its publication.
"""

from __future__ import annotations

from typing import Any

from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.queries import duties_of

from .models import STANDARD, ReviewPlan, Round, Verdict

__all__ = ["plan_of", "refusal", "steps_for", "waiting_for"]

_URGENT = [{"name": "紧急签发", "duty": Duty.URGENT.value, "secrecy": True}]
_WORDING = [{"name": "勘误复核", "duty": Duty.REVIEWER.value, "secrecy": False}]


def plan_of(agency: Agency, kind: str) -> ReviewPlan:
    """Give the plan for a kind of item (the model's name): the kind's own, else the agency's, else the standard one, not saved."""
    plans = {plan.kind: plan for plan in ReviewPlan.objects.for_agency(agency.pk).filter(kind__in=("", kind))}
    return (
        plans.get(kind) or plans.get("") or ReviewPlan(agency=agency, steps=[dict(one) for one in STANDARD])
    )


def steps_for(agency: Agency, kind: str, way: str) -> tuple[list[dict[str, Any]], bool]:
    """Give the steps a round of this way goes through, and whether one person may hold several."""
    if way == Round.Way.URGENT:
        return [dict(step) for step in _URGENT], True
    if way == Round.Way.WORDING:
        return [dict(step) for step in _WORDING], True
    plan = plan_of(agency, kind)
    return [dict(step) for step in plan.steps], plan.several


def refusal(person: User, one: Round, *, paper: bool = False) -> str:
    """Give the reason in Chinese why the person may not decide at the step the round waits at; "" if he or she may.

    Being a superuser gives no right here. `paper` words it for somebody whose signature is entered.
    """
    who = "签字人" if paper else "您"
    step = one.current
    if step is None:
        return "这次送审已经结束，不能再审核。"
    held = {duty for agency, duty in duties_of(person) if agency == one.agency_id}
    if one.assigned_to_id is not None:
        if one.assigned_to_id != person.pk:
            return f"“{step['name']}”已转交{one.assigned_to}办理。"
    elif step["duty"] not in held:
        return f"“{step['name']}”应由{one.agency.short_name}的{Duty(step['duty']).label}办理，{who}没有这项职责。"
    made = one.makers.filter(pk=person.pk).exists()
    if made and one.is_last:
        return f"{who}是这条信息的拟稿人或者送审人，不能由同一个人签发。"
    if not one.several:
        if made:
            return f"{who}是这条信息的拟稿人或者送审人，不能审核；本机关规定各步骤由不同的人办理。"
        if one.verdicts.filter(kind=Verdict.Kind.APPROVED, person=person).exists():
            return f"{who}已经办理过前面的步骤；本机关规定各步骤由不同的人办理。"
    return ""


def waiting_for(person: User) -> list[Round]:
    """List the open rounds that wait for this person now, the oldest first."""
    agencies = {agency for agency, _ in duties_of(person)}
    open_rounds = (
        Round.objects.everywhere("只取本人任职机关的送审")
        .filter(agency__in=agencies, state=Round.State.OPEN)
        .select_related("agency", "item", "sent_by", "assigned_to")
        .order_by("pk")
    )
    return [one for one in open_rounds if not refusal(person, one)]
