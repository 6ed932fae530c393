"""What the pages share: whose item it is, who may do what, how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.queries import agencies_of, may
from gongkai.files.services import UploadRefused
from gongkai.publishing.services import SENDERS

View = Callable[..., HttpResponse]


def office_view(view: View) -> View:
    """Make a function a page of the office: what is another agency's does not exist, a refusal is a message."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except (Refused, UploadRefused) as refused:
            messages.error(request, refused.message)
            return back(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    return shown


def back(request: HttpRequest) -> HttpResponse:
    """Lead to the page before, where that is one of ours; else to the list."""
    before = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return redirect(before) if safe and request.method == "POST" else redirect("publishing:items")


def may_make(person: Any, agency: Agency) -> bool:
    """Whether the person may make, send and withdraw this agency's items."""
    return may(person, agency, *SENDERS)


def may_settle(person: Any, agency: Agency) -> bool:
    """Whether the person may say how this agency reviews."""
    return may(person, agency, Duty.HEAD, Duty.ADMINISTRATOR)


def agencies_to(person: User, right: Callable[[Any, Agency], bool]) -> list[Agency]:
    """List the agencies for which the person has the right."""
    return [agency for agency in agencies_of(person) if agency.dissolved_on is None and right(person, agency)]


def chosen_agency(request: HttpRequest, agencies: list[Agency]) -> Agency:
    """Give the agency the address or form names by its public id, or the first. Raises 404 for another, `Refused` for none."""
    if not agencies:
        raise Refused("您没有办理这件事的职责；请本机关的系统管理员为您登记职责。")
    wanted = request.POST.get("agency") or request.GET.get("agency") or agencies[0].public_id
    for agency in agencies:
        if agency.public_id == wanted:
            return agency
    raise Http404


def number(text: str) -> int:
    """Read a number a form carried; -1 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file to be saved."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
