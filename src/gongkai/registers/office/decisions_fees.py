"""The register of fee income in the office."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import may, scope_of
from gongkai.registers.models import Fee
from gongkai.registers.services import fees as acts
from gongkai.registers.services.decisions import KEEPERS

from . import decisions_forms as forms
from .decisions_common import place_of, register_view, story_of, year_asked

PER_PAGE = 50


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List the fee income of one agency with the sum of each year; enter another item."""
    place = place_of(request)
    form = forms.FeeForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.enter(request.user, place.agency, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已登记{made.year}年的“{made.name}”。")
            return redirect(f"{request.path}?agency={place.agency.public_id}")
    fees = Fee.objects.for_agency(place.agency.pk)
    year, void = year_asked(request), request.GET.get("state") == "void"
    rows = fees.filter(void=void) if year is None else fees.filter(void=void, year=year)
    sums = fees.filter(void=False).order_by("-year").values("year").annotate(sum=Sum("amount"))
    context = {
        "place": place,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "sums": sums[:10],
        "year": year,
        "years": range(timezone.localdate().year, acts.FIRST_YEAR - 1, -1),
        "void": void,
        "query": request.GET.urlencode(),
    }
    return render(request, "registers/decisions/fees.html", context)


@register_view
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one entry and its story; void it."""
    found = Fee.objects.within(scope_of(request.user)).select_related("agency").get(public_id=public_id)
    form = None
    if not found.void and may(request.user, found.agency, *KEEPERS):
        form = forms.ReasonForm(request.POST or None)
    if request.method == "POST":
        if form is None:
            raise Refused("这一条已经作废，或者您没有登记的职责。")
        if form.is_valid():
            try:
                acts.void(request.user, found.agency, found, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, f"{found.year}年的“{found.name}”已作废。")
                return redirect("registers:fee", public_id)
    context = {"fee": found, "form": form, "story": story_of("fee", found.public_id)}
    return render(request, "registers/decisions/fee.html", context)
