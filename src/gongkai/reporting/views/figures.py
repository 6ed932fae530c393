"""The year's counts by class, each a link to what it counts, and the figures entered by hand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import scope_of
from gongkai.portal.counting import counted
from gongkai.portal.models import ColumnPage, PlatformPage
from gongkai.reporting import services
from gongkai.reporting.contents import FIRST_YEAR
from gongkai.reporting.figures import counts_of, hand_figures, recorded
from gongkai.reporting.models import HandFigure

from .common import may_make, office_view

PER_PAGE = 50


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """Show the year's counts of one agency; a POST enters a figure by hand."""
    agencies = agencies_read(request)
    agency = chosen(agencies, request.GET.get("agency", ""))
    year = year_asked(request.GET.get("year", ""))
    refusal = ""
    may_enter = may_make(request.user, agency)
    if request.method == "POST":
        try:
            _enter(request, agency, year)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, "已填报，并记录了来源、理由和填报人。")
            return redirect(f"{request.path}?{query_of(agency, year)}")
    counts = counts_of(agency, year)
    context = {
        "agencies": agencies,
        "agency": agency,
        "year": year,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "counts": counts,
        "figures": [(one, recorded(counts, one.key)) for one in hand_figures(agency, year)],
        "keys": HandFigure.Key.choices,
        "may_enter": may_enter,
        "refusal": refusal,
        "given": request.POST,
    }
    return render(request, "reporting/office/figures.html", context, status=422 if refusal else 200)


@office_view
@require_http_methods(["GET", "HEAD"])
def items(request: HttpRequest) -> HttpResponse:
    """List what one number counts: the items of a year, of one column and those below it or of all."""
    agency = chosen(agencies_read(request), request.GET.get("agency", ""))
    year = year_asked(request.GET.get("year", ""))
    column = _column(agency, request.GET.get("column", ""))
    rows = counted(agency, year, column).order_by("-published_at", "-pk")
    context = {
        "agency": agency,
        "year": year,
        "column": column,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "query": query_of(agency, year),
    }
    return render(request, "reporting/office/figures_items.html", context)


def agencies_read(request: HttpRequest) -> list[Agency]:
    """List the agencies the person may read of."""
    return list(Agency.objects.filter(pk__in=scope_of(request.user).readable))


def chosen(agencies: list[Agency], wanted: str) -> Agency:
    """Give the agency asked for by its public id, else the first. 404 for another."""
    found = next((one for one in agencies if not wanted or one.public_id == wanted), None)
    if found is None:
        raise Http404
    return found


def year_asked(text: str) -> int:
    """Give the year asked for; the last full one when none is, or none that can be."""
    today = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today - 1
    return year if FIRST_YEAR <= year <= today else today - 1


def _column(agency: Agency, key: str) -> ColumnPage | None:
    if not key:
        return None
    platform = PlatformPage.objects.filter(agency=agency).first()
    columns: Any = ColumnPage.objects.descendant_of(platform) if platform else ColumnPage.objects.none()
    found: ColumnPage | None = next((one for one in columns if one.translation_key.hex == key), None)
    if found is None:
        raise Http404
    return found


def query_of(agency: Agency, year: int) -> str:
    """Give the part of an address that says whose figures, of which year."""
    return urlencode({"agency": agency.public_id, "year": year})


def _enter(request: HttpRequest, agency: Agency, year: int) -> None:
    text = request.POST.get("value", "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise Refused("数值应为整数，如84。")
    services.enter_figure(
        request.user,
        agency,
        year=year,
        key=request.POST.get("key", ""),
        value=int(text),
        source=request.POST.get("source", ""),
        reason=request.POST.get("reason", ""),
    )
