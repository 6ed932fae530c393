"""The addresses below the column 依申请公开.

…/apply/                    the guide, kept and published like every public page
…/apply/form/               the form from its beginning, or where the draft stands; …/form/<step>/ one screen
…/apply/form/receipt/       number, query code, the way on
…/apply/track/              follow an application by number and code; …/track/<what>/ what the applicant does there
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.portal.models import ColumnPage
from gongkai.portal.paging import Where
from gongkai.portal.showing import serve_column

from . import applying, tracking
from .guide import guide_of

__all__ = ["serve", "takes"]


def takes(path: list[str]) -> bool:
    """Whether the rest of an address below the column is this room's."""
    return not path or path[0] in ("form", "track")


def serve(page: ColumnPage, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Answer below an agency's column 依申请公开."""
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]  # what is typed here is in no report of an error
    if not rest:
        return _guide(page, request)
    if len(rest) > 3:
        raise Http404
    if rest[0] == "form":
        return applying.serve(page, request, rest[1:])
    return tracking.serve(page, request, rest[1:])


def _guide(page: ColumnPage, request: HttpRequest) -> HttpResponseBase:
    response: Any = serve_column(page, request, Where())
    if getattr(response, "context_data", None) is not None:
        response.template_name = "applications/citizen/guide.html"
        response.context_data |= {"online": settings.ONLINE_APPLICATIONS, **guide_of()}
    return response  # type: ignore[no-any-return]
