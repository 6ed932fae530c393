"""What the pages share: whose report it is, who may change it, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import agencies_of, duties_of, may
from gongkai.reporting.services import MAKERS

View = Callable[..., HttpResponse]


def office_view(view: View) -> View:
    """Make a function a page of the office: what is another agency's does not exist, a refusal is a message."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except Refused as refused:
            messages.error(request, refused.message)
            before = request.META.get("HTTP_REFERER", "")
            if url_has_allowed_host_and_scheme(
                before, {request.get_host()}, require_https=request.is_secure()
            ):
                return redirect(before)
            return redirect("reporting:index")

    return shown


def may_make(person: User, agency: Agency) -> bool:
    """Whether the person may make, mend and publish this agency's reports, rather than only read them."""
    return may(person, agency, *MAKERS)


def agencies_to_make_for(person: User) -> list[Agency]:
    """List the agencies whose reports the person may make."""
    agencies = agencies_of(person)
    if person.is_superuser:
        return agencies
    making = {agency for agency, duty in duties_of(person) if duty in MAKERS}
    return [agency for agency in agencies if agency.pk in making]


def chosen_agency(request: HttpRequest) -> Agency:
    """Give the agency a form was sent for: the one chosen, or the only one. Raises `Refused` or 404."""
    agencies = agencies_to_make_for(request.user)
    if not agencies:
        raise Refused("您没有办理年度报告的职责；请本机关的系统管理员为您登记职责。")
    wanted = request.POST.get("for", "")
    if not wanted and len(agencies) == 1:
        return agencies[0]
    for agency in agencies:
        if agency.public_id == wanted:
            return agency
    raise Http404
