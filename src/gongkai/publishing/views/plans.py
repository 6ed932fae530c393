"""How an agency reviews and keeps its catalogue: steps for each kind of item, index numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import get_page_models

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.portal.models import CatalogueRule, ItemPage
from gongkai.publishing import queries, services
from gongkai.publishing.models import REVIEWING, ReviewPlan
from gongkai.publishing.review import plan_of

from .common import agencies_to, chosen_agency, may_settle, office_view

ROWS = 6


@office_view
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show what is set, each with a way to change it."""
    agencies = agencies_to(request.user, may_settle)
    agency = chosen_agency(request, agencies)
    plans = list(ReviewPlan.objects.for_agency(agency.pk).order_by("kind"))
    names = dict(_kinds())
    holders = queries.holders_of(agency)
    shown = [{"kind": "", "name": "所有种类", "plan": plan_of(agency, "")}]
    shown += [
        {"kind": one.kind, "name": names.get(one.kind, one.kind), "plan": one} for one in plans if one.kind
    ]
    for row in shown:
        plan: Any = row["plan"]
        row["steps"] = [step | {"who": holders[step["duty"]].words} for step in plan.steps]
    context = {
        "agency": agency,
        "agencies": agencies,
        "plans": shown,
        "catalogue": CatalogueRule.objects.for_agency(agency.pk).first() or CatalogueRule(agency=agency),
    }
    return render(request, "publishing/office/settings.html", context)


def _kinds() -> list[tuple[str, str]]:
    models = (model for model in get_page_models() if issubclass(model, ItemPage))
    return [(str(model._meta.model_name), str(model._meta.verbose_name)) for model in models]


def to_settings(agency: Agency) -> HttpResponse:
    """Lead back to the settings of the agency."""
    return redirect(f"{reverse('publishing:settings')}?agency={agency.public_id}")


@office_view
def plan(request: HttpRequest) -> HttpResponse:
    """Show the steps of one kind of item, and set them."""
    agency = chosen_agency(request, agencies_to(request.user, may_settle))
    kinds = [("", "所有种类（没有另行规定的）"), *_kinds()]
    kind = request.POST.get("kind", request.GET.get("kind", ""))
    kind = kind if kind in dict(kinds) else ""
    standing = plan_of(agency, kind)
    rows: list[dict[str, Any]] = [dict(step) for step in standing.steps]
    several, refusal = standing.several, ""
    if request.method == "POST":
        rows, several = _typed(request), "several" in request.POST
        try:
            services.set_plan(request.user, agency, kind, rows, several=several)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, "审核流程已保存。正在审核的信息仍按原来的流程办完。")
            return to_settings(agency)
    rows += [{"name": "", "duty": "", "secrecy": False}] * (ROWS - len(rows))
    holders = queries.holders_of(agency)
    context = {
        "agency": agency,
        "kind": kind,
        "kinds": kinds,
        "rows": rows[:ROWS],
        "duties": [(duty.value, holders[duty.value].words) for duty in REVIEWING],
        "several": several,
        "refusal": refusal,
        "own": ReviewPlan.objects.for_agency(agency.pk).filter(kind=kind).exists(),
    }
    return render(request, "publishing/office/plan.html", context, status=422 if refusal else 200)


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """Read the steps as typed; rows without a name and a duty are none."""
    rows = []
    for index in range(ROWS):
        name = request.POST.get(f"name-{index}", "").strip()
        duty = request.POST.get(f"duty-{index}", "")
        if name or duty:
            rows.append({"name": name, "duty": duty, "secrecy": f"secrecy-{index}" in request.POST})
    return rows


class CatalogueForm(forms.Form):
    """How index numbers are made, and where the public site is."""

    index_pattern = forms.CharField(
        label="索引号规则",
        max_length=100,
        help_text="可以用 {credit_code}（统一社会信用代码）、{year}、{month}、{number}（流水号）",
    )
    digits = forms.IntegerField(label="流水号位数", min_value=1, max_value=9)
    outside_numbers = forms.BooleanField(label="索引号由外部平台编，发布以后在信息页面登记", required=False)
    outside_site = forms.BooleanField(
        label="本机关的公开网站在别处，发布以后下载交付包并登记网址", required=False
    )


@office_view
def catalogue(request: HttpRequest) -> HttpResponse:
    """Set how index numbers are made."""
    agency = chosen_agency(request, agencies_to(request.user, may_settle))
    rule = CatalogueRule.objects.for_agency(agency.pk).first() or CatalogueRule(agency=agency)
    standing = {name: getattr(rule, name) for name in CatalogueForm.base_fields}
    form = CatalogueForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_catalogue_rule(request.user, agency, **form.cleaned_data)
        except Refused as refused:
            form.add_error("index_pattern", refused.message)
        else:
            messages.success(request, "目录规则已保存，对以后发布的信息生效。")
            return to_settings(agency)
    context = {"agency": agency, "form": form}
    return render(request, "publishing/office/catalogue.html", context, status=422 if form.errors else 200)
