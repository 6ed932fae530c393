"""Take in files."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django.conf import settings
from django.core.files.base import File

from gongkai.agencies.models import Agency, User

from .models import Upload

__all__ = ["UploadRefused", "clean_name", "keep_upload"]

_LONGEST = 120


class UploadRefused(ValueError):
    """A file that is not taken in; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def clean_name(name: str) -> str:
    """Give the file's name without folders, control signs and signs that turn the direction of writing; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}).strip(
        " ."
    )
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    return f"{stem[:_LONGEST] or '未命名'}{dot}{ending[:10]}" if ending else (kept[:_LONGEST] or "未命名")


def keep_upload(agency: Agency, person: User | None, file: File[Any]) -> Upload:
    """Store a file as handed in. Raises `UploadRefused` when it is empty or larger than the setting allows."""
    size = int(file.size or 0)
    name = clean_name(file.name or "")
    if size == 0:
        raise UploadRefused(f"“{name}”是空的，没有内容")
    if size > settings.UPLOAD_BYTES:
        raise UploadRefused(
            f"“{name}”有{size / 1048576:.0f}MB，超过{settings.UPLOAD_BYTES // 1048576}MB的上限"
        )
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    upload = Upload(agency=agency, name=name, size=size, sha256=digest.hexdigest(), uploaded_by=person)
    upload.file.save(name, file, save=False)
    upload.save(force_insert=True)
    return upload
