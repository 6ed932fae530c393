"""What a citizen's way over the site leaves: a draft not handed in yet, its files, and how often an address knocked."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager
from gongkai.applications.fields import EncryptedTextField
from gongkai.files.storage import PrivateStorage

from .cases import Application


class Draft(models.Model):
    """An application while it is written (草稿): whoever holds the key, of which only a keyed hash stands here, goes on with it.

    Handed in, it keeps no content, only which application it became and, until the applicant puts it away, the receipt: so one
    draft becomes one application, however often it is sent.
    """

    key_hash = models.CharField("钥匙的散列值", max_length=64, unique=True)
    agency = models.ForeignKey(
        "agencies.Agency", models.CASCADE, related_name="application_drafts", verbose_name="机关"
    )
    content = EncryptedTextField("内容", blank=True)
    receipt = EncryptedTextField("回执", blank=True)
    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="申请"
    )
    made_at = models.DateTimeField("开始时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "申请草稿"
        verbose_name_plural = "申请草稿"
        base_manager_name = "everything"
        default_manager_name = "everything"
        indexes = (models.Index(fields=("changed_at",), name="applications_draft_age"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class DraftFile(models.Model):
    """A file of a draft, kept where no address leads; it moves into the case with the draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", verbose_name="草稿")
    name = EncryptedTextField("文件名")
    file = models.FileField("文件", storage=PrivateStorage, upload_to="drafts/%Y/%m")
    size = models.PositiveBigIntegerField("大小")

    objects = ScopedManager("draft__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "草稿的附件"
        verbose_name_plural = "草稿的附件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.pk}"


class Knock(models.Model):
    """How often somebody tried something within an hour; who it is stands here as a keyed hash that is another one each day."""

    who_hash = models.CharField("来源的散列值", max_length=64)
    what = models.CharField("事项", max_length=20)
    hour = models.DateTimeField("时段")
    times = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "访问次数"
        verbose_name_plural = "访问次数"
        constraints = (
            models.UniqueConstraint(fields=("who_hash", "what", "hour"), name="applications_knock_once"),
        )
        indexes = (models.Index(fields=("hour",), name="applications_knock_age"),)

    def __str__(self) -> str:
        return f"{self.what} {self.times}"
