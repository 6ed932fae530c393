"""A draft: mended beside what its file says, seen as citizens will see it, given up."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.report.writing.html import fragment
from gongkai.reporting import queries, services
from gongkai.reporting.contents import name_of, report_of, value_at
from gongkai.reporting.examining import examine
from gongkai.reporting.models import Change, Draft

from .common import may_make, office_view
from .sheet import FORM_CHOICES, PREFIX, lay_out, shown_value

_SHOWN_CHANGES = 300


@office_view
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the sheet, and write what was typed into it."""
    found = queries.draft_in(scope_of(request.user), public_id)
    if request.method != "POST":
        return _sheet(request, found)
    typed = {name[len(PREFIX) :]: text for name, text in request.POST.items() if name.startswith(PREFIX)}
    reason, version = request.POST.get("reason", ""), _version(request)
    try:
        saved = services.change(request.user, found.agency, found, version, typed, reason)
    except services.Stale as stale:
        return _told(request, found.public_id, typed, version, stale)
    except services.NotUnderstood as wrong:
        return _sheet(request, found, typed, wrong.places, refusal=wrong.message, status=422)
    except Refused as refused:
        return _sheet(request, found, typed, refusal=refused.message, status=422)
    if saved.version == version:
        messages.warning(request, "没有改动，不用保存。")
    else:
        count = saved.changes.filter(version=saved.version).count()
        messages.success(request, f"已保存{count}处改动，并重新检查。")
    return redirect("reporting:draft", public_id)


def _told(
    request: HttpRequest, public_id: str, typed: dict[str, str], version: int, stale: services.Stale
) -> HttpResponse:
    """Show the second officer what was changed meanwhile; what it typed itself stays in the fields."""
    current = queries.draft_in(scope_of(request.user), public_id)
    seen = queries.report_as_of(current, version)
    mine = {
        place: text for place, text in typed.items() if not _same(text, shown_value(value_at(seen, place)))
    }
    report = report_of(current.content)
    told = [(change, name_of(report, change.place), mine.get(change.place)) for change in stale.changes]
    return _sheet(request, current, mine, refusal=stale.message, status=409, told=told)


def _same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused("这一页不完整，没有保存；请重新打开再填。")
    return int(text)


def _sheet(
    request: HttpRequest,
    found: Draft,
    typed: dict[str, str] | None = None,
    mistakes: dict[str, str] | None = None,
    *,
    refusal: str = "",
    status: int = 200,
    told: list[tuple[Change, str, str | None]] | None = None,
) -> HttpResponse:
    report = report_of(found.content)
    source = report_of(found.source) if found.source is not None else None
    examined = examine(found.agency, report)
    changes = found.changes.select_related("by").order_by("-pk")
    context: dict[str, Any] = {
        "draft": found,
        "report": report,
        "sheet": lay_out(examined, source, typed, mistakes),
        "form_choices": FORM_CHOICES,
        "previous": examined.previous,
        "in_the_way": queries.edition_in_the_way(found, report.year)
        if found.state == Draft.State.OPEN
        else None,
        # the writer of the fragment escapes every word of the report
        "source": mark_safe(fragment(source).body) if source is not None else "",  # noqa: S308
        "notes": source.notes if source is not None else (),
        "changes": [(one, name_of(report, one.place)) for one in changes[:_SHOWN_CHANGES]],
        "change_count": changes.count(),
        "editable": found.state == Draft.State.OPEN and may_make(request.user, found.agency),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
        "told": told or [],
    }
    return render(request, "reporting/office/draft.html", context, status=status)


@office_view
@require_safe
def original(request: HttpRequest, public_id: str) -> HttpResponse | FileResponse:
    """Hand out the file as it was uploaded, to be saved and never shown by the browser."""
    found = queries.draft_in(scope_of(request.user), public_id)
    if found.upload is None:
        raise Http404
    try:
        stream = found.upload.file.open("rb")
    except FileNotFoundError as error:
        raise Refused("存放的原文件不见了；请与平台管理员联系。") from error
    answer = FileResponse(
        stream, as_attachment=True, filename=found.upload.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@office_view
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask whether to give the draft up, and do so."""
    found = queries.draft_in(scope_of(request.user), public_id)
    if request.method == "POST":
        services.discard(request.user, found.agency, found)
        messages.success(request, "已放弃这份年报稿；记录仍在“已放弃”里。")
        return redirect("reporting:index")
    context = {"draft": found, "change_count": found.changes.count()}
    return render(request, "reporting/office/discard.html", context)
