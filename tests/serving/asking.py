"""Ask the site's entrance for web servers as a web server does, without a network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote
from wsgiref.headers import Headers

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from gongkai.serving.cache import PublicCache
from gongkai.serving.requests import NotingHandler


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def words(self) -> str:
        return self.body.decode()


def environ_of(path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    name, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(quote(name, safe="/%"), "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def ask(application: Any, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path; headers by their names in small letters with `_`."""
    begun: list[Any] = []
    # the end of a request would close the connection that the test's transaction is on
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        answer = application(environ_of(path, method, **headers), lambda *given: begun.append(given))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return Answer(int(begun[-1][0][:3]), Headers(list(begun[-1][1])), body)


class Counted:
    """The site, with a count of what it was asked."""

    def __init__(self) -> None:
        self.site = NotingHandler()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self.site(environ, start)


def cached_site() -> tuple[PublicCache, Counted]:
    """The site behind a cache of its own."""
    site = Counted()
    return PublicCache(site), site
