"""Ask about applications: lists, one case with its story and clock, what may be done now. Rows of other agencies are never among the answers.

Every function takes the person who asks; what the person may not see is not there (fail closed). Names of applicants are in none of the
answers but `names_of`, which is for those the table of rights lets see them; the whole data is given by the act `services.reveal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency, Deputy, User
from gongkai.agencies.queries import duties_of, may, scope_of
from gongkai.calendar.queries import calendar
from gongkai.law.allowed import Permission, allowed
from gongkai.law.events import EventType
from gongkai.law.explaining import Step, explain
from gongkai.law.status import Status
from gongkai.law.timelimits import TimeLimit, time_limit

from . import keys
from .history import history_of
from .models import Application, Event, Matter, Paper, Person
from .rights import RIGHTS, SEES_PERSONS

__all__ = [
    "OPEN",
    "Clock",
    "Line",
    "Open",
    "acts_now",
    "by_code",
    "by_due_day",
    "case_of",
    "cases_for",
    "clock_of",
    "counts_by_status",
    "due_within",
    "likely_repeats",
    "masked",
    "names_of",
    "officers_of",
    "same_applicant",
    "same_content",
    "sees_persons",
    "stood_in_for",
    "story_of",
]

_MOST_ALIKE = 10
OPEN = tuple(status.key for status in Status if status.open)
"""The statuses in which the agency still owes something."""


def cases_for(person: Any) -> QuerySet[Any]:
    """Query the cases of the agencies the person may see, newest first."""
    return Application.objects.within(scope_of(person)).select_related("agency", "officer").order_by("-pk")


def case_of(person: Any, public_id: str) -> Application | None:
    """Give one case by its public id, if the person may see it."""
    found: Application | None = cases_for(person).filter(public_id=public_id).first()
    return found


def due_within(person: Any, working_days: int, *, mine: bool = False) -> QuerySet[Any]:
    """Query open cases due within so many working days of today, late ones first; `mine` keeps the person's own."""
    last = calendar().add_workdays(timezone.localdate(), working_days)
    found = cases_for(person).filter(status__in=OPEN, due_on__lte=last).order_by("due_on", "pk")
    return found.filter(officer=person) if mine else found


def counts_by_status(person: Any, today: date | None = None) -> list[dict[str, Any]]:
    """Count per agency: open, waiting for confirmation, due within a natural week, late; for heads and supervising offices."""
    day = today or timezone.localdate()
    found: list[dict[str, Any]] = list(
        Application.objects.within(scope_of(person))
        .filter(status__in=OPEN)
        .values("agency__full_name", "agency__public_id")
        .annotate(
            open=Count("pk"),
            unconfirmed=Count("pk", filter=Q(status=Status.AWAITING_CONFIRMATION.key)),
            late=Count("pk", filter=Q(due_on__lt=day)),
            first_due=Count(
                "pk", filter=Q(due_on__gte=day, due_on__lte=date.fromordinal(day.toordinal() + 7))
            ),
        )
        .order_by("agency__full_name")
    )
    return found


@dataclass(frozen=True)
class Line:
    """One line of a case's story: the event, its texts (none where the person may not read them), and what cancelled it."""

    event: Event
    texts: Sequence[Paper]
    cancelled: Event | None


def story_of(person: Any, case: Application) -> list[Line]:
    """Tell what happened, in the order of the days; empty for who may not see the case."""
    scope = scope_of(person)
    events = list(
        Event.objects.within(scope)
        .filter(application=case)
        .select_related("recorded_by", "cancels")
        .order_by("on", "sequence")
    )
    cancelled = {event.cancels_id: event for event in events if event.cancels_id}
    texts: dict[int | None, list[Paper]] = {}
    if events and sees_persons(person, case.agency):
        for paper in Paper.objects.within(scope).filter(application=case):
            texts.setdefault(paper.event_id, []).append(paper)
    return [Line(event, texts.get(event.pk, ()), cancelled.get(event.pk)) for event in events]


@dataclass(frozen=True)
class Clock:
    """The time limit of a case on a day, and its explanation."""

    limit: TimeLimit
    steps: tuple[Step, ...]

    @property
    def status(self) -> Status:
        """How the case stands by its limit alone."""
        from gongkai.law.status import status_of

        return status_of(self.limit)


def clock_of(case: Application, on: date | None = None) -> Clock:
    """Compute the time limit of a case the caller was given, today or as it stood on a day, with each step explained."""
    events = Event.objects.for_agency(case.agency_id).filter(application=case)
    limit = time_limit(history_of(case.channel, events), on or timezone.localdate(), calendar())
    return Clock(limit, explain(limit, calendar()))


@dataclass(frozen=True)
class Open:
    """An act as the case's page offers it: its name in `rights`, whether the law allows it now and why, until when, for whom (party)."""

    act: str
    permission: Permission


_ACT_OF = {
    EventType.CONFIRMED: "application.confirm",
    EventType.CONTACT_FAILED: "application.contact_failed",
    EventType.SIGNED_FOR: "application.sign_for",
    EventType.CORRECTION_REQUESTED: "application.ask_correction",
    EventType.CORRECTED: "application.take_correction",
    EventType.REASONS_REQUESTED: "application.ask_reasons",
    EventType.REASONS_GIVEN: "application.take_reasons",
    EventType.REASONS_REJECTED: "application.reject_reasons",
    EventType.DELAY_SET: "application.set_delay",
    EventType.EXTENDED: "application.extend",
    EventType.THIRD_PARTY_CONSULTED: "application.consult",
    EventType.THIRD_PARTY_ANSWERED: "application.take_opinion",
    EventType.CO_MAKER_CONSULTED: "application.consult",
    EventType.CO_MAKER_ANSWERED: "application.take_opinion",
    EventType.AGENCY_CONSULTED: "application.consult",
    EventType.AGENCY_ANSWERED: "application.take_opinion",
    EventType.FEE_NOTIFIED: "application.notify_fee",
    EventType.FEE_PAID: "application.take_payment",
    EventType.DECIDED: "application.draft",
    EventType.WITHDRAWN: "application.withdraw",
    EventType.REOPENED: "application.reopen",
}


def acts_now(person: Any, case: Application) -> list[Open]:
    """List what the person may do in the case by the table of rights, the lawful acts first, each with its reason."""
    if not scope_of(person).may_read(case.agency_id) or case.matter == Matter.RECTIFICATION:
        return []
    events = Event.objects.for_agency(case.agency_id).filter(application=case)
    found = allowed(history_of(case.channel, events), timezone.localdate(), calendar())
    offered = [Open(_ACT_OF[one.act], one) for one in found]
    return [one for one in offered if may(person, case.agency, *RIGHTS[one.act])]


def sees_persons(person: Any, agency: Agency) -> bool:
    """Whether the person may see whose application it is (`rights.SEES_PERSONS`): by a duty only, which installing and repairing is not."""
    held = duties_of(person)
    return any((agency.pk, str(duty)) in held for duty in SEES_PERSONS)


def names_of(person: Any, cases: Sequence[Application]) -> dict[int, str]:
    """Give by row id the first applicant's name, masked, for those cases whose persons the person may see."""
    visible = [case.pk for case in cases if sees_persons(person, case.agency)]
    rows = Person.objects.within(scope_of(person)).filter(
        application__in=visible, order=1, role=Person.Role.APPLICANT
    )
    return {row.application_id: masked(row.name) for row in rows}


def masked(name: str) -> str:
    """Mask a name for lists: the first sign stays, e.g. 张**; of an organisation's the first four."""
    keep = 4 if len(name) > 6 else 1
    return name[:keep] + "*" * min(max(len(name) - keep, 1), 4)


def same_applicant(person: Any, case: Application) -> QuerySet[Any]:
    """Query other cases of the agency by the same applicant (same identity), for repeats (条例第三十六条第（六）项) and fees."""
    hashes = (
        Person.objects.within(scope_of(person))
        .filter(application=case, role=Person.Role.APPLICANT)
        .exclude(identity_hash="")
        .values("identity_hash")
    )
    return (
        cases_for(person)
        .filter(agency=case.agency_id, persons__identity_hash__in=hashes)
        .exclude(pk=case.pk)
        .distinct()
    )


def same_content(person: Any, case: Application) -> QuerySet[Any]:
    """Query other cases of the agency that ask for the very same words."""
    if not case.content_hash:
        return cases_for(person).none()
    return cases_for(person).filter(agency=case.agency_id, content_hash=case.content_hash).exclude(pk=case.pk)


def likely_repeats(
    person: Any, agency: Agency, *, name: str, number: str, phone: str, content: str
) -> list[tuple[str, list[Application]]]:
    """Look, before an application is kept, for others of the agency by the same applicant and in the same words: why alike, which."""
    identity = keys.identity(name, number, phone)
    cases = cases_for(person).filter(agency=agency)
    found = []
    if identity:
        same = (
            Person.objects.within(scope_of(person))
            .filter(identity_hash=identity, role=Person.Role.APPLICANT)
            .values("application")
        )
        found.append(("同一申请人", list(cases.filter(pk__in=same)[:_MOST_ALIKE])))
    if content.strip():
        found.append(
            (
                "内容一字不差",
                list(cases.filter(content_hash=keys.lookup("content", content.strip()))[:_MOST_ALIKE]),
            )
        )
    return [(why, cases) for why, cases in found if cases]


def by_code(number: str, code: str) -> Application | None:
    """Give the case of this number (2024-0012) and query code, for its applicant, who has no account; None for any mismatch."""
    year, _, sequence = number.strip().partition("-")
    digits = year.isascii() and year.isdecimal() and sequence.isascii() and sequence.isdecimal()
    if not digits or len(year) > 4 or len(sequence) > 9:
        return None
    if not code.isprintable() or not 0 < len(code.strip()) <= 40:
        return None
    found: Application | None = (
        Application.objects.everywhere("申请人凭编号和查询码查询")
        .filter(year=int(year), sequence=int(sequence), code_hash=keys.lookup("code", code))
        .select_related("agency")
        .first()
    )
    return found


def officers_of(agency: Agency) -> QuerySet[User]:
    """Query the people to whom a case of the agency can be given."""
    return User.objects.filter(
        is_active=True, roles__agency=agency, roles__duty__in=RIGHTS["application.register"]
    ).distinct()


def stood_in_for(person: Any, day: date) -> QuerySet[Any]:
    """Query the people (row ids) for whose duties with applications the person stands in (代理) on a day."""
    found = Deputy.objects.filter(
        person=person,
        first_day__lte=day,
        last_day__gte=day,
        role__duty__in=RIGHTS["application.register"],
    )
    return found.values("role__person")


def by_due_day(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Order cases by their last day, those without one at the end."""
    return cases.order_by(F("due_on").asc(nulls_last=True), "pk")
