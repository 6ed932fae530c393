"""One page for every act in a case: the form as declared, what the law says about doing it now, nothing typed ever lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.applications import services as acts
from gongkai.applications.models import Application, Event
from gongkai.applications.worklists import Day

from . import shaping
from .case import facts_of
from .common import case_in, may_do, number, office_view, show, the_day
from .declared import ASKS, Ask
from .fields import Plain
from .offers import offers_of

_PARTED = ("draft", "split")


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Ask for what the act needs, and do it."""
    ask = ASKS.get(key)
    one = case_in(request, public_id)
    if ask is None:
        raise Http404
    if not scope_of(request.user).may_write(one.agency_id) or not may_do(request.user, one.agency, ask.act):
        raise Refused(f"“{ask.title}”应由{one.agency.short_name}有这项职责的人来办。")
    given = {name: request.GET.get(name, "")[:40] for name in ("who", "parts", "happened")}
    sent = request.method == "POST"
    if sent and request.POST.get("happened") == "yes":
        given["happened"] = "1"
    form = Plain(
        request.POST if sent else None,
        request.FILES if sent else None,
        asked=ask.fields(one, given),
        label_suffix="",
    )
    lacks: tuple[str, ...] | None = None
    if sent and form.is_valid():
        if key == "draft" and "look" in request.POST:
            typed = dict(form.cleaned_data)
            lacks = acts.lacking(
                one, shaping.parts_of(one, typed), typed.get("access", "涉密"), typed["earlier"]
            )
        elif _done(request, ask, one, form, given):
            return redirect("applications:case", one.public_id)
    return _asked(request, ask, one, form, key=key, given=given, lacks=lacks)


def _done(request: HttpRequest, ask: Ask, one: Application, form: Plain, given: dict[str, str]) -> bool:
    """Do the act; whether it was done. What is refused stands on the form."""
    person: Any = request.user
    typed = dict(form.cleaned_data)
    kept: dict[str, Any] = {}
    if ask.can_have_happened:
        kept["happened"] = request.POST.get("happened") == "yes"
    if ask.takes_seen:
        kept["seen"] = max(number(request.POST.get("seen", "")), 0)
    before = one.due_on
    try:
        shaped = ask.shape(one, typed, given) if ask.shape else typed
        ask.do(person, one.agency, one, **shaped, **kept)
    except Refused as refused:
        form.add_error(None, refused.message)
    except ObjectDoesNotExist:
        form.add_error(None, "选择的那一项已经没有了，请重新选择。")
    else:
        now = Application.objects.within(scope_of(person)).get(pk=one.pk)
        messages.success(request, f"{ask.title}：已记录。{_moved(before, now, the_day())}")
        return True
    return False


def _moved(before: Any, now: Application, day: Day) -> str:
    if now.due_on == before:
        return ""
    if now.due_on is None:
        return "期限停止计算。"
    provisional = "（暂按）" if now.provisional else ""
    return f"答复期限现在是{now.due_on:%Y-%m-%d}{provisional}。"


def _asked(
    request: HttpRequest,
    ask: Ask,
    one: Application,
    form: Plain,
    *,
    key: str,
    given: dict[str, str],
    lacks: tuple[str, ...] | None,
) -> HttpResponse:
    offer = offers_of(request.user, one).find(key, given["who"])
    refused = any("照实补记" in error for error in form.non_field_errors())
    unlawful = offer is not None and offer.happened
    seen = number(request.POST.get("seen", "")) if request.method == "POST" else one.last_event
    facts = facts_of(request, one)
    parts = sum(name.startswith(("ending_", "content_")) for name in form.fields)
    context = facts | {
        "ask": ask,
        "key": key,
        "form": form,
        "offer": offer,
        "unlawful": unlawful,
        "asks_happened": ask.can_have_happened and (unlawful or refused or bool(given["happened"])),
        "ticked": request.POST.get("happened") == "yes",
        "lacks": lacks,
        "newer": _newer(request, one, seen),
        "more_parts": parts + (1 if key == "draft" else 4) if key in _PARTED else 0,
        "most_parts": {"draft": shaping.MOST_PARTS, "split": shaping.MOST_PIECES}.get(key, 0),
        "has_file": form.is_multipart(),
        "back": reverse("applications:case", args=[one.public_id]),
    }
    return show(request, "do", "list", context, status=422 if form.errors else 200)


def _newer(request: HttpRequest, one: Application, seen: int) -> list[Event]:
    """Give what others recorded since the form was opened."""
    if seen < 0 or seen >= one.last_event:
        return []
    found = Event.objects.within(scope_of(request.user)).filter(application=one, sequence__gt=seen)
    return list(found.select_related("recorded_by").order_by("sequence"))
