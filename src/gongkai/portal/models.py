"""Pages of the public face: the district's home, an agency's platform (政府信息公开平台), its columns (栏目), articles.

国办公开办函〔2019〕61号: an agency's platform has four fixed columns, named word for word: 政府信息公开指南, 政府信息公开制度,
法定主动公开内容, 政府信息公开年报; beside them stands the entrance to applications (依申请公开).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from .faces import Faced

FEATURES = ["h3", "h4", "bold", "ol", "ul", "link", "document-link", "image", "hr"]


class HomePage(Faced, Page):
    """The home of a site with several agencies (区县首页): it lists their platforms."""

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["portal.PlatformPage"]

    class Meta:
        verbose_name = "区县首页"
        verbose_name_plural = "区县首页"


class PlatformPage(Faced, Page):
    """An agency's platform; with one agency it is the home of the site."""

    agency = models.OneToOneField(
        "agencies.Agency", models.PROTECT, related_name="platform", verbose_name="机关"
    )
    parent_page_types: ClassVar = ["wagtailcore.Page", "portal.HomePage"]
    subpage_types: ClassVar = ["portal.ColumnPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("agency")]

    class Meta:
        verbose_name = "政府信息公开平台"
        verbose_name_plural = "政府信息公开平台"


class ColumnPage(Page):
    """A column. `key` tells the four fixed ones and the entrance to applications; others hang below 法定主动公开内容."""

    class Key(models.TextChoices):
        """Which column it is."""

        GUIDE = "guide", "政府信息公开指南"
        RULES = "rules", "政府信息公开制度"
        STATUTORY = "statutory", "法定主动公开内容"
        REPORTS = "reports", "政府信息公开年报"
        APPLY = "apply", "依申请公开"
        OTHER = "other", "其他栏目"

    key = models.CharField("栏目种类", max_length=20, choices=Key, default=Key.OTHER)
    introduction = RichTextField("栏目说明", blank=True, features=FEATURES)
    none_here = models.CharField("本机关无此项的说明", max_length=200, blank=True)
    parent_page_types: ClassVar = ["portal.PlatformPage", "portal.ColumnPage"]
    subpage_types: ClassVar = ["portal.ColumnPage", "portal.ArticlePage", "reporting.ReportPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("introduction"),
        FieldPanel("none_here"),
    ]

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"


class ArticlePage(Page):
    """A piece of information (信息) in a column."""

    body = RichTextField("正文", blank=True, features=FEATURES)
    source = models.CharField("来源", max_length=100, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    parent_page_types: ClassVar = ["portal.ColumnPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body"), FieldPanel("source")]

    class Meta:
        verbose_name = "信息"
        verbose_name_plural = "信息"
