"""A case on one page: who, what, how it stands, until when and why; its story; what the law allows now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.applications import services as acts
from gongkai.applications.models import (
    Application,
    CaseFile,
    Decision,
    Matter,
    Paper,
    Party,
    Person,
    Reminder,
)
from gongkai.applications.queries import (
    OPEN,
    Line,
    clock_of,
    names_of,
    same_applicant,
    same_content,
    sees_persons,
    story_of,
)
from gongkai.law.decisions import Remedy, Signer, needs_of
from gongkai.law.outcomes import Outcome

from .common import case_in, may_do, office_view, show, the_day
from .offers import offers_of
from .shaping import ending_words
from .wording import details_of, people_in, problems_of

_MOST_ALIKE = 10
_ASKED_FOR = (Paper.Kind.CONTENT, Paper.Kind.PURPOSE, Paper.Kind.FORM)


@office_view
@require_http_methods(["GET", "HEAD"])
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the case."""
    return shown(request, case_in(request, public_id))


def shown(request: HttpRequest, one: Application, **more: Any) -> HttpResponse:
    """Show a case, with the applicants where they were just revealed."""
    return show(
        request, "case", "list", facts_of(request, one) | {"offers": offers_of(request.user, one)} | more
    )


def facts_of(request: HttpRequest, one: Application) -> dict[str, Any]:
    """Gather what every page of a case shows on top and in its story."""
    person: Any = request.user
    sees, day, clock = sees_persons(person, one.agency), the_day(), clock_of(one)
    story = story_of(person, one)
    asked_for = [paper for line in story for paper in line.texts if paper.kind in _ASKED_FOR] or _loose(
        person, one, sees
    )
    return {
        "case": one,
        "is_open": one.status in OPEN,
        "sees": sees,
        "name": names_of(person, [one]).get(one.pk, ""),
        "may_reveal": sees and may_do(person, one.agency, "application.reveal"),
        "asked_for": asked_for,
        "clock": clock,
        "left": day.left(one.due_on) if one.due_on and one.status in OPEN else None,
        "story": lines_of(person, one, story, sees),
        "decisions": _decisions(person, one) if not one.secret or sees else [],
        "files": _files(person, one) if sees else [],
        "reminders": list(
            Reminder.objects.within(scope_of(person)).filter(application=one).select_related("to")[:50]
        ),
        "pieces": list(one.pieces.all()) if one.last_event else [],
        "alike": _alike(person, one),
        "rectification": one.matter == Matter.RECTIFICATION,
    }


def _loose(person: Any, one: Application, sees: bool) -> list[Paper]:
    """Give the texts that belong to no record, as imported cases have them."""
    if not sees:
        return []
    found = Paper.objects.within(scope_of(person)).filter(application=one, event=None)
    return list(found.filter(kind__in=_ASKED_FOR))


def lines_of(person: Any, one: Application, story: list[Line], sees: bool) -> list[dict[str, Any]]:
    """Give the story's lines in words, the latest first."""
    people = people_in([line.event for line in story])
    parties = {}
    if sees:
        parties = {
            party.code: party.name for party in Party.objects.within(scope_of(person)).filter(application=one)
        }
    return [
        {
            "event": line.event,
            "details": details_of(line.event, people, parties),
            "texts": [paper for paper in line.texts if paper.kind not in _ASKED_FOR],
            "problems": problems_of(line.event),
            "cancelled": line.cancelled,
        }
        for line in reversed(story)
    ]


def _decisions(person: Any, one: Application) -> list[dict[str, Any]]:
    found = Decision.objects.within(scope_of(person)).filter(application=one)
    return [
        {
            "decision": decision,
            "parts": [ending_words(part["outcome"], part["ground"]) for part in decision.parts],
            "by_head": needs_of(Outcome(decision.outcome)).signer is Signer.HEAD,
            "review_first": needs_of(Outcome(decision.outcome)).remedy is Remedy.REVIEW_FIRST,
        }
        for decision in found.exclude(state=Decision.State.DROPPED).select_related(
            "drafted_by", "reviewed_by", "signed_by"
        )
    ]


def _files(person: Any, one: Application) -> list[CaseFile]:
    found = CaseFile.objects.within(scope_of(person)).filter(application=one)
    return list(found.select_related("event", "added_by"))


def _alike(person: Any, one: Application) -> dict[str, list[Application]]:
    """Find likely repeats: by the same applicant, and in the same words."""
    if one.secret:
        return {}
    found = {
        "同一申请人的其他申请": same_applicant(person, one)[:_MOST_ALIKE],
        "内容一字不差的其他申请": same_content(person, one)[:_MOST_ALIKE],
    }
    return {words: list(cases) for words, cases in found.items() if cases}


@office_view
@require_POST
def reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show whose application it is, once, for a reason that the audit log keeps."""
    one = case_in(request, public_id)
    try:
        persons: list[Person] = acts.reveal(request.user, one.agency, one, request.POST.get("reason", ""))
    except Refused as refused:
        answer = shown(request, one, reveal_refused=refused.message)
        answer.status_code = 422
        return answer
    return shown(request, one, persons=persons)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the sheet for approval (呈批单) as a page to print; a POST puts whole names on it, for a reason that is kept."""
    one = case_in(request, public_id)
    persons, refusal = None, ""
    if request.method == "POST":
        try:
            persons = acts.reveal(request.user, one.agency, one, request.POST.get("reason", ""))
        except Refused as refused:
            refusal = refused.message
    facts = facts_of(request, one)
    reasons = [paper for line in facts["story"] for paper in line["texts"] if paper.kind == Paper.Kind.REASON]
    context = facts | {"persons": persons, "refusal": refusal, "reasons": reasons[:1]}
    return show(request, "sheet", "list", context, status=422 if refusal else 200)
