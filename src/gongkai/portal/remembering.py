"""Public pages remembered whole, so that a page read often is not worked out each time.

A page is the same for every reader of one display (长者模式 …), and changes only by an act or in the page editor. Both leave a
row in a log: while the newest row of each log is the one seen when the page was made, the page still holds. Whatever a
process itself saves counts as a change too. Two acts that commit in the other order of their rows can hide one of
them from this check; so nothing is remembered longer than readers and servers between may keep it (`headers.SECONDS`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from hashlib import blake2s
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import set_response_etag
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from gongkai.audit.models import Entry

from .frame import DISPLAYS, displays_of
from .headers import SECONDS

__all__ = ["FRESH", "remembered", "watch"]

_LOGS = (Entry, PageLogEntry, ModelLogEntry)
_KEPT_HEADERS = ("Content-Type", "ETag")
FRESH = "gongkai.fresh"
"""In the environment of a request: the page is kept, or published, by somebody with a better check, so make it anew."""
_saves = itertools.count(1)
_state = {"saved": 0}


def remembered(page: Page, request: HttpRequest, make: Callable[[], Any]) -> HttpResponseBase:
    """Give the page's answer as it was made before, else make it. Only whole, successful answers to GET and HEAD are kept."""
    if request.method not in ("GET", "HEAD") or FRESH in request.META:
        return make()  # type: ignore[no-any-return]
    look = ".".join(one for one in DISPLAYS if one in displays_of(request))
    # a page's translation key is drawn at random: unlike its row number it is never another page's
    path = request.get_full_path()
    key = f"page:{page.translation_key.hex}:{look}:{blake2s(path.encode(), digest_size=8).hexdigest()}"
    now = (*_newest_rows(), _state["saved"], timezone.localdate())
    kept = cache.get(key)
    if kept is not None and kept[:2] == (now, path):
        return HttpResponse(kept[2], headers=kept[3])
    response = make()
    if callable(getattr(response, "render", None)):
        response.render()
    if _may_be_kept(page, response):
        set_response_etag(response)
        headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        cache.set(key, (now, path, response.content, headers), SECONDS)
    return response  # type: ignore[no-any-return]


def _may_be_kept(page: Page, response: Any) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response
        and not page.get_view_restrictions()  # what only some may read is made for each anew
    )


def watch() -> None:
    """Count what this process saves of the platform's own records and of pages."""
    for signal in (post_save, post_delete):
        signal.connect(_saved, dispatch_uid="portal.remembering")


def _saved(sender: Any, **_: Any) -> None:
    if sender.__module__.startswith("gongkai.") or issubclass(sender, Page):
        _state["saved"] = next(_saves)


def _newest_rows() -> tuple[Any, ...]:
    """Ask for the newest row of each log in one query."""
    quote = connection.ops.quote_name
    newest = (f"(SELECT MAX({quote('id')}) FROM {quote(log._meta.db_table)})" for log in _LOGS)  # noqa: S608 our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(newest)}")
        return tuple(cursor.fetchone())
