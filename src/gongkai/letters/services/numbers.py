"""Numbers of letters (文号): given here without gap by agency and year, or entered from the office system; void ones are kept.

`take` and `enter` belong inside the transaction of the act that needs the number, so that an act which fails uses none up.
"""

from __future__ import annotations

import re

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty, User
from gongkai.letters.models import LetterNumber, LetterSettings
from gongkai.letters.queries import settings_of
from gongkai.numbering.services import next_number

__all__ = ["enter", "take", "void"]

_NUMBER = re.compile(r"[^\d〔〕\[\]（）()]{1,20}〔(\d{4})〕([1-9]\d{0,6})号")


def take(person: User | None, agency: Agency, year: int) -> LetterNumber:
    """Give the next number of the agency's year, as 清水公复〔2026〕12号. Raises `Refused` where the office system numbers."""
    settings = settings_of(agency)
    if settings.numbers == LetterSettings.Numbers.OFFICE:
        raise Refused("本机关的文号由办公系统编号，请登记办公系统给出的文号。")
    if not settings.prefix:
        raise Refused("还没有设置机关代字，不能编号；请在“文书设置”里填写，如“清水公复”。")
    while True:
        number = next_number(agency.public_id, "letter", year)
        text = f"{settings.prefix}〔{year}〕{number}号"
        # one entered from the office system before the agency changed to our numbers is passed over
        if not LetterNumber.objects.for_agency(agency.pk).filter(text=text).exists():
            return _kept(LetterNumber(agency=agency, text=text, year=year, number=number, given_by=person))


def enter(person: User | None, agency: Agency, text: str) -> LetterNumber:
    """Enter a number from the office system. Raises `Refused` for one not well formed or used before."""
    words = (
        "".join(text.split()).replace("[", "〔").replace("]", "〕").replace("［", "〔").replace("］", "〕")
    )
    found = _NUMBER.fullmatch(words)
    if found is None:
        raise Refused(
            "文号应写成“清水公复〔2026〕12号”的样子：年份用六角括号，序号不编虚位、不加“第”（GB/T 9704—2012）。"
        )
    known = LetterNumber.objects.for_agency(agency.pk).filter(text=words).first()
    if known is not None:
        raise Refused(
            f"{words}已经用过{'，并且已作废' if known.void_reason else ''}；请核对办公系统给出的文号。"
        )
    return _kept(
        LetterNumber(
            agency=agency,
            text=words,
            year=int(found[1]),
            number=int(found[2]),
            from_office=True,
            given_by=person,
        )
    )


def _kept(row: LetterNumber) -> LetterNumber:
    row.save(force_insert=True)
    return row


@act("letter.void", Duty.CASE, Duty.HEAD)
def void(doing: Doing, text: str, reason: str) -> LetterNumber:
    """Make a number void (作废) with its reason; it is kept and never given again."""
    words = " ".join(reason.split())[:200]
    row = LetterNumber.objects.for_agency(doing.agency.pk).filter(text=text).first()
    if row is None:
        raise Refused("本机关没有用过这个文号。")
    if row.void_reason:
        raise Refused("这个文号已经作废。")
    if not words:
        raise Refused("请写明作废的理由。")
    row.void_reason = words
    row.save(update_fields=["void_reason"])
    doing.on("letter_number", row.text)
    doing.note(reason=words)
    return row  # type: ignore[no-any-return]
