"""What the pages of citizens have in common: whose they are, where they stand, that nobody keeps them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse

from gongkai.agencies.models import Agency
from gongkai.portal.frame import Crumb, frame_of
from gongkai.portal.headers import WITH_SCRIPT
from gongkai.portal.models import ColumnPage

__all__ = ["agency_of", "base_of", "go", "private", "show"]


def base_of(page: ColumnPage, request: HttpRequest) -> str:
    """Give the address of the column, under which all these pages stand."""
    return page.get_url(request) or "/"


def agency_of(page: ColumnPage, request: HttpRequest) -> Agency:
    """Give whose column it is."""
    agency = frame_of(page, request).agency
    assert agency is not None  # a column stands below a platform, which is an agency's
    return agency


def show(
    page: ColumnPage,
    request: HttpRequest,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponseBase:
    """Answer with a page of this room."""
    frame = frame_of(page, request).at(Crumb(title))
    given = {"page": page, "frame": frame, "contents": {}, "title": title, "base": base_of(page, request)}
    response = TemplateResponse(
        request, f"applications/citizen/{template}.html", given | context, status=status
    )
    response["Content-Security-Policy"] = WITH_SCRIPT
    return private(response)


def go(page: ColumnPage, request: HttpRequest, rest: str) -> HttpResponse:
    """Lead on to a page of this room; what was posted is not posted again by going back."""
    response = HttpResponseRedirect(f"{base_of(page, request)}{rest}")
    response.status_code = 303 if request.method == "POST" else 302
    private(response)
    return response


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Have nobody keep or list the answer."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
