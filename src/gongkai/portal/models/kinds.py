"""The kinds of item (信息种类), each with what it must say besides the catalogue metadata."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField

from .items import FEATURES, TABLE_OPTIONS, ItemPage, form_for


class PolicyPage(ItemPage):
    """A policy document (政策文件): an agency's rule, normative document or other paper with a 文号.

    `maker` is the body that leads (牵头发文机关); co-makers, Party organs among them, stand beside it. A new edition names the
    one it takes the place of; both lead to each other, as do document and interpretation (解读).
    """

    class Level(models.TextChoices):
        """What kind of document; table 二 counts the first two."""

        REGULATION = "regulation", "规章"
        NORMATIVE = "normative", "行政规范性文件"
        OTHER = "other", "其他文件"

    level = models.CharField("文件种类", max_length=20, choices=Level, default=Level.OTHER)
    maker = models.CharField(
        "发文机关", max_length=100, blank=True, help_text="联合发文的，填牵头机关；不填写即为本机关"
    )
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="代替的旧文件",
        help_text="本文件发布后，旧文件页面标明“废止”，并链接到本文件",
    )
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        FieldPanel("level"),
        MultiFieldPanel(
            [FieldPanel("maker"), InlinePanel("co_makers", heading="联合发文机关", label="联合发文机关")],
            "发文机关",
        ),
        PageChooserPanel("replaces", "portal.PolicyPage"),
        InlinePanel("interpretations", heading="政策解读", label="解读"),
    )

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"


class PicturePage(ItemPage):
    """Picture news (图片新闻): pictures with their words; every picture is described for those who do not see it."""

    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(InlinePanel("pictures", heading="图片", label="图片", min_num=1))

    class Meta:
        verbose_name = "图片新闻"
        verbose_name_plural = "图片新闻"


class GuidePage(ItemPage):
    """The guide to disclosure (政府信息公开指南): all that 条例 Art. 12 asks for.

    The agency's contact data are taken from the agency itself; here stands the rest, and the day it was last looked through.
    """

    classes = RichTextField("政府信息的分类", features=FEATURES, blank=True)
    arrangement = RichTextField("编排体系", features=FEATURES, blank=True)
    obtaining = RichTextField("获取方式", features=FEATURES, blank=True)
    channels = RichTextField(
        "申请的接收渠道和注意事项",
        features=FEATURES,
        blank=True,
        help_text="国办公开办函〔2017〕19号：写明开通的接收渠道",
    )
    looked_through_on = models.DateField("最近核对日期", null=True, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        FieldPanel("looked_through_on"),
        FieldPanel("classes"),
        FieldPanel("arrangement"),
        FieldPanel("obtaining"),
        FieldPanel("channels"),
    )

    class Meta:
        verbose_name = "公开指南"
        verbose_name_plural = "公开指南"


class InstitutionPage(ItemPage):
    """The agency itself (机构职能, 条例第二十条第（二）项): what it does, its units, its leaders and who minds what."""

    functions = RichTextField("机关职能", features=FEATURES, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        FieldPanel("functions"),
        InlinePanel("leaders", heading="领导信息", label="领导"),
        InlinePanel("units", heading="机构设置", label="内设机构或者下属单位"),
    )

    class Meta:
        verbose_name = "机构和领导"
        verbose_name_plural = "机构和领导"


class MeetingPage(ItemPage):
    """A meeting made public (会议公开)."""

    held_on = models.DateField("会议日期")
    place = models.CharField("会议地点", max_length=100, blank=True)
    chaired_by = models.CharField("主持人", max_length=60, blank=True)
    topics = models.TextField("议题", blank=True, help_text="一行一个")
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        MultiFieldPanel([FieldPanel("held_on"), FieldPanel("place"), FieldPanel("chaired_by")], "会议"),
        FieldPanel("topics"),
    )

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"


class BudgetPage(ItemPage):
    """A budget or accounts (预算, 决算); those of the body itself (单位) and of the department with all below it (部门) are apart."""

    class Stage(models.TextChoices):
        """Which paper of the year."""

        BUDGET = "budget", "预算"
        ACCOUNTS = "accounts", "决算"
        PERFORMANCE = "performance", "绩效"

    class Extent(models.TextChoices):
        """Whose money."""

        UNIT = "unit", "单位"
        DEPARTMENT = "department", "部门"

    year = models.PositiveSmallIntegerField("年度")
    stage = models.CharField("种类", max_length=20, choices=Stage)
    extent = models.CharField("范围", max_length=20, choices=Extent)
    approved_on = models.DateField(
        "批复日期", null=True, blank=True, help_text="预算、决算自批复之日起20日内公开（《预算法》第十四条）"
    )
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        MultiFieldPanel(
            [FieldPanel("year"), FieldPanel("stage"), FieldPanel("extent"), FieldPanel("approved_on")],
            "预决算",
        )
    )

    class Meta:
        verbose_name = "预决算"
        verbose_name_plural = "预决算"


class DutyListPage(ItemPage):
    """A list of powers and duties (权责清单): one row for each."""

    entries = StreamField(
        [("table", TableBlock(label="清单", table_options=TABLE_OPTIONS))],
        blank=True,
        verbose_name="清单",
        help_text="从 Excel 复制后，可以直接粘贴到表格里",
    )
    as_of = models.DateField("清单版本日期", null=True, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(FieldPanel("as_of"), FieldPanel("entries"))

    class Meta:
        verbose_name = "权责清单"
        verbose_name_plural = "权责清单"


class EnforcementPage(ItemPage):
    """The yearly account of enforcement (行政执法年度总体情况). Empty is "not given", nought is nought."""

    year = models.PositiveSmallIntegerField("年度")
    permits = models.PositiveIntegerField("行政许可（件）", null=True, blank=True)
    penalties = models.PositiveIntegerField("行政处罚（件）", null=True, blank=True)
    compulsions = models.PositiveIntegerField("行政强制（件）", null=True, blank=True)
    inspections = models.PositiveIntegerField("行政检查（次）", null=True, blank=True)
    fines = models.DecimalField("罚没金额（万元）", max_digits=14, decimal_places=4, null=True, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        FieldPanel("year"),
        MultiFieldPanel(
            [
                FieldPanel("permits"),
                FieldPanel("penalties"),
                FieldPanel("compulsions"),
                FieldPanel("inspections"),
                FieldPanel("fines"),
            ],
            "数量（没有统计的不填，没有发生的填0）",
        ),
    )

    class Meta:
        verbose_name = "执法年度情况"
        verbose_name_plural = "执法年度情况"


class DataTablePage(ItemPage):
    """A table of data (数据表格) with its period and source."""

    table = StreamField(
        [("table", TableBlock(label="数据表", table_options=TABLE_OPTIONS))], verbose_name="数据表"
    )
    period = models.CharField("统计时段", max_length=60, blank=True)
    unit = models.CharField("计量单位", max_length=40, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(FieldPanel("period"), FieldPanel("unit"), FieldPanel("table"))

    class Meta:
        verbose_name = "数据表格"
        verbose_name_plural = "数据表格"


class TopicPage(ItemPage):
    """A special topic (专题): items gathered from other columns. Being gathered does not make them count again."""

    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(InlinePanel("entries", heading="收录的信息", label="信息"))

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题"


class ConsultationPage(ItemPage):
    """Asking the public (意见征集) with its result.

    The draft of a major decision is open for at least 30 days (重大行政决策程序暂行条例第十五条), fewer only with a reason.
    """

    opens_on = models.DateField("征集开始")
    closes_on = models.DateField("征集结束")
    shorter_because = models.CharField("不足30日的理由", max_length=200, blank=True)
    how = models.TextField("参与方式", help_text="信函、电子邮件、电话等，写明地址、号码和联系人")
    result = RichTextField("征集结果和采纳情况", features=FEATURES, blank=True)
    result_on = models.DateField("结果公布日期", null=True, blank=True)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    edit_handler = form_for(
        MultiFieldPanel(
            [FieldPanel("opens_on"), FieldPanel("closes_on"), FieldPanel("shorter_because")], "征集时间"
        ),
        FieldPanel("how"),
        MultiFieldPanel([FieldPanel("result_on"), FieldPanel("result")], "结果"),
    )

    class Meta:
        verbose_name = "意见征集"
        verbose_name_plural = "意见征集"

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "征集结束的日期早于开始的日期"})
