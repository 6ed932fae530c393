"""Items brought in from elsewhere (导入): a batch with its rows, staged before anything becomes public."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class ImportBatch(models.Model):
    """A file of items. Rows published before enter as 历史导入 once somebody who did not import has approved them.

    `approved_by` is None with `approved_at` set where the approval was given at the server's command line by whoever runs it.
    `total` is how many rows the file has; `accepted` holds the approver's reason for each rule whose findings do not keep rows back.
    """

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading", "正在读取"
        READ = "read", "待批准"
        ENTERING = "entering", "正在入库"
        DONE = "done", "已完成"
        REFUSED = "refused", "未批准"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        verbose_name="机关",
        help_text="空：几个机关的信息在一个文件里",
    )
    name = models.CharField("文件名", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
    imported_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)
    approved_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    comment = models.CharField("意见", max_length=300, blank=True)
    upload = models.ForeignKey(
        "files.Upload", models.SET_NULL, null=True, related_name="import_batches", verbose_name="导入的文件"
    )
    archive = models.ForeignKey(
        "files.Upload",
        models.SET_NULL,
        null=True,
        related_name="import_archives",
        verbose_name="附件的压缩包",
    )
    total = models.PositiveIntegerField("行数", default=0)
    accepted = models.JSONField("认可的检查结果", default=dict)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} {self.imported_at:%Y-%m-%d %H:%M}"


class ImportRow(models.Model):
    """One row of the file: what stands in it, what is wrong with it, and the item it became.

    `fields` holds the row as given and as understood until it has become an item, `findings` what the reading found (rule, level,
    masked words). `key` tells the same row in another file, so that nothing is brought in twice.
    """

    class State(models.TextChoices):
        """What became of the row."""

        WAITING = "waiting", "待入库"
        HISTORY = "history", "历史导入，待批准"
        PUBLISHED = "published", "已入库公开"
        DRAFT = "draft", "已成草稿"
        DOUBLE = "double", "已有，没有再导入"
        REFUSED = "refused", "有错误，没有导入"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="导入")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, verbose_name="机关")
    number = models.PositiveIntegerField("行号")
    key = models.CharField("标识", max_length=64, db_index=True)
    fields = models.JSONField("内容", default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    message = models.CharField("说明", max_length=500, blank=True)
    blocks = models.BooleanField("有拦截", default=False)
    findings = models.JSONField("检查结果", default=list)
    item = models.ForeignKey("portal.ItemPage", models.SET_NULL, null=True, verbose_name="信息")

    class Meta:
        verbose_name = "导入的行"
        verbose_name_plural = "导入的行"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="publishing_row_once"),)

    def __str__(self) -> str:
        return f"第{self.number}行"


class ImportLink(models.Model):
    """A link in the body of an imported item to another page of the old site that has not come yet.

    `path` is that page's old address as redirects keep it, `href` the address that stands in the body meanwhile, as written there.
    """

    item = models.ForeignKey(
        "portal.ItemPage", models.CASCADE, related_name="import_links", verbose_name="信息"
    )
    path = models.CharField("原网址", max_length=255, db_index=True)
    href = models.TextField("现在的地址")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "待转换的链接"
        verbose_name_plural = "待转换的链接"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("item", "href"), name="publishing_link_once"),)

    def __str__(self) -> str:
        return self.path
