"""An agency's rules for its catalogue: how index numbers are made, and where its public site is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.scope import ScopedManager

PLACES = ("{credit_code}", "{year}", "{month}", "{number}")


class CatalogueRule(models.Model):
    """How an agency's catalogue is kept (目录规则). An agency without a row follows the defaults of the fields.

    `index_pattern` holds `{credit_code}`, `{year}`, `{month}` and `{number}`; `digits` is how many digits the running number
    has. There is no national rule; the default is the one of Jinan's districts (信用代码/年份-流水). With `outside_numbers` the
    number is given by an outside platform and entered after publication.
    """

    agency = models.OneToOneField(
        "agencies.Agency", models.CASCADE, related_name="catalogue_rule", verbose_name="机关"
    )
    index_pattern = models.CharField("索引号规则", max_length=100, default="{credit_code}/{year}-{number}")
    digits = models.PositiveSmallIntegerField("流水号位数", default=5)
    outside_numbers = models.BooleanField("索引号由外部平台编", default=False)
    outside_site = models.BooleanField("公开网站在别处", default=False)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "目录规则"
        verbose_name_plural = "目录规则"
        base_manager_name = "everything"
        default_manager_name = "everything"

    def __str__(self) -> str:
        return f"{self.agency}的目录规则"

    def clean(self) -> None:
        """Refuse a pattern without running number, or with places nobody knows."""
        if "{number}" not in self.index_pattern:
            raise ValidationError({"index_pattern": "索引号规则里要有 {number}（流水号）"})
        try:
            self.index_pattern.format(credit_code="", year=2022, month="01", number="1")
        except (KeyError, IndexError, ValueError):
            raise ValidationError(
                {"index_pattern": f"索引号规则里只能用{'、'.join(PLACES)}这几个位置"}
            ) from None
