"""Ask the site itself for a page, inside this process: what is published is what the program would have answered, to the byte."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.urls import set_script_prefix

__all__ = ["ERROR_PAGES", "Rendered", "Renderer"]

ERROR_PAGES = {"/-nothing-here-/": "404.html", "/-out-of-order-/": "50x.html"}
"""Addresses that no page has, and the files of the answers to them: for what is not there, and for a program that does not answer."""


@dataclass(frozen=True)
class Rendered:
    """An answer. `public` says that everybody may keep it: only such pages are published."""

    status: int
    kind: str
    body: bytes
    public: bool


class Renderer:
    """Asks for pages as a reader does who is not logged in and chose no display, under the site's own name."""

    def __init__(self) -> None:
        """Begin the site's machinery."""
        self._site = BaseHandler()
        self._site.load_middleware()
        site = urlsplit(settings.SITE_URL)
        self._environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "HTTP_HOST": site.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
        }
        if settings.SECURE_PROXY_SSL_HEADER and site.scheme == "https":
            name, value = settings.SECURE_PROXY_SSL_HEADER
            self._environ[name] = value

    def get(self, path: str) -> Rendered:
        """Ask for a path, written as in addresses."""
        if ERROR_PAGES.get(path) == "50x.html":
            return Rendered(500, "text/html; charset=utf-8", render_to_string("500.html").encode(), True)
        set_script_prefix("/")
        environ = self._environ | {"PATH_INFO": unquote(path, "latin-1"), "wsgi.input": io.BytesIO()}
        # no signals of a request's begin and end: those would close the connection that work in hand is on
        response: Any = self._site.get_response(WSGIRequest(environ))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        control = {one.strip() for one in response.get("Cache-Control", "").lower().split(",")}
        public = "public" in control and not response.cookies and not control & {"private", "no-store"}
        return Rendered(response.status_code, response.get("Content-Type", ""), body, public)
