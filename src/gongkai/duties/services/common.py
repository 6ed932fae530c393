"""What the acts on duties share."""

from __future__ import annotations

from gongkai.agencies.acts import Doing, Refused
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import may
from gongkai.duties.models import DisclosureDuty, Occurrence

__all__ = [
    "ASSIGNERS",
    "EVERYBODY",
    "KEEPERS",
    "locked_duty",
    "locked_occurrence",
    "require_answer",
    "short",
]

KEEPERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
"""Who keeps the catalogue."""
ASSIGNERS = (*KEEPERS, Duty.ADMINISTRATOR)
"""Who may say who answers for a duty: the administrator, too, finds somebody for one whose owner has left."""
EVERYBODY = tuple(duty for duty in Duty if duty != Duty.SUPERVISOR)
"""Whoever works for the agency; the act asks further. A supervisor only reads."""


def short(words: str, most: int = 300) -> str:
    """Take out line breaks and doubled blanks, and keep so many signs."""
    return " ".join(words.split())[:most]


def locked_duty(doing: Doing, duty: DisclosureDuty) -> DisclosureDuty:
    """Fetch the duty anew inside an act, locked. Refuses another agency's."""
    found: DisclosureDuty | None = (
        DisclosureDuty.objects.for_agency(doing.agency.pk)
        .select_for_update(of=("self",))
        .filter(pk=duty.pk)
        .first()
    )
    if found is None:
        raise Refused("没有这项公开任务。")
    doing.on("disclosure_duty", found.public_id)
    return found


def locked_occurrence(doing: Doing, occurrence: Occurrence) -> Occurrence:
    """Fetch the occurrence anew inside an act, locked. Refuses another agency's and one that is void."""
    found = (
        Occurrence.objects.filter(pk=occurrence.pk, duty__agency=doing.agency)
        .select_for_update(of=("self",))
        .select_related("duty")
        .first()
    )
    if found is None:
        raise Refused("没有这次公开任务。")
    if found.void:
        raise Refused("这一次已经作废，不能再办理。")
    doing.on("occurrence", found.public_id)
    return found


def require_answer(doing: Doing, duty: DisclosureDuty) -> None:
    """Refuse whoever neither keeps the catalogue nor answers for the duty."""
    person = doing.person
    if person is None or may(person, doing.agency, *KEEPERS):
        return
    if person.pk not in (duty.responsible_id, duty.deputy_id):
        raise Refused("这项公开任务由责任人、替补责任人或者信息员办理。")
