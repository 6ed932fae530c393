"""A draft as citizens would see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.portal.headers import POLICY
from gongkai.portal.queries import Crumb, frame_of
from gongkai.reporting import queries
from gongkai.reporting.contents import report_of
from gongkai.reporting.public.body import body

from .common import office_view


@office_view
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the draft as the page it would become; nobody else can see it."""
    found = queries.draft_in(scope_of(request.user), public_id)
    column = queries.reports_column(found.agency)
    if column is None:
        raise Refused(f"{found.agency.short_name}的公开平台还没有建立，不能预览；请系统管理员先建立平台。")
    report = report_of(found.content)
    frame = frame_of(column, request)
    previous = queries.previous_report(found.agency, report.year)
    context = {
        "draft": found,
        "report": report,
        "page": column,
        "frame": frame.at(Crumb("预览")),
        "body": body(report, previous, plainly=frame.elder),
    }
    answer = render(request, "reporting/office/preview.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = POLICY
    return answer
