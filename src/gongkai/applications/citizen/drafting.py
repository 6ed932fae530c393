"""The draft somebody writes on: found by a key that stands in the browser's cookie only, kept encrypted on the server."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.applications import keys
from gongkai.applications.models import Draft, DraftFile
from gongkai.applications.services.applicant import RECEIPT_SHOWN, drop_draft

from .uploads import looked_at

__all__ = ["MOST_FILES", "Writing", "add_file", "begin", "find", "forget_drafts", "forget_key", "remember"]

_COOKIE = "gongkai_draft"
MOST_FILES = 10


class Writing:
    """A draft with what it says, read once: `said` maps the names of steps to what was filled in there."""

    def __init__(self, draft: Draft, key: str = "") -> None:
        self.draft, self.key = draft, key
        self.said: dict[str, Any] = json.loads(draft.content) if draft.content else {}

    def keep(self, **steps: Any) -> None:
        """Keep what was said in steps; the draft is on the disk when this returns."""
        self.said |= steps
        self.draft.content = json.dumps(self.said, ensure_ascii=False)
        self.draft.save(update_fields=None if self.draft.pk is None else ["content", "changed_at"])

    @property
    def files(self) -> list[DraftFile]:
        """The files handed in with it."""
        return list(DraftFile.everything.filter(draft=self.draft))


def begin(agency: Agency) -> Writing:
    """Begin a draft; nothing is written before something was filled in, which the caller does next."""
    key = secrets.token_urlsafe(32)
    return Writing(Draft(key_hash=_hash(key), agency=agency), key)


def find(request: HttpRequest, agency: Agency) -> Writing | None:
    """Find the draft whose key the browser holds; None where there is none for this agency."""
    key = request.COOKIES.get(_COOKIE, "")
    if not 20 <= len(key) <= 100:
        return None
    draft = Draft.objects.for_agency(agency.pk).filter(key_hash=_hash(key)).first()
    return Writing(draft, key) if draft else None


def remember(request: HttpRequest, response: HttpResponseBase, writing: Writing, path: str) -> None:
    """Hand the key to the browser, for the pages of the form alone."""
    response.set_cookie(
        _COOKIE,
        writing.key,
        max_age=settings.DRAFT_DAYS * 86400,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_key(response: HttpResponseBase, path: str) -> None:
    """Take the key from the browser."""
    response.delete_cookie(_COOKIE, path=path, samesite="Lax")


def add_file(writing: Writing, upload: Any) -> None:
    """Keep a file with the draft. Raises `Refused` for what is too large, too much, or no file to be taken in."""
    if DraftFile.everything.filter(draft=writing.draft).count() >= MOST_FILES:
        raise Refused(f"最多上传{MOST_FILES}个文件；其余的请合并，或者当面、邮寄提交。")
    name, data = looked_at(upload)
    made = DraftFile(draft=writing.draft, name=name, size=len(data))
    made.file.save(f"{secrets.token_hex(12)}.bin", ContentFile(data), save=False)
    made.save()


def forget_drafts() -> None:
    """Delete drafts nobody went on with, and what is left of those handed in."""
    now = timezone.now()
    old = Draft.everything.filter(changed_at__lt=now - timedelta(days=settings.DRAFT_DAYS))
    done = Draft.everything.filter(application__isnull=False, changed_at__lt=now - RECEIPT_SHOWN)
    for draft in [*old, *done]:
        drop_draft(draft)


def _hash(key: str) -> str:
    return keys.lookup("draft", hashlib.sha256(key.encode()).hexdigest())
