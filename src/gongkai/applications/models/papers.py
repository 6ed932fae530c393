"""What was written in a case: texts, third parties, decisions, files. Texts may name people and are encrypted."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager
from gongkai.applications.fields import EncryptedTextField
from gongkai.files.storage import PrivateStorage
from gongkai.law.outcomes import Outcome

from .cases import Application, Event


class Paper(models.Model):
    """A text of a case: what was asked for, what a letter said, what came back; `event` is what it belongs to."""

    class Kind(models.TextChoices):
        """What the text is."""

        CONTENT = "content", "申请内容"
        PURPOSE = "purpose", "用途（申请人自愿填写）"
        FORM = "form", "提供方式和获取途径"
        LETTER = "letter", "发出的文书"
        ANSWER = "answer", "收到的回复"
        REASON = "reason", "理由"
        ACCESS = "access", "获取的方式、途径和时间"
        SEARCH = "search", "检索记录"
        NOTE = "note", "备注"

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers", verbose_name="申请")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="办理记录"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind)
    text = EncryptedTextField("内容")

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "文书内容"
        verbose_name_plural = "文书内容"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()


class Party(models.Model):
    """Who was asked for an opinion: the events know only the `code` (第三方1), the name is encrypted."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="parties", verbose_name="申请")
    code = models.CharField("代号", max_length=20)
    name = EncryptedTextField("姓名或者名称")
    address = EncryptedTextField("联系方式", blank=True)

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "被征求意见者"
        verbose_name_plural = "被征求意见者"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (
            models.UniqueConstraint(fields=("application", "code"), name="applications_party_once"),
        )

    def __str__(self) -> str:
        return self.code


class Decision(models.Model):
    """A decision (答复) from draft to signature; the last one of a case holds.

    `parts` lists outcome and ground of each part; the reason and the way of access are papers of the event. `outcome` is what
    the case is counted under.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "拟稿"
        REVIEWED = "reviewed", "已法制审核"
        SIGNED = "signed", "已签发"
        DROPPED = "dropped", "已作废"

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="decisions", verbose_name="申请"
    )
    number = models.CharField("文号", max_length=60, blank=True)
    outcome = models.CharField("办理结果", max_length=30, choices=[(one.key, one.term) for one in Outcome])
    parts = models.JSONField("各部分的结果和依据", default=list)
    earlier = models.CharField("原申请编号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    event = models.OneToOneField(
        Event, models.PROTECT, null=True, blank=True, related_name="decision", verbose_name="答复记录"
    )
    drafted_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="拟稿人"
    )
    reviewed_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法制审核人"
    )
    signed_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "pk")

    def __str__(self) -> str:
        return self.number or self.get_outcome_display()


class CaseFile(models.Model):
    """A file of a case, kept where no address leads; its name may name people and is encrypted."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="files", verbose_name="申请")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="办理记录"
    )
    name = EncryptedTextField("文件名")
    file = models.FileField("文件", storage=PrivateStorage, upload_to="applications/%Y/%m")
    size = models.PositiveBigIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    for_applicant = models.BooleanField("提供给申请人", default=False)
    added_at = models.DateTimeField("加入时间", auto_now_add=True)
    added_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="加入者"
    )

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "案卷文件"
        verbose_name_plural = "案卷文件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "pk")

    def __str__(self) -> str:
        return self.digest[:12]
