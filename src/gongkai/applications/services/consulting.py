"""Acts that ask others: third parties, co-makers, other agencies (征求意见), and offices within the agency (内部协查)."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.applications.models import Application, Event, EventKind, Paper, Party
from gongkai.applications.rights import RIGHTS
from gongkai.law.consultations import Consulted

from .recording import lock, record, words

__all__ = ["assist", "consult", "take_opinion"]

_QUESTION = {
    Consulted.THIRD_PARTY: EventKind.THIRD_PARTY_CONSULTED,
    Consulted.CO_MAKER: EventKind.CO_MAKER_CONSULTED,
    Consulted.AGENCY: EventKind.AGENCY_CONSULTED,
}
_ANSWER = {
    Consulted.THIRD_PARTY: EventKind.THIRD_PARTY_ANSWERED,
    Consulted.CO_MAKER: EventKind.CO_MAKER_ANSWERED,
    Consulted.AGENCY: EventKind.AGENCY_ANSWERED,
}


@act("application.consult", *RIGHTS["application.consult"])
def consult(
    doing: Doing,
    case: Application,
    asked: str,
    name: str,
    on: date,
    *,
    served_on: date | None = None,
    address: str = "",
    letter: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Party:
    """Ask for an opinion in writing (条例第三十二条、第三十四条、第十一条); `asked` is a `Consulted`. The time is not counted.

    The name is kept encrypted; events know the code given back. The same name asked before keeps its code.
    """
    case = lock(doing, case, seen)
    kind = _consulted(asked)
    if served_on is not None and served_on < on and not happened:
        raise Refused("送达日期早于发出日期，请核对。")
    party = _party(case, kind, words(name, "被征求意见者的名称", longest=200), address)
    data = {"party": party.code} | ({"served_on": served_on.isoformat()} if served_on else {})
    texts = [(Paper.Kind.LETTER, letter.strip())]
    record(doing, case, _QUESTION[kind], on, data, texts=texts, happened=happened)
    return party


@act("application.take_opinion", *RIGHTS["application.take_opinion"])
def take_opinion(
    doing: Doing,
    case: Application,
    party: Party,
    on: date,
    *,
    consents: bool | None = None,
    text: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record the opinion that came: whether the party consents to disclosure (None: neither said), and its words."""
    case = lock(doing, case, seen)
    if party.application_id != case.pk:
        raise Refused("没有向这一方征求过意见。")
    asked = next(one for one in Consulted if party.code.startswith(one.term))
    data = {"party": party.code, "consents": consents}
    return record(
        doing, case, _ANSWER[asked], on, data, texts=[(Paper.Kind.ANSWER, text.strip())], happened=happened
    )


@act("application.assist", *RIGHTS["application.assist"])
def assist(
    doing: Doing, case: Application, section: str, on: date, text: str = "", *, seen: int | None = None
) -> Event:
    """Record that a section of the agency was asked to help (内部协查); this time counts."""
    case = lock(doing, case, seen)
    data = {"section": words(section, "科室", longest=60)}
    return record(doing, case, EventKind.ASSISTED, on, data, texts=[(Paper.Kind.NOTE, text.strip())])


def _consulted(asked: str) -> Consulted:
    try:
        return Consulted(asked)
    except ValueError:
        raise Refused("请选择征求谁的意见：第三方、共同制作机关或者其他机关。") from None


def _party(case: Application, asked: Consulted, name: str, address: str) -> Party:
    known = list(
        Party.objects.for_agency(case.agency_id).filter(application=case, code__startswith=asked.term)
    )
    for one in known:
        if one.name == name:
            return one
    party = Party(application=case, code=f"{asked.term}{len(known) + 1}", name=name, address=address.strip())
    party.save()
    return party
