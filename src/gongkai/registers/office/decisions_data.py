"""The registers of decisions and fees taken along as tables; and the part of them the public may have, as a draft to be reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.publishing.views.common import as_file, number
from gongkai.registers.decisions import open_data as data
from gongkai.registers.models import Fee
from gongkai.registers.models.decisions import DecisionKind
from gongkai.registers.services import open_data as acts
from gongkai.registers.tables import MOST_IN_A_BOOK, csv_lines, workbook

from .decisions import asked
from .decisions_common import place_of, register_view, year_asked
from .decisions_forms import OpenDataForm
from .documents_filed import columns_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 20


@register_view
@require_http_methods(["GET", "HEAD"])
def decisions(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the decisions of the list, filtered as asked."""
    place = place_of(request)
    kind, found = asked(request, place)
    label = DecisionKind(kind).label
    if ending == "xlsx" and found.count() > MOST_IN_A_BOOK:
        raise Refused(f"超过{MOST_IN_A_BOOK}件，Excel表格太大；请用CSV数据，或者按年度分别导出。")
    rows = data.decision_rows(found.select_related("batch").order_by("decided_on", "pk").iterator())
    return _table(
        label, data.DECISION_COLUMNS, rows, f"{place.agency.full_name}{label}决定", ending, wide="事项"
    )


@register_view
@require_http_methods(["GET", "HEAD"])
def fees(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the fees of the list, filtered as asked."""
    place = place_of(request)
    year, void = year_asked(request), request.GET.get("state") == "void"
    found = Fee.objects.for_agency(place.agency.pk).filter(void=void).order_by("year", "name", "pk")
    rows = data.fee_rows(found if year is None else found.filter(year=year))
    name = f"{place.agency.full_name}行政事业性收费"
    return _table("行政事业性收费", data.FEE_COLUMNS, rows, name, ending, wide="收费项目")


def _table(
    title: str, columns: Sequence[str], rows: Iterator[list[str]], name: str, ending: str, *, wide: str
) -> HttpResponseBase:
    full = f"{name}-{timezone.localdate():%Y%m%d}.{ending}"
    if ending == "xlsx":
        return as_file(workbook(title, columns, rows, wide=wide), _XLSX, full)
    answer = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, full)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest) -> HttpResponseBase:
    """Look at what the public would get of a kind and year, and make a draft of it in a column."""
    place = place_of(request)
    if not place.may_keep:
        raise Refused(f"您没有为{place.agency.short_name}登记的职责；请本机关的系统管理员为您登记职责。")
    columns, depth = columns_of(place.agency)
    year = timezone.localdate().year
    form = OpenDataForm(
        request.POST or None, columns=columns, depth=depth, initial=_initial(request, columns, year)
    )
    table = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if "look" in request.POST:
                table = acts.table_of(place.agency, given["kind"], given["year"])
            else:
                column = form.columns[given["column"]]
                item = acts.make_draft(
                    request.user,
                    place.agency,
                    given["kind"],
                    given["year"],
                    column,
                    looked=given["looked"],
                )
                messages.success(request, f"已生成草稿“{item.title}”和数据文件，请核对后送审。")
                return redirect(reverse("wagtailadmin_pages:edit", args=[item.pk]))
        except Refused as refused:
            form.add_error(None, refused.message)
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "table": table,
        "shown": table.rows[:_SHOWN] if table else [],
    }
    status = 422 if form.errors else 200
    return render(request, "registers/decisions/public.html", context, status=status)


def _initial(request: HttpRequest, columns: list[Any], year: int) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    basis = {"permit": "20.5", "penalty": "20.6", "fees": "20.8"}.get(kind)
    word = {"permit": "许可", "penalty": "处罚", "fees": "收费"}.get(kind, "")
    fitting = [one for one in columns if one.basis == basis] or [
        one for one in columns if word and word in one.title
    ]
    column = str(fitting[0].translation_key) if fitting else ""
    asked_year = number(request.GET.get("year", ""))
    return {"kind": kind, "year": asked_year if asked_year > 0 else year, "column": column}
