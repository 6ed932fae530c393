"""What table 三 is counted from: a row for each case, written beside its events; and nil declarations (本年无)."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager
from gongkai.law.applicants import Applicant
from gongkai.law.outcomes import Outcome

from .cases import Application


class CountingRow(models.Model):
    """How a case counts (`law.counting`): kind of applicant, when it came in, when it left and as what. No row: it counts nowhere."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="counting", verbose_name="申请", primary_key=True
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    applicant_kind = models.CharField(
        "申请人类别", max_length=15, choices=[(one.key, one.term) for one in Applicant]
    )
    entered_on = models.DateField("收到日期")
    entered_year = models.PositiveSmallIntegerField("收到年度")
    left_on = models.DateField("办结日期", null=True)
    left_year = models.PositiveSmallIntegerField("办结年度", null=True)
    outcome = models.CharField(
        "办理结果", max_length=30, blank=True, choices=[(one.key, one.term) for one in Outcome]
    )

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "计数"
        verbose_name_plural = "计数"
        base_manager_name = "everything"
        default_manager_name = "everything"
        indexes = (
            models.Index(
                fields=("agency", "entered_year", "left_year", "applicant_kind", "outcome"),
                name="applications_counting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}"


class NilYear(models.Model):
    """Somebody declared that there was no application in a year and none carried in. `withdrawn_at` takes it back."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    declared_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="申报人"
    )
    declared_at = models.DateTimeField("申报时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "依申请公开零报告"
        verbose_name_plural = "依申请公开零报告"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year"), condition=models.Q(withdrawn_at=None), name="applications_nil_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年 本年无"
