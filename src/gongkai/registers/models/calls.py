"""Data calls (征集表): quantities that other sections know, asked for, filled in, confirmed by the section's head."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager

from .nil import Register


class DataCall(models.Model):
    """One section asked for its figures of a year until a day.

    Asked, filled, confirmed: each step has its person and time; a figure counts once confirmed. `returned_because` is set when
    the head sends it back.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "待填报"
        FILLED = "filled", "待科室负责人确认"
        CONFIRMED = "confirmed", "已确认"
        CANCELLED = "cancelled", "已取消"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    section = models.CharField("科室", max_length=60)
    note = models.CharField("填报说明", max_length=300, blank=True)
    due_on = models.DateField("填报截止")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    filler = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="填报人"
    )
    head = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="科室负责人"
    )
    asked_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="征集人"
    )
    asked_at = models.DateTimeField("征集时间", auto_now_add=True)
    filled_at = models.DateTimeField("填报时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    returned_because = models.CharField("退回理由", max_length=300, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "数据征集"
        verbose_name_plural = "数据征集"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.year}年 {self.section}"


class CallFigure(models.Model):
    """One figure asked for. `value` None is not filled in; nought is nought. `source` says where the section took it from."""

    call = models.ForeignKey(DataCall, models.CASCADE, related_name="figures", verbose_name="征集")
    register = models.CharField("事项", max_length=30, choices=Register)
    value = models.DecimalField("数量", max_digits=14, decimal_places=6, null=True, blank=True)
    source = models.CharField("数据来源", max_length=200, blank=True)

    class Meta:
        verbose_name = "征集的数据"
        verbose_name_plural = "征集的数据"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("call", "register"), name="registers_call_figure_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.value}"
