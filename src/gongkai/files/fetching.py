"""Who may have a document or picture: the public while a public page shows it, officers of its agency while they draft."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from gongkai.agencies.access import PAGE_DUTIES
from gongkai.agencies.queries import duties_of

from .kinds import media_type
from .ranges import part_of

__all__ = ["hand_out", "is_public", "may_fetch"]

_SHOWN = "application/pdf"
"""What browsers show themselves without harm; all else is saved."""


def is_public(file: Any) -> bool:
    """Whether a page that is public now shows the document or picture."""
    return bool(file.disclosures.filter(until=None).exists())


def may_fetch(person: Any, file: Any) -> bool:
    """Whether the person may have a file that is not public: who works on its agency's pages today."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    if person.is_superuser:
        return True
    return any(agency == file.agency_id and duty in PAGE_DUTIES for agency, duty in duties_of(person))


def hand_out(
    request: HttpRequest, owner: Any, stored: Any, name: str, *, attached: bool = True
) -> HttpResponseBase:
    """Answer with the stored file, byte for byte, if whoever asks may have it.

    `owner` is the document or picture whose file it is, `stored` the file, `name` its name for people, "" to leave it out.
    A file that was public and is not any more answers 410, one that never was 404. Nobody may keep a copy without asking
    again, so that a file is gone at once when its page is withdrawn.
    """
    public = is_public(owner)
    if not public and not may_fetch(request.user, owner):
        if owner.disclosures.exists():
            return HttpResponse("文件已经撤下", content_type="text/plain; charset=utf-8", status=410)
        raise Http404
    if not stored.storage.exists(stored.name):
        raise Http404
    kind = media_type(owner.kind if attached else "", name or stored.name)
    file = stored.storage.open(stored.name)
    response = FileResponse(
        file,
        content_type=kind,
        as_attachment=attached and kind != _SHOWN,
        filename=name,
    )
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    if not public:
        response["X-Robots-Tag"] = "noindex"
        return response
    response["ETag"] = f'"{owner.sha256 or owner.file_hash}-{stored.name.rpartition("/")[2]}"'.encode(
        "ascii", "ignore"
    ).decode()
    unchanged = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if unchanged is not response:
        file.close()  # closing the answer instead would tell Django that the request is over
        return unchanged
    return part_of(request, response, file, stored.size)
