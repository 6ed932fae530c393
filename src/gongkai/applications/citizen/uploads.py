"""Files sent along with a correction: looked at as those of a draft are, before anything is recorded."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from gongkai.agencies.acts import Refused
from gongkai.files.names import clean_name
from gongkai.files.reading.errors import Refused as FileRefused
from gongkai.files.reading.kinds import kind_of

__all__ = ["kept_files", "looked_at"]

_MOST = 5


def kept_files(request: HttpRequest) -> list[tuple[str, bytes]]:
    """Give name and content of the files sent along. Raises `Refused` for one that is not taken in."""
    uploads = request.FILES.getlist("file")
    if len(uploads) > _MOST:
        raise Refused(f"一次最多交{_MOST}个文件。")
    return [looked_at(one) for one in uploads]


def looked_at(upload: object) -> tuple[str, bytes]:
    """Give name and content of an uploaded file. Raises `Refused` for one that is too large or no file to be taken in."""
    name = clean_name(getattr(upload, "name", "") or "")
    if getattr(upload, "size", 0) > settings.UPLOAD_BYTES:
        raise Refused(
            f"“{name}”超过{settings.UPLOAD_BYTES // 1048576}兆字节，没有收下。请压缩或者拆开后再传。"
        )
    data: bytes = upload.read()  # type: ignore[attr-defined]
    try:
        kind_of(name, data)
    except FileRefused as refused:
        raise Refused(f"“{name}”没有收下：{refused.message}。") from refused
    return name, data
