"""Reminders given (提醒): ten, five, three and one working day before a case's last day, once each."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager

from .cases import Application


class Reminder(models.Model):
    """A reminder of one last day to one person; a limit that moves is reminded of anew."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="reminders", verbose_name="申请"
    )
    due_on = models.DateField("答复期限")
    days = models.PositiveSmallIntegerField("提前工作日数")
    to = models.ForeignKey("agencies.User", models.CASCADE, related_name="+", verbose_name="提醒谁")
    at = models.DateTimeField("提醒时间", auto_now_add=True)

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "due_on", "days", "to"), name="applications_reminder_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}前{self.days}个工作日"
