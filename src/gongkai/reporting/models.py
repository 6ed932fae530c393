"""Annual reports in the office: drafts and what was changed in them, published editions, batches of uploaded files.

A report itself is a value (`gongkai.report.model.Report`), kept as its JSON (`gongkai.report.jsonform`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager
from gongkai.portal.faces import Faced


class ReportPage(Faced, Page):
    """The page of one year's report in the column 政府信息公开年报; it shows the latest edition and links the older ones."""

    year = models.PositiveSmallIntegerField("年度")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="report_pages", verbose_name="机关"
    )
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    subpage_types: ClassVar = []
    is_creatable = False  # only the act of publication makes one

    class Meta:
        verbose_name = "政府信息公开工作年度报告"
        verbose_name_plural = "政府信息公开工作年度报告"
        constraints = (models.UniqueConstraint(fields=("agency", "year"), name="reporting_page_once"),)


class Draft(models.Model):
    """A report being worked on: as read from a file or begun from nothing, as it stands now, and how far it is.

    `source` is the report as it was read (JSON, null when typed from nothing), `content` as it stands now; `version`
    counts the changes, so that of two officers the second is told. `corrects` is the edition a correction (更正版) mends.
    """

    class State(models.TextChoices):
        """How far the draft is."""

        OPEN = "open", "编辑中"
        PUBLISHED = "published", "已发布"
        DISCARDED = "discarded", "已放弃"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.OPEN)
    upload = models.ForeignKey("files.Upload", models.PROTECT, null=True, blank=True, verbose_name="原文件")
    source = models.JSONField("读出的内容", null=True, blank=True)
    content = models.JSONField("内容")
    version = models.PositiveIntegerField("修改次数", default=0)
    corrects = models.ForeignKey(
        "Edition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正的版本",
    )
    created_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="建立人")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "年报稿"
        verbose_name_plural = "年报稿"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=("agency", "state"), name="reporting_draft_agency"),)

    def __str__(self) -> str:
        return f"{self.agency}{self.year or ''}年报稿"


class Change(models.Model):
    """One change of a draft: the place (a figure's, or ``sections.overview``, ``year`` …), before, after, why, by whom.

    `version` is the draft's version that the change led to; several places changed at once share it.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="changes", verbose_name="年报稿")
    version = models.PositiveIntegerField("第几次修改")
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="修改人")
    place = models.CharField("位置", max_length=100)
    before = models.JSONField("原来", null=True)
    after = models.JSONField("现在", null=True)
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = "修改"
        verbose_name_plural = "修改"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.place} {self.at:%Y-%m-%d %H:%M}"


class Edition(models.Model):
    """A report as published; never changed. A later one (更正版) gives its reason; a withdrawn one says when and why.

    `acknowledged` lists the errors with which it was published: rule, place, message, and the officer's reason for each.
    """

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    page = models.ForeignKey(ReportPage, models.PROTECT, related_name="editions", verbose_name="页面")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    reason = models.CharField("更正理由", max_length=300, blank=True)
    acknowledged = models.JSONField("带着问题发布的说明", default=list)
    published_at = models.DateTimeField("发布时间")
    published_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="发布人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)
    outside_address = models.URLField("本机关网站上的地址", blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "已发布的年报"
        verbose_name_plural = "已发布的年报"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="reporting_edition_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="reporting_correction_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年年报第{self.number}版"


class Batch(models.Model):
    """Files uploaded together, read in the background."""

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    created_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="上传人")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "批量上传"
        verbose_name_plural = "批量上传"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.agency} {self.created_at:%Y-%m-%d %H:%M}"


class BatchFile(models.Model):
    """One file of a batch: waiting, read into a draft, or refused with the reader's code and words."""

    class State(models.TextChoices):
        """What became of the file."""

        WAITING = "waiting", "等待读取"
        READ = "read", "已读取"
        REFUSED = "refused", "读不了"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files", verbose_name="批次")
    upload = models.ForeignKey("files.Upload", models.PROTECT, null=True, blank=True, verbose_name="文件")
    name = models.CharField("文件名", max_length=200)
    state = models.CharField("状态", max_length=20, choices=State, default=State.WAITING)
    code = models.CharField("代码", max_length=40, blank=True)
    message = models.CharField("说明", max_length=300, blank=True)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, verbose_name="年报稿")

    class Meta:
        verbose_name = "批量上传的文件"
        verbose_name_plural = "批量上传的文件"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class DoubtAnswer(models.Model):
    """What somebody found who looked at a doubt about table 二 (`comparing`): why the figure stands. Rows are only added.

    `key` is the doubt's, which changes with the figures; `message` keeps its words as they were.
    """

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    key = models.CharField("疑点", max_length=16)
    rule = models.CharField("规则", max_length=40)
    place = models.CharField("位置", max_length=60)
    message = models.CharField("疑点内容", max_length=500)
    reason = models.CharField("核对结果", max_length=300)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    at = models.DateTimeField("核对时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "表二疑点的核对"
        verbose_name_plural = "表二疑点的核对"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("pk",)
        indexes = (models.Index(fields=("agency", "year"), name="reporting_doubt_answer"),)

    def __str__(self) -> str:
        return self.message


class HandFigure(models.Model):
    """A figure entered by hand (人工填报) because the records do not give it: what it is, where it is printed, why it stands.

    Rows are only ever added; of those with the same agency, year and key the newest holds, and the older ones stay readable.
    """

    class Key(models.TextChoices):
        """Which figure it is."""

        DISCLOSED = "disclosed", "主动公开信息总数"
        STATUTORY = "disclosed.statutory", "法定主动公开内容的信息数"
        WINDOW = "disclosed.window", "部门之窗的信息数"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    key = models.CharField("数字", max_length=40, choices=Key)
    value = models.PositiveIntegerField("数值")
    source = models.CharField("来源", max_length=200)
    reason = models.CharField("理由", max_length=300)
    entered_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="填报人")
    at = models.DateTimeField("填报时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "人工填报的数字"
        verbose_name_plural = "人工填报的数字"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("agency", "year", "key"), name="reporting_hand_figure"),)

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年{self.get_key_display()}"
