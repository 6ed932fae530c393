"""Table 二 as the registers give it: each figure beside last year's and leading to its rows; what does not agree, and why it stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.registers.table import PLACES, Figure, number_of_rows, rows_at, table_two
from gongkai.report.form import FORM_2021
from gongkai.report.model import Value
from gongkai.reporting import services
from gongkai.reporting.comparing import doubts_of, last_year
from gongkai.reporting.contents import FIRST_YEAR

from .common import may_make, office_view
from .figures import agencies_read, chosen, query_of, year_asked

PER_PAGE = 100


@dataclass(frozen=True)
class Cell:
    """A figure of the table: its place, what it is called, its value and how it came about, last year's beside it."""

    place: str
    label: str
    figure: Figure
    before: Value
    doubted: bool


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Show the table of a year; a POST answers a doubt."""
    agencies = agencies_read(request)
    agency = chosen(agencies, request.GET.get("agency", ""))
    year = year_asked(request.GET.get("year", ""))
    refusal = ""
    may_answer = may_make(request.user, agency)
    if request.method == "POST":
        key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
        try:
            services.answer_doubt(request.user, agency, year=year, key=key, reason=reason)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, "核对结果已记录。")
            return redirect(f"{request.path}?{query_of(agency, year)}")
    doubts = doubts_of(agency, year)
    before, source = last_year(agency, year)
    context = {
        "agencies": agencies,
        "agency": agency,
        "year": year,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "query": query_of(agency, year),
        "blocks": _blocks(agency, year, before, {one.finding.place for one in doubts if one.waits}),
        "source": source,
        "doubts": doubts,
        "waiting": sum(one.waits for one in doubts),
        "may_answer": may_answer,
        "refusal": refusal,
        "refused_key": request.POST.get("key", "") if refusal else "",
        "refused_here": any(one.key == request.POST.get("key") and one.waits for one in doubts),
        "given": request.POST.get("reason", ""),
    }
    return render(request, "reporting/office/table_two.html", context, status=422 if refusal else 200)


def _blocks(
    agency: Agency, year: int, before: dict[str, Value], doubted: set[str]
) -> list[tuple[str, list[Cell]]]:
    figures = table_two(agency, year)
    blocks = []
    for block in FORM_2021.tables[0].blocks:
        cells = []
        for row in block.rows:
            for column in block.columns:
                several = len(block.columns) > 1
                place = f"proactive.{row.key}.{column.key}" if several else f"proactive.{row.key}"
                label = f"{row.label}：{column.label}"
                cells.append(Cell(place, label, figures[place], before.get(place), place in doubted))
        blocks.append((block.title, cells))
    return blocks


@office_view
@require_http_methods(["GET", "HEAD"])
def rows(request: HttpRequest) -> HttpResponse:
    """List the records one figure counts."""
    agency = chosen(agencies_read(request), request.GET.get("agency", ""))
    year, place = year_asked(request.GET.get("year", "")), request.GET.get("place", "")
    if place not in PLACES:
        raise Http404
    figure = table_two(agency, year)[place]
    context: dict[str, Any] = {
        "agency": agency,
        "year": year,
        "place": place,
        "name": FORM_2021.name_of(place),
        "figure": figure,
        "rows": Paginator(_Rows(agency, year, place), PER_PAGE).get_page(request.GET.get("p")),
        "query": query_of(agency, year),
    }
    return render(request, "reporting/office/table_two_rows.html", context)


class _Rows:
    """The rows of a cell as a paginator asks for them; a page of a million decisions walks only as far as it must."""

    def __init__(self, agency: Agency, year: int, place: str) -> None:
        self._asked = (agency, year, place)
        self._number = number_of_rows(agency, year, place)

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, span: slice) -> list[Any]:
        return list(islice(rows_at(*self._asked, skip=span.start), span.stop - span.start))
