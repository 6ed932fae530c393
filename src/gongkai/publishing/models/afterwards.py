"""What happens to an item after publication: withdrawn, purged, shown elsewhere, handed to an outside site."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class Withdrawal(models.Model):
    """An item taken from the public at once by one person, reviewed afterwards by another (先撤后审)."""

    class Outcome(models.TextChoices):
        """What the second person found."""

        PENDING = "", "待复核"
        UPHELD = "upheld", "撤回正确"
        RESTORED = "restored", "恢复公开"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    item = models.ForeignKey(
        "portal.ItemPage", models.CASCADE, related_name="withdrawals", verbose_name="信息"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+", verbose_name="撤回时的版本"
    )
    at = models.DateTimeField("撤回时间", auto_now_add=True)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="撤回人"
    )
    reason = models.CharField("撤回理由", max_length=300)
    outcome = models.CharField(
        "复核结果", max_length=10, blank=True, choices=Outcome, default=Outcome.PENDING
    )
    reviewed_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True)
    review_comment = models.CharField("复核意见", max_length=300, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "撤回"
        verbose_name_plural = "撤回"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"撤回 {self.public_id}"


class Purge(models.Model):
    """What should never have been uploaded was removed (清除): this record stays, without content.

    `address` is where the item stood, `backups` names where copies may still lie, for whoever keeps them.
    """

    class Why(models.TextChoices):
        """The ground."""

        SECRET = "secret", "涉及国家秘密、工作秘密"
        PRIVACY = "privacy", "泄露个人隐私"
        TRADE = "trade", "泄露商业秘密"
        OTHER = "other", "其他不应上传的内容"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    item = models.ForeignKey(
        "portal.ItemPage", models.SET_NULL, null=True, related_name="purges", verbose_name="信息"
    )
    address = models.CharField("原网址", max_length=500)
    why = models.CharField("原因", max_length=10, choices=Why)
    note = models.CharField("说明（不写涉密内容）", max_length=300, blank=True)
    was_public = models.BooleanField("曾经公开")
    versions = models.PositiveIntegerField("清除的版本数")
    files = models.PositiveIntegerField("清除的文件数")
    backups = models.CharField("备份", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "清除"
        verbose_name_plural = "清除"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"清除 {self.public_id}"


class Placement(models.Model):
    """Where an item was made public besides the portal (条例第二十三条、第二十五条): notice board, screen, reading point, archive, library."""

    class Kind(models.TextChoices):
        """The kind of place."""

        BOARD = "board", "公开栏"
        SCREEN = "screen", "电子屏"
        READING = "reading", "信息查阅点"
        ARCHIVE = "archive", "国家档案馆"
        LIBRARY = "library", "公共图书馆"
        GAZETTE = "gazette", "政府公报"
        PRESS = "press", "新闻发布会、报刊、广播、电视"

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    item = models.ForeignKey(
        "portal.ItemPage", models.CASCADE, related_name="placements", verbose_name="信息"
    )
    kind = models.CharField("渠道", max_length=10, choices=Kind)
    place = models.CharField("地点或者名称", max_length=100, blank=True)
    on = models.DateField("日期")
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "线下公开"
        verbose_name_plural = "线下公开"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}"
