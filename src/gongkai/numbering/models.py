"""Counters of gapless numbers."""

from __future__ import annotations

from django.db import models


class Series(models.Model):
    """One sequence: of an agency (public id), for a kind of thing, in a year; `last` is the last number given."""

    agency = models.CharField("机关", max_length=40)
    kind = models.CharField("种类", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "year"), name="numbering_series_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.kind} {self.year}"
