"""Hand out the pictures of pages. Attachments go through Wagtail's own view, which knows who may have them."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Give a picture as pages show it; 404 for anything else that may lie in the public folder."""
    kind = _TYPES.get(PurePosixPath(name).suffix.lower())
    path = f"images/{name}"
    if kind is None or ".." in PurePosixPath(name).parts or not default_storage.exists(path):
        raise Http404
    answer = FileResponse(default_storage.open(path), content_type=kind)
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
