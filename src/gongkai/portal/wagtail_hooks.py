"""Where the portal hangs itself into Wagtail: every public page's answer gets its headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail import hooks

from .headers import dress


@hooks.register("on_serve_page")
def _dress_answer(serve: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    def served(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return dress(request, serve(page, request, args, kwargs))

    return served
