"""Hand out the pictures and attachments of pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .fetching import hand_out
from .models import OfficeDocument, OfficeRendition


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a picture as a page shows it, to those who may see that page; 404 for anything else in the public folder."""
    found = OfficeRendition.objects.select_related("image").filter(file=f"images/{name}").first()
    if found is None:
        raise Http404
    return hand_out(request, found.image, found.file, "", attached=False)


@require_safe
def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Give an attachment, to those who may see a page that shows it; 404 under any name but its own."""
    found = get_object_or_404(OfficeDocument, pk=number)
    if found.filename != name:
        raise Http404
    return hand_out(request, found, found.file, found.filename)
