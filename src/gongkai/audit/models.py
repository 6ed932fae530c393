"""Audit entries and the seals that chain them. Nothing here is ever changed or deleted; the database holds that too."""

from __future__ import annotations

from typing import Any

from django.db import models


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a row that stands already is refused."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("审计记录不能修改")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("审计记录不能删除")


class Entry(AppendOnly):
    """One act: who (`actor`, the person's public id, "" for the system), for which agency (its public id), what, on what.

    `act` is the act's stable name (``report.publish``), `object_type` and `object_id` name what it was done to, `details`
    holds what is worth keeping beside, never personal data.
    """

    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=40, blank=True)
    agency = models.CharField("机关", max_length=40, blank=True)
    act = models.CharField("事项", max_length=80)
    object_type = models.CharField("对象种类", max_length=80, blank=True)
    object_id = models.CharField("对象", max_length=40, blank=True)
    details = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_entry_object"),
            models.Index(fields=("agency", "at"), name="audit_entry_agency"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act}"


class Seal(AppendOnly):
    """A batch of entries closed by a hash that includes the seal before: a later change to any of them shows."""

    at = models.DateTimeField("时间")
    first = models.BigIntegerField("首条")
    last = models.BigIntegerField("末条", unique=True)
    count = models.PositiveIntegerField("条数")
    previous = models.CharField("上一封存值", max_length=64, blank=True)
    digest = models.CharField("封存值", max_length=64)

    class Meta:
        verbose_name = "封存"
        verbose_name_plural = "封存"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
