"""The list of reports, and bringing new ones in: files, or from nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.files.forms import NOT_SECRET
from gongkai.reporting import queries, services
from gongkai.reporting.contents import FIRST_YEAR
from gongkai.reporting.models import Draft

from .common import agencies_to_make_for, chosen_agency, office_view

PER_PAGE = 30
STATES = {"open": "编辑中", "published": "已发布", "withdrawn": "已撤回", "discarded": "已放弃"}


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List drafts or published reports of one state, of one year or all."""
    scope = scope_of(request.user)
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    drafts, editions = queries.drafts_in(scope), queries.editions_in(scope)
    rows: dict[str, Any] = {
        "open": drafts.filter(state=Draft.State.OPEN),
        "published": editions.filter(withdrawn_at=None),
        "withdrawn": editions.exclude(withdrawn_at=None),
        "discarded": drafts.filter(state=Draft.State.DISCARDED),
    }
    years = sorted({year for kind in rows.values() for year in _years(kind)}, reverse=True)
    year = request.GET.get("year", "")
    if year.isascii() and year.isdecimal() and int(year) in years:
        rows = {key: kind.filter(year=int(year)) for key, kind in rows.items()}
    else:
        year = ""
    context = {
        "tabs": [(key, words, rows[key].count(), key == state) for key, words in STATES.items()],
        "state": state,
        "of_drafts": state in ("open", "discarded"),
        "rows": Paginator(rows[state], PER_PAGE).get_page(request.GET.get("p")),
        "years": years,
        "year": year,
        "batches": [one for one in queries.batches_in(scope)[:5] if one.waiting],
        "several": len(scope.readable) > 1,
        "may_make": bool(agencies_to_make_for(request.user)),
    }
    return render(request, "reporting/office/index.html", context)


def _years(rows: Any) -> list[int]:
    return [year for year in rows.order_by().values_list("year", flat=True).distinct() if year]


@office_view
def upload(request: HttpRequest) -> HttpResponse:
    """Take in one file at once, or several in the background; or begin a report from nothing."""
    agencies = agencies_to_make_for(request.user)
    status = 200
    refusal = ""
    if request.method == "POST":
        agency = chosen_agency(request)
        files = request.FILES.getlist("files")
        try:
            if "begin" in request.POST:
                return redirect(
                    "reporting:draft", services.begin(request.user, agency, _year(request)).public_id
                )
            if not files:
                raise Refused("没有选择文件；请先选择一份或者多份年度报告。")
            if len(files) > 1:
                batch = services.upload_many(request.user, agency, files)
                messages.success(request, f"已收到{len(files)}份文件，正在读取；关掉这个窗口也不影响。")
                return redirect("reporting:batch", batch.public_id)
            draft = services.upload(request.user, agency, files[0])
            messages.success(request, f"已读取“{draft.upload.name}”。请核对检查发现的问题。")
            return redirect("reporting:draft", draft.public_id)
        except Refused as refused:
            refusal, status = refused.message, 422
    today = timezone.localdate()
    context = {
        "agencies": agencies,
        "chosen": request.POST.get("for", ""),
        "refusal": refusal,
        "year": request.POST.get("year") or today.year - 1,
        "first_year": FIRST_YEAR,
        "last_year": today.year,
        "most_mb": settings.UPLOAD_BYTES // 1048576,
        "most_files": services.MOST_FILES,
        "not_secret": NOT_SECRET,
    }
    return render(request, "reporting/office/upload.html", context, status=status)


def _year(request: HttpRequest) -> int:
    text = request.POST.get("year", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0


@office_view
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a batch is and what became of each file."""
    found = queries.batch_in(scope_of(request.user), public_id)
    context = {
        "batch": found,
        "done": found.total - found.waiting,
        "files": found.files.select_related("draft__agency").defer("draft__source", "draft__content"),
        "readable": scope_of(request.user).readable,
    }
    return render(request, "reporting/office/batch.html", context)
