"""Nil declarations (本年无): somebody says that there is nothing to record in a register for a year. Only then it is nought."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.registers.models import NilDeclaration, Register
from gongkai.registers.table import PLACES, table_two

from .decisions import KEEPERS

__all__ = ["ACT_NAMES", "declare", "withdraw"]

FIRST_YEAR = 2008
ACT_NAMES = {"nil.declare": "零报告", "nil.withdraw": "撤销零报告"}


@act("nil.declare", *KEEPERS)
def declare(doing: Doing, year: int, register: str, reason: str = "") -> NilDeclaration:
    """Declare that a register has nothing for a year. Refused where it has rows or confirmed figures above nought."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Refused(f"年度应在{FIRST_YEAR}到{today.year}之间。")
    if register not in Register.values:
        raise Refused("没有这个事项。")
    name = Register(register).label
    figures = table_two(doing.agency, year)
    held = [figures[place] for place, (of, _) in PLACES.items() if of == register]
    if any(one.recorded for one in held):
        raise Refused(f"{year}年已经登记有{name}，不能零报告；登记有误的，请先作废。")
    if any(one.called for one in held):
        raise Refused(f"{year}年有科室填报了{name}，不能零报告；填报有误的，请先退回或者取消征集。")
    try:
        with transaction.atomic():
            made: NilDeclaration = NilDeclaration.everything.create(
                agency=doing.agency,
                year=year,
                register=register,
                reason=" ".join(reason.split())[:200],
                declared_by=doing.person,
            )
    except IntegrityError:
        raise Refused(f"{year}年的{name}已经零报告。") from None
    doing.on("nil_declaration", str(made.pk))
    doing.note(year=year, register=register)
    return made


@act("nil.withdraw", *KEEPERS)
def withdraw(doing: Doing, declaration: NilDeclaration) -> NilDeclaration:
    """Take a nil declaration back; the register then has no figure for the year until something is recorded."""
    found: NilDeclaration | None = (
        NilDeclaration.objects.for_agency(doing.agency.pk)
        .select_for_update(of=("self",))
        .filter(pk=declaration.pk, withdrawn_at=None)
        .first()
    )
    if found is None:
        raise Refused("这次零报告已经撤销。")
    found.withdrawn_by, found.withdrawn_at = doing.person, timezone.now()
    found.save(update_fields=["withdrawn_by", "withdrawn_at"])
    doing.on("nil_declaration", str(found.pk))
    doing.note(year=found.year, register=found.register)
    return found
