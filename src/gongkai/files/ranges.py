"""A part of a file, for those who ask for one: downloads that go on where they broke off, PDF files read page by page (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

__all__ = ["part_of", "span"]

_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
_CHUNK = 1 << 16


def span(asked: str, size: int) -> tuple[int, int] | None:
    """Read a Range header: the first byte and the one after the last. None for what is not one range of bytes, which is to be ignored.

    The first byte lies at or past the end where there is nothing to give.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last so many
        last = int(found[2])
        return (max(size - last, 0), size) if last else (size, size)
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    return first, min(int(found[2]) + 1, size) if found[2] else size


def part_of(request: HttpRequest, whole: Any, file: Any, size: int) -> HttpResponseBase:
    """Give the part of a file that was asked for, with the headers of the whole answer; the whole where none was, or it has changed."""
    whole["Accept-Ranges"] = "bytes"
    asked, unless = request.headers.get("Range", ""), request.headers.get("If-Range", "")
    if request.method != "GET" or not asked or (unless and unless != whole["ETag"]):
        return whole  # type: ignore[no-any-return]
    found = span(asked, size)
    if found is None:
        return whole  # type: ignore[no-any-return]
    first, end = found
    if first >= size:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = StreamingHttpResponse(_read(file, first, end), status=206)
    for name, value in whole.items():
        part[name] = value
    part["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    part["Content-Length"] = str(end - first)
    part._resource_closers.append(file.close)
    return part


def _read(file: Any, first: int, end: int) -> Iterator[bytes]:
    file.seek(first)
    left = end - first
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk
