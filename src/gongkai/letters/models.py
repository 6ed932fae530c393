"""Templates of an agency in versions, what its letters need to know of it, and the numbers given to them."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency, User
from gongkai.agencies.scope import ScopedManager
from gongkai.law import remedies


class TemplateVersion(models.Model):
    """One version of an agency's template for a kind of letter (`law.letters`). Rows only grow; the newest holds.

    An empty text goes back to the standard wording the platform brings.
    """

    class Source(models.TextChoices):
        """Where the text came from."""

        EDITED = "edited", "后台修改"
        WORD = "word", "从Word导入"
        STANDARD = "standard", "恢复标准文本"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("文书种类", max_length=40)
    number = models.PositiveIntegerField("版本")
    text = models.TextField("模板", blank=True)
    source = models.CharField("来源", max_length=10, choices=Source)
    note = models.CharField("说明", max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    made_at = models.DateTimeField("修改时间", auto_now_add=True)

    objects = ScopedManager()
    everyone = models.Manager()

    class Meta:
        verbose_name = "文书模板"
        verbose_name_plural = "文书模板"
        base_manager_name = "everyone"
        default_manager_name = "everyone"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "number"), name="letters_template_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class LetterSettings(models.Model):
    """What the letters of an agency need: its kind for review, reviewing bodies, court, online address, numbers, open questions of law."""

    class Numbers(models.TextChoices):
        """Who gives the numbers of letters (文号)."""

        OWN = "own", "由本系统按年编号"
        OFFICE = "office", "由办公系统编号，在本系统登记"

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    body = models.CharField("机关性质", max_length=20, choices=[(one.key, one.term) for one in remedies.Body])
    reviewers = models.JSONField("行政复议机关", default=dict, blank=True)
    court = models.CharField("有管辖权的人民法院", max_length=100, blank=True)
    online = models.URLField("提交行政复议申请的网址", max_length=300, blank=True)
    prefix = models.CharField("机关代字", max_length=20, blank=True)
    numbers = models.CharField("编号方式", max_length=10, choices=Numbers, default=Numbers.OWN)
    partly_review_first = models.BooleanField("部分公开写复议前置", default=True)
    inquiry_review_first = models.BooleanField("行政查询事项写复议前置", default=False)
    withdrawn_remedy = models.BooleanField("申请人撤回的通知写救济途径", default=False)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    objects = ScopedManager()
    everyone = models.Manager()

    class Meta:
        verbose_name = "文书设置"
        verbose_name_plural = "文书设置"
        base_manager_name = "everyone"
        default_manager_name = "everyone"

    def __str__(self) -> str:
        return f"{self.agency}文书设置"


class LetterNumber(models.Model):
    """A number (文号) an agency has used: given here without gap, or entered from its office system; void ones are kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    text = models.CharField("文号", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    from_office = models.BooleanField("办公系统编号", default=False)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="编号人")
    given_at = models.DateTimeField("编号时间", auto_now_add=True)

    objects = ScopedManager()
    everyone = models.Manager()

    class Meta:
        verbose_name = "文号"
        verbose_name_plural = "文号"
        base_manager_name = "everyone"
        default_manager_name = "everyone"
        ordering = ("-year", "-number")
        constraints = (models.UniqueConstraint(fields=("agency", "text"), name="letters_number_once"),)

    def __str__(self) -> str:
        return self.text
