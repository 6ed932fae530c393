"""Publishing a draft, and what can be done with a published report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.reporting import queries, services
from gongkai.reporting.comparing import unanswered
from gongkai.reporting.contents import report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Draft, Edition

from .common import may_make, office_view
from .sheet import counts_of, shown_findings

_WHY = "why:"


@office_view
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say in words what publication will do, have errors answered for, and publish."""
    draft = queries.draft_in(scope_of(request.user), public_id)
    if draft.state != Draft.State.OPEN:
        raise Refused(f"这份年报稿{draft.get_state_display()}，不能再发布。")
    refusal = ""
    typed = {name[len(_WHY) :]: text for name, text in request.POST.items() if name.startswith(_WHY)}
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            edition = services.publish(
                request.user,
                draft.agency,
                draft,
                version=int(version) if version.isascii() and version.isdecimal() else -1,
                acknowledged=typed,
                reason=request.POST.get("reason", ""),
            )
        except Refused as refused:
            refusal = refused.message
            draft = queries.draft_in(scope_of(request.user), public_id)
        else:
            messages.success(request, f"{edition.year}年的年报已经发布，公众现在可以看到。")
            return redirect("reporting:edition", edition.public_id)
    report = report_of(draft.content)
    examined = examine(draft.agency, report)
    newest = queries.newest_edition(draft.agency, report.year) if report.year else None
    shown = zip(examined.findings, shown_findings(examined), strict=True)
    context = {
        "draft": draft,
        "report": report,
        "newest": newest,
        "in_the_way": queries.edition_in_the_way(draft, report.year),
        "refusal": refusal,
        "errors": [
            (one, key_of(finding), typed.get(key_of(finding), ""))
            for finding, one in shown
            if finding.severity == "error"
        ],
        "others": [one for one in counts_of(examined.findings) if one[0] != "error"],
        "doubts": len(unanswered(draft.agency, report.year)) if report.year else 0,
        "reason": request.POST.get("reason", ""),
        "may_make": may_make(request.user, draft.agency),
    }
    return render(request, "reporting/office/publish.html", context, status=422 if refusal else 200)


@office_view
def edition(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a published report and what can be done with it."""
    found = queries.edition_in(scope_of(request.user), public_id)
    siblings = queries.editions_of_year(found.agency, found.year)
    context = {
        "edition": found,
        "siblings": siblings,
        "newest": siblings[0].pk == found.pk,
        "correction": found.corrections.filter(state=Draft.State.OPEN).first(),
        "page_url": found.page.get_full_url(request),
        "counts": counts_of(
            examine(found.agency, report_of(found.content), found.published_at.date()).findings
        ),
        "may_make": may_make(request.user, found.agency),
    }
    return render(request, "reporting/office/edition.html", context)


@office_view
@require_POST
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a correction of a published report."""
    found = queries.edition_in(scope_of(request.user), public_id)
    draft = services.correct(request.user, found.agency, found)
    messages.success(request, "已建立更正稿。公众看到的仍是原来的一版，发布更正版以后才会改变。")
    return redirect("reporting:draft", draft.public_id)


@office_view
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what withdrawal does, ask for the reason, and withdraw."""
    found = queries.edition_in(scope_of(request.user), public_id)
    refusal = ""
    if request.method == "POST":
        try:
            services.withdraw(request.user, found.agency, found, request.POST.get("reason", ""))
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, f"{found.year}年的年报已经撤回。")
            return redirect("reporting:edition", public_id)
    context = {
        "edition": found,
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "page_url": found.page.get_full_url(request),
    }
    return render(request, "reporting/office/withdraw.html", context, status=422 if refusal else 200)


@office_view
@require_POST
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down where the report stands on the agency's own site."""
    found = queries.edition_in(scope_of(request.user), public_id)
    services.record_outside_address(request.user, found.agency, found, request.POST.get("address", ""))
    messages.success(request, "已记下本机关网站上的地址。")
    return redirect("reporting:edition", public_id)


@office_view
@require_POST
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the packet for the agency's own site."""
    found: Edition = queries.edition_in(scope_of(request.user), public_id)
    packet = services.hand_over(request.user, found.agency, found)
    answer = HttpResponse(packet, content_type="application/zip")
    name = f"{found.agency.short_name}{found.year}年年报-第{found.number}版.zip"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
