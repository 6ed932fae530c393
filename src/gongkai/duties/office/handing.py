"""Lists handed to archives and libraries: made for a range of days, printed, signed for."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.duties import queries
from gongkai.duties.books import DOCX, XLSX, book_of, docx_of
from gongkai.duties.services import handing
from gongkai.files.services import keep_upload

from .common import agencies_to, as_file, chosen_agency, errors_on, is_keeper, office_view, page_of, show
from .forms import CancelForm, HandOverForm, ReceiptForm
from .todo import stored

_HEADS = ("序号", "索引号", "名称", "文号", "成文日期", "发布日期")


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the hand-overs."""
    person: Any = request.user
    context = {
        "page": page_of(request, queries.hand_overs_in(scope_of(person))),
        "may_make": bool(agencies_to(person, is_keeper)),
    }
    return show(request, "handovers", "handovers", context)


@office_view
def new(request: HttpRequest) -> HttpResponse:
    """Choose a range, look at what is in it, and make the list."""
    person: Any = request.user
    agencies = agencies_to(person, is_keeper)
    agency = chosen_agency(request, agencies)
    form = HandOverForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with errors_on(form):
            if "look" in request.POST:
                found = handing.to_hand_over(agency, data["place"], data["first"], data["last"])
                preview = {"number": found.count(), "items": found[:100]}
            else:
                made = handing.hand_over(person, agency, **data)
                messages.success(request, "移交清单已生成，可以打印后连同材料移交。")
                return redirect("duties:handover", made.public_id)
    context = {
        "form": form,
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "preview": preview,
    }
    return show(request, "handover_form", "handovers", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, public_id: str) -> Any:
    return queries.hand_overs_in(scope_of(request.user)).get(public_id=public_id)


@office_view
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a list, and whether it was signed for."""
    return _shown(request, _one(request, public_id))


def _shown(
    request: HttpRequest, found: Any, form: ReceiptForm | None = None, cancelling: CancelForm | None = None
) -> HttpResponse:
    keeps = found.cancelled_on is None and is_keeper(request.user, found.agency)
    may_sign = keeps and found.received_on is None
    context = {
        "one": found,
        "page": page_of(request, found.items.order_by("published_at", "pk")),
        "form": (form or ReceiptForm()) if may_sign else None,
        "cancelling": (cancelling or CancelForm()) if keeps else None,
    }
    refused = any(one is not None and one.errors for one in (form, cancelling))
    return show(request, "handover", "handovers", context, status=422 if refused else 200)


@office_view
@require_POST
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep who signed for it."""
    found = _one(request, public_id)
    form = ReceiptForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        with errors_on(form):
            if not is_keeper(request.user, found.agency):
                raise Refused("签收由信息员、审核人或者机关负责人登记。")
            file = data["receipt"]
            paper = keep_upload(found.agency, request.user, file) if file else None
            handing.take_receipt(
                request.user, found.agency, found, data["received_by"], data["received_on"], paper
            )
            messages.success(request, "签收已登记。")
            return redirect("duties:handover", public_id)
    return _shown(request, found, form)


@office_view
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel the list."""
    found = _one(request, public_id)
    form = CancelForm(request.POST)
    if form.is_valid():
        with errors_on(form):
            handing.cancel(request.user, found.agency, found, form.cleaned_data["reason"])
            messages.success(request, "移交清单已撤销，其中的信息可以重新移交。")
            return redirect("duties:handover", public_id)
    return _shown(request, found, cancelling=form)


@office_view
def receipt(request: HttpRequest, public_id: str) -> FileResponse:
    """Hand out the signed paper."""
    return stored(_one(request, public_id).receipt)


@office_view
def paper(request: HttpRequest, public_id: str, ending: str) -> HttpResponse:
    """Give the list to be printed (docx) or as a table (xlsx)."""
    found = _one(request, public_id)
    rows = [
        [
            nth,
            item.index_number,
            item.title,
            item.document_number,
            f"{item.formed_on:%Y-%m-%d}" if item.formed_on else "",
            f"{timezone.localdate(item.published_at):%Y-%m-%d}" if item.published_at else "",
        ]
        for nth, item in enumerate(found.items.order_by("published_at", "pk"), 1)
    ]
    name = f"主动公开信息移交清单-{found.on:%Y%m%d}.{ending}"
    if ending == "xlsx":
        return as_file(book_of("移交清单", _HEADS, rows), XLSX, name)
    facts = [
        f"移交单位：{found.agency.full_name}",
        f"接收单位：{found.place}",
        f"公开日期：{found.first:%Y-%m-%d}至{found.last:%Y-%m-%d}　共{len(rows)}件",
        f"移交日期：{found.on:%Y-%m-%d}",
    ]
    foot = "移交人（签字）：　　　　　　　　接收人（签字）：　　　　　　　　签收日期："
    return as_file(docx_of("主动公开政府信息移交清单", facts, _HEADS, rows, foot), DOCX, name)
