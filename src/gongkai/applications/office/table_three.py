"""Table 三 for the officer: each figure leads to its cases; and the declaration that there was none (零报告)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import scope_of
from gongkai.applications import services as acts
from gongkai.applications.models import NilYear
from gongkai.applications.table import PLACES, cases_at, table_three
from gongkai.report.form import FORM_2021

from .common import Slice, chosen_readable, may_do, number, office_view, show

FIRST_YEAR = 2008
PER_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """A figure and the place it stands at."""

    place: str
    value: int | None


def _year(request: HttpRequest) -> int:
    year = number(request.POST.get("year") or request.GET.get("year", ""))
    today = timezone.localdate()
    return year if FIRST_YEAR <= year <= today.year else today.year


def _query(agency: Agency, year: int) -> str:
    return urlencode({"agency": agency.public_id, "year": year})


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Show the table of a year; a POST declares nil, or takes it back."""
    agency, agencies = chosen_readable(request)
    year, refusal = _year(request), ""
    person: Any = request.user
    if request.method == "POST":
        act = {"nil": acts.declare_nil, "unnil": acts.withdraw_nil}.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            act(person, agency, year)
        except Refused as refused:
            refusal = refused.message
        else:
            return redirect(f"{request.path}?{_query(agency, year)}")
    figures = table_three(agency, year)
    blocks = FORM_2021.tables[1].blocks
    columns = blocks[0].columns
    nil = NilYear.objects.within(scope_of(person)).filter(agency=agency, year=year, withdrawn_at=None).first()
    context = {
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "year": year,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "query": _query(agency, year),
        "columns": columns,
        "rows": [
            (
                row.group,
                row.label,
                [
                    Cell(place, figures.get(place))
                    for place in (f"applications.{row.key}.{column.key}" for column in columns)
                ],
            )
            for block in blocks
            for row in block.rows
        ],
        "empty": all(value is None for value in figures.values()),
        "zero": not any(figures.values()),
        "nil": nil,
        "may_nil": may_do(person, agency, "application.nil") and scope_of(person).may_write(agency.pk),
        "refusal": refusal,
    }
    return show(request, "table", "table", context, status=422 if refusal else 200)


@office_view
@require_http_methods(["GET", "HEAD"])
def rows(request: HttpRequest) -> HttpResponse:
    """List the cases one figure counts."""
    agency, _ = chosen_readable(request)
    year, place = _year(request), request.GET.get("place", "")
    if place not in PLACES:
        raise Http404
    context = {
        "agency": agency,
        "year": year,
        "name": FORM_2021.name_of(place),
        "figure": table_three(agency, year)[place],
        "page": Slice(cases_at(agency, year, place), request.GET.get("p", ""), PER_PAGE),
        "query": _query(agency, year),
    }
    return show(request, "table_rows", "table", context)
