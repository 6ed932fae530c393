"""What a decision (答复) needs: ground, reason, records, signature, remedy; and how its parts become one outcome.

Sources: 条例 Art. 13–16, 30, 32, 35–39; 国办函〔2020〕109号; 《行政复议法》 (2023) Art. 23 for which decisions must be reviewed before
a court is asked. The Regulations do not say who signs: the defaults here (the head for what is withheld, the head of the disclosure
unit else) are this platform's (未核实) and a setting of the agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from gongkai.law.outcomes import Outcome, OutcomeGroup

__all__ = ["Draft", "Ground", "Needs", "Part", "Remedy", "Signer", "combine", "missing", "needs_of"]


class Ground(Enum):
    """A ground to article, paragraph and item: stable key (the value) and how a letter cites it."""

    ALREADY_PUBLIC = "36-1", "《中华人民共和国政府信息公开条例》第三十六条第（一）项"
    DISCLOSABLE = "36-2", "《中华人民共和国政府信息公开条例》第三十六条第（二）项"
    STATE_SECRET = "14-secret", "《中华人民共和国政府信息公开条例》第十四条（依法确定为国家秘密）"
    BANNED_BY_LAW = "14-law", "《中华人民共和国政府信息公开条例》第十四条（法律、行政法规禁止公开）"
    SECURITY = (
        "14-security",
        "《中华人民共和国政府信息公开条例》第十四条（可能危及国家安全、公共安全、经济安全、社会稳定）",
    )
    THIRD_PARTY = "15", "《中华人民共和国政府信息公开条例》第十五条"
    INTERNAL = "16-1", "《中华人民共和国政府信息公开条例》第十六条第一款"
    DELIBERATIVE = "16-2-process", "《中华人民共和国政府信息公开条例》第十六条第二款（过程性信息）"
    ENFORCEMENT = "16-2-file", "《中华人民共和国政府信息公开条例》第十六条第二款（行政执法案卷信息）"
    NOT_EXISTING = "36-4", "《中华人民共和国政府信息公开条例》第三十六条第（四）项"
    NOT_OURS = "36-5", "《中华人民共和国政府信息公开条例》第三十六条第（五）项"
    REPEATED = "36-6", "《中华人民共和国政府信息公开条例》第三十六条第（六）项"
    INQUIRY = "36-7", "《中华人民共和国政府信息公开条例》第三十六条第（七）项"
    SEPARATED = "37", "《中华人民共和国政府信息公开条例》第三十七条"
    TO_BE_MADE = "38", "《中华人民共和国政府信息公开条例》第三十八条"
    PETITION = "39-1", "《中华人民共和国政府信息公开条例》第三十九条第一款"
    PUBLICATION = "39-2", "《中华人民共和国政府信息公开条例》第三十九条第二款"
    NOT_CORRECTED = "30", "《中华人民共和国政府信息公开条例》第三十条"
    EXCESSIVE = "35", "《中华人民共和国政府信息公开条例》第三十五条"
    FEE_UNPAID = "109-6", "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条"
    FORM = "form", "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"

    text: str

    def __new__(cls, key: str, text: str) -> Ground:
        """Make the member of its key; the citation is an attribute."""
        member = object.__new__(cls)
        member._value_ = key
        member.text = text
        return member

    @property
    def key(self) -> str:
        """The stable key."""
        return str(self._value_)


class Signer(StrEnum):
    """Who signs (签发)."""

    HEAD = "head"
    """机关负责人."""
    UNIT_HEAD = "unit_head"
    """政府信息公开工作机构负责人."""


class Remedy(StrEnum):
    """Which way the letter shows (救济途径)."""

    REVIEW_FIRST = "review_first"
    """复议前置: withheld under Art. 14–16; 《行政复议法》 Art. 23."""
    EITHER = "either"
    """复议或者诉讼."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What an outcome needs before it can be signed.

    `search` the record of a search (检索记录) where its ground is Art. 36 item 4; `access` the way and time to get it; `earlier` the
    number of the application answered before; `after` the event that must have happened: a correction, a rejected reason, a
    lapse (逾期).
    """

    grounds: tuple[Ground, ...]
    reason: bool
    signer: Signer
    remedy: Remedy
    access: bool = False
    earlier: bool = False
    after: str = ""


def _withheld(*grounds: Ground) -> Needs:
    return Needs(grounds, reason=True, signer=Signer.HEAD, remedy=Remedy.REVIEW_FIRST)


def _other(*grounds: Ground, reason: bool = True, after: str = "", earlier: bool = False) -> Needs:
    return Needs(grounds, reason, Signer.UNIT_HEAD, Remedy.EITHER, after=after, earlier=earlier)


_NEEDS = {
    Outcome.GRANTED: Needs(
        (Ground.ALREADY_PUBLIC, Ground.DISCLOSABLE), False, Signer.UNIT_HEAD, Remedy.EITHER, access=True
    ),
    Outcome.PARTLY_GRANTED: Needs((Ground.SEPARATED,), True, Signer.HEAD, Remedy.REVIEW_FIRST, access=True),
    Outcome.DENIED_STATE_SECRET: _withheld(Ground.STATE_SECRET),
    Outcome.DENIED_BY_LAW: _withheld(Ground.BANNED_BY_LAW),
    Outcome.DENIED_SECURITY_STABILITY: _withheld(Ground.SECURITY),
    Outcome.DENIED_THIRD_PARTY: _withheld(Ground.THIRD_PARTY),
    Outcome.DENIED_INTERNAL_AFFAIRS: _withheld(Ground.INTERNAL),
    Outcome.DENIED_DELIBERATIVE: _withheld(Ground.DELIBERATIVE),
    Outcome.DENIED_ENFORCEMENT_FILE: _withheld(Ground.ENFORCEMENT),
    Outcome.DENIED_INQUIRY: _other(Ground.INQUIRY),
    Outcome.UNAVAILABLE_NOT_HELD: _other(Ground.NOT_EXISTING, Ground.NOT_OURS),
    Outcome.UNAVAILABLE_TO_BE_MADE: _other(Ground.TO_BE_MADE),
    Outcome.UNAVAILABLE_UNCLEAR: _other(Ground.NOT_CORRECTED, after="corrected"),
    Outcome.REFUSED_PETITION: _other(Ground.PETITION),
    Outcome.REFUSED_REPEATED: _other(Ground.REPEATED, earlier=True),
    Outcome.REFUSED_PUBLICATION: _other(Ground.PUBLICATION),
    Outcome.REFUSED_EXCESSIVE: _other(Ground.EXCESSIVE, after="reasons_rejected"),
    Outcome.REFUSED_CONFIRMATION: _other(Ground.FORM),
    Outcome.OTHER_NOT_CORRECTED: _other(Ground.NOT_CORRECTED, reason=False, after="correction_requested"),
    Outcome.OTHER_FEE_UNPAID: _other(Ground.FEE_UNPAID, reason=False, after="fee_notified"),
    Outcome.OTHER_OTHER: _other(Ground.FORM),
}


def needs_of(outcome: Outcome) -> Needs:
    """Say what this outcome needs."""
    return _NEEDS[outcome]


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one part of what was asked: its outcome, the ground cited, whether a reason is written."""

    outcome: Outcome
    ground: Ground
    reasoned: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision before it is signed, without its texts: which parts, which records lie beside it.

    `happened` names the events there have been (`law.events` keys), and `lapsed` whether an unanswered request made it given up.
    """

    parts: tuple[Part, ...]
    access: bool = False
    searched: bool = False
    earlier: bool = False
    happened: frozenset[str] = frozenset()
    lapsed: bool = False


def combine(outcomes: Iterable[Outcome]) -> Outcome:
    """Make the one outcome an application is counted under of the outcomes of its parts.

    All alike: that one. Something given and something not: 部分公开, which counts once (Art. 37 and the label of the form).
    Several that give nothing: the form does not say (未核实); the first that withholds by Art. 14–16, else the first in the order of the
    form. ValueError (Chinese) for no part, and for parts that cannot stand beside others: what is given up or withdrawn is so as a whole.
    """
    found = sorted(set(outcomes), key=list(Outcome).index)
    if not found:
        raise ValueError("答复至少要有一项处理结果")
    if len(found) == 1:
        return found[0]
    if whole := [one for one in found if one.group is OutcomeGroup.OTHER]:
        raise ValueError(f"“{whole[0].term}”是对整件申请的处理，不能与其他结果并用")
    given = {Outcome.GRANTED, Outcome.PARTLY_GRANTED}
    return Outcome.PARTLY_GRANTED if given & set(found) else found[0]


def missing(draft: Draft) -> tuple[str, ...]:
    """Name in Chinese what the decision still lacks, each with its rule; empty when it may be signed."""
    try:
        counted = combine(part.outcome for part in draft.parts)
    except ValueError as error:
        return (str(error),)
    found: list[str] = []
    for part in draft.parts:
        needs = needs_of(part.outcome)
        if part.ground not in needs.grounds:
            found.append(
                f"“{part.outcome.term}”的依据应是{'或者'.join(ground.text for ground in needs.grounds)}"
            )
        if needs.reason and not part.reasoned:
            found.append(f"“{part.outcome.term}”必须说明理由（条例第三十六条、第三十七条）")
        if part.ground is Ground.NOT_EXISTING and not draft.searched:
            found.append("告知信息不存在以前要检索，并留下检索记录（条例第三十六条第（四）项）")
        if needs.earlier and not draft.earlier:
            found.append("不予重复处理的，要写明原来答复的申请编号（条例第三十六条第（六）项）")
        if needs.after and needs.after not in draft.happened:
            found.append(f"“{part.outcome.term}”：{_AFTER[needs.after]}")
        if part.outcome in (Outcome.OTHER_NOT_CORRECTED, Outcome.OTHER_FEE_UNPAID) and not draft.lapsed:
            found.append(f"“{part.outcome.term}”：还没有到视为放弃的日子")
    if needs_of(counted).access and not draft.access:
        found.append("公开的，要提供信息或者告知获取的方式、途径和时间（条例第三十六条第（一）、（二）项）")
    return tuple(dict.fromkeys(found))


_AFTER = {
    "corrected": "申请人补正以后仍不明确的，才能这样答复（条例第三十条）",
    "reasons_rejected": "要先请申请人说明理由，并认定理由不合理（条例第三十五条）",
    "correction_requested": "没有告知过补正（条例第三十条）",
    "fee_notified": "没有发过收费通知（国办函〔2020〕109号第六条）",
}
