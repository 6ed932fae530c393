"""The pages at the top: a district's home and an agency's platform (政府信息公开平台)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from gongkai.portal.faces import Faced


class HomePage(Faced, Page):
    """The home of a site with several agencies (区县首页): it lists their platforms."""

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    is_creatable = False  # made by acts, never in the page editor
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
    is_creatable = False  # made by acts, never in the page editor
    subpage_types: ClassVar = ["portal.ColumnPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("agency")]

    class Meta:
        verbose_name = "政府信息公开平台"
        verbose_name_plural = "政府信息公开平台"
