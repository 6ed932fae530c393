"""A page as it is kept: status, headers, body, and the body compressed; and how it answers a request."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.headers import Headers

from django.utils.http import parse_etags, parse_http_date_safe

__all__ = ["COMPRESSED_TYPES", "Kept", "accepts_gzip", "is_known", "keep", "pack"]

StartResponse = Callable[..., Any]
COMPRESSED_TYPES = (
    "text/",
    "application/atom+xml",
    "application/json",
    "application/rss+xml",
    "application/xml",
    "image/svg+xml",
)
_LEAST = 500
_LEVEL = 6
_OF_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"})
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?(?=,|$)", re.IGNORECASE)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header admits gzip."""
    if header.startswith("gzip,"):  # what browsers send
        return True
    return any(float(quality or 1) > 0 for quality in _GZIP.findall(header)) if header else False


def pack(body: bytes) -> bytes:
    """Compress; the same bytes for the same body, whenever it is done."""
    return gzip.compress(body, _LEVEL, mtime=0)


@dataclass(frozen=True)
class Kept:
    """One answer, ready to be given again. `packed` is empty where compressing gains nothing; `etags` are of body and packed."""

    status: str
    headers: tuple[tuple[str, str], ...]
    packed_headers: tuple[tuple[str, str], ...]
    not_modified: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
    body: bytes
    packed: bytes
    etags: tuple[str, str]
    modified: int

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + len(self.packed) + 2000

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer a GET or HEAD: whole, compressed, or 304 where the reader has it."""
        small = bool(self.packed) and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if self.etags[0] and self._is_known(environ):
            start("304 Not Modified", list(self.not_modified[small]))
            return ()
        start(self.status, list(self.packed_headers if small else self.headers))
        if environ["REQUEST_METHOD"] == "HEAD":
            return ()
        return (self.packed if small else self.body,)

    def _is_known(self, environ: dict[str, Any]) -> bool:
        if not self.status.startswith("200"):
            return False
        if "HTTP_IF_NONE_MATCH" in environ:
            return any(is_known(one, environ) for one in self.etags)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or not self.modified:
            return False
        moment = parse_http_date_safe(since)
        return moment is not None and moment >= self.modified


def is_known(etag: str, environ: dict[str, Any]) -> bool:
    """Whether the reader says that he has the answer with this ETag."""
    given = environ.get("HTTP_IF_NONE_MATCH", "")
    return bool(etag and given) and (
        "*" in given or any(_strong(one) == _strong(etag) for one in parse_etags(given))
    )


def _strong(etag: str) -> str:
    return etag.removeprefix("W/")


def keep(status: str, headers: list[tuple[str, str]], body: bytes, modified: int = 0) -> Kept:
    """Make an answer ready: compress it, and work out its headers. `modified` is its Last-Modified in seconds, 0 for none."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    packed = pack(body) if len(body) >= _LEAST and kind.startswith(COMPRESSED_TYPES) else b""
    if len(packed) >= len(body):
        packed = b""
    plain, small = Headers(list(headers)), Headers(list(headers))
    etag = plain["ETag"] or ""
    etags = (_strong(etag), f'{_strong(etag)[:-1]}-gz"' if etag else "")
    for one in (plain, small):
        one["Content-Length"] = str(len(body))
        if packed:
            one["Vary"] = _joined(one["Vary"], "Accept-Encoding")
    if packed:
        small["Content-Length"] = str(len(packed))
        small["Content-Encoding"] = "gzip"
        if etag:
            small["ETag"] = etags[1]
    return Kept(
        status,
        tuple(plain.items()),
        tuple(small.items()),
        (_of_304(plain), _of_304(small)),
        body,
        packed,
        etags,
        modified,
    )


def _joined(vary: str | None, name: str) -> str:
    known = [one.strip() for one in (vary or "").split(",") if one.strip()]
    return ", ".join(known if name in known else [name, *known])


def _of_304(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers.items() if name.lower() in _OF_304 - {"date"})
