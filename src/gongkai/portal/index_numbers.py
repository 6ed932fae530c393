"""Index numbers (索引号) of the catalogue: drawn by the agency's rule, once, and never given to anything else.

There is no national way of writing them. The default is that of Jinan's districts: 统一社会信用代码/年份-流水号. An agency without
a credit code writes the name it has in addresses in capital letters instead, which is unique as well.
"""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.numbering.services import next_number

from .models import CatalogueRule, ItemPage

__all__ = ["KIND", "draw_index_number"]

KIND = "index"
"""The series of `gongkai.numbering` the running numbers come from; a series for each agency and year."""


def draw_index_number(agency: Agency, on: date) -> str:
    """Draw the next index number of the agency in the year of `on`; "" where an outside platform gives them.

    Must be called inside the transaction of the act that publishes: a number is used up when that is committed, and not
    otherwise. Numbers that items carry already (imported, or typed in) are passed over, whichever agency has them.
    """
    rule = CatalogueRule.objects.for_agency(agency.pk).first() or CatalogueRule(agency=agency)
    if rule.outside_numbers:
        return ""
    while True:
        number = next_number(agency.public_id, KIND, on.year)
        drawn = str(rule.index_pattern).format(
            credit_code=agency.credit_code or agency.slug.upper(),
            year=on.year,
            month=f"{on.month:02}",
            number=f"{number:0{rule.digits}}",
        )
        if not ItemPage.objects.filter(index_number=drawn).exists():
            return drawn
