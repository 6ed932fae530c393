"""The ledger (台账) of a list taken along: as workbook, as CSV, printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from gongkai.agencies.acts import Refused
from gongkai.applications.models import Application
from gongkai.applications.queries import names_of
from gongkai.applications.worklists import STANDS
from gongkai.registers.tables import MOST_IN_A_BOOK, csv_lines, workbook

from .common import as_file, office_view, show
from .listing import asked, listed

COLUMNS = (
    *("编号", "原台账编号", "机关", "申请人", "申请人类别", "申请人数", "渠道", "收到之日", "答复期限"),
    *("期限暂按", "状态", "办理结果", "办结日期", "逾期", "经办人", "不合规的记录数", "拆分自"),
)
_MOST_PRINTED = 500
_CHUNK = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_view
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the list as a table, filtered and sorted as asked; names masked, and only where they may be seen."""
    found = asked(request)
    cases = listed(found).select_related("agency", "officer", "parent")
    if ending == "xlsx" and cases.order_by()[: MOST_IN_A_BOOK + 1].count() > MOST_IN_A_BOOK:
        raise Refused(f"超过{MOST_IN_A_BOOK}件，Excel表格太大；请用CSV数据，或者按年度分别导出。")
    rows = _rows(request.user, cases)
    name = f"依申请公开台账-{STANDS[found.stand][0]}-{timezone.localdate():%Y%m%d}.{ending}"
    if ending == "xlsx":
        return as_file(workbook("依申请公开台账", COLUMNS, rows, wide="机关"), _XLSX, name)
    answer = StreamingHttpResponse(csv_lines(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@office_view
@require_http_methods(["GET", "HEAD"])
def printed(request: HttpRequest) -> HttpResponseBase:
    """Show the ledger as a page to print."""
    found = asked(request)
    cases = list(listed(found).select_related("agency", "officer", "parent")[: _MOST_PRINTED + 1])
    context = {
        "title": f"政府信息公开申请台账（{STANDS[found.stand][0]}）",
        "columns": _PRINTED,
        "rows": [
            [row[COLUMNS.index(one)] for one in _PRINTED]
            for row in _lines(request.user, cases[:_MOST_PRINTED])
        ],
        "cut": len(cases) > _MOST_PRINTED,
        "most": _MOST_PRINTED,
    }
    return show(request, "ledger", "list", context)


_PRINTED = (
    *("编号", "申请人", "申请人类别", "渠道", "收到之日", "答复期限", "状态", "办理结果", "办结日期"),
    "经办人",
)


def _rows(person: Any, cases: Any) -> Iterator[list[str]]:
    walked = cases.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(walked, _CHUNK)):
        yield from _lines(person, chunk)


def _lines(person: Any, cases: list[Application]) -> Iterator[list[str]]:
    names = names_of(person, cases)
    for one in cases:
        yield [
            one.number,
            one.ledger_number,
            one.agency.full_name,
            names.get(one.pk, ""),
            one.get_applicant_kind_display(),
            str(one.joint),
            one.get_channel_display(),
            f"{one.received_on:%Y-%m-%d}" if one.received_on else "",
            f"{one.due_on:%Y-%m-%d}" if one.due_on else "",
            "是" if one.provisional else "",
            one.status_term,
            one.get_outcome_display() if one.outcome else "",
            f"{one.closed_on:%Y-%m-%d}" if one.closed_on else "",
            "是" if one.late else "",
            str(one.officer) if one.officer else "",
            str(one.problems) if one.problems else "",
            one.parent.number if one.parent else "",
        ]
