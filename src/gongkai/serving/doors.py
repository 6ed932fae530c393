"""Two doors: the back office and the public face on ports or hosts of their own (内容管理与发布分离).

With GONGKAI_OFFICE_HOST the back office answers under that name alone, and nothing else does there. With ``serve --office-port``
the port says which door it is (`DOOR`), whatever name was asked for. Without either, both stand behind one door.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

__all__ = ["DOOR", "OFFICE", "PUBLIC", "Doors"]

DOOR = "GONGKAI_DOOR"
"""The variable by which `serve` tells a web server's processes which door they are."""
OFFICE, PUBLIC = "office", "public"
_OFFICE_PATH = "/office/"
_FOR_BOTH = ("/static/", "/attachments/", "/files/")
"""Style sheets; and files, of which an officer sees those of drafts on the office's door: rights are checked behind it."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_NOTHING = "没有这个网页\n".encode()


class Doors:
    """A WSGI application that lets through what belongs to the door it was asked at; anything else answers 404."""

    def __init__(self, site: Application) -> None:
        """Stand before the site."""
        self._site = site
        self._fixed = os.environ.get(DOOR, "")
        self._host = settings.OFFICE_HOST

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Let a request through, or answer that there is nothing."""
        if not self._fixed and not self._host:
            return self._site(environ, start)
        path = environ.get("PATH_INFO", "")
        office = f"{path}/".startswith(_OFFICE_PATH)
        if self._door(environ) == OFFICE:
            if path == "/":
                start("302 Found", [("Location", _OFFICE_PATH), ("Content-Length", "0")])
                return (b"",)
            allowed = office or path.startswith(_FOR_BOTH)
        else:
            allowed = not office
        if allowed:
            return self._site(environ, start)
        start(
            "404 Not Found",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(_NOTHING))),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
        return (_NOTHING,) if environ["REQUEST_METHOD"] != "HEAD" else ()

    def _door(self, environ: dict[str, Any]) -> str:
        if self._fixed:
            return self._fixed
        host = environ.get("HTTP_HOST", "").lower()
        return OFFICE if host in (self._host, f"{self._host}:{environ['SERVER_PORT']}") else PUBLIC
