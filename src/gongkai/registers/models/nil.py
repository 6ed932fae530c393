"""Nil declarations (本年无): a register without rows is nought only if somebody says so."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager


class Register(models.TextChoices):
    """The registers behind table 二, by row of the form."""

    REGULATIONS = "rules", "规章"
    NORMATIVE = "normative_documents", "行政规范性文件"
    PERMITS = "permits", "行政许可"
    PENALTIES = "penalties", "行政处罚"
    COMPULSIONS = "enforcement", "行政强制"
    FEES = "fees", "行政事业性收费"


class NilDeclaration(models.Model):
    """Somebody declared that there is nothing to record in a register for a year. `withdrawn_at` takes it back."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    register = models.CharField("事项", max_length=30, choices=Register)
    reason = models.CharField("说明", max_length=200, blank=True)
    declared_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="申报人"
    )
    declared_at = models.DateTimeField("申报时间", auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="撤销人"
    )
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "零报告"
        verbose_name_plural = "零报告"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-year", "register", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "register"),
                condition=models.Q(withdrawn_at=None),
                name="registers_nil_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年 {self.get_register_display()} 本年无"
