"""What the views share: refusals become messages, histories become rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.registry import act_name
from gongkai.audit import queries as audit

PER_PAGE = 30
View = Callable[..., HttpResponse]


def office_view(view: View) -> View:
    """Make a function a page of the back office: for people with a duty, refusals shown as a message on the page before."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            before = request.META.get("HTTP_REFERER", "")
            if url_has_allowed_host_and_scheme(
                before, {request.get_host()}, require_https=request.is_secure()
            ):
                return redirect(before)
            return redirect("wagtailadmin_home")

    return require_admin_access(shown)  # type: ignore[no-any-return]


@contextmanager
def errors_on(form: BaseForm) -> Iterator[None]:
    """Put what an act raises about the values onto the form."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    except Refused as refused:
        form.add_error(None, refused.message)


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Give the page of the list that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))


def not_found_unless(condition: bool) -> None:
    """Answer that there is no such page: what is another agency's does not exist for this person."""
    if not condition:
        raise Http404


@dataclass(frozen=True)
class Happening:
    """One line of a history."""

    at: datetime
    who: str
    what: str
    detail: str


def history_of(object_type: str, object_id: str) -> list[Happening]:
    """Tell what was done to an agency or a person, latest first."""
    entries = list(reversed(audit.of(object_type, object_id)))[:500]
    ids = {entry.actor for entry in entries} | {entry.details.get("deputy", "") for entry in entries}
    names = {person.public_id: str(person) for person in User.objects.filter(public_id__in=ids - {""})}
    agency_ids = {entry.agency for entry in entries} | {
        entry.details.get("successor", "") for entry in entries
    }
    agencies = dict(
        Agency.objects.filter(public_id__in=agency_ids - {""}).values_list("public_id", "short_name")
    )
    model = Agency if object_type == "agency" else User
    return [
        Happening(
            entry.at,
            names.get(entry.actor, "") if entry.actor else "系统",
            act_name(entry.act),
            _detail(entry.details, names, agencies, model, agencies.get(entry.agency, "")),
        )
        for entry in entries
    ]


def _detail(
    details: dict[str, Any], names: dict[str, str], agencies: dict[str, str], model: Any, agency: str
) -> str:
    parts = []
    if fields := details.get("fields"):
        parts.append("、".join(str(model._meta.get_field(name).verbose_name) for name in fields))
    duties = details.get("duties") or ([details["duty"]] if "duty" in details else [])
    if duties:
        parts.append(agency + "、".join(Duty(duty).label for duty in duties))
    if undone := details.get("undone"):
        names_of = "、".join(Duty(one.partition(":")[2]).label for one in undone)
        parts.append(f"此后没有人担任{names_of}")
    if "deputy" in details:
        parts.append(f"代理人{names.get(details['deputy'], '')}")
    if "successor" in details:
        parts.append(f"承继机关{agencies.get(details['successor'], '')}")
    if "first" in details:
        parts.append(f"{details['first']}至{details['last']}")
    if "on" in details:
        parts.append(str(details["on"]))
    return "；".join(parts)
