"""Rules and normative documents (规章、行政规范性文件): one row each, and what happened to it as events."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class Document(models.Model):
    """A document in the register of an agency that made it, alone or with others.

    `leads` says whether the agency leads; the lead counts it. State, end of validity and every figure follow from the events
    (`gongkai.law.registers`); `state` and `valid_until` keep the derived values of today for lists, written by the same act and
    recomputed each night. `item` is the page that publishes it.
    """

    class Kind(models.TextChoices):
        """Which row of table 二."""

        REGULATION = "regulation", "规章"
        NORMATIVE = "normative", "行政规范性文件"

    class State(models.TextChoices):
        """有效性, as `gongkai.law.registers.State`."""

        NOT_YET = "not_yet", "尚未制发"
        VALID = "valid", "有效"
        AMENDED = "amended", "已修改"
        PARTLY = "partly", "部分失效"
        REPEALED = "repealed", "废止"
        EXPIRED = "expired", "失效"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    kind = models.CharField("种类", max_length=20, choices=Kind, default=Kind.NORMATIVE)
    title = models.CharField("标题", max_length=255)
    number = models.CharField("文号", max_length=100, blank=True)
    leads = models.BooleanField("本机关制发或者牵头", default=True)
    unified_number = models.CharField("统一编号（三统一）", max_length=60, blank=True)
    legality_by = models.CharField("合法性审核机构", max_length=100, blank=True)
    legality_on = models.DateField("合法性审核日期", null=True, blank=True)
    filing_number = models.CharField("备案号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filed_with = models.CharField("备案机关", max_length=100, blank=True)
    item = models.ForeignKey(
        "portal.ItemPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="公开页面",
    )
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="代替的旧文件",
    )
    state = models.CharField("有效性", max_length=10, choices=State, default=State.NOT_YET, editable=False)
    valid_until = models.DateField("有效期至", null=True, blank=True, editable=False)
    made_on = models.DateField("制发日期", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "规章、规范性文件"
        verbose_name_plural = "规章、规范性文件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-made_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "number"), condition=~models.Q(number=""), name="registers_document_number"
            ),
        )
        indexes = (models.Index(fields=("agency", "kind", "state"), name="registers_document_state"),)

    def __str__(self) -> str:
        return self.title

    @property
    def marked_title(self) -> str:
        """The title as lists of documents show it, with the mark of validity before it: （有效）…."""
        return f"（{self.get_state_display()}）{self.title}"


class DocumentMaker(models.Model):
    """A body that made the document together with the agency (联合发文), Party organs too."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="makers", verbose_name="文件")
    name = models.CharField("名称", max_length=100)
    leads = models.BooleanField("牵头", default=False)
    party = models.BooleanField("党的机关", default=False)

    class Meta:
        verbose_name = "联合发文机关"
        verbose_name_plural = "联合发文机关"
        ordering = ("-leads", "pk")

    def __str__(self) -> str:
        return self.name


class DocumentEvent(models.Model):
    """What happened to a document on a legal day; never changed. A mistake is corrected by an event that cancels it.

    `number` counts the events of a document from 1. `by_document` names what did it (the decision that repeals, the new edition,
    the announcement of a cleaning).
    """

    class Kind(models.TextChoices):
        """As `gongkai.law.registers.EventKind`, and the correcting one."""

        MADE = "made", "制发"
        AMENDED = "amended", "修改"
        PARTLY_REPEALED = "partly_repealed", "部分废止"
        EXTENDED = "extended", "有效期延长"
        REPEALED = "repealed", "废止"
        DECLARED_EXPIRED = "declared_expired", "宣布失效"
        KEPT = "kept", "清理后继续有效"
        CANCELLED = "cancelled", "更正（前一登记作废）"

    document = models.ForeignKey(Document, models.CASCADE, related_name="events", verbose_name="文件")
    number = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("事项", max_length=20, choices=Kind)
    on = models.DateField("日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    by_document = models.CharField("依据的文件", max_length=200, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by", verbose_name="作废的登记"
    )
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件的变动"
        verbose_name_plural = "文件的变动"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="registers_event_order"),)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"


class FiledDocument(models.Model):
    """A document that another body filed with this agency (报送备案): a justice bureau publishes the list each quarter."""

    class Result(models.TextChoices):
        """What the review of the filing found."""

        WAITING = "", "审查中"
        FILED = "filed", "准予备案"
        MEND = "mend", "要求纠正"
        REFUSED = "refused", "不予备案"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="备案机关")
    filer = models.CharField("报备机关", max_length=100)
    title = models.CharField("标题", max_length=255)
    number = models.CharField("文号", max_length=100, blank=True)
    made_on = models.DateField("成文日期", null=True, blank=True)
    received_on = models.DateField("收到日期")
    filing_number = models.CharField("备案号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    result = models.CharField("审查结果", max_length=10, blank=True, choices=Result, default=Result.WAITING)
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "报送备案的文件"
        verbose_name_plural = "报送备案的文件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return self.title
