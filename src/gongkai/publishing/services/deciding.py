"""Decide at a step of a round: pass it on, return it, hand it to somebody else; by click, or as signed on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.queries import duties_of
from gongkai.files.models import Upload
from gongkai.portal.finding import renew
from gongkai.portal.models import ItemPage
from gongkai.publishing.events import announce
from gongkai.publishing.models import REVIEWING, Round, SecrecyForm, Verdict
from gongkai.publishing.review import refusal

from .acts import publish
from .common import locked_round, note_verdict, short
from .publication import ItemPublication
from .sending import SENDERS

__all__ = ["DECIDERS", "PaperSignature", "SecrecyAnswer", "approve", "delegate", "give_back"]

DECIDERS = (*REVIEWING, Duty.URGENT)
"""Who may decide at all; the step says who decides there."""
_ON_PAPER = tuple(dict.fromkeys((*SENDERS, *DECIDERS)))

_Conclusion = SecrecyForm.Conclusion


@dataclass(frozen=True)
class SecrecyAnswer:
    """What the confidentiality form says; `basis` names the article where the conclusion is anything but open."""

    conclusion: str
    basis: str = ""
    doubts: frozenset[str] = field(default_factory=frozenset)
    carrier: str = SecrecyForm.Carrier.OTHER
    where: str = "政府网站"


@dataclass(frozen=True)
class PaperSignature:
    """A decision given on paper (纸质审批): who signed, on which day, and the signed scan."""

    signer: User
    on: date
    scan: Upload


def approve(
    person: User | None,
    agency: Agency,
    one: Round,
    *,
    comment: str,
    proofread: bool,
    secrecy: SecrecyAnswer | None = None,
    paper: PaperSignature | None = None,
    seen: int | None = None,
) -> Round:
    """Pass the step the round waits at. The last one publishes, at once or at the time the sender asked for.

    `seen` is how many verdicts the round had when the person looked at it: whoever decides after somebody else has is told.
    Raises `Refused` for whoever may not decide there, without a comment, without proofreading (三校), and without the
    confidentiality form where the step asks for it.
    """
    return _approve(
        person, agency, one, comment=comment, proofread=proofread, secrecy=secrecy, paper=paper, seen=seen
    )


@act("item.approve", *_ON_PAPER)
def _approve(
    doing: Doing,
    one: Round,
    *,
    comment: str,
    proofread: bool,
    secrecy: SecrecyAnswer | None,
    paper: PaperSignature | None,
    seen: int | None,
) -> Round:
    one = locked_round(doing, one)
    _require_unchanged(one, seen)
    step = _require_right(doing, one, paper)
    comment = _require_comment(comment)
    if not proofread:
        raise Refused("通过之前请完成本级校对（人名、地名、数字、文号、错别字），并勾选“已校对”。")
    if step["secrecy"] and secrecy is None:
        raise Refused(f"“{step['name']}”要填写保密审查单。")
    verdict = note_verdict(
        doing, one, Verdict.Kind.APPROVED, comment=comment, proofread=True, **_signed(doing, paper)
    )
    doing.note(step=step["name"], paper=paper is not None)
    if step["secrecy"] and secrecy is not None:
        _keep_secrecy(verdict, secrecy)
        if secrecy.conclusion in (_Conclusion.REQUEST, _Conclusion.CLOSED):
            return _decline(doing, one, secrecy)
    if not one.is_last:
        one.step += 1
        one.assigned_to = None
        one.save()
        return one
    _require_secrecy(one)
    one.findings.exclude(reason="").update(second=verdict.person)
    if one.publish_at is not None and one.publish_at > timezone.now():
        one.state = Round.State.APPROVED
        one.save()
        return one
    publish(None, doing.agency, ItemPublication(one))
    one.refresh_from_db()
    return one


@act("item.return", *_ON_PAPER)
def give_back(
    doing: Doing,
    one: Round,
    comment: str,
    paper: PaperSignature | None = None,
    seen: int | None = None,
) -> Round:
    """Return the item to who sent it, saying what is to be mended (退回)."""
    one = locked_round(doing, one)
    _require_unchanged(one, seen)
    step = _require_right(doing, one, paper)
    note_verdict(
        doing, one, Verdict.Kind.RETURNED, comment=_require_comment(comment), **_signed(doing, paper)
    )
    one.state, one.ended_at = Round.State.RETURNED, timezone.now()
    one.save()
    doing.note(step=step["name"], paper=paper is not None)
    return one


@act("item.delegate", *DECIDERS)
def delegate(doing: Doing, one: Round, to: User, comment: str, seen: int | None = None) -> Round:
    """Hand the step to another person of the agency who reviews there (转交)."""
    one = locked_round(doing, one)
    _require_unchanged(one, seen)
    step = _require_right(doing, one, None)
    if to == doing.person:
        raise Refused("不能转交给自己。")
    duties = {duty for agency, duty in duties_of(to) if agency == one.agency_id}
    if not duties & {duty.value for duty in DECIDERS}:
        raise Refused(f"{to}在{one.agency.short_name}没有审核的职责，不能转交。")
    note_verdict(doing, one, Verdict.Kind.DELEGATED, comment=_require_comment(comment), handed_to=to)
    one.assigned_to = to
    if words := refusal(to, one, paper=True):
        raise Refused(f"不能转交给{to}：{words.replace('签字人', to.get_full_name())}")
    one.save()
    doing.note(step=step["name"], to=to.public_id)
    return one


def _require_unchanged(one: Round, seen: int | None) -> None:
    """Tell the second of two who decide at the same time what the first has done."""
    if seen is None or one.verdicts.count() == seen:
        return
    last = one.verdicts.select_related("person").last()
    if last is not None:
        at = timezone.localtime(last.recorded_at)
        raise Refused(
            f"您打开之后，{last.person or '系统'}已于{at:%H:%M}办理“{last.step_name}{last.get_kind_display()}”，"
            "您的意见没有提交。请看最新的情况再办理。"
        )


def _require_right(doing: Doing, one: Round, paper: PaperSignature | None) -> dict[str, Any]:
    person = paper.signer if paper is not None else doing.person
    if person is None:
        raise Refused("审核要由人来做。")
    if words := refusal(person, one, paper=paper is not None):
        raise Refused(words)
    if paper is not None and paper.scan.agency_id != one.agency_id:
        raise Refused("没有这份扫描件。")
    if paper is not None and not timezone.localtime(one.sent_at).date() <= paper.on <= timezone.localdate():
        raise Refused("签字日期应在送审之日和今天之间。")
    step = one.current
    if step is None:
        raise Refused("这次送审已经结束，不能再审核。")
    return step


def _require_comment(comment: str) -> str:
    comment = short(comment, 500)
    if not comment:
        raise Refused("请写明意见。")
    return comment


def _signed(doing: Doing, paper: PaperSignature | None) -> dict[str, Any]:
    if paper is None:
        return {}
    return {"person": paper.signer, "on": paper.on, "paper": True, "scan": paper.scan}


def _keep_secrecy(verdict: Verdict, answer: SecrecyAnswer) -> None:
    conclusion = _Conclusion(answer.conclusion)
    basis = short(answer.basis, 200)
    secret = answer.doubts & {"state_secret", "work_secret"}
    if conclusion in (_Conclusion.OPEN, _Conclusion.PARTLY) and "state_secret" in answer.doubts:
        raise Refused("涉及国家秘密的信息不得公开，也不得在本系统存储：请退回，并由机关负责人“清除”。")
    if conclusion == _Conclusion.OPEN and secret:
        raise Refused("涉及工作秘密的信息不能直接公开；请选择“作区分处理后公开”“依申请公开”或者“不予公开”。")
    if (conclusion != _Conclusion.OPEN or answer.doubts) and not basis:
        raise Refused(f"结论是“{conclusion.label}”或者勾选了涉密、隐私事项的，要写明依据（法律文件和条款）。")
    SecrecyForm.objects.create(
        verdict=verdict,
        conclusion=conclusion,
        basis=basis,
        carrier=SecrecyForm.Carrier(answer.carrier),
        where=short(answer.where, 100),
        **dict.fromkeys(answer.doubts, True),
    )


def _require_secrecy(one: Round) -> None:
    """Refuse publication without a conclusion on confidentiality; a correction of wording keeps that of what it corrects."""
    if one.way == Round.Way.WORDING:
        return
    if not SecrecyForm.objects.filter(verdict__round=one).exists():
        raise Refused("还没有保密审查结论，不能发布（《保密法》第三十五条：先审查、后公开）。")


def _decline(doing: Doing, one: Round, answer: SecrecyAnswer) -> Round:
    """End a round whose confidentiality review says that the item is not disclosed of one's own accord; its ground is kept."""
    one.state, one.ended_at = Round.State.DECLINED, timezone.now()
    one.save()
    way = ItemPage.Way.REQUEST if answer.conclusion == _Conclusion.REQUEST else ItemPage.Way.CLOSED
    ItemPage.objects.filter(pk=one.item_id).update(way=way)
    renew([one.item_id])
    note_verdict(doing, one, Verdict.Kind.DECLINED, step=None, step_name="", comment=short(answer.basis))
    doing.note(conclusion=answer.conclusion)
    announce(doing, "item.declined")
    return one
