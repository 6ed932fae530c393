"""Outcomes (办理结果) of an application: the ways it may end, and what each one counts.

Sources: 《政府信息公开条例》 (条例, Decree 711) Art. 13–16, 30, 35–39; 《政府信息公开信息处理费管理办法》
(国办函〔2020〕109号) Art. 6; the yearly form (国办公开办函〔2021〕30号), which decides into how many outcomes the
answers are sorted and in which order. One application has exactly one outcome; where part of the information could be
given after separation (区分处理), that is 部分公开 and nothing else.

The labels printed on the form are not written here but in `gongkai.report.form`.
"""

from __future__ import annotations

from enum import Enum


class OutcomeGroup(Enum):
    """The six headings under which outcomes are gathered: stable key (the value) and Chinese term."""

    GRANTED = "granted", "予以公开"
    PARTLY_GRANTED = "partly_granted", "部分公开"
    DENIED = "denied", "不予公开"
    UNAVAILABLE = "unavailable", "无法提供"
    REFUSED = "refused", "不予处理"
    OTHER = "other", "其他处理"

    term: str

    def __new__(cls, key: str, term: str) -> OutcomeGroup:
        """Make the member of its key; the term is an attribute."""
        member = object.__new__(cls)
        member._value_ = key
        member.term = term
        return member

    @property
    def key(self) -> str:
        """The stable key."""
        return str(self._value_)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes gathered under this heading, in the order of the form."""
        return tuple(outcome for outcome in Outcome if outcome.group is self)


class Outcome(Enum):
    """How an application ended: stable key (the value), group, Chinese term, legal basis, what is counted.

    The members stand in the order of the form.
    """

    GRANTED = (
        "granted",
        OutcomeGroup.GRANTED,
        "予以公开",
        "条例第三十六条第（一）、（二）项",
        "全部公开：已主动公开而告知获取方式、途径的，或者提供该信息、告知获取的方式、途径和时间的",
    )
    PARTLY_GRANTED = (
        "partly_granted",
        OutcomeGroup.PARTLY_GRANTED,
        "部分公开",
        "条例第三十七条",
        "能够区分处理、公开了其中一部分的；一件只计这一种，不再计入其他",
    )
    DENIED_STATE_SECRET = (
        "denied_state_secret",
        OutcomeGroup.DENIED,
        "国家秘密",
        "条例第十四条",
        "依法确定为国家秘密的",
    )
    DENIED_BY_LAW = (
        "denied_by_law",
        OutcomeGroup.DENIED,
        "法律、行政法规禁止公开",
        "条例第十四条",
        "国家秘密以外，法律、行政法规禁止公开的",
    )
    DENIED_SECURITY_STABILITY = (
        "denied_security_stability",
        OutcomeGroup.DENIED,
        "危及安全和稳定",
        "条例第十四条",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定的",
    )
    DENIED_THIRD_PARTY = (
        "denied_third_party",
        OutcomeGroup.DENIED,
        "第三方合法权益",
        "条例第十五条、第三十二条",
        "涉及商业秘密、个人隐私等，公开会损害第三方合法权益的",
    )
    DENIED_INTERNAL_AFFAIRS = (
        "denied_internal_affairs",
        OutcomeGroup.DENIED,
        "内部事务信息",
        "条例第十六条第一款",
        "人事管理、后勤管理、内部工作流程等内部事务信息",
    )
    DENIED_DELIBERATIVE = (
        "denied_deliberative",
        OutcomeGroup.DENIED,
        "过程性信息",
        "条例第十六条第二款",
        "履职中形成的讨论记录、过程稿、磋商信函、请示报告",
    )
    DENIED_ENFORCEMENT_FILE = (
        "denied_enforcement_file",
        OutcomeGroup.DENIED,
        "行政执法案卷信息",
        "条例第十六条第二款",
        "行政执法案卷中的信息",
    )
    DENIED_INQUIRY = (
        "denied_inquiry",
        OutcomeGroup.DENIED,
        "行政查询事项",
        "条例第三十六条第（七）项",
        "工商、不动产登记资料等，法律、行政法规对获取另有专门规定的",
    )
    UNAVAILABLE_NOT_HELD = (
        "unavailable_not_held",
        OutcomeGroup.UNAVAILABLE,
        "本机关不掌握",
        "条例第三十六条第（四）、（五）项",
        "经检索没有该信息的，以及不属于本机关负责公开的",
    )
    UNAVAILABLE_TO_BE_MADE = (
        "unavailable_to_be_made",
        OutcomeGroup.UNAVAILABLE,
        "没有现成信息",
        "条例第三十八条",
        "需要对现有信息加工、分析或者另行制作的",
    )
    UNAVAILABLE_UNCLEAR = (
        "unavailable_unclear",
        OutcomeGroup.UNAVAILABLE,
        "补正后仍不明确",
        "条例第三十条",
        "申请人补正以后，申请内容仍不明确的",
    )
    REFUSED_PETITION = (
        "refused_petition",
        OutcomeGroup.REFUSED,
        "信访、投诉、举报",
        "条例第三十九条第一款",
        "以申请的形式进行信访、投诉、举报等活动的",
    )
    REFUSED_REPEATED = (
        "refused_repeated",
        OutcomeGroup.REFUSED,
        "重复申请",
        "条例第三十六条第（六）项",
        "已经答复，同一申请人又重复申请同一信息的",
    )
    REFUSED_PUBLICATION = (
        "refused_publication",
        OutcomeGroup.REFUSED,
        "公开出版物",
        "条例第三十九条第二款",
        "要求提供政府公报、报刊、书籍等公开出版物的",
    )
    REFUSED_EXCESSIVE = (
        "refused_excessive",
        OutcomeGroup.REFUSED,
        "大量反复申请",
        "条例第三十五条",
        "数量、频次明显超过合理范围，说明的理由不合理的",
    )
    REFUSED_CONFIRMATION = (
        "refused_confirmation",
        OutcomeGroup.REFUSED,
        "确认或者重新出具",
        "国办公开办函〔2021〕30号",
        "要求确认或者重新出具申请人已经获取的信息的",
    )
    OTHER_NOT_CORRECTED = (
        "other_not_corrected",
        OutcomeGroup.OTHER,
        "逾期不补正",
        "条例第三十条",
        "无正当理由逾期不补正，视为放弃申请的",
    )
    OTHER_FEE_UNPAID = (
        "other_fee_unpaid",
        OutcomeGroup.OTHER,
        "逾期不缴费",
        "国办函〔2020〕109号第六条",
        "逾期未缴纳信息处理费，视为放弃申请的",
    )
    OTHER_OTHER = (
        "other_other",
        OutcomeGroup.OTHER,
        "其他",
        "国办公开办函〔2021〕30号",
        "以上各种以外的了结，如申请人撤回（具体范围未核实）",
    )

    group: OutcomeGroup
    term: str
    basis: str
    counts: str

    def __new__(cls, key: str, group: OutcomeGroup, term: str, basis: str, counts: str) -> Outcome:
        """Make the member of its key; the rest are attributes."""
        member = object.__new__(cls)
        member._value_ = key
        member.group = group
        member.term = term
        member.basis = basis
        member.counts = counts
        return member

    @property
    def key(self) -> str:
        """The stable key, as in the JSON of a report."""
        return str(self._value_)
