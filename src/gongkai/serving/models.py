"""What serving keeps: how often what the public reads has changed, and what changed."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """How often one writer (a thread of a process) has changed what the public reads, and a sum of random marks.

    Each writer has a row of its own, so that acts never wait for each other here. The sum over all rows is the stamp of
    `generation`: whichever act commits first, it grows with each, and it has no value twice.
    """

    writer = models.CharField("写入者", max_length=60, primary_key=True)
    count = models.PositiveBigIntegerField("次数", default=0)
    mark = models.PositiveBigIntegerField("随机数之和", default=0)
    at = models.DateTimeField("最近一次")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "公开内容的版次"
        verbose_name_plural = "公开内容的版次"

    def __str__(self) -> str:
        return f"{self.writer} {self.count}"


class Change(models.Model):
    """One thing that changed before the public, written in the act's transaction, for publication as files.

    `key` is the row id of a page (PAGE), the public id of an agency (AGENCY), or "" (SITE).
    """

    class Kind(models.TextChoices):
        """How far a change reaches."""

        PAGE = "page", "一个页面"
        AGENCY = "agency", "机关平台的列表"
        PLATFORM = "platform", "机关平台的全部页面"
        SITE = "site", "全站"

    kind = models.CharField("范围", max_length=10, choices=Kind)
    key = models.CharField("对象", max_length=40, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "公开内容的变动"
        verbose_name_plural = "公开内容的变动"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
