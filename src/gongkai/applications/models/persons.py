"""Who applies and who acts for them: personal data, encrypted."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.scope import ScopedManager
from gongkai.applications.fields import EncryptedTextField

from .cases import Application


class Person(models.Model):
    """An applicant (申请人) or an agent (代理人) of a case; `order` counts from 1, the first applicant speaks for joint ones.

    Everything that tells who it is is encrypted. `identity_hash` finds the same applicant again (keyed hash of the identity number, or
    of the unified credit code; of name and telephone where there is neither), `name_hash` the same name.
    """

    class Role(models.TextChoices):
        """As what the person stands in the case."""

        APPLICANT = "applicant", "申请人"
        AGENT = "agent", "代理人"

    application = models.ForeignKey(Application, models.CASCADE, related_name="persons", verbose_name="申请")
    order = models.PositiveSmallIntegerField("顺序")
    role = models.CharField("身份", max_length=10, choices=Role, default=Role.APPLICANT)
    name = EncryptedTextField("姓名或者名称")
    identity_type = models.CharField("证件种类", max_length=20, blank=True)
    identity_number = EncryptedTextField("证件号码或者统一社会信用代码", blank=True)
    representative = EncryptedTextField("法定代表人或者负责人", blank=True)
    contact = EncryptedTextField("联系人", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    address = EncryptedTextField("联系地址", blank=True)
    postcode = EncryptedTextField("邮政编码", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    identity_hash = models.CharField("证件号码的散列值", max_length=64, blank=True)
    name_hash = models.CharField("姓名的散列值", max_length=64, blank=True)

    objects = ScopedManager("application__agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "申请人"
        verbose_name_plural = "申请人"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("application", "order")
        constraints = (
            models.UniqueConstraint(fields=("application", "order"), name="applications_person_once"),
        )
        indexes = (
            models.Index(fields=("identity_hash",), name="applications_identity"),
            models.Index(fields=("name_hash",), name="applications_name"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.order}"
