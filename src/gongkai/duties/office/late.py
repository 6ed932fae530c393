"""What is late and by whom; what was published later than the law allows. Both can be taken along as tables."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.agencies.queries import scope_of
from gongkai.duties import queries
from gongkai.duties.books import XLSX, book_of
from gongkai.law.disclosure import DAYS_TO_DISCLOSE

from .common import as_file, office_view, page_of, show, year_of


def _years() -> list[int]:
    this = timezone.localdate().year
    return list(range(this, this - 8, -1))


@office_view
def late(request: HttpRequest) -> HttpResponse:
    """List what is late, by who answers for it."""
    year = year_of(request)
    groups = queries.late_by_person(scope_of(request.user), year, timezone.localdate())
    context = {
        "groups": [
            {
                "who": who,
                "lines": lines,
                "open": sum(line.stand == "late" for line in lines),
            }
            for who, lines in groups
        ],
        "number": sum(len(lines) for _, lines in groups),
        "year": year,
        "years": _years(),
    }
    return show(request, "late", "late", context)


@office_view
def late_export(request: HttpRequest) -> HttpResponse:
    """Give what is late as a table."""
    year = year_of(request)
    rows: list[list[Any]] = [
        [
            who or "无人负责",
            line.one.duty.section,
            line.one.duty.agency.short_name,
            line.one.duty.title,
            line.one.name,
            f"{line.one.formed_on:%Y-%m-%d}",
            f"{line.one.due_on:%Y-%m-%d}",
            f"{line.one.met_on:%Y-%m-%d}" if line.one.met_on else "",
            line.days_late,
            line.limit.source,
        ]
        for who, lines in queries.late_by_person(scope_of(request.user), year, timezone.localdate())
        for line in lines
    ]
    heads = [
        "责任人",
        "责任部门",
        "机关",
        "公开事项",
        "期次",
        "形成日期",
        "截止日期",
        "公开日期",
        "逾期工作日",
        "时限依据",
    ]
    name = f"逾期情况-{year or '全部'}.xlsx"
    return as_file(book_of("逾期情况", heads, rows), XLSX, name)


@office_view
def slow(request: HttpRequest) -> HttpResponse:
    """List the items that were published more than 20 working days after they were made."""
    year = year_of(request)
    found = queries.slow_items(scope_of(request.user), year)
    context = {
        "page": page_of(request, found),
        "year": year,
        "years": _years(),
        "limit": DAYS_TO_DISCLOSE,
    }
    return show(request, "slow", "slow", context)


@office_view
def slow_export(request: HttpRequest) -> HttpResponse:
    """Give them as a table."""
    year = year_of(request)
    rows: list[list[Any]] = [
        [
            one.title,
            one.agency,
            one.department,
            one.responsible,
            f"{one.formed_on:%Y-%m-%d}",
            f"{one.due_on:%Y-%m-%d}",
            f"{one.published_on:%Y-%m-%d}",
            one.days,
            "是" if one.imported else "",
        ]
        for one in queries.slow_items(scope_of(request.user), year)
    ]
    heads = [
        "信息",
        "机关",
        "责任部门",
        "责任人",
        "成文日期",
        "应公开日期",
        "发布日期",
        "经过工作日",
        "历史导入",
    ]
    return as_file(book_of("超期公开的信息", heads, rows), XLSX, f"超期公开的信息-{year or '全部'}.xlsx")
