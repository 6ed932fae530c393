"""Columns (栏目) of a platform, and what was done to them.

国办公开办函〔2019〕61号: a platform has four fixed columns, named word for word: 政府信息公开指南, 政府信息公开制度,
法定主动公开内容, 政府信息公开年报; beside them stands the entrance to applications (依申请公开). What is no disclosure by law
(news of the work, 部门之窗) stands outside them (专栏姓专).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Page

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager
from gongkai.portal.faces import Faced

from .items import FEATURES


class ColumnPage(Faced, Page):
    """A column. `key` tells the fixed ones, the entrance to applications and 部门之窗; others hang below one of these.

    A column is opened, renamed, merged, moved and closed by acts (`portal.columns`), never in the page editor. `closed_on`
    is the day from which it takes no new items; what stands in it stays readable.
    """

    class Key(models.TextChoices):
        """Which column it is."""

        GUIDE = "guide", "政府信息公开指南"
        RULES = "rules", "政府信息公开制度"
        STATUTORY = "statutory", "法定主动公开内容"
        REPORTS = "reports", "政府信息公开年报"
        APPLY = "apply", "依申请公开"
        WINDOW = "window", "部门之窗"
        OTHER = "other", "其他栏目"

    key = models.CharField("栏目种类", max_length=20, choices=Key, default=Key.OTHER)
    introduction = RichTextField("栏目说明", blank=True, features=FEATURES)
    none_here = models.CharField("本机关无此项的说明", max_length=200, blank=True)
    basis = models.CharField("公开依据", max_length=10, blank=True)
    opened_on = models.DateField("开设日期", default=timezone.localdate)
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    parent_page_types: ClassVar = ["portal.PlatformPage", "portal.ColumnPage"]
    is_creatable = False  # made by acts, never in the page editor
    subpage_types: ClassVar = [
        "portal.ColumnPage",
        "portal.ItemPage",
        "portal.PolicyPage",
        "portal.PicturePage",
        "portal.GuidePage",
        "portal.InstitutionPage",
        "portal.MeetingPage",
        "portal.BudgetPage",
        "portal.DutyListPage",
        "portal.EnforcementPage",
        "portal.DataTablePage",
        "portal.TopicPage",
        "portal.ConsultationPage",
        "reporting.ReportPage",
    ]
    content_panels: ClassVar = []
    promote_panels: ClassVar = []
    settings_panels: ClassVar = []

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"


class ColumnChange(models.Model):
    """A dated act on a column, so that the yearly report can quote it (栏目调整). `on` is the legal day, `at` when it was recorded."""

    class Kind(models.TextChoices):
        """What was done."""

        OPENED = "opened", "开设"
        RENAMED = "renamed", "更名"
        MERGED = "merged", "并入其他栏目"
        MOVED = "moved", "调整位置"
        CLOSED = "closed", "关闭"
        REOPENED = "reopened", "恢复"
        REWORDED = "reworded", "修改栏目说明"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    column = models.ForeignKey(
        ColumnPage, models.SET_NULL, null=True, related_name="changes", verbose_name="栏目"
    )
    kind = models.CharField("事项", max_length=20, choices=Kind)
    on = models.DateField("日期")
    at = models.DateTimeField("记录时间", auto_now_add=True)
    by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="办理人")
    before = models.CharField("原名称", max_length=255, blank=True)
    after = models.CharField("现名称", max_length=255, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    items = models.PositiveIntegerField("涉及信息条数", default=0)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "栏目调整"
        verbose_name_plural = "栏目调整"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()} {self.after or self.before}"
