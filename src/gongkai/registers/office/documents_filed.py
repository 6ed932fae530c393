"""Documents that other bodies filed with the agency (报送备案), and the quarterly list of them (备案目录)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import may, scope_of
from gongkai.agencies.views.common import errors_on, office_view, page_of
from gongkai.portal.models import ColumnPage, PlatformPage
from gongkai.registers.models import FiledDocument
from gongkai.registers.services import filings as acts

from . import documents_forms as forms
from .documents import agencies_here, agency_to_keep


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List what was filed with an agency."""
    agencies, agency = agencies_here(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("result", "year", "q")}
    found = FiledDocument.objects.for_agency(agency.pk)
    if asked["result"] == "waiting":
        found = found.filter(result="")
    elif asked["result"] in FiledDocument.Result.values and asked["result"]:
        found = found.filter(result=asked["result"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:
        found = found.filter(received_on__year=int(asked["year"]))
    if words := asked["q"]:
        found = found.filter(
            Q(title__icontains=words)
            | Q(number__icontains=words)
            | Q(filer__icontains=words)
            | Q(filing_number__icontains=words)
        )
    context = {
        "agencies": agencies,
        "agency": agency,
        "asked": asked,
        "results": [("waiting", "审查中"), *(one for one in FiledDocument.Result.choices if one[0])],
        "page": page_of(request, found),
        "may_keep": may(request.user, agency, *acts.KEEPERS),
    }
    return render(request, "registers/documents/filed.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Record what was received for filing."""
    agency = agency_to_keep(request)
    form = forms.ReceivedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            filed = acts.enter(request.user, agency, form.cleaned_data)
            messages.success(request, f"已登记“{filed.title}”。")
            return redirect("registers:filing", filed.public_id)
    context = {"form": form, "agency": agency, "title": "登记报送备案的文件", "button": "登记"}
    return render(request, "registers/documents/filed_form.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was filed, and record what the review found."""
    rows = FiledDocument.objects.within(scope_of(request.user)).select_related("agency", "recorded_by")
    filed = get_object_or_404(rows, public_id=public_id)
    form = None
    if may(request.user, filed.agency, *acts.KEEPERS):
        initial = {"result": filed.result or "filed", "number": filed.filing_number, "on": filed.filed_on}
        form = forms.ResultForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            given = form.cleaned_data
            with errors_on(form):
                acts.decide(
                    request.user,
                    filed.agency,
                    filed,
                    given["result"],
                    number=given["number"],
                    on=given["on"],
                )
                messages.success(request, "审查结果已保存。")
                return redirect("registers:filing", filed.public_id)
        filed = get_object_or_404(rows, public_id=public_id)
    return render(request, "registers/documents/filing.html", {"filed": filed, "form": form})


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """Make the list of a quarter as a draft item, ready to be sent for review."""
    agency = agency_to_keep(request)
    columns, depth = columns_of(agency)
    today = timezone.localdate()
    number = (today.month - 1) // 3 or 4
    rules = next((str(one.translation_key) for one in columns if one.basis == "20.1"), None)
    initial: dict[str, Any] = {"year": today.year - (today.month <= 3), "quarter": number, "column": rules}
    form = forms.CatalogueForm(request.POST or None, columns=columns, depth=depth, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with errors_on(form):
            item = acts.catalogue(
                request.user, agency, given["year"], given["quarter"], form.columns[given["column"]]
            )
            messages.success(request, f"已生成草稿“{item.title}”，请核对后送审。")
            return redirect(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    context = {
        "form": form,
        "agency": agency,
        "title": "生成季度备案目录",
        "button": "生成草稿",
        "notice": "按备案日期列出这个季度准予备案的文件，作为一条信息的草稿；核对后送审，审核通过后公开。",
    }
    return render(request, "registers/documents/filed_form.html", context)


def columns_of(agency: Agency) -> tuple[list[ColumnPage], int]:
    """Give the columns a draft can be put in, and how deep the platform lies. 404 where there is none."""
    platform = PlatformPage.objects.filter(agency=agency).first()
    if platform is None:
        raise Http404
    open_ = ColumnPage.objects.descendant_of(platform).live().filter(closed_on=None)
    shut = (ColumnPage.Key.APPLY, ColumnPage.Key.REPORTS, ColumnPage.Key.GUIDE)
    return list(open_.exclude(key__in=shut).order_by("path")), platform.depth
