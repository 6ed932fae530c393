"""Headers of public pages: what a page may load, how long it may be kept, and whether it has changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

__all__ = ["POLICY", "WITH_SCRIPT", "dress"]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of public pages: nothing from elsewhere, no script at all."""
WITH_SCRIPT = f"{POLICY}; script-src 'self'; connect-src 'self'"
"""The policy of the one public page with a script, the search: it asks the site for suggestions."""
SECONDS = 60
"""How long anybody between may keep a page: what is withdrawn must be gone within a minute."""


def dress(request: HttpRequest, response: Any) -> HttpResponseBase:
    """Put the headers on a public page's answer; gives 304 Not Modified where the reader has it already."""
    if hasattr(response, "render") and callable(response.render):
        response.render()
    response.headers.setdefault("Content-Security-Policy", POLICY)
    if request.method not in ("GET", "HEAD"):
        return response  # type: ignore[no-any-return]
    patch_vary_headers(response, ("Cookie",))
    if "Cache-Control" not in response:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response["Cache-Control"] = "private, no-cache" if known else f"public, max-age={SECONDS}"
    if response.status_code == 200 and not response.streaming:
        if "ETag" not in response:
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response
    return response  # type: ignore[no-any-return]
