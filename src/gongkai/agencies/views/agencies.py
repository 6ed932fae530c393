"""机关: list, make, change, dissolve, succeed, history."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from gongkai.agencies import services
from gongkai.agencies.forms import AgencyForm, DissolveForm, SuccessionForm
from gongkai.agencies.models import Agency, Duty, Succession
from gongkai.agencies.queries import may, scope_of

from .common import errors_on, history_of, not_found_unless, office_view, page_of


def _readable(request: HttpRequest) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=scope_of(request.user).readable)


def _one(request: HttpRequest, public_id: str) -> Agency:
    return get_object_or_404(_readable(request), public_id=public_id)


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the agencies the person may see, by words, kind and whether they still stand."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "state")}
    found = _readable(request).select_related("parent").order_by("full_name")
    if asked["q"]:
        words = asked["q"]
        found = found.filter(
            Q(full_name__icontains=words)
            | Q(short_name__icontains=words)
            | Q(credit_code__icontains=words.upper())
        )
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if asked["state"]:
        found = found.filter(dissolved_on__isnull=asked["state"] == "standing")
    context = {
        "page": page_of(request, found),
        "asked": asked,
        "kinds": Agency.Kind.choices,
        "may_create": request.user.is_superuser,  # type: ignore[union-attr]
    }
    return render(request, "agencies/agency_list.html", context)


@office_view
def create(request: HttpRequest) -> HttpResponse:
    """Make an agency and its public platform."""
    not_found_unless(request.user.is_superuser)  # type: ignore[union-attr]
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form), transaction.atomic():
            agency = services.create_agency(request.user, Agency(**form.cleaned_data))
            services.make_platform(request.user, agency)
            messages.success(request, f"{agency.full_name}已建立。下一步：为它增加人员。")
            return redirect("agencies:agency", agency.public_id)
    return render(request, "agencies/agency_form.html", {"form": form, "agency": None})


@office_view
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an agency; who may, changes it."""
    one = _one(request, public_id)
    whole = request.user.is_superuser  # type: ignore[union-attr]
    may_change = may(request.user, one, Duty.ADMINISTRATOR) and one.dissolved_on is None
    form = None
    if may_change:
        form = AgencyForm(request.POST or None, instance=_one(request, public_id), whole=whole)
        if request.method == "POST" and form.is_valid():
            with errors_on(form):
                services.change_agency(request.user, one, form.cleaned_data)
                messages.success(request, f"{one.full_name}的资料已保存。")
                return redirect("agencies:agency", public_id)
    shown = Agency._meta.get_fields()
    rows = [
        (field.verbose_name, getattr(one, f"get_{field.name}_display", lambda: getattr(one, field.name))())  # noqa: B023 called at once
        for field in shown
        if getattr(field, "editable", False) and not field.auto_created
    ]
    context = {
        "agency": one,
        "form": form,
        "rows": [(label, value) for label, value in rows if value not in (None, "", False)],
        "may_dissolve": whole and one.dissolved_on is None,
        "successions": Succession.objects.filter(Q(predecessor=one) | Q(successor=one)).select_related(
            "predecessor", "successor"
        ),
    }
    return render(request, "agencies/agency_form.html", context)


@office_view
def dissolve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record that an agency was dissolved; says first what will happen."""
    not_found_unless(request.user.is_superuser)  # type: ignore[union-attr]
    one = _one(request, public_id)
    form = DissolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.dissolve_agency(request.user, one, form.cleaned_data["on"])
            messages.success(request, f"已登记{one.full_name}撤销。")
            return redirect("agencies:agency", public_id)
    context = {"agency": one, "form": form, "people": one.roles.values("person").distinct().count()}
    return render(request, "agencies/agency_dissolve.html", context)


@office_view
def succeed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record who took an agency's work over."""
    not_found_unless(request.user.is_superuser)  # type: ignore[union-attr]
    one = _one(request, public_id)
    form = SuccessionForm(request.POST or None, predecessor=one)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with errors_on(form):
            services.succeed(request.user, one, data["successor"], data["on"], data["note"])
            messages.success(request, f"已登记{data['successor']}承继{one}的职能。")
            return redirect("agencies:agency", public_id)
    return render(request, "agencies/agency_succeed.html", {"agency": one, "form": form})


@office_view
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was done to the agency's data."""
    one = _one(request, public_id)
    rows = page_of(request, history_of("agency", one.public_id))
    return render(request, "agencies/history.html", {"title": f"{one}：变更记录", "page": rows})
