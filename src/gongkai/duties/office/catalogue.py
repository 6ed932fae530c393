"""The catalogue (主动公开基本目录): list, entry, change, end, who answers, taken in and out as a table."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import scope_of
from gongkai.duties import queries, sheets
from gongkai.duties.books import XLSX
from gongkai.duties.counting import limit_of, next_check, stay_of, workdays
from gongkai.duties.models import DisclosureDuty
from gongkai.duties.people import answered_by, distinct_owners, owner_of, ownerless
from gongkai.duties.services import catalogue as acts
from gongkai.duties.services import clockwork, meeting
from gongkai.portal.models import ColumnPage

from .common import (
    agencies_to,
    as_file,
    chosen_agency,
    errors_on,
    is_assigner,
    is_keeper,
    number,
    office_view,
    page_of,
    readable_agencies,
    show,
)
from .forms import AssignForm, DutyForm, EndForm, ImportForm, OccasionForm

_STANDS = {"standing": "执行中", "late": "有逾期", "nobody": "无人负责", "ended": "已终止"}


def _found(request: HttpRequest) -> tuple[dict[str, str], Any]:
    names = ("agency", "column", "person", "kind", "stand", "q")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    found = queries.duties_in(scope_of(request.user))
    if asked["agency"]:
        found = found.filter(agency__public_id=asked["agency"])
    if asked["column"]:
        column = ColumnPage.objects.filter(pk=number(asked["column"])).first()
        found = found.filter(column__path__startswith=column.path) if column else found.none()
    if asked["person"]:
        who = User.objects.filter(public_id=asked["person"]).first()
        found = answered_by(found, who) if who else found.none()
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    found = found.filter(ended_on__isnull=asked["stand"] != "ended")
    if asked["stand"] == "late":
        found = found.filter(late__gt=0)
    elif asked["stand"] == "nobody":
        found = ownerless(found)
    for word in asked["q"].split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(content__icontains=word))
    return asked, found.order_by("column__path", "pk")


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the catalogue, by columns."""
    asked, found = _found(request)
    page = page_of(request, found)
    scope = scope_of(request.user)
    every = queries.duties_in(scope).filter(ended_on=None)
    used = DisclosureDuty.objects.within(scope).exclude(column=None).values("column")
    context = {
        "asked": asked,
        "page": page,
        "rows": [(one, owner_of(one), limit_of(one)) for one in page],
        "narrowed": any(asked.values()),
        "agencies": readable_agencies(request),
        "people": distinct_owners(every),
        "columns": ColumnPage.objects.filter(pk__in=used).order_by("path").defer("introduction"),
        "kinds": DisclosureDuty.Kind.choices,
        "stands": list(_STANDS.items()),
        "query": request.GET.urlencode(),
        "may_keep": bool(agencies_to(_person(request), is_keeper)),
        "may_assign": bool(agencies_to(_person(request), is_assigner)),
    }
    return show(request, "catalogue", "catalogue", context)


def _person(request: HttpRequest) -> User:
    person: Any = request.user
    return person


@office_view
def export(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as a table, filtered as asked."""
    _, found = _found(request)
    return as_file(sheets.written(list(found)), XLSX, f"主动公开基本目录-{timezone.localdate():%Y%m%d}.xlsx")


@office_view
def new(request: HttpRequest) -> HttpResponse:
    """Enter a duty."""
    agencies = agencies_to(_person(request), is_keeper)
    agency = chosen_agency(request, agencies)
    form = DutyForm(request.POST or None, agency=agency, initial={"responsible": request.user.pk})
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            made = acts.enter(request.user, agency, form.cleaned_data)
            clockwork.enter_due(timezone.localdate(), workdays())
            messages.success(request, f"“{made.title}”已列入目录。")
            return redirect("duties:duty", made.public_id)
    context = {"form": form, "agency": agency, "agencies": agencies if len(agencies) > 1 else []}
    return show(request, "duty_form", "catalogue", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, public_id: str) -> Any:
    return queries.duties_in(scope_of(request.user)).get(public_id=public_id)


@office_view
def duty(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a duty with all its times, and take occasions in."""
    return _shown(request, _one(request, public_id))


def _shown(
    request: HttpRequest, one: Any, occasion: OccasionForm | None = None, end: EndForm | None = None
) -> HttpResponse:
    person = _person(request)
    times = queries.occurrences_in(scope_of(person)).filter(duty=one).order_by("-due_on", "-pk")
    page = page_of(request, times)
    writes = scope_of(person).may_write(one.agency_id)
    keeps = writes and is_keeper(person, one.agency)
    fixed = one.kind == DisclosureDuty.Kind.FIXED
    met = [row.met_on for row in page if row.met_on]
    context = {
        "one": one,
        "owner": owner_of(one),
        "limit": limit_of(one),
        "stay": stay_of(one),
        "page": page,
        "rows": queries.lines_of(page, timezone.localdate()),
        "next_check": next_check(one, max(met, default=None)) if one.ended_on is None else None,
        "occasion": occasion or OccasionForm(fixed=fixed),
        "takes_occasions": one.kind != DisclosureDuty.Kind.REGULAR
        and one.ended_on is None
        and writes
        and (keeps or person.pk in (one.responsible_id, one.deputy_id)),
        "may_keep": keeps and one.ended_on is None,
        "end": end or EndForm(),
        "fixed": fixed,
    }
    refused = any(form is not None and form.errors for form in (occasion, end))
    return show(request, "duty", "catalogue", context, status=422 if refused else 200)


@office_view
@require_POST
def occasion(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an occasion in."""
    one = _one(request, public_id)
    form = OccasionForm(request.POST, fixed=one.kind == DisclosureDuty.Kind.FIXED)
    if form.is_valid():
        with errors_on(form):
            made = meeting.occasion(request.user, one.agency, one, **form.cleaned_data)
            messages.success(request, f"已登记，请在{made.due_on:%Y-%m-%d}以前公开。")
            return redirect("duties:occurrence", made.public_id)
    return _shown(request, one, occasion=form)


@office_view
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a duty."""
    one = _one(request, public_id)
    if not is_keeper(request.user, one.agency):
        raise Refused("公开目录由信息员、审核人或者机关负责人修改。")
    initial = {name: getattr(one, name) for name in acts.FIELDS}
    form = DutyForm(request.POST or None, agency=one.agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            given: dict[str, Any] = form.cleaned_data
            acts.change(request.user, one.agency, one, given)
            clockwork.enter_due(timezone.localdate(), workdays())
            messages.success(request, "已保存。已经列出的任务截止日期不变，以后的按新时限计算。")
            return redirect("duties:duty", public_id)
    context = {"form": form, "agency": one.agency, "one": one}
    return show(request, "duty_form", "catalogue", context, status=422 if form.errors else 200)


@office_view
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a duty."""
    one = _one(request, public_id)
    form = EndForm(request.POST)
    if form.is_valid():
        with errors_on(form):
            acts.end(request.user, one.agency, one, **form.cleaned_data)
            messages.success(request, "这项公开任务已终止，以后不再列出；已经逾期的仍要办理或者作废。")
            return redirect("duties:duty", public_id)
    return _shown(request, one, end=form)


@office_view
def assign(request: HttpRequest) -> HttpResponse:
    """Say who answers: for duties nobody answers for, or for those of one person who leaves."""
    agencies = agencies_to(_person(request), is_assigner)
    agency = chosen_agency(request, agencies)
    found = queries.duties_in(scope_of(request.user)).filter(agency=agency, ended_on=None)
    given = {**request.GET.dict(), **request.POST.dict()}
    who = given.get("person", "")
    if who == "all":
        rows = list(found)
    elif who:
        rows = [one for one in found if one.responsible and one.responsible.public_id == who]
    else:
        rows = list(ownerless(found))
    form = AssignForm(request.POST or None, agency=agency)
    chosen = {number(text) for text in request.POST.getlist("duty")}
    if request.method == "POST" and form.is_valid():
        picked = [one for one in rows if one.pk in chosen]
        with errors_on(form):
            if not picked:
                raise Refused("请勾选要指定责任人的公开任务。")
            done = acts.assign(request.user, agency, picked, **form.cleaned_data)
            messages.success(request, f"{done}项公开任务现在由{form.cleaned_data['responsible']}负责。")
            return redirect("duties:catalogue")
    context = {
        "form": form,
        "agency": agency,
        "rows": rows,
        "chosen": chosen if request.method == "POST" else {one.pk for one in rows} if who != "all" else set(),
        "who": who,
        "people": sorted({one.responsible for one in found if one.responsible}, key=str),
    }
    return show(request, "assign", "catalogue", context, status=422 if form.errors else 200)


@office_view
def bring(request: HttpRequest) -> HttpResponse:
    """Take a catalogue in: from a table, or one that a bureau can begin with."""
    agencies = agencies_to(_person(request), is_keeper)
    agency = chosen_agency(request, agencies)
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        ready = "default" in request.POST
        if ready:
            form = ImportForm()
        if ready or form.is_valid():
            try:
                return _brought(request, agency, None if ready else form.cleaned_data["file"])
            except Refused as refused:
                if ready:
                    raise
                form.add_error("file", refused.message)
    context = {"form": form, "agency": agency, "agencies": agencies if len(agencies) > 1 else []}
    return show(request, "bring", "catalogue", context, status=422 if form.errors else 200)


def _brought(request: HttpRequest, agency: Agency, file: Any) -> HttpResponse:
    person = _person(request)
    if file is None:
        rows = sheets.default_rows(agency, person, justice=request.POST["default"] == "justice")
    else:
        rows = sheets.read_rows(agency, file.name, file.read(6 * 1024 * 1024), person)
    made = acts.enter_many(person, agency, rows)
    clockwork.enter_due(timezone.localdate(), workdays())
    left = len(rows) - len(made)
    messages.success(
        request, f"列入{len(made)}项公开任务。" + (f"{left}项目录里已有，没有重复列入。" if left else "")
    )
    return redirect(f"{reverse('duties:catalogue')}?agency={agency.public_id}")
