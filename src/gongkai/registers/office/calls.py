"""Data calls in the back office: asked, filled in, confirmed, on a telephone too; and nil declarations of the year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may, scope_of
from gongkai.agencies.registry import act_name
from gongkai.audit import queries as audit
from gongkai.publishing.views.common import agencies_to, chosen_agency, number, office_view
from gongkai.registers.models import DataCall, NilDeclaration, Register
from gongkai.registers.services import calls as acts
from gongkai.registers.services import nil
from gongkai.registers.services.decisions import KEEPERS

from .calls_forms import CallForm, NilForm, PeopleForm

PER_PAGE = 30
_State = DataCall.State


def _keeps(person: Any, agency: Agency) -> bool:
    return may(person, agency, *KEEPERS)


def _year(request: HttpRequest) -> int:
    year = number(request.POST.get("year") or request.GET.get("year", ""))
    today = timezone.localdate()
    # figures of a year are asked for when it is over, and until its report is due
    default = today.year - 1 if today.month <= 3 else today.year
    return year if 2008 <= year <= today.year else default


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the calls of a year and its nil declarations."""
    return _index(request)


def _index(request: HttpRequest, form: NilForm | None = None) -> HttpResponse:
    person: Any = request.user
    year, scope = _year(request), scope_of(person)
    found = (
        DataCall.objects.within(scope)
        .filter(year=year)
        .select_related("agency", "filler", "head")
        .order_by("-pk")
    )
    state = request.GET.get("state", "")
    if state in _State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    keeps = agencies_to(person, _keeps)
    nils = NilDeclaration.objects.within(scope).filter(year=year, withdrawn_at=None)
    today = timezone.localdate()
    context = {
        "year": year,
        "years": list(range(today.year, today.year - 8, -1)),
        "page": page,
        "rows": [(one, _waits_for(one), one.due_on < today and one.state in _WAITING) for one in page],
        "state": state,
        "states": _State.choices,
        "nils": list(nils.select_related("agency", "declared_by").order_by("register", "pk")),
        "keeps": keeps,
        "form": form or NilForm(),
        "writable": {one.pk for one in keeps},
        "today": today,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "registers/calls/index.html", context, status=status)


_WAITING = (_State.ASKED, _State.FILLED)


def _waits_for(one: DataCall) -> str:
    if one.state == _State.ASKED:
        return f"等{one.filler or '填报人'}填报"
    return f"等{one.head or '科室负责人'}确认" if one.state == _State.FILLED else ""


@office_view
def new(request: HttpRequest) -> HttpResponse:
    """Ask a section."""
    person: Any = request.user
    agencies = agencies_to(person, _keeps)
    agency = chosen_agency(request, agencies)
    form = CallForm(request.POST or None, agency=agency, initial={"year": _year(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.ask(person, agency, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已征集，{made.filler}的“我的一天”里会出现这份征集表。")
            return redirect("registers:call", made.public_id)
    context = {"form": form, "agency": agency, "agencies": agencies if len(agencies) > 1 else []}
    status = 422 if form.errors else 200
    return render(request, "registers/calls/new.html", context, status=status)


def _one(request: HttpRequest, public_id: str) -> Any:
    found = DataCall.objects.within(scope_of(request.user))
    return found.select_related("agency", "filler", "head", "asked_by").get(public_id=public_id)


@office_view
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a call: to be filled in, to be confirmed, or as it stands."""
    return _shown(request, _one(request, public_id))


@dataclass(frozen=True)
class Told:
    """One line of a call's history."""

    at: datetime
    who: str
    what: str
    detail: str


def _story(one: DataCall) -> list[Told]:
    entries = list(reversed(audit.of("data_call", one.public_id)))[:200]
    names = {
        person.public_id: str(person)
        for person in User.objects.filter(public_id__in={entry.actor for entry in entries})
    }
    labels = dict(Register.choices)
    told = []
    for entry in entries:
        figures = entry.details.get("figures", {})
        parts = [f"{labels.get(name, name)} {value}" for name, value in figures.items()]
        if reason := entry.details.get("reason"):
            parts.append(str(reason))
        told.append(Told(entry.at, names.get(entry.actor, "系统"), act_name(entry.act), "；".join(parts)))
    return told


def _shown(
    request: HttpRequest,
    one: DataCall,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    people: PeopleForm | None = None,
) -> HttpResponse:
    person: Any = request.user
    keeps = _keeps(person, one.agency) and scope_of(person).may_write(one.agency_id)
    figures = [
        {
            "figure": figure,
            "unit": "万元" if figure.register == Register.FEES else "件",
            "value": (typed or {}).get(f"value-{figure.register}", _plain(figure.value)),
            "source": (typed or {}).get(f"source-{figure.register}", figure.source),
        }
        for figure in one.figures.all()
    ]
    initial = {"filler": one.filler_id, "head": one.head_id}
    context = {
        "one": one,
        "figures": figures,
        "fills": one.state == _State.ASKED and one.filler_id == person.pk,
        "confirms": one.state == _State.FILLED and one.head_id == person.pk,
        "returns": one.state in (_State.FILLED, _State.CONFIRMED) and one.head_id == person.pk,
        "keeps": keeps and one.state != _State.CANCELLED,
        "presses": keeps and one.state in _WAITING,
        "waits_for": _waits_for(one),
        "late": one.due_on < timezone.localdate() and one.state in _WAITING,
        "people": (people or PeopleForm(agency=one.agency, initial=initial))
        if keeps and one.state in _WAITING
        else None,
        "story": _story(one),
        "refusal": refusal,
    }
    status = 422 if refusal or (people is not None and people.errors) else 200
    return render(request, "registers/calls/call.html", context, status=status)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _done(request: HttpRequest, public_id: str, words: str, do: Callable[[DataCall], object]) -> HttpResponse:
    one = _one(request, public_id)
    try:
        do(one)
    except Refused as refused:
        typed = {name: request.POST[name] for name in request.POST}
        return _shown(request, _one(request, public_id), refused.message, typed)
    messages.success(request, words)
    return redirect("registers:call", public_id)


@office_view
@require_POST
def fill(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the figures in."""
    given = request.POST

    def do(one: DataCall) -> object:
        filled = {
            figure.register: (
                _figure(given.get(f"value-{figure.register}", ""), figure.get_register_display()),
                given.get(f"source-{figure.register}", ""),
            )
            for figure in one.figures.all()
        }
        return acts.fill(request.user, one.agency, one, filled)

    return _done(request, public_id, "已填报，等科室负责人确认。", do)


def _figure(text: str, name: str) -> Decimal | None:
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    try:
        return Decimal(plain) if len(plain) < 30 else Decimal("NaN")
    except InvalidOperation:
        raise Refused(f"{name}“{plain[:20]}”不是数字。") from None


@office_view
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm the figures."""
    seen = request.POST.get("seen", "")
    words = "已确认，数据从现在起计入年度统计。"
    return _done(request, public_id, words, lambda one: acts.confirm(request.user, one.agency, one, seen))


@office_view
@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return the figures."""
    reason = request.POST.get("reason", "")
    words = "已退回填报人修改。"
    return _done(request, public_id, words, lambda one: acts.give_back(request.user, one.agency, one, reason))


@office_view
@require_POST
def remind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Press for it."""
    words = "已催报，记入办理过程。"
    return _done(request, public_id, words, lambda one: acts.remind(request.user, one.agency, one))


@office_view
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel it."""
    reason = request.POST.get("reason", "")
    words = "征集已取消，其中的数据不再计入。"
    return _done(request, public_id, words, lambda one: acts.cancel(request.user, one.agency, one, reason))


@office_view
@require_POST
def hand_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name other people."""
    one = _one(request, public_id)
    form = PeopleForm(request.POST, agency=one.agency)
    if not form.is_valid():
        return _shown(request, one, people=form)
    data = form.cleaned_data
    words = "人员已更换。"
    return _done(
        request,
        public_id,
        words,
        lambda one: acts.hand_on(request.user, one.agency, one, data["filler"], data["head"]),
    )


@office_view
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Declare that a register has nothing for a year."""
    person: Any = request.user
    agency = chosen_agency(request, agencies_to(person, _keeps))
    form, year = NilForm(request.POST), _year(request)
    if form.is_valid():
        try:
            made = nil.declare(
                person, agency, year, form.cleaned_data["register"], form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已零报告：{made}。")
            return redirect(f"{reverse('registers:calls')}?year={year}")
    return _index(request, form)


@office_view
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a nil declaration back."""
    found = NilDeclaration.objects.within(scope_of(request.user)).select_related("agency").get(pk=number)
    nil.withdraw(request.user, found.agency, found)
    messages.success(request, "零报告已撤销，这一项没有数字，直到登记或者重新零报告。")
    return redirect(f"{reverse('registers:calls')}?year={found.year}")
