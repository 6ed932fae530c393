"""Holiday notices entered in the back office. Rows only grow: the newest of a year holds, and replaces the year as a whole."""

from __future__ import annotations

from datetime import date

from django.db import models

from gongkai.law.notices import HolidayNotice


class YearNotice(models.Model):
    """One year's notice as somebody entered it; `restored` takes the year back to what the program brings.

    `off` maps ISO days to the holiday's name, `work` lists the weekend days worked instead. `source` is the notice's number (文号),
    `address` where it was published. `reason` says why it was entered in spite of what the checks doubted (`doubts`).
    """

    year = models.PositiveSmallIntegerField("年度")
    off = models.JSONField("放假", default=dict)
    work = models.JSONField("调休上班", default=list)
    source = models.CharField("文号或者来源", max_length=100, blank=True)
    address = models.URLField("发布网址", max_length=300, blank=True)
    restored = models.BooleanField("恢复随程序提供的安排", default=False)
    doubts = models.JSONField("核对时的疑点", default=list)
    reason = models.CharField("理由", max_length=300, blank=True)
    moved = models.PositiveIntegerField("变动的期限", default=0)
    entered_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = "节假日安排"
        verbose_name_plural = "节假日安排"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("year", "-id"), name="calendar_notice_year"),)

    def __str__(self) -> str:
        return f"{self.year}年节假日安排"

    def value(self) -> HolidayNotice:
        """Give the notice as the law counts with it."""
        return HolidayNotice(
            self.year,
            {date.fromisoformat(day): name for day, name in self.off.items()},
            frozenset(date.fromisoformat(day) for day in self.work),
            self.source,
        )
