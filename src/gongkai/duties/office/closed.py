"""What is not disclosed of one's own accord: the list, entry by hand, and each look at whether it can be now."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import may, scope_of
from gongkai.duties import queries
from gongkai.duties.books import XLSX, book_of
from gongkai.duties.models import NotDisclosed
from gongkai.duties.services import catalogue, closing

from .common import (
    agencies_to,
    as_file,
    chosen_agency,
    errors_on,
    is_assigner,
    office_view,
    page_of,
    readable_agencies,
    show,
)
from .forms import ClosedForm, IntervalForm, ReviewForm

_STANDS = {"due": "到期应评估", "standing": "维持不公开", "disclosed": "已转为公开"}


def _decides(person: Any, agency: Agency) -> bool:
    return may(person, agency, *closing.DECIDERS)


def _found(request: HttpRequest) -> tuple[dict[str, str], Any]:
    asked = {name: request.GET.get(name, "").strip() for name in ("agency", "way", "stand", "q")}
    found = queries.closed_in(scope_of(request.user))
    if asked["agency"]:
        found = found.filter(agency__public_id=asked["agency"])
    if asked["way"]:
        found = found.filter(way=asked["way"])
    if asked["stand"] == "disclosed":
        found = found.filter(outcome=NotDisclosed.Outcome.DISCLOSED)
    elif asked["stand"] in _STANDS:
        found = found.filter(outcome=NotDisclosed.Outcome.STANDING)
        if asked["stand"] == "due":
            found = found.filter(review_on__lte=timezone.localdate())
    for word in asked["q"].split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(ground__icontains=word))
    return asked, found.order_by("outcome", "review_on", "pk")


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List what is not disclosed."""
    asked, found = _found(request)
    person: Any = request.user
    context = {
        "asked": asked,
        "page": page_of(request, found),
        "agencies": readable_agencies(request),
        "ways": NotDisclosed.Way.choices,
        "stands": list(_STANDS.items()),
        "query": request.GET.urlencode(),
        "may_decide": bool(agencies_to(person, _decides)),
        "may_settle": bool(agencies_to(person, is_assigner)),
    }
    return show(request, "closed", "closed", context)


@office_view
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a table."""
    _, found = _found(request)
    rows: list[list[Any]] = [
        [
            one.title or "（不写名称）",
            one.number,
            one.agency.short_name,
            one.get_way_display(),
            one.ground,
            one.reason,
            str(one.decided_by or "系统"),
            f"{one.decided_on:%Y-%m-%d}",
            f"{one.review_on:%Y-%m-%d}",
            one.get_outcome_display(),
        ]
        for one in found
    ]
    heads = [
        "名称",
        "文号",
        "机关",
        "决定",
        "依据条款",
        "理由",
        "决定人",
        "决定日期",
        "下次评估日期",
        "评估结果",
    ]
    name = f"不主动公开的信息-{timezone.localdate():%Y%m%d}.xlsx"
    return as_file(book_of("不主动公开的信息", heads, rows), XLSX, name)


@office_view
def new(request: HttpRequest) -> HttpResponse:
    """Enter a document by hand."""
    person: Any = request.user
    agencies = agencies_to(person, _decides)
    agency = chosen_agency(request, agencies)
    form = ClosedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            made = closing.record(person, agency, form.cleaned_data)
            messages.success(request, f"已登记，{made.review_on:%Y-%m-%d}评估能否公开。")
            return redirect("duties:closed_one", made.public_id)
    context = {
        "form": form,
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "months": closing.interval_of(agency),
    }
    return show(request, "closed_form", "closed", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, public_id: str) -> Any:
    return queries.closed_in(scope_of(request.user)).get(public_id=public_id)


@office_view
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one with its looks."""
    return _shown(request, _one(request, public_id))


def _shown(request: HttpRequest, found: Any, form: ReviewForm | None = None) -> HttpResponse:
    may_review = not found.outcome and _decides(request.user, found.agency)
    context = {
        "one": found,
        "reviews": list(found.reviews.select_related("by")),
        "form": (form or ReviewForm()) if may_review else None,
    }
    return show(request, "closed_one", "closed", context, status=422 if form and form.errors else 200)


@office_view
@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a look."""
    found = _one(request, public_id)
    form = ReviewForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with errors_on(form):
            done = closing.review(
                request.user,
                found.agency,
                found,
                disclose=data["disclose"] == "yes",
                comment=data["comment"],
                on=data["on"],
                again_on=data["again_on"],
            )
            words = "已记为可以公开，请新建信息送审公开。" if done.disclose else "评估已登记。"
            messages.success(request, words)
            return redirect("duties:closed_one", public_id)
    return _shown(request, found, form)


@office_view
def interval(request: HttpRequest) -> HttpResponse:
    """Set after how many months to look again."""
    person: Any = request.user
    agency = chosen_agency(request, agencies_to(person, is_assigner))
    form = IntervalForm(request.POST or None, initial={"months": closing.interval_of(agency)})
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            catalogue.set_interval(person, agency, form.cleaned_data["months"])
            messages.success(request, "评估间隔已保存，对以后的评估生效。")
            return redirect("duties:closed")
    return show(
        request, "interval", "closed", {"form": form, "agency": agency}, status=422 if form.errors else 200
    )
