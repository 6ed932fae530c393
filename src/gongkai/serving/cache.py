"""Public pages kept whole and given again, before Django's own machinery is even begun: the first step of every request.

What is kept: the answer to a GET by somebody not logged in, if the page itself says that everybody may keep it (`Cache-Control:
public`, set by `portal.headers`), sets no cookie, and looked at no parameter nobody registered (`portal.parameters`). A page
with a form of its own for each visitor says no such thing, so it never gets here.

What a kept page hangs on: scheme, host, path, the parameters that count, the reader's display, the program, and the stamp
(`generation`). What a request costs: one query for the stamp, a look into this process's memory, and where GONGKAI_CACHE_URL
is set and memory has nothing, one read from Redis.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2s
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.core.cache import cache as shared
from django.db import DatabaseError
from django.utils.http import http_date

import gongkai
from gongkai.portal.frame import COOKIE, DISPLAYS
from gongkai.portal.parameters import canonical
from gongkai.portal.standing import STAMP

from . import generation
from .generation import Stamp
from .kept import Kept, StartResponse, is_known, keep
from .memory import Memory
from .requests import LOOKED

__all__ = ["PublicCache", "program_mark"]

_LONGEST = 24 * 3600
_STATUSES = ("200 ", "301 ", "410 ")
_APART = ("/office/", "/static/", "/attachments/", "/files/")
"""Below these nothing is kept here: the back office, and files, which have ways of their own."""
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def program_mark() -> str:
    """Give a mark of all that pages hang on besides the database: the program, its style sheets, the installation's settings."""
    made_of = settings.STATIC_ROOT / ".made-of"
    styles = made_of.read_text(encoding="ascii") if made_of.is_file() else ""
    chosen = (settings.SITE_URL, settings.SECRET_KEY, settings.DEBUG, settings.ONLINE_APPLICATIONS)
    parts = (gongkai.__version__, styles, *chosen)
    return blake2s(repr(parts).encode(), digest_size=8).hexdigest()


class PublicCache:
    """A WSGI application around the site's."""

    def __init__(self, site: Application) -> None:
        """Stand before the site."""
        self._site = site
        self.memory = Memory(settings.CACHE_BYTES)
        self._shared = bool(settings.CACHE_URL)
        self._session = f"{settings.SESSION_COOKIE_NAME}="

    @cached_property
    def _program(self) -> str:
        return program_mark()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, else have the site answer, and keep that if it may be kept."""
        if not self._may_be_kept(environ):
            return self._site(environ, start)
        stamp = self._stamp()
        if stamp is None:
            return self._site(environ, start)
        key = self._key(environ)
        found = self.memory.get(stamp, key) or self._from_shared(stamp, key)
        if found is not None:
            return found.answer(environ, start)
        return self._made_anew(environ, start, stamp, key)

    def _may_be_kept(self, environ: dict[str, Any]) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not settings.DEBUG  # whoever works on templates wants to see them
            and self._session not in environ.get("HTTP_COOKIE", "")
            and not environ.get("PATH_INFO", "").startswith(_APART)
            and "HTTP_RANGE" not in environ
            and "HTTP_AUTHORIZATION" not in environ
        )

    def _stamp(self) -> Stamp | None:
        try:
            return generation.read()
        except DatabaseError:  # the site itself will say what is wrong
            return None

    def _key(self, environ: dict[str, Any]) -> str:
        scheme = environ["wsgi.url_scheme"]
        if settings.SECURE_PROXY_SSL_HEADER:
            scheme += environ.get(settings.SECURE_PROXY_SSL_HEADER[0], "")
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        query = environ.get("QUERY_STRING", "")
        cookies = environ.get("HTTP_COOKIE", "")
        return "\n".join(
            (
                scheme,
                host,
                environ.get("SCRIPT_NAME", ""),
                environ.get("PATH_INFO", ""),
                canonical(query) if query else "",
                _display(cookies) if cookies else "",
            )
        )

    def _made_anew(
        self, environ: dict[str, Any], start: StartResponse, stamp: Stamp, key: str
    ) -> Iterable[bytes]:
        # whether the reader has the page already is answered here: the site's own 304 would leave nothing to keep
        conditions = {
            name: environ.pop(name)
            for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
            if name in environ
        }
        environ[STAMP] = stamp
        begun: list[Any] = []
        answer = self._site(environ, lambda *given: begun.append(given))
        environ |= conditions
        status, given, *more = begun[-1]
        headers = Headers(list(given))
        if getattr(answer, "streaming", False):
            if status.startswith("200 ") and is_known(headers["ETag"] or "", conditions):
                answer.close()  # type: ignore[attr-defined]
                start("304 Not Modified", [("ETag", headers["ETag"] or "")])
                return ()
            start(status, given, *more)
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        public = _is_public(status, headers) and LOOKED not in environ
        modified = int(time.time()) if public else 0
        if public and status.startswith("200 "):
            headers["Last-Modified"] = http_date(modified)
        if environ["REQUEST_METHOD"] == "HEAD":
            start(status, headers.items(), *more)
            return ()
        made = keep(status, headers.items(), body, modified)
        if public:
            self.memory.put(stamp, key, made)
            self._into_shared(stamp, key, made)
        if not public and not status.startswith("200 "):
            start(status, headers.items(), *more)
            return (body,)
        if not public:
            # never compressed here: what differs from visitor to visitor, secrets beside what was sent in, would be guessed by its length
            made = Kept(made.status, made.headers, made.headers, made.not_modified, body, b"", made.etags, 0)
        return made.answer(environ, start)

    def _from_shared(self, stamp: Stamp, key: str) -> Kept | None:
        if not self._shared:
            return None
        found: Kept | None = shared.get(self._shared_key(stamp, key))
        if found is not None:
            self.memory.put(stamp, key, found)
        return found

    def _into_shared(self, stamp: Stamp, key: str, page: Kept) -> None:
        if self._shared:
            shared.set(self._shared_key(stamp, key), page, _LONGEST)

    def _shared_key(self, stamp: Stamp, key: str) -> str:
        # the key holds what visitors send, of any length: only its digest goes out
        return f"page:{self._program}:{stamp.word}:{blake2s(key.encode(errors='replace')).hexdigest()}"


def _display(cookies: str) -> str:
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            words = value.strip('"').split(".")
            return ".".join(one for one in DISPLAYS if one in words)
    return ""


def _is_public(status: str, headers: Headers) -> bool:
    if not status.startswith(_STATUSES) or headers.get_all("Set-Cookie"):
        return False
    control = [one.strip() for one in (headers["Cache-Control"] or "").lower().split(",")]
    vary = {one.strip().lower() for one in (headers["Vary"] or "").split(",")} - {""}
    return (
        "public" in control
        and not {"private", "no-store", "no-cache"} & set(control)
        and vary <= {"cookie", "accept-encoding"}
    )
