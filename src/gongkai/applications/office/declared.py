"""Each act a person does in a case, declared once: its words, what it asks for, how what was typed becomes the act's arguments.

One form and one page serve them all (`doing`). The names of fields are those of the act's parameters, unless `shape` says otherwise.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.applications import services as acts
from gongkai.applications.models import Application
from gongkai.law.consultations import Consulted
from gongkai.law.events import EventType, Way

from . import shaping
from .fields import choice, day, line, long, tick, whole

__all__ = ["ASKS", "Ask", "Given", "ask_of"]

Fields = dict[str, forms.Field]
Given = Mapping[str, str]
"""What the address says besides: whom an act is about (`who`), how many parts (`parts`)."""
Shape = Callable[[Application, dict[str, Any], Given], dict[str, Any]]


@dataclass(frozen=True)
class Ask:
    """An act as a page asks for it: `act` in the table of rights, the function, its title, what is said above the form, its fields."""

    act: str
    do: Callable[..., Any]
    title: str
    about: str
    fields: Callable[[Application, Given], Fields]
    shape: Shape | None = None
    law: tuple[EventType, ...] = ()

    @property
    def can_have_happened(self) -> bool:
        """Whether it may be recorded though it was unlawful (照实补记)."""
        return "happened" in inspect.signature(self.do).parameters

    @property
    def takes_seen(self) -> bool:
        """Whether it asks which record the officer saw last."""
        return "seen" in inspect.signature(self.do).parameters


def _fixed(**fields: Callable[[], forms.Field]) -> Callable[[Application, Given], Fields]:
    return lambda _case, _given: {name: make() for name, make in fields.items()}


def _today(label: str, help_text: str = "") -> Callable[[], forms.Field]:
    return lambda: day(label, help_text, today=True)


_ASKED = {
    Consulted.THIRD_PARTY: "可能损害其合法权益的公民、法人或者其他组织",
    Consulted.CO_MAKER: "共同制作这项信息的机关",
    Consulted.AGENCY: "需要协商、确认的其他机关",
}

ASKS: dict[str, Ask] = {
    "confirm": Ask(
        "application.confirm",
        acts.confirm,
        "与申请人确认收到",
        "网上、传真、电子邮件和平常信函，以与申请人确认之日为收到之日，期限从这天起算（条例第三十一条）。收到当天就确认，不要压着。",
        _fixed(
            on=_today("确认之日"),
            how=lambda: line("怎样确认的", "例如 电话确认、短信回复；可以不填", needed=False),
        ),
        law=(EventType.CONFIRMED,),
    ),
    "contact_failed": Ask(
        "application.contact_failed",
        acts.contact_failed,
        "登记联系申请人未果",
        "联系不上申请人的，做好登记，自恢复联络之日起算（国办公开办函〔2015〕207号）。",
        _fixed(
            on=_today("联系之日"),
            how=lambda: line("怎样联系的", "例如 电话两次无人接听；可以不填", needed=False),
        ),
        law=(EventType.CONTACT_FAILED,),
    ),
    "sign_for": Ask(
        "application.sign_for",
        acts.sign_for,
        "登记收发室签收",
        "需要签收的邮件，以本机关收发室签收之日为收到之日，不是转到科室之日（条例第三十一条第（二）项）。",
        _fixed(on=lambda: day("收发室签收之日")),
        law=(EventType.SIGNED_FOR,),
    ),
    "ask_correction": Ask(
        "application.ask_correction",
        acts.ask_correction,
        "发补正告知书",
        "申请内容不明确的，收到之日起7个工作日内一次性告知需要补正的事项和合理的补正期限；收到补正之日起，期限重新计算（条例第三十条）。",
        lambda case, given: {
            "on": day("告知之日", today=True),
            "reply_by": day(
                "补正期限", "合理的期限，各地多为15个工作日左右", needed=not given.get("happened")
            ),
            **shaping.unless_secret(
                case,
                letter=long("需要补正的事项", "一次写全，逐项写明怎样补正", needed=not given.get("happened")),
            ),
        },
        law=(EventType.CORRECTION_REQUESTED,),
    ),
    "give_time": Ask(
        "application.give_time",
        acts.give_time,
        "延长补正期限",
        "申请人在补正期限内来不及补正、有正当理由的，可以定一个更晚的日期；补正期限应当合理（条例第三十条）。",
        lambda case, _given: {
            "on": day("延长之日", today=True),
            "reply_by": day("新的补正期限"),
            **shaping.unless_secret(case, letter=long("对申请人的说明", "例如 同意您的请求", needed=False)),
        },
    ),
    "take_correction": Ask(
        "application.take_correction",
        acts.take_correction,
        "登记收到补正",
        "收到补正之日起，20个工作日重新计算（条例第三十条）。",
        lambda case, _given: {
            "on": day("收到补正之日", today=True),
            **shaping.unless_secret(case, text=long("补正的内容", "按申请人的原话", needed=False)),
        },
        law=(EventType.CORRECTED,),
    ),
    "ask_reasons": Ask(
        "application.ask_reasons",
        acts.ask_reasons,
        "发说明理由告知书",
        "数量、频次明显超过合理范围的，可以要求说明理由；期限照常计算（条例第三十五条）。",
        lambda case, _given: {
            "on": day("告知之日", today=True),
            "reply_by": day("说明理由的期限", needed=False),
            **shaping.unless_secret(case, letter=long("告知的内容", needed=False)),
        },
        law=(EventType.REASONS_REQUESTED,),
    ),
    "take_reasons": Ask(
        "application.take_reasons",
        acts.take_reasons,
        "登记收到理由说明",
        "申请人说明的理由合理但无法按期答复的，可以确定延迟答复的合理期限；不合理的，告知不予处理（条例第三十五条）。",
        lambda case, _given: {
            "on": day("收到之日", today=True),
            **shaping.unless_secret(case, text=long("申请人说明的理由", needed=False)),
        },
        law=(EventType.REASONS_GIVEN,),
    ),
    "reject_reasons": Ask(
        "application.reject_reasons",
        acts.reject_reasons,
        "认定理由不合理",
        "认定以后，答复是不予处理（条例第三十五条），还要拟答复、签发、送达。",
        lambda case, _given: {
            "on": day("认定之日", today=True),
            "reason": forms.CharField(widget=forms.HiddenInput, required=False)
            if case.secret
            else long("为什么不合理"),
        },
        law=(EventType.REASONS_REJECTED,),
    ),
    "set_delay": Ask(
        "application.set_delay",
        acts.set_delay,
        "确定延迟答复的期限",
        "理由合理但无法按期答复的，确定延迟答复的合理期限并告知申请人（条例第三十五条）。",
        lambda case, _given: {
            "on": day("告知之日", today=True),
            "until": day("延迟到哪一天"),
            **shaping.unless_secret(case, reason=long("告知的内容", needed=False)),
        },
        law=(EventType.DELAY_SET,),
    ),
    "consult": Ask(
        "application.consult",
        acts.consult,
        "征求意见",
        "书面征求意见所需时间不计算在期限内；第三方、共同制作机关自收到之日起15个工作日内提出意见（条例第三十二条、第三十三条第三款、第三十四条）。第三方逾期不提出的，由本机关依法决定；共同制作机关逾期的，视为同意公开。",
        lambda case, given: {
            "asked": choice(
                "征求谁的意见",
                [(one.value, f"{one.term}：{words}") for one, words in _ASKED.items()],
                initial=given.get("who", ""),
            ),
            "name": line("名称或者姓名", "只在这件申请里使用，加密存放"),
            "address": line("联系方式", needed=False),
            "on": day("发出之日", today=True),
            "served_on": day("送达之日", "还不知道的不填", needed=False),
            **shaping.unless_secret(case, letter=long("征求意见的内容", needed=False)),
        },
        law=(
            EventType.THIRD_PARTY_CONSULTED,
            EventType.CO_MAKER_CONSULTED,
            EventType.AGENCY_CONSULTED,
        ),
    ),
    "take_opinion": Ask(
        "application.take_opinion",
        acts.take_opinion,
        "登记收到的意见",
        "收到意见之日起，期限继续计算。",
        lambda case, given: {
            "party": choice("谁的意见", shaping.parties(case), initial=given.get("who", "")),
            "on": day("收到之日", today=True),
            "consents": choice(
                "是否同意公开",
                [("yes", "同意公开"), ("no", "不同意公开"), ("open", "没有表示同意或者不同意")],
            ),
            **shaping.unless_secret(case, text=long("意见和理由", needed=False)),
        },
        shape=shaping.opinion,
        law=(EventType.THIRD_PARTY_ANSWERED, EventType.CO_MAKER_ANSWERED, EventType.AGENCY_ANSWERED),
    ),
    "assist": Ask(
        "application.assist",
        acts.assist,
        "请科室协查",
        "本机关内部协查的时间计算在期限内，不得扣除。",
        lambda case, _given: {
            "section": line("科室", longest=60),
            "on": day("交办之日", today=True),
            **shaping.unless_secret(case, text=long("要查什么、什么时候回", needed=False)),
        },
    ),
    "ask_extension": Ask(
        "application.ask_extension",
        acts.ask_extension,
        "报请延期",
        "延长答复期限须经政府信息公开工作机构负责人同意；同意并告知申请人以前，期限不变（条例第三十三条第二款）。",
        lambda case, _given: {
            "on": day("报请之日", today=True),
            "working_days": whole("延长几个工作日", "最长20个", most=20),
            **shaping.unless_secret(case, reason=long("延期的理由")),
        },
        shape=shaping.with_reason,
    ),
    "extend": Ask(
        "application.extend",
        acts.extend,
        "延长答复期限",
        "经政府信息公开工作机构负责人同意，在期限届满前告知申请人，最长延长20个工作日（条例第三十三条第二款）。",
        lambda case, _given: {
            "on": day("告知申请人之日", today=True),
            "working_days": whole("延长几个工作日", "最长20个", most=366),
            **shaping.unless_secret(
                case,
                reason=long("延期的理由", needed=False),
                on_paper=line(
                    "纸质审批单", "负责人在纸质审批单上同意的，写明编号", needed=False, longest=100
                ),
            ),
        },
        law=(EventType.EXTENDED,),
    ),
    "notify_fee": Ask(
        "application.notify_fee",
        acts.notify_fee,
        "发收费通知",
        "数量、频次明显超过合理范围的才可以收取信息处理费；一件申请只按件或者按量之一计费。缴费期限20个工作日，缴费次日起期限重新计算（国办函〔2020〕109号）。",
        _fixed(
            on=_today("通知之日"),
            pages=lambda: whole("按量计收：页数", "按量的填这一项，按件的不填", needed=False),
            before=lambda: whole("按件计收：本月此前已有几件", "同一申请人、本机关、本自然月", needed=False),
            requests=lambda: whole("按件计收：这次几件", needed=False),
            served_on=lambda: day("送达之日", needed=False),
            number=lambda: line("通知文号", needed=False, longest=60),
        ),
        shape=shaping.fee,
        law=(EventType.FEE_NOTIFIED,),
    ),
    "take_payment": Ask(
        "application.take_payment",
        acts.take_payment,
        "登记缴费",
        "缴费次日起，20个工作日重新计算（国办函〔2020〕109号第六条）。",
        _fixed(on=_today("缴费之日"), receipt=lambda: line("非税票据号", needed=False, longest=60)),
        law=(EventType.FEE_PAID,),
    ),
    "search": Ask(
        "application.search",
        acts.search,
        "登记检索记录",
        "告知信息不存在以前要检索，并说得清在哪里、用什么词、怎样检索的（条例第三十六条第（四）项）。",
        lambda _case, _given: {
            "on": day("检索之日", today=True),
            "where": line("检索的系统和范围", "例如 公文系统2015至2024年、局档案室"),
            "words_used": line("检索的关键词"),
            "found": choice("结果", [("yes", "找到了"), ("no", "没有找到")]),
            "note": long("说明", "检索人、怎样核对的；可以不填", needed=False, rows=3),
        },
        shape=shaping.found,
    ),
    "draft": Ask(
        "application.draft",
        acts.draft,
        "拟答复",
        "每一部分选办理结果和依据（到条、款、项）；不予公开、部分公开、非本机关负责的，必须说明理由。没有签发的旧稿随之作废。",
        shaping.draft_fields,
        shape=shaping.draft,
        law=(EventType.DECIDED,),
    ),
    "legal_review": Ask(
        "application.legal_review",
        acts.legal_review,
        "法制审核",
        "拟稿人不能自己审核。",
        lambda case, _given: {
            "on": day("审核之日", today=True),
            **shaping.unless_secret(case, opinion=long("审核意见", needed=False)),
        },
        shape=shaping.with_decision,
    ),
    "sign": Ask(
        "application.sign",
        acts.sign,
        "签发答复",
        "签发之日作出答复；送达以后才算在期限内答复（国办公开办函〔2016〕235号）。",
        lambda _case, _given: {
            "on": day("签发之日", today=True),
            "number": line("文号", "例如 清司公复〔2024〕1号", needed=False, longest=60),
        },
        shape=shaping.with_decision,
    ),
    "serve": Ask(
        "application.serve",
        acts.serve,
        "登记送达",
        "邮寄的以交邮之日、直接送达和委托代送的以申请人签收之日、网上送达的以到达之日为准；邮寄须通过邮政企业，不得到付（国办公开办函〔2016〕235号）。",
        lambda case, _given: {
            "way": choice("送达方式", [(one.value, f"{one.term}：{one.effective_day}") for one in Way]),
            "on": day("送达之日", today=True),
            **shaping.unless_secret(case, proof=line("送达凭证", "邮件号、签收人等", needed=False)),
        },
    ),
    "give_up": Ask(
        "application.give_up",
        acts.give_up,
        "按视为放弃结案",
        "逾期不补正且没有正当理由的（条例第三十条）、逾期不缴费的（国办函〔2020〕109号第六条），视为放弃申请。申请人说明正当理由的，不要结案。",
        _fixed(on=_today("结案之日")),
    ),
    "withdraw": Ask(
        "application.withdraw",
        acts.withdraw,
        "登记撤回申请",
        "申请人书面或者在网上撤回的，照实登记；结案，计入“其他处理”。",
        lambda case, _given: {
            "on": day("撤回之日", today=True),
            **shaping.unless_secret(case, text=long("申请人的话", needed=False, rows=3)),
        },
        law=(EventType.WITHDRAWN,),
    ),
    "archive": Ask(
        "application.archive",
        acts.archive,
        "归档",
        "办结以后一件一卷：申请、告知书、征求意见、检索记录、审批、答复和送达凭证（条例第四十五条）。",
        _fixed(on=_today("归档之日"), file_number=lambda: line("档号", needed=False, longest=60)),
    ),
    "reopen": Ask(
        "application.reopen",
        acts.reopen,
        "重新办理",
        "复议、诉讼撤销答复或者责令重新答复的，以及自行纠正的，重新办理；仍计一件。",
        _fixed(
            because=lambda: choice(
                "原因", [("review", "行政复议"), ("court", "行政诉讼"), ("own", "自行纠正")]
            ),
            on=_today("收到决定、判决或者自行纠正之日"),
            until=lambda: day("决定、判决规定的答复期限", "没有规定的不填，按20个工作日", needed=False),
        ),
        law=(EventType.REOPENED,),
    ),
    "split": Ask(
        "application.split",
        acts.split,
        "拆分申请",
        "一件申请要求几项互不相关信息的，可以拆分办理；各件有自己的编号，收到之日不变，这一件随之结束（国办函〔2020〕109号第四条）。",
        shaping.split_fields,
        shape=shaping.split,
    ),
    "assign": Ask(
        "application.assign",
        acts.assign,
        "交办",
        "交给本机关的一位经办人；他的“我的一天”里会出现这件申请。",
        lambda case, _given: {"officer": choice("经办人", shaping.officers(case))},
        shape=shaping.officer,
    ),
    "note": Ask(
        "application.note",
        acts.note,
        "写备注",
        "给一起办理的人看，不进文书。",
        lambda _case, _given: {"text": long("备注", rows=3)},
    ),
    "correct_record": Ask(
        "application.correct_record",
        acts.correct_record,
        "更正办理记录",
        "记错了的不改也不删：原来的记录标明作废留着，再照实另记一项。期限和统计随之重新推算。",
        lambda case, given: {
            "wrong": choice("哪一项记错了", shaping.records(case), initial=given.get("who", "")),
            "reason": line("更正的理由", longest=300),
        },
        shape=shaping.wrong,
    ),
    "make_public": Ask(
        "application.make_public",
        acts.make_public,
        "转为主动公开",
        "多个申请人就相同信息提出申请、该信息属于可以公开的，可以纳入主动公开（条例第四十四条）。信息照常送审发布，这里记下结果。",
        _fixed(on=_today("公开之日"), address=lambda: line("网址", needed=False, longest=300)),
    ),
    "rectify": Ask(
        "application.rectify",
        acts.rectify,
        "答复更正申请",
        "有证据证明与其自身相关的信息记录不准确的，本机关有权更正的予以更正并告知（条例第四十一条）。",
        lambda _case, _given: {
            "on": day("答复之日", today=True),
            "corrected": choice("结果", [("yes", "予以更正"), ("no", "不予更正")]),
            "reason": long("答复的内容和理由"),
        },
        shape=shaping.corrected,
    ),
    "pass_on": Ask(
        "application.pass_on",
        acts.pass_on,
        "转送有权机关",
        "不属于本机关职能范围的更正申请，可以转送有权更正的机关处理并告知申请人，或者告知向有权机关提出（条例第四十一条）。",
        _fixed(on=_today("转送之日"), to=lambda: line("转送的机关", longest=100)),
        shape=lambda _case, typed, _given: {"on": typed["on"], "agency": typed["to"]},
    ),
    "add_file": Ask(
        "application.add_file",
        acts.add_file,
        "加入案卷文件",
        "扫描件、证据、答复书、送达凭证等。文件存放在没有网址的地方，只有办理的人能下载。",
        lambda case, _given: {
            "file": forms.FileField(label="文件", help_text="每次一个，不超过50 MB"),
            "event": choice("属于哪一项记录", shaping.all_records(case), needed=False),
            "for_applicant": tick("随答复提供给申请人"),
        },
        shape=shaping.file,
    ),
}
"""The key in the address → the act."""


_OF_LAW = {kind: key for key, ask in ASKS.items() for kind in ask.law}


def ask_of(kind: EventType) -> str:
    """Give the key of the act that records this kind of event."""
    return _OF_LAW[kind]
