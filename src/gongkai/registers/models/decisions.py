"""Administrative decisions (行政许可、行政处罚、行政强制) and fee income; what table 二 counts under 第（五）（六）（八）项."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class DecisionKind(models.TextChoices):
    """Which row of table 二."""

    PERMIT = "permit", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"


class Decision(models.Model):
    """One decision that was made (处理决定). Counted in the year of `decided_on` by the agency that made it.

    The register keeps what lists and counts need; of a natural person it keeps no name and no number of papers, of a body its
    name and credit code. A decision changed, revoked or found void keeps its row: it was made. `withdrawn_on` is when its
    publication was taken back (行政处罚法第四十八条: within three days); of one that was `never_public` none need be.
    """

    class Party(models.TextChoices):
        """Whom it concerns."""

        PERSON = "person", "自然人"
        SOLE = "sole", "个体工商户"
        BODY = "body", "法人及非法人组织"

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    kind = models.CharField("种类", max_length=10, choices=DecisionKind)
    number = models.CharField("决定书文号", max_length=100)
    decided_on = models.DateField("决定日期")
    subject = models.CharField("事项", max_length=255, blank=True)
    party = models.CharField("相对人类别", max_length=10, choices=Party, blank=True)
    party_name = models.CharField("相对人名称（单位）", max_length=200, blank=True)
    party_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    result = models.CharField("决定内容", max_length=500, blank=True)
    basis = models.CharField("依据", max_length=500, blank=True)
    amount = models.DecimalField("罚没金额（万元）", max_digits=14, decimal_places=6, null=True, blank=True)
    changed_on = models.DateField("变更、撤销或者确认违法、无效的日期", null=True, blank=True)
    withdrawn_on = models.DateField("公开信息撤回日期", null=True, blank=True)
    never_public = models.BooleanField("没有公开过", default=False)
    batch = models.ForeignKey(
        "registers.DecisionBatch", models.SET_NULL, null=True, blank=True, verbose_name="导入批次"
    )
    void = models.BooleanField("作废（登记有误）", default=False)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "行政决定"
        verbose_name_plural = "行政决定"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-decided_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "kind", "number"),
                condition=models.Q(void=False),
                name="registers_decision_number",
            ),
        )
        indexes = (
            models.Index(
                fields=("agency", "kind", "decided_on"),
                condition=models.Q(void=False),
                name="registers_decision_year",
            ),
            # what 我的一天 asks: decisions changed whose publication still stands
            models.Index(
                fields=("agency", "changed_on"),
                condition=models.Q(
                    changed_on__isnull=False, withdrawn_on=None, never_public=False, void=False
                ),
                name="registers_decision_changed",
            ),
        )

    def __str__(self) -> str:
        return self.number


class DecisionBatch(models.Model):
    """A file of decisions in the 双公示 form, read into staging rows first: nothing is half imported."""

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading", "正在读取"
        READ = "read", "待入库"
        ENTERING = "entering", "正在入库"
        DONE = "done", "已入库"
        DROPPED = "dropped", "已放弃"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    kind = models.CharField("种类", max_length=10, choices=DecisionKind, blank=True)
    name = models.CharField("文件名", max_length=200)
    upload = models.ForeignKey(
        "files.Upload", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
    rows_total = models.PositiveIntegerField("总行数", default=0)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    rows_good = models.PositiveIntegerField("可入库行数", default=0)
    rows_bad = models.PositiveIntegerField("有错误行数", default=0)
    rows_entered = models.PositiveIntegerField("已入库行数", default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    created_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    created_at = models.DateTimeField("导入时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "行政决定导入"
        verbose_name_plural = "行政决定导入"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class DecisionRow(models.Model):
    """One staged row: its fields once checked, or what is wrong with it."""

    batch = models.ForeignKey(DecisionBatch, models.CASCADE, related_name="rows", verbose_name="导入")
    number = models.PositiveIntegerField("行号")
    fields = models.JSONField("内容", default=dict)
    message = models.CharField("错误", max_length=300, blank=True)

    class Meta:
        verbose_name = "行政决定导入的行"
        verbose_name_plural = "行政决定导入的行"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="registers_row_once"),)

    def __str__(self) -> str:
        return f"第{self.number}行"


class Fee(models.Model):
    """Fee income of a year for one item of the fee list (行政事业性收费), in 万元."""

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("收费项目", max_length=100)
    amount = models.DecimalField("收费金额（万元）", max_digits=14, decimal_places=6)
    source = models.CharField("数据来源", max_length=200, blank=True)
    void = models.BooleanField("作废（登记有误）", default=False)
    recorded_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "行政事业性收费"
        verbose_name_plural = "行政事业性收费"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-year", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "name"), condition=models.Q(void=False), name="registers_fee_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="registers_fee_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.year}年 {self.name}"
