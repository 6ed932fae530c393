"""How an agency reviews (审查制度): which steps, by whom, and whether one person may hold several."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.models import Duty
from gongkai.agencies.scope import ScopedManager

STANDARD: list[dict[str, Any]] = [
    {"name": "一审", "duty": Duty.REVIEWER.value, "secrecy": False},
    {"name": "二审（保密审查）", "duty": Duty.SECRECY.value, "secrecy": True},
    {"name": "三审（签发）", "duty": Duty.HEAD.value, "secrecy": False},
]
"""Three reviews (三审三校) by three people: the usual form in local rules; there is no national text (rules 06 §3.3)."""

REVIEWING = (Duty.REVIEWER, Duty.SECRECY, Duty.LEGAL, Duty.HEAD)
"""Duties a step may be given to."""


def standard_steps() -> list[dict[str, Any]]:
    """Give the standard steps anew."""
    return [dict(step) for step in STANDARD]


class ReviewPlan(models.Model):
    """The steps for one kind of item (`kind` is the model's name in small letters, "" for all that have no plan of their own).

    Each step names itself, the duty that does it, and whether it fills in the confidentiality form (保密审查单); one step at
    least does (保密法第三十五条、保密法实施条例第四十二条: 先审查、后公开). With `several` one person may do several steps; even then
    the last approver is never who made or sent the item: two people is the floor.
    """

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, verbose_name="机关")
    kind = models.CharField("信息种类", max_length=40, blank=True)
    steps = models.JSONField("审核步骤", default=standard_steps)
    several = models.BooleanField("一人可以兼任几个步骤", default=False)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "审核流程"
        verbose_name_plural = "审核流程"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (models.UniqueConstraint(fields=("agency", "kind"), name="publishing_plan_once"),)

    def __str__(self) -> str:
        return f"{self.agency}的审核流程"

    def clean(self) -> None:
        """Refuse a plan without steps, without a confidentiality review, or with duties that do not review."""
        duties = {duty.value for duty in REVIEWING}
        if not self.steps or len(self.steps) > 6:
            raise ValidationError({"steps": "审核步骤至少一步，至多六步"})
        if any(not step.get("name") or step.get("duty") not in duties for step in self.steps):
            raise ValidationError({"steps": "每一步都要写明名称和由谁审核"})
        if not any(step.get("secrecy") for step in self.steps):
            raise ValidationError(
                {"steps": "至少有一步要填写保密审查单（《保密法》第三十五条：先审查、后公开）"}
            )


class ReadingRule(models.Model):
    """What the reading before review makes of one rule, in the whole agency or in one column (检查规则).

    `column` is None for the whole agency. `setting` is block, warn or off; lists of lawyers, notaries and mediators, for one,
    lawfully show names and telephones.
    """

    class Setting(models.TextChoices):
        """What a finding does."""

        BLOCK = "block", "阻止"
        WARN = "warn", "提醒"
        OFF = "off", "关闭"

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, verbose_name="机关")
    column = models.ForeignKey(
        "portal.ColumnPage", models.CASCADE, null=True, blank=True, verbose_name="栏目"
    )
    rule = models.CharField("规则", max_length=40)
    setting = models.CharField("处理", max_length=10, choices=Setting)
    reason = models.CharField("理由", max_length=200, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "检查规则"
        verbose_name_plural = "检查规则"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (
            models.UniqueConstraint(fields=("agency", "column", "rule"), name="publishing_reading_rule_once"),
            models.UniqueConstraint(
                fields=("agency", "rule"),
                condition=models.Q(column=None),
                name="publishing_reading_rule_agency_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.get_setting_display()}"


class SensitiveWord(models.Model):
    """A word of an agency's list (错敏词), with its class and the wording suggested instead; agencies below use it too."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, verbose_name="机关")
    word = models.CharField("词", max_length=60)
    kind = models.CharField("类别", max_length=40, default="自定义")
    suggestion = models.CharField("建议", max_length=100, blank=True)
    exceptions = models.CharField(
        "例外", max_length=300, blank=True, help_text="包含这个词但没有错的说法，用逗号分开"
    )

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "错敏词"
        verbose_name_plural = "错敏词"
        base_manager_name = "everything"
        default_manager_name = "everything"
        constraints = (models.UniqueConstraint(fields=("agency", "word"), name="publishing_word_once"),)

    def __str__(self) -> str:
        return self.word
