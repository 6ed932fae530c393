"""The catalogue of what must be disclosed (主动公开基本目录), each time it falls due, what is not published, what was handed on."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager
from gongkai.law.disclosure import BASES
from gongkai.law.duties import LIMITS, MINIMA


class DisclosureDuty(models.Model):
    """One line of the catalogue: what is disclosed where, on which basis, by whom, how often and until when.

    `responsible` answers for it, `deputy` stands in. `limit` is a code of `gongkai.law.duties.LIMITS`, or "own" with `own_days`
    and `own_working`; `stays` says how long at least it stays public, as a code of `MINIMA` or "own". A regular duty falls due after each `period`, `own_days` or the limit's days after its end; a fixed one when
    the facts change or `review_months` have passed; an occasional one whenever an occasion is recorded.
    """

    class Kind(models.TextChoices):
        """常规性工作定期公开、临时性工作随时公开、固定性工作长期公开."""

        FIXED = "fixed", "固定（长期公开）"
        REGULAR = "regular", "常规（定期公开）"
        OCCASIONAL = "occasional", "临时（随时公开）"

    class Period(models.TextChoices):
        """How often a regular duty comes round."""

        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        HALF_YEAR = "half_year", "每半年"
        YEAR = "year", "每年"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    title = models.CharField("公开事项", max_length=100)
    content = models.CharField("公开内容", max_length=300, blank=True)
    column = models.ForeignKey(
        "portal.ColumnPage", models.SET_NULL, null=True, blank=True, verbose_name="栏目"
    )
    basis = models.CharField(
        "公开依据", max_length=10, blank=True, choices=[(one.code, f"条例{one.label}") for one in BASES]
    )
    basis_words = models.CharField("其他依据", max_length=200, blank=True)
    kind = models.CharField("种类", max_length=12, choices=Kind)
    period = models.CharField("周期", max_length=12, choices=Period, blank=True)
    limit = models.CharField(
        "时限",
        max_length=20,
        default="general",
        choices=[*((one.code, one.label) for one in LIMITS), ("own", "本机关自定")],
    )
    own_days = models.PositiveSmallIntegerField("自定天数", null=True, blank=True)
    own_working = models.BooleanField("按工作日计算", default=True)
    own_source = models.CharField("自定时限的依据", max_length=200, blank=True)
    stays = models.CharField(
        "公开不少于",
        max_length=20,
        blank=True,
        choices=[*((one.code, one.label) for one in MINIMA), ("own", "本机关自定")],
    )
    stay_days = models.PositiveSmallIntegerField("自定公开天数（自然日）", null=True, blank=True)
    review_months = models.PositiveSmallIntegerField("固定内容每几个月核对一次", default=12)
    section = models.CharField("责任部门", max_length=60, blank=True)
    responsible = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="责任人"
    )
    deputy = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="替补责任人"
    )
    begins_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "公开任务"
        verbose_name_plural = "公开任务"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Occurrence(models.Model):
    """One time a duty falls due. It is met by an item, a file, an outside address, or by saying that there was nothing (零报告).

    `formed_on` is the day the limit is counted from (形成或者变更), `due_on` follows from it by `gongkai.law.duties`; `met_on` is the day
    it was published. While `way` is empty, `item` is only proposed: it was published in the duty's column meanwhile. Where it stands is derived from these and the day. A mistake is `void` with a reason.
    """

    class Way(models.TextChoices):
        """How it was met."""

        NONE = "", "还没有办理"
        ITEM = "item", "已发布信息"
        FILE = "file", "已公开文件"
        OUTSIDE = "outside", "已在外部网站公开"
        NIL = "nil", "零报告"
        CONFIRMED = "confirmed", "核对无变化"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    duty = models.ForeignKey(
        DisclosureDuty, models.CASCADE, related_name="occurrences", verbose_name="公开任务"
    )
    name = models.CharField("期次", max_length=60, help_text="如：2022年第一季度")
    formed_on = models.DateField("形成日期")
    due_on = models.DateField("截止日期")
    provisional = models.BooleanField("放假安排未公布，截止日期暂定", default=False)
    way = models.CharField("办理方式", max_length=10, blank=True, choices=Way, default=Way.NONE)
    item = models.ForeignKey(
        "portal.ItemPage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="信息"
    )
    upload = models.ForeignKey(
        "files.Upload", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    address = models.URLField("外部网址", max_length=500, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    met_on = models.DateField("公开日期", null=True, blank=True)
    met_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    void = models.BooleanField("作废", default=False)

    class Meta:
        verbose_name = "公开任务的一次"
        verbose_name_plural = "公开任务的各次"
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("duty", "name"), condition=models.Q(void=False), name="duties_occurrence_once"
            ),
        )
        indexes = (models.Index(fields=("due_on", "met_on"), name="duties_occurrence_due"),)

    def __str__(self) -> str:
        return f"{self.duty} {self.name}"


class Reminder(models.Model):
    """A reminder given (提前10、5、3、1日), once each."""

    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, related_name="reminders", verbose_name="公开任务"
    )
    days = models.SmallIntegerField("提前天数")
    to = models.ForeignKey("agencies.User", models.CASCADE, related_name="+", verbose_name="提醒谁")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        constraints = (
            models.UniqueConstraint(fields=("occurrence", "days", "to"), name="duties_reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.occurrence} {self.days}"


class DutySettings(models.Model):
    """How an agency keeps its duties: after how many months information that is not disclosed is looked at again (条例第十八条)."""

    agency = models.OneToOneField(
        "agencies.Agency", models.CASCADE, related_name="duty_settings", verbose_name="机关"
    )
    review_months = models.PositiveSmallIntegerField("不公开的信息每几个月评估一次", default=12)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "公开任务设置"
        verbose_name_plural = "公开任务设置"
        base_manager_name = "everything"
        default_manager_name = "everything"

    def __str__(self) -> str:
        return str(self.agency)


class NotDisclosed(models.Model):
    """Information decided not to be disclosed of one's own accord (依申请公开、不予公开), with ground and the day of the next look.

    条例第十八条: what is not disclosed is looked at again from time to time, and disclosed once it may be; how often is the agency's
    setting. For a state secret only ground and conclusion are kept, no content.
    """

    class Way(models.TextChoices):
        """What was decided."""

        REQUEST = "request", "依申请公开"
        CLOSED = "closed", "不予公开"

    class Outcome(models.TextChoices):
        """What the last look found."""

        STANDING = "", "维持"
        DISCLOSED = "disclosed", "已转为公开"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    item = models.ForeignKey(
        "portal.ItemPage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="信息"
    )
    title = models.CharField("名称（涉密的不写）", max_length=255, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    way = models.CharField("决定", max_length=10, choices=Way)
    ground = models.CharField("依据条款", max_length=100)
    reason = models.CharField("理由", max_length=300)
    decided_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    decided_on = models.DateField("决定日期")
    review_on = models.DateField("下次评估日期")
    outcome = models.CharField(
        "评估结果", max_length=10, blank=True, choices=Outcome, default=Outcome.STANDING
    )

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "不主动公开的信息"
        verbose_name_plural = "不主动公开的信息"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("review_on", "pk")

    def __str__(self) -> str:
        return self.title or self.public_id


class NotDisclosedReview(models.Model):
    """One look at whether information can be disclosed now (定期评估审查)."""

    record = models.ForeignKey(NotDisclosed, models.CASCADE, related_name="reviews", verbose_name="信息")
    on = models.DateField("评估日期")
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="评估人"
    )
    disclose = models.BooleanField("可以公开")
    comment = models.CharField("意见", max_length=300)
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "评估"
        verbose_name_plural = "评估"
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class HandOver(models.Model):
    """A list of disclosed information handed to an archive or library (条例第二十五条), with the receipt once it is back.

    One that was cancelled stays to be seen; what it listed may be handed over anew.
    """

    class To(models.TextChoices):
        """To what kind of place."""

        ARCHIVE = "archive", "国家档案馆"
        LIBRARY = "library", "公共图书馆"
        READING = "reading", "政务服务场所"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    to = models.CharField("移交给", max_length=10, choices=To)
    place = models.CharField("名称", max_length=100)
    first = models.DateField("公开日期自")
    last = models.DateField("至")
    on = models.DateField("移交日期")
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", verbose_name="移交人"
    )
    received_by = models.CharField("签收人", max_length=60, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    receipt = models.ForeignKey(
        "files.Upload", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收回执"
    )
    cancelled_on = models.DateField("撤销日期", null=True, blank=True)
    cancelled_because = models.CharField("撤销理由", max_length=300, blank=True)
    items = models.ManyToManyField("portal.ItemPage", related_name="+", verbose_name="信息")

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "移交清单"
        verbose_name_plural = "移交清单"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.place} {self.on:%Y-%m-%d}"
