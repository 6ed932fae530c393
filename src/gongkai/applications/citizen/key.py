"""What lets a browser see one application after number and query code were right: a signed cookie, for half an hour from the last look."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application

__all__ = ["MINUTES", "case_of", "hand", "take"]

MINUTES = 30
_COOKIE = "gongkai_case"
_SALT = "gongkai.applications.citizen"


def case_of(request: HttpRequest, agency: Agency) -> Application | None:
    """Give the application the browser may see; None where it holds no key, or one that has run out."""
    try:
        public_id = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    found: Application | None = (
        Application.objects.for_agency(agency.pk)
        .filter(public_id=str(public_id))
        .select_related("agency")
        .first()
    )
    return found


def hand(request: HttpRequest, response: HttpResponseBase, case: Application, path: str) -> None:
    """Hand the key to the browser, for the tracking pages alone; it holds nothing of the query code."""
    response.set_cookie(
        _COOKIE,
        signing.dumps(case.public_id, salt=_SALT),
        max_age=MINUTES * 60,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def take(response: HttpResponseBase, path: str) -> None:
    """Take the key back (结束查询)."""
    response.delete_cookie(_COOKIE, path=path, samesite="Lax")
