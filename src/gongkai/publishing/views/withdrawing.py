"""Withdraw at once, on one page; and the withdrawals a second person looks at afterwards."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.portal.meta import absolute
from gongkai.publishing import queries, services
from gongkai.publishing.forms import ReviewWithdrawalForm, WithdrawForm
from gongkai.publishing.models import Withdrawal

from .common import office_view

PER_PAGE = 30


@office_view
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the reason, say what will happen, withdraw."""
    found = queries.item_in(scope_of(request.user), slug)
    if not found.live:
        messages.warning(request, "这条信息现在没有公开，不用撤回。")
        return redirect("publishing:item", slug)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_item(request.user, found.agency, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "已经撤回，公众现在看不到了。请另一位审核人或者机关负责人复核。")
            return redirect("publishing:item", slug)
    context = {"item": found, "form": form, "public_url": absolute(found.url or "")}
    return render(request, "publishing/office/withdraw.html", context, status=422 if form.errors else 200)


@office_view
def withdrawals(request: HttpRequest) -> HttpResponse:
    """List the withdrawals, those not looked at first asked for."""
    found = queries.withdrawals_in(scope_of(request.user))
    pending = request.GET.get("all") != "1"
    shown = found.filter(outcome=Withdrawal.Outcome.PENDING) if pending else found
    rows = Paginator(shown, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "publishing/office/withdrawals.html", {"page": rows, "pending": pending})


@office_view
def withdrawal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one withdrawal with what was withdrawn, and decide on it."""
    one = queries.withdrawals_in(scope_of(request.user)).get(public_id=public_id)
    form = ReviewWithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upheld = request.POST.get("do") != "restore"
        try:
            services.review_withdrawal(
                request.user, one.agency, one, upheld=upheld, comment=form.cleaned_data["comment"]
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, "已复核：撤回正确。" if upheld else "已复核：恢复公开，公众又能看到了。"
            )
            return redirect("publishing:item", one.item.slug)
    context = {
        "withdrawal": one,
        "item": one.item,
        "form": form,
        "own": one.by_id == request.user.pk,
        "open": one.outcome == Withdrawal.Outcome.PENDING,
    }
    return render(request, "publishing/office/withdrawal.html", context, status=422 if form.errors else 200)
