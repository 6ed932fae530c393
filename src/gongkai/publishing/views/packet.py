"""The packet for an agency whose public site is elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.queries import scope_of
from gongkai.publishing import queries, services

from .common import as_file, office_view


@office_view
def packet(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what the packet holds, and hand it out."""
    found = queries.item_in(scope_of(request.user), slug)
    if request.method == "POST":
        packed = services.hand_over(request.user, found.agency, found)
        return as_file(packed, "application/zip", f"{found.title[:40]}.zip")
    return render(request, "publishing/office/packet.html", {"item": found})
