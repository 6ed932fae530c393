"""What in a history was not as the law has it (问题): recorded all the same, because it happened.

Most unlawful acts do not move the time limit: an agency gains no time by a request it was not entitled to make. Those marked
`irregular` are gaps or irregularities which leave the act its effect. Codes are stable; messages are for officers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

__all__ = ["Problem", "ProblemKind"]


class ProblemKind(Enum):
    """A kind of problem: stable code (the value), Chinese message, the rule it offends, whether the act keeps its effect."""

    BEFORE_RECEIPT = (
        "before_receipt",
        "发生在法定收到之日以前，这时答复期限还没有开始",
        "条例第三十一条",
        False,
    )
    RECEIVED_BEFORE_SUBMITTED = (
        "received_before_submitted",
        "签收或者确认的日期早于提交的日期，请核对",
        "条例第三十一条",
        True,
    )
    REPEATED = ("repeated", "同样的事已经记录过一次，以第一次为准", "条例第三十一条", False)
    SECOND_CORRECTION = (
        "second_correction",
        "补正只能一次性告知，再次要求补正不停止答复期限",
        "条例第三十条",
        False,
    )
    CORRECTION_TOO_LATE = (
        "correction_too_late",
        "收到申请之日起七个工作日以后才告知补正，不停止答复期限",
        "条例第三十条",
        False,
    )
    NO_REPLY_DATE = ("no_reply_date", "没有写明合理的补正期限", "条例第三十条", True)
    REPLY_DATE_TOO_EARLY = (
        "reply_date_too_early",
        "补正期限早于告知之日，不能据此视为放弃",
        "条例第三十条",
        True,
    )
    CORRECTED_LATE = (
        "corrected_late",
        "超过补正期限才补正；有正当理由或者机关接受的，从收到之日重新计算",
        "条例第三十条",
        True,
    )
    ANSWER_WITHOUT_QUESTION = ("answer_without_question", "没有相应的告知或者征求意见，无从回复", "", False)
    REASONS_MISSING = (
        "reasons_missing",
        "没有申请人说明理由的记录，就确定了延迟答复的期限",
        "条例第三十五条",
        True,
    )
    REASONS_WERE_REJECTED = (
        "reasons_were_rejected",
        "已认定理由不合理，不能再确定延迟答复的期限",
        "条例第三十五条",
        False,
    )
    DELAY_NOT_LATER = ("delay_not_later", "确定的延迟期限不晚于原来的期限", "条例第三十五条", False)
    AFTER_END = ("after_end", "答复期限已经届满，不能再停止、延长或者推后", "条例第三十三条", False)
    NO_LIMIT_RUNNING = (
        "no_limit_running",
        "正在等待补正或者缴费，没有正在计算的期限",
        "条例第三十条、国办函〔2020〕109号第六条",
        False,
    )
    SECOND_EXTENSION = ("second_extension", "同一期限已经延长过，不能再延长", "条例第三十三条第二款", False)
    EXTENSION_TOO_LONG = (
        "extension_too_long",
        "延长的期限最长不得超过20个工作日，只按20个工作日计算",
        "条例第三十三条第二款",
        True,
    )
    SERVED_BEFORE_SENT = (
        "served_before_sent",
        "送达日期早于发出日期，按发出日期计算",
        "条例第三十二条",
        True,
    )
    SECOND_FEE_NOTICE = (
        "second_fee_notice",
        "一件申请已经通知过收费，不能再次通知",
        "国办函〔2020〕109号第三条",
        False,
    )
    PAID_TOO_LATE = (
        "paid_too_late",
        "超过缴费期限才缴纳，申请已视为放弃",
        "国办函〔2020〕109号第六条",
        False,
    )
    DECIDED_WHILE_ASKING = (
        "decided_while_asking",
        "第三方或者共同制作机关的15个工作日还没有届满，也没有回复，就作出了答复",
        "条例第三十二条、第三十四条",
        True,
    )
    EFFECTIVE_BEFORE_DECIDED = (
        "effective_before_decided",
        "送达日期早于答复日期，按答复日期计算",
        "国办公开办函〔2016〕235号",
        True,
    )
    AFTER_CLOSE = ("after_close", "已经答复或者撤回，这件申请的期限不再变动", "条例第三十三条", False)
    REOPENED_DATE_TOO_EARLY = (
        "reopened_date_too_early",
        "重新答复的期限不晚于重新办理之日，请核对；先按20个工作日计算",
        "条例第五十一条",
        True,
    )
    NOT_CLOSED = ("not_closed", "还没有答复，谈不上重新办理", "条例第五十一条", False)

    code: str
    message: str
    rule: str
    irregular: bool

    def __new__(cls, code: str, message: str, rule: str, irregular: bool) -> ProblemKind:
        """Make the member of its code; the rest are attributes."""
        member = object.__new__(cls)
        member._value_ = code
        member.code = code
        member.message = message
        member.rule = rule
        member.irregular = irregular
        return member


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: its kind, the event's Chinese term and day, and the rule where the kind leaves it to the event."""

    kind: ProblemKind
    what: str
    on: date
    own_rule: str = ""

    @property
    def code(self) -> str:
        """The stable code."""
        return self.kind.code

    @property
    def rule(self) -> str:
        """The rule offended."""
        return self.own_rule or self.kind.rule

    @property
    def message(self) -> str:
        """One Chinese sentence for officers."""
        return f"{self.on.isoformat()} {self.what}：{self.kind.message}。"
