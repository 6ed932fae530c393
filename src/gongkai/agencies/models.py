"""Agencies (行政机关), people, the duties they have, and who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from .credit_code import validate_credit_code
from .ids import new_public_id
from .scope import ScopedManager


class User(AbstractUser):
    """A person who works with the platform. The public id stands for the person in the audit log."""

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    full_name = models.CharField("姓名", max_length=60, blank=True)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Give the name as officials write it."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """Give the same: Chinese names are not shortened."""
        return self.get_full_name()


class Agency(models.Model):
    """A body that must disclose (条例第二条、第五十四条): a government, its departments, streets and towns, and others."""

    class Kind(models.TextChoices):
        """What kind of body; decides levels, deadlines and which columns it needs."""

        GOVERNMENT = "government", "人民政府"
        DEPARTMENT = "department", "政府部门"
        REVIEW = "review", "行政复议机关"
        VERTICAL = "vertical", "垂直管理部门"
        STREET = "street", "街道办事处、乡镇人民政府"
        OTHER = "other", "其他机关、组织"

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    full_name = models.CharField("全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    slug = models.SlugField(
        "网址中的名称", max_length=40, unique=True, help_text="小写字母、数字和连字符，用于网址，定后不宜更改"
    )
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_credit_code],
    )
    kind = models.CharField("种类", max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级（主管）机关",
    )
    demonstration = models.BooleanField("演示数据", default=False)
    # 指南中的联系信息（条例第十二条）
    office = models.CharField("公开工作机构", max_length=100, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    postcode = models.CharField(
        "邮政编码", max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}$", "邮政编码应为6位数字")]
    )
    email = models.EmailField("电子邮箱", blank=True)
    # 页底标识（国办发〔2017〕47号）
    site_id_code = models.CharField(
        "网站标识码",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^(bm)?\d{8,10}$", "网站标识码应为10位数字，部门系统为bm加8位数字")],
    )
    icp = models.CharField("ICP备案编号", max_length=60, blank=True)
    police_mark = models.CharField("公安机关备案号", max_length=60, blank=True)
    sponsor = models.CharField("网站主办单位", max_length=100, blank=True)
    main_colour = models.CharField(
        "主色",
        max_length=7,
        default="#1a4b8f",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "颜色应写成 #1a4b8f 的样子")],
    )
    established_on = models.DateField("成立日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "机关"
        verbose_name_plural = "机关"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        """Refuse a circle of parents and dates that run backwards."""
        if self.established_on and self.dissolved_on and self.dissolved_on < self.established_on:
            raise ValidationError({"dissolved_on": "撤销日期早于成立日期"})
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": "上级机关不能是本机关自己或者本机关的下级"})
            seen.add(above.pk)
            above = above.parent


class Succession(models.Model):
    """One agency's work passing to another (机构改革): predecessor, successor, day."""

    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="succeeded_by", verbose_name="原机关"
    )
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="succeeds", verbose_name="承继机关")
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "机关承继"
        verbose_name_plural = "机关承继"
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="agencies_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="agencies_succession_two"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Duty(models.TextChoices):
    """What a person does for an agency. One person may have several; which may coincide is the agency's setting."""

    OFFICER = "officer", "信息员"
    REVIEWER = "reviewer", "审核人"
    SECRECY = "secrecy", "保密审查人"
    CASE = "case", "申请经办人"
    LEGAL = "legal", "法制审核人"
    HEAD = "head", "机关负责人"
    URGENT = "urgent", "紧急发布人"
    SUPERVISOR = "supervisor", "主管部门工作人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Role(models.Model):
    """A person's duty for an agency. A supervisor's reaches the agencies below as well, to read."""

    person = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name="人员")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="roles", verbose_name="机关")
    duty = models.CharField("职责", max_length=20, choices=Duty)

    objects = ScopedManager("agency")
    everyone = models.Manager()

    class Meta:
        verbose_name = "职责"
        verbose_name_plural = "职责"
        base_manager_name = "everyone"
        default_manager_name = "everyone"
        constraints = (
            models.UniqueConstraint(fields=("person", "agency", "duty"), name="agencies_role_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}：{self.agency}{self.get_duty_display()}"


class Deputy(models.Model):
    """Who does a person's duty from one day to another (both included), as in leave (AB岗)."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="deputies", verbose_name="职责")
    person = models.ForeignKey(User, models.CASCADE, related_name="deputises", verbose_name="代理人")
    first_day = models.DateField("自")
    last_day = models.DateField("至")

    class Meta:
        verbose_name = "代理"
        verbose_name_plural = "代理"
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="agencies_deputy_days"),
        )

    def __str__(self) -> str:
        return f"{self.person}代理{self.role}"

    def holds_on(self, day: date) -> bool:
        """Whether the deputy acts on this day."""
        return self.first_day <= day <= self.last_day
