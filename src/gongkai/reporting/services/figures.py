"""Figures entered by hand (人工填报): what the records do not give, with source, reason and person."""

from __future__ import annotations

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.reporting.comparing import doubts_of
from gongkai.reporting.contents import FIRST_YEAR
from gongkai.reporting.models import DoubtAnswer, HandFigure

from .duties import MAKERS

_MOST = 10_000_000


@act("figure.answer", *MAKERS)
def answer_doubt(doing: Doing, *, year: int, key: str, reason: str) -> DoubtAnswer:
    """Say of a doubt about table 二 why the figure stands. Raises `Refused` when the doubt has gone, or has changed with its figures."""
    doubt = next((one for one in doubts_of(doing.agency, year) if one.key == key), None)
    if doubt is None:
        raise Refused("这个疑点已经没有了，或者数字有了变动，请按现在的数字重新核对。")
    if not doubt.waits:
        raise Refused("这个疑点已经核对过了。")
    words = " ".join(reason.split())[:300]
    if not words:
        raise Refused("请写明核对的结果：为什么这个数字没有错，或者准备怎样更正。")
    made: DoubtAnswer = DoubtAnswer.everything.create(
        agency=doing.agency,
        year=year,
        key=key,
        rule=doubt.finding.rule,
        place=doubt.finding.place,
        message=doubt.finding.message[:500],
        reason=words,
        by=doing.person,
    )
    doing.on("doubt_answer", made.public_id)
    doing.note(year=year, rule=made.rule, place=made.place)
    return made


@act("figure.enter", *MAKERS)
def enter_figure(doing: Doing, *, year: int, key: str, value: int, source: str, reason: str) -> HandFigure:
    """Enter a figure by hand; it takes the place of the one entered before, which stays in the record. Raises `Refused`."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Refused(f"年度应在{FIRST_YEAR}年和今年之间。")
    if key not in HandFigure.Key.values:
        raise Refused("请选择填报哪一个数字。")
    if not 0 <= value <= _MOST:
        raise Refused(f"数值应为0至{_MOST}之间的整数。")
    source, reason = " ".join(source.split())[:200], " ".join(reason.split())[:300]
    if not source:
        raise Refused("请写明数字的来源（哪一份文件、哪一部分）。")
    if not reason:
        raise Refused("请写明为什么由人工填报：记录为什么得不出这个数字。")
    figure: HandFigure = HandFigure.everything.create(
        agency=doing.agency,
        year=year,
        key=key,
        value=value,
        source=source,
        reason=reason,
        entered_by=doing.person,
    )
    doing.on("hand_figure", figure.public_id)
    doing.note(year=year, key=key, value=value)
    return figure
