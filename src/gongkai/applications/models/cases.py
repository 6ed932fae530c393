"""Cases and what happened in them: a row each, and an append-only list of events."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager
from gongkai.law.applicants import Applicant
from gongkai.law.events import Channel
from gongkai.law.outcomes import Outcome
from gongkai.law.status import Status


class Matter(models.TextChoices):
    """What is asked for. 更正 (条例第四十一条) is no application for disclosure and not counted in table 三 (未核实)."""

    DISCLOSURE = "disclosure", "政府信息公开申请"
    RECTIFICATION = "rectification", "政府信息更正申请"


class EventKind(models.TextChoices):
    """What can happen to a case: the law's events by their own keys, and those of the office, which move no limit."""

    SUBMITTED = "submitted", "提交申请"
    SIGNED_FOR = "signed_for", "签收邮件"
    CONTACT_FAILED = "contact_failed", "联系申请人未果"
    CONFIRMED = "confirmed", "与申请人确认"
    CORRECTION_REQUESTED = "correction_requested", "告知补正"
    CORRECTED = "corrected", "收到补正"
    REASONS_REQUESTED = "reasons_requested", "要求说明理由"
    REASONS_GIVEN = "reasons_given", "收到理由说明"
    REASONS_REJECTED = "reasons_rejected", "认定理由不合理"
    DELAY_SET = "delay_set", "确定延迟答复的期限"
    EXTENDED = "extended", "延长答复期限"
    THIRD_PARTY_CONSULTED = "third_party_consulted", "征求第三方意见"
    THIRD_PARTY_ANSWERED = "third_party_answered", "收到第三方意见"
    CO_MAKER_CONSULTED = "co_maker_consulted", "征求共同制作机关意见"
    CO_MAKER_ANSWERED = "co_maker_answered", "收到共同制作机关意见"
    AGENCY_CONSULTED = "agency_consulted", "征求其他机关意见"
    AGENCY_ANSWERED = "agency_answered", "收到其他机关意见"
    FEE_NOTIFIED = "fee_notified", "发出收费通知"
    FEE_PAID = "fee_paid", "缴纳信息处理费"
    DECIDED = "decided", "作出答复"
    WITHDRAWN = "withdrawn", "撤回申请"
    REOPENED = "reopened", "重新办理"
    REGISTERED = "registered", "登记"
    SEARCHED = "searched", "检索"
    ASSISTED = "assisted", "内部协查"
    EXTENSION_ASKED = "extension_asked", "报请延期"
    DRAFTED = "drafted", "拟答复"
    LEGAL_REVIEWED = "legal_reviewed", "法制审核"
    SIGNED = "signed", "签发"
    SERVED = "served", "送达"
    GIVEN_UP = "given_up", "视为放弃结案"
    ARCHIVED = "archived", "归档"
    SPLIT = "split", "拆分"
    ASSIGNED = "assigned", "交办"
    MADE_PUBLIC = "made_public", "转为主动公开"
    PASSED_ON = "passed_on", "转送"
    CANCELLED = "cancelled", "更正记录（前一记录作废）"
    NOTED = "noted", "备注"
    TIME_ASKED = "time_asked", "申请人请求延长补正期限"
    PAYMENT_REPORTED = "payment_reported", "申请人告知已缴费"
    ACKNOWLEDGED = "acknowledged", "申请人确认收到"
    RATED = "rated", "申请人评价"
    TIME_GIVEN = "time_given", "延长补正期限"


class Application(models.Model):
    """One case. What it is about and who asks is encrypted (`Person`, `Paper`); the columns marked derived follow from the events.

    `number` is the agency's own, without gaps within a year. `ledger_number` is the number an imported case bore in the office's
    old ledger (台账). `content_hash` and `code_hash` are keyed hashes. A case on a state secret (`secret`) keeps basis, conclusion and
    decider only.
    """

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("编号年份")
    sequence = models.PositiveIntegerField("编号顺序")
    ledger_number = models.CharField("原台账编号", max_length=60, blank=True)
    matter = models.CharField("事项", max_length=15, choices=Matter, default=Matter.DISCLOSURE)
    channel = models.CharField("渠道", max_length=20, choices=[(one.value, one.term) for one in Channel])
    applicant_kind = models.CharField(
        "申请人类别", max_length=15, choices=[(one.key, one.term) for one in Applicant]
    )
    joint = models.PositiveSmallIntegerField("申请人数", default=1)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="pieces", verbose_name="拆分自"
    )
    secret = models.BooleanField("涉及国家秘密", default=False)
    demonstration = models.BooleanField("演示数据", default=False)
    content_hash = models.CharField("内容的散列值", max_length=64, blank=True)
    code_hash = models.CharField("查询码的散列值", max_length=64, blank=True)
    officer = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    registered_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    # derived from the events
    derived_on = models.DateField("推算日期", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=25, choices=[(one.key, one.term) for one in Status], editable=False
    )
    received_on = models.DateField("收到之日", null=True, editable=False)
    due_on = models.DateField("答复期限", null=True, editable=False)
    provisional = models.BooleanField("期限暂按", default=False, editable=False)
    outcome = models.CharField(
        "办理结果",
        max_length=30,
        blank=True,
        choices=[(one.key, one.term) for one in Outcome],
        editable=False,
    )
    closed_on = models.DateField("办结日期", null=True, editable=False)
    late = models.BooleanField("逾期", default=False, editable=False)
    last_event = models.PositiveSmallIntegerField("最后一项记录", default=0, editable=False)
    problems = models.PositiveSmallIntegerField("不合规的记录数", default=0, editable=False)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "政府信息公开申请"
        verbose_name_plural = "政府信息公开申请"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-year", "-sequence")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "sequence"), name="applications_number_once"),
            models.UniqueConstraint(
                fields=("agency", "ledger_number"),
                condition=~models.Q(ledger_number=""),
                name="applications_ledger_once",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "status", "due_on", "id"), name="applications_worklist"),
            models.Index(fields=("agency", "officer", "status", "due_on"), name="applications_mine"),
            models.Index(fields=("agency", "-id"), name="applications_newest"),
            # "closed_on is nothing" and not "the status is one of": a database sees only in the former that the index fits
            models.Index(
                fields=("agency", "due_on", "id"),
                condition=models.Q(closed_on=None),
                name="applications_open_by_day",
            ),
            models.Index(fields=("content_hash",), name="applications_same"),
            models.Index(fields=("code_hash",), name="applications_code"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The agency's number of the case, e.g. 2024-0012."""
        return f"{self.year}-{self.sequence:04d}"

    @property
    def status_term(self) -> str:
        """The status in Chinese."""
        return Status(self.status).term


class Event(models.Model):
    """What happened in a case on a legal day (`on`); written once. A mistake is corrected by an event that cancels it.

    `data` holds what the kind needs (see `history`), never personal data: parties are named by their code (`Party`), people of
    the office by their public id. `problem` lists the codes of what was not as the law has it (`law.problems`).
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="events", verbose_name="申请")
    sequence = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("事项", max_length=25, choices=EventKind)
    on = models.DateField("日期")
    data = models.JSONField("内容", default=dict)
    problem = models.CharField("不合规之处", max_length=200, blank=True)
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by", verbose_name="作废的记录"
    )
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("application", "sequence"), name="applications_event_once"),
        )
        indexes = (models.Index(fields=("on", "kind"), name="applications_event_day"),)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the event; one that stands already is refused."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("办理记录不能修改，只能更正")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("办理记录不能删除")
