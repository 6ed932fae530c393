"""The register of administrative decisions: the list, one decision, and what may be done to it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import may, scope_of
from gongkai.audit import queries as audit
from gongkai.calendar.queries import calendar
from gongkai.law.duties import due_on, limit_of
from gongkai.registers.decisions import queries
from gongkai.registers.models import Decision
from gongkai.registers.models.decisions import DecisionKind
from gongkai.registers.services import decisions as acts

from . import decisions_forms as forms
from .decisions_common import Place, place_of, register_view, story_of, year_asked

PER_PAGE = 50
_YEARS = 5
STATES = {"": "有效", "changed": "变更、撤销的", "void": "作废的"}
_ACTS = {
    "correct": "更正登记",
    "change": "登记变更、撤销",
    "withdrawal": "登记公开信息的撤回",
    "void": "作废",
}


@register_view
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """List the decisions of a kind of one agency, and how many there are by year."""
    place = place_of(request)
    kind, rows = asked(request, place)
    year, state = year_asked(request), request.GET.get("state", "")
    text = _words(request)
    this_year = timezone.localdate().year
    years = list(range(this_year, this_year - _YEARS, -1))
    counts = queries.by_year(place.agency, years)
    context = {
        "place": place,
        "kinds": DecisionKind.choices,
        "kind": kind,
        "kind_label": DecisionKind(kind).label,
        "year": year,
        "years": range(this_year, 2007, -1),
        "states": STATES.items(),
        "state": state,
        "q": text,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "counts": [(one, [(value, counts[one, value]) for value in DecisionKind.values]) for one in years],
        "query": request.GET.urlencode(),
        "batches": queries.batches_in(scope_of(request.user), open_only=True).filter(agency=place.agency)[:5],
    }
    return render(request, "registers/decisions/index.html", context)


def asked(request: HttpRequest, place: Place) -> tuple[str, Any]:
    """Give the kind a list is asked for, and its decisions as the filters say."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in DecisionKind.values else str(DecisionKind.PERMIT)
    year, state = year_asked(request), request.GET.get("state", "")
    rows = queries.listed(place.agency, kind).filter(void=state == "void")
    if year is not None:
        rows = rows.filter(decided_on__year=year)
    if state == "changed":
        rows = rows.filter(changed_on__isnull=False)
    if text := _words(request):
        rows = rows.filter(
            Q(number__icontains=text) | Q(subject__icontains=text) | Q(party_name__icontains=text)
        )
    return kind, rows


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:100]


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter one decision."""
    place = _kept(place_of(request))
    form = forms.DecisionForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.enter(request.user, place.agency, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已登记“{made.number}”。")
            return redirect("registers:decision", made.pk)
    return render(request, "registers/decisions/enter.html", {"form": form, "place": place})


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Show one decision, its story, and the forms of what may be done to it."""
    found = queries.decision_in(scope_of(request.user), number)
    may_keep = may(request.user, found.agency, *acts.KEEPERS)
    open_forms = {name: _form(name, found) for name in _open_acts(found)} if may_keep else {}
    if request.method == "POST":
        asked = request.POST.get("act", "")
        if asked not in open_forms:
            raise Http404
        form = open_forms[asked] = _form(asked, found, request.POST)
        if form.is_valid():
            try:
                shown = _do(request, found, asked, dict(form.cleaned_data))
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, f"{_ACTS[asked]}：已记录。")
                return redirect("registers:decision", shown.pk)
    limit = limit_of("penalty-withdrawn")
    waiting = (
        found.kind == DecisionKind.PENALTY
        and found.changed_on is not None
        and found.withdrawn_on is None
        and not (found.never_public or found.void)
    )
    context = {
        "decision": found,
        "due": due_on(limit, found.changed_on, calendar()) if waiting and limit else None,
        "limit": limit,
        "replaced_by": _replacement(found),
        "forms": [(name, _ACTS[name], form) for name, form in open_forms.items()],
        "story": story_of("decision", str(found.pk)),
    }
    return render(request, "registers/decisions/decision.html", context)


def _kept(place: Place) -> Place:
    if not place.may_keep:
        raise Refused(f"您没有为{place.agency.short_name}登记的职责；请本机关的系统管理员为您登记职责。")
    return place


def _open_acts(found: Decision) -> list[str]:
    if found.void:
        return []
    changed = ["withdrawal"] if found.changed_on and not found.withdrawn_on and not found.never_public else []
    return ["correct", *([] if found.changed_on else ["change"]), *changed, "void"]


def _form(name: str, found: Decision, data: Any = None) -> Any:
    if name == "correct":
        initial = {field: getattr(found, field) for field in acts.FIELDS}
        if found.amount is not None:
            initial["amount"] = f"{found.amount.normalize():f}"
        return forms.CorrectForm(data, prefix=name, initial=initial)
    kinds = {"change": forms.ChangeForm, "withdrawal": forms.WithdrawalForm, "void": forms.ReasonForm}
    return kinds[name](data, prefix=name)


def _do(request: HttpRequest, found: Decision, name: str, given: dict[str, Any]) -> Decision:
    person: Any = request.user
    if name == "correct":
        return acts.correct(person, found.agency, found, given, given.pop("reason"))
    if name == "change":
        return acts.change(person, found.agency, found, **given)
    if name == "withdrawal":
        return acts.record_withdrawal(person, found.agency, found, **given)
    return acts.void(person, found.agency, found, **given)


def _replacement(found: Decision) -> int | None:
    """Give the row that stands in the place of a void one."""
    if not found.void:
        return None
    entries = audit.of("decision", str(found.pk))
    return next((entry.details["replaced_by"] for entry in entries if "replaced_by" in entry.details), None)
