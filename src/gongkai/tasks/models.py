"""Workers that are alive, and when what the clock asks for was last done."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A worker process; `seen_at` moves while it lives. The tasks of one not seen for long are run again by another."""

    name = models.CharField("名称", max_length=80, unique=True)
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近活动")

    class Meta:
        verbose_name = "后台进程"
        verbose_name_plural = "后台进程"

    def __str__(self) -> str:
        return self.name


class Scheduled(models.Model):
    """A job the clock asks for, and when it last began."""

    name = models.CharField("名称", max_length=80, unique=True)
    last_run_at = models.DateTimeField("最近一次", null=True)

    class Meta:
        verbose_name = "定时任务"
        verbose_name_plural = "定时任务"

    def __str__(self) -> str:
        return self.name
