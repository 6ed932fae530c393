"""Reassignment (转交): all open cases of one officer given to another, when somebody leaves or is ill."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import scope_of
from gongkai.applications import services as acts
from gongkai.applications.models import Application
from gongkai.applications.queries import OPEN, officers_of

from .common import agencies_to, chosen_agency, may_do, office_view, show
from .fields import Plain, choice

_NOBODY = "none"
_MOST = 200


def _may(person: Any, agency: Agency) -> bool:
    return may_do(person, agency, "application.assign")


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest) -> HttpResponse:
    """Give the open cases of one person, or those nobody has, to another."""
    person: Any = request.user
    agencies = agencies_to(person, _may)
    agency = chosen_agency(request, agencies)
    open_cases = Application.objects.within(scope_of(person)).filter(agency=agency, status__in=OPEN)
    holders = User.objects.filter(pk__in=open_cases.exclude(officer=None).values("officer")).order_by("pk")
    form = Plain(
        request.POST or None,
        asked={
            "source": choice(
                "谁的", [(_NOBODY, "还没有交办的"), *((one.public_id, str(one)) for one in holders)]
            ),
            "to": choice(
                "交给谁",
                [(one.public_id, str(one)) for one in officers_of(agency).order_by("full_name", "pk")],
            ),
        },
        label_suffix="",
        initial={"source": request.GET.get("source", "")},
    )
    if request.method == "POST" and form.is_valid():
        source, to = form.cleaned_data["source"], form.cleaned_data["to"]
        if source == to:
            form.add_error("to", "就是同一个人，不用转交。")
        else:
            officer = officers_of(agency).get(public_id=to)
            cases = open_cases.filter(officer=None if source == _NOBODY else holders.get(public_id=source))
            done, refused = _give(person, agency, list(cases.order_by("due_on", "pk")[:_MOST]), officer)
            left = cases.count()
            messages.success(
                request,
                f"转交了{done}件给{officer}。" + (f"还有{left}件没有转交，请再转交一次。" if left else ""),
            )
            if refused:
                messages.warning(request, refused)
            asked = urlencode({"officer": officer.public_id, "stand": "open"})
            return redirect(f"{reverse('applications:list')}?{asked}")
    context = {
        "form": form,
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "unassigned": open_cases.filter(officer=None).count(),
        "most": _MOST,
    }
    return show(request, "reassign", "list", context, status=422 if form.errors else 200)


def _give(person: Any, agency: Agency, cases: list[Application], officer: User) -> tuple[int, str]:
    done, refused = 0, ""
    for one in cases:
        try:
            acts.assign(person, agency, one, officer, seen=one.last_event)
            done += 1
        except Refused as found:
            refused = f"申请{one.number}没有转交：{found.message}"
    return done, refused
