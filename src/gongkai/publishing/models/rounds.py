"""A round of review (送审): what was sent, who decided what at which step, what the reading found."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class Round(models.Model):
    """An item sent for review: exactly one version of it, with the steps that held when it was sent.

    `step` is the index of the step it waits at; `state` is derived from the verdicts and kept here for lists, written by the
    same act. `publish_at` is when it is to be published once approved (at once if None), `expires_at` when it is taken down
    again. Of an item one round at most is open.
    """

    class State(models.TextChoices):
        """Where the round stands."""

        OPEN = "open", "审核中"
        APPROVED = "approved", "已签发，待定时发布"
        PUBLISHED = "published", "已发布"
        RETURNED = "returned", "已退回"
        RECALLED = "recalled", "已收回"
        DECLINED = "declined", "审定不公开"

    class Way(models.TextChoices):
        """Which of the named ways it goes."""

        NORMAL = "normal", "正常送审"
        URGENT = "urgent", "紧急发布"
        WORDING = "wording", "文字勘误"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    item = models.ForeignKey("portal.ItemPage", models.CASCADE, related_name="rounds", verbose_name="信息")
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+", verbose_name="送审的版本"
    )
    way = models.CharField("方式", max_length=10, choices=Way, default=Way.NORMAL)
    why = models.CharField("紧急或者勘误的理由", max_length=300, blank=True)
    steps = models.JSONField("审核步骤", default=list)
    several = models.BooleanField("一人可以兼任几个步骤", default=False)
    step = models.PositiveSmallIntegerField("等待的步骤", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    assigned_to = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转交给"
    )
    makers = models.ManyToManyField("agencies.User", related_name="+", verbose_name="拟稿人")
    sent_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="送审人"
    )
    sent_at = models.DateTimeField("送审时间", auto_now_add=True)
    note = models.CharField("送审说明", max_length=300, blank=True)
    publish_at = models.DateTimeField("定时发布", null=True, blank=True)
    expires_at = models.DateTimeField("公示到期", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    unreadable = models.JSONField("程序读不了的内容", default=list)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "送审"
        verbose_name_plural = "送审"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("item",),
                condition=models.Q(state__in=("open", "approved")),
                name="publishing_round_open_once",
            ),
        )
        indexes = (models.Index(fields=("agency", "state"), name="publishing_round_state"),)

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.public_id}"

    @property
    def current(self) -> dict[str, Any] | None:
        """The step it waits at, None when it waits at none."""
        return (
            self.steps[self.step] if self.state == self.State.OPEN and self.step < len(self.steps) else None
        )

    @property
    def is_last(self) -> bool:
        """Whether the step it waits at is the one that decides on publication (签发)."""
        return self.step == len(self.steps) - 1


class Verdict(models.Model):
    """What somebody did in a round; never changed. `on` is the legal day, `recorded_at` when the system was told.

    `person` is who decided; with `paper` the decision was given on paper and `recorded_by` entered it with the signed scan.
    """

    class Kind(models.TextChoices):
        """What was done."""

        SENT = "sent", "送审"
        APPROVED = "approved", "通过"
        RETURNED = "returned", "退回"
        RECALLED = "recalled", "收回"
        DELEGATED = "delegated", "转交"
        DECLINED = "declined", "审定不公开"
        PUBLISHED = "published", "发布"

    round = models.ForeignKey(Round, models.CASCADE, related_name="verdicts", verbose_name="送审")
    number = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("决定", max_length=10, choices=Kind)
    step = models.PositiveSmallIntegerField("步骤", null=True)
    step_name = models.CharField("步骤名称", max_length=40, blank=True)
    person = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    handed_to = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="转交给"
    )
    comment = models.CharField("意见", max_length=500, blank=True)
    proofread = models.BooleanField("已校对", default=False)
    on = models.DateField("日期")
    paper = models.BooleanField("纸质审批", default=False)
    scan = models.ForeignKey(
        "files.Upload", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字扫描件"
    )
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="publishing_verdict_order"),)

    def __str__(self) -> str:
        return f"{self.step_name}{self.get_kind_display()}"


class SecrecyForm(models.Model):
    """The confidentiality review form (保密审查单) that goes with a verdict; fields as in rules 06 §3.2."""

    class Conclusion(models.TextChoices):
        """The outcome (处理结论)."""

        OPEN = "open", "主动公开"
        REQUEST = "request", "依申请公开"
        CLOSED = "closed", "不予公开"
        PARTLY = "partly", "作区分处理后公开"

    class Carrier(models.TextChoices):
        """What carries the information (载体形式)."""

        DOCUMENT = "document", "公文类"
        OTHER = "other", "非公文类"

    verdict = models.OneToOneField(Verdict, models.CASCADE, related_name="secrecy", verbose_name="审核意见")
    carrier = models.CharField("载体形式", max_length=10, choices=Carrier, default=Carrier.OTHER)
    where = models.CharField("拟公开方式", max_length=100, default="政府网站")
    state_secret = models.BooleanField("涉及国家秘密", default=False)
    work_secret = models.BooleanField("涉及工作秘密", default=False)
    trade_secret = models.BooleanField("涉及商业秘密", default=False)
    privacy = models.BooleanField("涉及个人隐私", default=False)
    unsuitable = models.BooleanField("其他不宜公开", default=False)
    conclusion = models.CharField("处理结论", max_length=10, choices=Conclusion)
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "保密审查单"
        verbose_name_plural = "保密审查单"

    def __str__(self) -> str:
        return self.get_conclusion_display()

    @property
    def doubts(self) -> list[str]:
        """What it says is concerned, in words."""
        named = ("state_secret", "work_secret", "trade_secret", "privacy", "unsuitable")
        return [str(self._meta.get_field(name).verbose_name) for name in named if getattr(self, name)]


class ReadFinding(models.Model):
    """One finding of the reading before review, as it stood when the item was sent. `excerpt` is masked by the reading."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="findings", verbose_name="送审")
    key = models.CharField("标识", max_length=64)
    rule = models.CharField("规则", max_length=40)
    blocks = models.BooleanField("拦截")
    place = models.CharField("位置", max_length=200)
    message = models.CharField("说明", max_length=300)
    excerpt = models.CharField("摘录", max_length=200, blank=True)
    suggestion = models.CharField("建议", max_length=300, blank=True)
    reason = models.CharField("不算错误的理由", max_length=300, blank=True)
    second = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )

    class Meta:
        verbose_name = "检查结果"
        verbose_name_plural = "检查结果"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.rule} {self.place}"


class NotAnError(models.Model):
    """A finding somebody called no error, and a second person confirmed: it is not raised again in the agency (不算错误)."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, verbose_name="机关")
    key = models.CharField("标识", max_length=64)
    rule = models.CharField("规则", max_length=40)
    reason = models.CharField("理由", max_length=300)
    said_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="提出人"
    )
    second = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "不算错误"
        verbose_name_plural = "不算错误"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (models.UniqueConstraint(fields=("agency", "key"), name="publishing_no_error_once"),)

    def __str__(self) -> str:
        return self.rule
