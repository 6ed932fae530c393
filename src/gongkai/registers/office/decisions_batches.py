"""Importing decisions in the office: hand in a table, see how far it is, mend, enter or give up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import may, scope_of
from gongkai.registers.decisions import exporting, queries
from gongkai.registers.decisions.columns import template_headings
from gongkai.registers.models import DecisionBatch, DecisionRow
from gongkai.registers.models.decisions import DecisionKind
from gongkai.registers.services import decision_batches as batches
from gongkai.registers.services.decisions import KEEPERS

from . import decisions_forms as forms
from .decisions_common import place_of, register_view

_SHOWN = 100
"""Wrong rows shown on the page; the rest is in the file to download."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = DecisionBatch.State


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take in a table of decisions."""
    place = place_of(request)
    if not place.kept:
        raise Refused("您没有登记行政决定的职责；请本机关的系统管理员为您登记职责。")
    agencies = [(one.public_id, one.full_name) for one in place.kept]
    initial = {"agency": place.agency.public_id, "kind": request.GET.get("kind", "")}
    form = forms.ImportForm(request.POST or None, request.FILES or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        agency = next(one for one in place.kept if one.public_id == form.cleaned_data["agency"])
        try:
            batch = batches.bring_in(
                request.user, agency, form.cleaned_data["kind"], form.cleaned_data["file"]
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, "已收到，正在读取；关掉这个窗口也不影响。")
            return redirect("registers:decision_batch", batch.public_id)
    return render(
        request,
        "registers/decisions/import.html",
        {"form": form, "place": place, "kinds": DecisionKind.choices},
    )


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a batch is and what is wrong with which rows; have it entered, or give it up."""
    found = queries.batch_in(scope_of(request.user), public_id)
    may_keep = may(request.user, found.agency, *KEEPERS)
    if request.method == "POST":
        act = {"enter": batches.enter_batch, "drop": batches.drop}.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        act(request.user, found.agency, found)
        return redirect("registers:decision_batch", public_id)
    busy = found.state in (State.READING, State.ENTERING)
    entering = found.state == State.ENTERING
    wrong = DecisionRow.objects.filter(batch=found).exclude(message="").order_by("number")
    context = {
        "batch": found,
        "busy": busy,
        "done": found.rows_entered if entering else found.rows_read,
        "total": found.rows_good if entering else found.rows_total,
        "wrong": wrong.only("number", "message", "batch")[:_SHOWN] if found.rows_bad else [],
        "shown": _SHOWN,
        "most_mended": exporting.MOST_MENDED,
        "may_keep": may_keep,
    }
    return render(request, "registers/decisions/batch.html", context)


@register_view
@require_http_methods(["GET", "HEAD"])
def mend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the wrong rows, to be mended and brought again."""
    found = queries.batch_in(scope_of(request.user), public_id)
    if not found.rows_bad or found.state in (State.READING, State.DROPPED):
        raise Http404
    name = found.name.rpartition(".")[0] or found.name
    return _file(exporting.rows_to_mend(found), f"{name}-要改正的行.xlsx")


@register_view
@require_http_methods(["GET", "HEAD"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the empty table of a kind."""
    if kind not in DecisionKind.values or not template_headings(kind):
        raise Http404
    return _file(exporting.empty_table(kind), f"{DecisionKind(kind).label}登记表.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    from urllib.parse import quote

    answer = HttpResponse(data, content_type=_XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
