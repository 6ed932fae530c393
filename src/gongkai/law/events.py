"""What happens to an application for disclosure (政府信息公开申请), as values: channels, ways of service, events.

Sources: 《政府信息公开条例》 (条例) Art. 29–36; 国办公开办函〔2016〕235号 for the ways of service; 国办函〔2020〕109号 for the fee.
A day is a whole day of China's calendar. Events are facts: they are never changed, and everything else follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Channel", "Event", "EventType", "History", "Way"]


class Channel(StrEnum):
    """The channel (申请渠道) an application came by; it decides which day is the day of receipt (Art. 31)."""

    COUNTER = "counter"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    ONLINE = "online"
    FAX = "fax"
    EMAIL = "email"
    ORAL = "oral"

    @property
    def term(self) -> str:
        """The Chinese term."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.COUNTER: "当面提交",
    Channel.REGISTERED_MAIL: "邮寄（挂号、特快专递等需签收的）",
    Channel.ORDINARY_MAIL: "平常信函（无需签收的）",
    Channel.ONLINE: "网上提交",
    Channel.FAX: "传真",
    Channel.EMAIL: "电子邮件",
    Channel.ORAL: "口头提出",
}


class Way(StrEnum):
    """The way a decision is served (送达方式); the limit is met on the day of arrival, posting or signature."""

    ONLINE = "online"
    POST = "post"
    IN_PERSON = "in_person"
    ENTRUSTED = "entrusted"

    @property
    def term(self) -> str:
        """The Chinese term."""
        return _WAYS[self][0]

    @property
    def effective_day(self) -> str:
        """Which day counts, in Chinese."""
        return _WAYS[self][1]


_WAYS = {
    Way.ONLINE: ("网上送达", "到达申请人之日"),
    Way.POST: ("邮寄送达", "交邮之日"),
    Way.IN_PERSON: ("直接送达", "申请人签收之日"),
    Way.ENTRUSTED: ("委托其他机关代送", "申请人签收之日"),
}


class EventType(StrEnum):
    """What can happen, as far as it touches the time limit or the fate of the application."""

    SUBMITTED = "submitted"
    SIGNED_FOR = "signed_for"
    CONTACT_FAILED = "contact_failed"
    CONFIRMED = "confirmed"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    REASONS_REQUESTED = "reasons_requested"
    REASONS_GIVEN = "reasons_given"
    REASONS_REJECTED = "reasons_rejected"
    DELAY_SET = "delay_set"
    EXTENDED = "extended"
    THIRD_PARTY_CONSULTED = "third_party_consulted"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    CO_MAKER_CONSULTED = "co_maker_consulted"
    CO_MAKER_ANSWERED = "co_maker_answered"
    AGENCY_CONSULTED = "agency_consulted"
    AGENCY_ANSWERED = "agency_answered"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"

    @property
    def term(self) -> str:
        """The Chinese term, as an officer would say it."""
        return _TYPES[self]


_TYPES = {
    EventType.SUBMITTED: "提交申请",
    EventType.SIGNED_FOR: "签收邮件",
    EventType.CONTACT_FAILED: "联系申请人未果",
    EventType.CONFIRMED: "与申请人确认",
    EventType.CORRECTION_REQUESTED: "告知补正",
    EventType.CORRECTED: "收到补正",
    EventType.REASONS_REQUESTED: "要求说明理由",
    EventType.REASONS_GIVEN: "收到理由说明",
    EventType.REASONS_REJECTED: "认定理由不合理",
    EventType.DELAY_SET: "确定延迟答复的期限",
    EventType.EXTENDED: "延长答复期限",
    EventType.THIRD_PARTY_CONSULTED: "征求第三方意见",
    EventType.THIRD_PARTY_ANSWERED: "收到第三方意见",
    EventType.CO_MAKER_CONSULTED: "征求共同制作机关意见",
    EventType.CO_MAKER_ANSWERED: "收到共同制作机关意见",
    EventType.AGENCY_CONSULTED: "征求其他机关意见",
    EventType.AGENCY_ANSWERED: "收到其他机关意见",
    EventType.FEE_NOTIFIED: "发出收费通知",
    EventType.FEE_PAID: "缴纳信息处理费",
    EventType.DECIDED: "作出答复",
    EventType.WITHDRAWN: "撤回申请",
    EventType.REOPENED: "重新办理",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event on its legal day `on`; the other fields belong to the types named.

    `who`: the third party (`THIRD_PARTY_…`) or agency asked (`CO_MAKER_…`, `AGENCY_…`), by any name that tells them apart.
    `reply_by`: the last day for the answer (`CORRECTION_REQUESTED`, `REASONS_REQUESTED`). `until`: the last day of the limit
    set (`DELAY_SET`; `REOPENED`, where the review body or the court set one). `served_on`: the day a consultation or fee notice
    reached whom it was sent to, `on` where not known. `working_days`, `approved_by`: of an extension. `way`,
    `effective_on`: how a decision was served and the day that counts, `on` where not known.
    """

    type: EventType
    on: date
    who: str = ""
    reply_by: date | None = None
    until: date | None = None
    served_on: date | None = None
    working_days: int = 0
    approved_by: str = ""
    way: Way | None = None
    effective_on: date | None = None

    @property
    def reached_on(self) -> date:
        """The day it reached whom it was sent to; never before the day it was sent."""
        return max(self.on, self.served_on or self.on)

    @property
    def effective(self) -> date:
        """The day on which a decision counts as given; never before the day it was made."""
        return max(self.on, self.effective_on or self.on)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one application: its channel and its events, in any order."""

    channel: Channel
    events: tuple[Event, ...]

    def until(self, day: date) -> History:
        """Give what had happened by the end of that day."""
        return History(self.channel, tuple(event for event in self.events if event.on <= day))
