"""Where the portal hangs itself into Wagtail: the answer of every public page gets its headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail import hooks
from wagtail.models import Page

from .headers import dress
from .models import ItemPage
from .office import hooks as columns  # noqa: F401 registers the pages of columns


@hooks.register("on_serve_page", order=-100)
def _dress_answer(serve: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    def served(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return dress(request, serve(page, request, args, kwargs))

    return served


@hooks.register("after_copy_page")
def _begin_anew(request: HttpRequest, page: Page, copied: Page) -> None:
    """Let a copy begin with one version of its own: those of the original bear its number."""
    item = copied.specific
    if not isinstance(item, ItemPage):
        return
    item.latest_revision = None
    item.save()
    item.revisions.all().delete()
    item.save_revision(user=request.user)
