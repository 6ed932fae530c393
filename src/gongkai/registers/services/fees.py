"""Fee income (行政事业性收费) of a year, item by item, in 万元."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.registers.models import Fee

from .decisions import KEEPERS

__all__ = ["FIRST_YEAR", "enter", "void"]

FIRST_YEAR = 2008
"""The year from which there are annual reports (条例 2007, in force 2008-05-01)."""


@act("fee.enter", *KEEPERS)
def enter(doing: Doing, year: int, name: str, amount: Decimal, source: str = "") -> Fee:
    """Enter the income of a year from one item of the fee list. Raises `Refused` where the item is there already."""
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(f"年度应在{FIRST_YEAR}到{this_year}之间。")
    if not amount.is_finite() or amount < 0:
        raise Refused("收费金额应是不小于0的数字，单位是万元。")
    plain = " ".join(name.split())
    if not plain:
        raise Refused("请填写收费项目。")
    try:
        with transaction.atomic():
            made: Fee = Fee.everything.create(
                agency=doing.agency,
                year=year,
                name=plain,
                amount=amount,
                source=source.strip(),
                recorded_by=doing.person,
            )
    except IntegrityError:
        raise Refused(f"{year}年的“{plain}”已经登记；有误的，请先把那一条作废，再登记正确的。") from None
    doing.on("fee", made.public_id)
    doing.note(year=year)
    return made


@act("fee.void", *KEEPERS)
def void(doing: Doing, fee: Fee, reason: str) -> Fee:
    """Void an entry that is wrong; it stays to be seen and counts no more. The right one is entered anew."""
    found: Fee = Fee.everything.select_for_update(of=("self",)).get(pk=fee.pk)
    if found.void:
        raise Refused("这一条已经作废。")
    words = reason.strip()
    if not words:
        raise Refused("请写明理由。")
    found.void = True
    found.save(update_fields=["void"])
    doing.on("fee", found.public_id)
    doing.note(year=found.year, reason=words[:200])
    return found
