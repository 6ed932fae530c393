"""The work list: by stand, filtered, sorted, remembered; found again by the applicant's name without the name in any address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.agencies.queries import duties_of, scope_of
from gongkai.applications import keys, worklists
from gongkai.applications.models import Application, Person
from gongkai.applications.queries import OPEN, cases_for, names_of
from gongkai.applications.rights import RIGHTS, SEES_PERSONS
from gongkai.law.applicants import Applicant
from gongkai.law.events import Channel
from gongkai.law.outcomes import Outcome

from .common import PER_PAGE, Slice, number, office_view, readable_agencies, show, the_day

_KEPT = "applications_asked"
_MOST_OFFICERS = 200
_NAMES = ("stand", "agency", "officer", "kind", "channel", "outcome", "year", "q", "o")
_COUNTED = (
    *("open", "late", "due1", "due3", "due5", "due10", "unconfirmed"),
    *("correction", "consulting", "payment", "lapsed", "serve"),
)
_ALWAYS = ("open", "late", "due3", "unconfirmed")


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, and the cases of it, whatever their stand."""

    words: dict[str, str]
    cases: QuerySet[Any]

    @property
    def stand(self) -> str:
        """The stand asked for."""
        return self.words["stand"]


def asked(request: HttpRequest) -> Asked:
    """Read the filters of a list; used by the list, its export and its print."""
    given: QueryDict = request.GET
    words = {name: given.get(name, "").strip()[:80] for name in _NAMES}
    words["stand"] = words["stand"] if words["stand"] in worklists.STANDS else "open"
    found = cases_for(request.user)
    if words["agency"]:
        found = found.filter(agency__public_id=words["agency"])
    if words["officer"] == "me":
        found = found.filter(officer=request.user)
    elif words["officer"] == "none":
        found = found.filter(officer=None)
    elif words["officer"]:
        found = found.filter(officer__public_id=words["officer"])
    for name, column, values in (
        ("kind", "applicant_kind", {one.key for one in Applicant}),
        ("channel", "channel", {one.value for one in Channel}),
        ("outcome", "outcome", {one.key for one in Outcome}),
    ):
        if words[name]:
            found = found.filter(**{column: words[name]}) if words[name] in values else found.none()
    if words["year"]:
        found = found.filter(year=number(words["year"])) if number(words["year"]) < 10000 else found.none()
    if words["q"]:
        fits = worklists.of_number(words["q"])
        found = found.filter(fits) if fits is not None else found.none()
    return Asked(words, found)


def listed(one: Asked) -> QuerySet[Any]:
    """Give the cases of a list in their order."""
    return worklists.in_order(worklists.only(one.cases, one.stand, the_day()), one.words["o"], one.stand)


@office_view
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """List the cases; what was asked for last time is asked again."""
    if "clear" in request.GET:
        request.session.pop(_KEPT, None)
        return redirect("applications:list")
    if not request.GET and request.session.get(_KEPT):
        return redirect(f"{request.path}?{request.session[_KEPT]}")
    kept = request.GET.copy()
    kept.pop("p", None)
    if request.session.get(_KEPT, "") != kept.urlencode():
        request.session[_KEPT] = kept.urlencode()
    found, day = asked(request), the_day()
    page = Slice(listed(found), request.GET.get("p", ""))
    counted = {
        stand: worklists.few(worklists.only(found.cases, stand, day))
        for stand in dict.fromkeys((*_COUNTED, found.stand))
    }
    agencies = readable_agencies(request)
    context = {
        "asked": found.words,
        "narrowed": any(found.words[name] for name in _NAMES if name not in ("stand", "o")),
        "stands": [
            (key, words, counted.get(key), _link(request.GET, stand=key), key == found.stand)
            for key, (words, _) in worklists.STANDS.items()
            if counted.get(key) or key in _ALWAYS or key == found.stand or key not in _COUNTED
        ],
        "number": worklists.words_of(counted[found.stand]),
        "page": page,
        "rows": rows_of(request.user, page.rows),
        "agencies": agencies if len(agencies) > 1 else [],
        "several": len(agencies) > 1 and not found.words["agency"],
        "officers": _officers(request),
        "kinds": [(one.key, one.term) for one in Applicant],
        "channels": [(one.value, one.term) for one in Channel],
        "outcomes": [(one.key, one.term) for one in Outcome],
        "years": list(range(timezone.localdate().year, timezone.localdate().year - 12, -1)),
        "heads": _heads(request.GET, found),
        "query": kept.urlencode(),
        "finds": bool(_sees_in(request.user)),
    }
    return show(request, "list", "list", context)


@office_view
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Find the cases of a person or organisation by the whole name or identity number; what was typed stands in no address."""
    if not _sees_in(request.user):
        raise Refused("按申请人查找只有办理申请的人能用。")
    text = request.POST.get("who", "").strip()[:200]
    if not text:
        raise Refused("请填写申请人的姓名、名称或者证件号码，要写全。")
    same = Q(name_hash=keys.lookup("name", text)) | Q(identity_hash=keys.lookup("identity", text))
    people = Person.objects.within(scope_of(request.user)).filter(same)
    cases = cases_for(request.user).filter(agency__in=_sees_in(request.user))
    found = list(cases.filter(pk__in=people.values("application"))[: PER_PAGE * 4])
    context = {"who": text, "rows": rows_of(request.user, found), "most": PER_PAGE * 4}
    return show(request, "found", "list", context)


def rows_of(person: Any, cases: list[Application]) -> list[dict[str, Any]]:
    """Give what a row of a list shows: the case, the applicant's name masked where it may be seen, the days that are left."""
    day, names = the_day(), names_of(person, cases)
    return [
        {
            "case": case,
            "name": names.get(case.pk, ""),
            "left": day.left(case.due_on) if case.due_on and case.status in OPEN else None,
        }
        for case in cases
    ]


def _officers(request: HttpRequest) -> list[User]:
    people = User.objects.filter(
        roles__agency__in=scope_of(request.user).readable, roles__duty__in=RIGHTS["application.register"]
    )
    return list(people.distinct().order_by("full_name", "pk")[:_MOST_OFFICERS])


def _sees_in(person: Any) -> set[int]:
    """Give the agencies whose applicants the person may see."""
    duties = {str(one) for one in SEES_PERSONS}
    return {agency for agency, duty in duties_of(person) if duty in duties}


def _link(given: QueryDict, **changes: str) -> str:
    made = given.copy()
    made.pop("p", None)
    for name, value in changes.items():
        made[name] = value
    return f"?{made.urlencode()}"


def _heads(given: QueryDict, found: Asked) -> dict[str, dict[str, str]]:
    now = found.words["o"] if found.words["o"] in worklists.ORDERS else worklists.usual(found.stand)
    return {
        key: {
            "words": worklists.ORDERS[key][0],
            "link": _link(given, o=f"-{key}" if now == key else key),
            "sort": {key: "ascending", f"-{key}": "descending"}.get(now, ""),
        }
        for key in ("number", "due", "received")
    }
