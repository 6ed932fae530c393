"""Take in files, and let them follow the pages that show them: reached while a page that shows them is public, not else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency, User

from .models import Disclosed, OfficeDocument, OfficeImage, Upload
from .names import clean_name
from .texts import forget_texts, want_texts

__all__ = ["UploadRefused", "clean_name", "conceal", "disclose", "forget_page", "keep_upload"]


class UploadRefused(ValueError):
    """A file that is not taken in; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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


def disclose(page_id: int, documents: Iterable[int], images: Iterable[int]) -> None:
    """Let the public have these documents and pictures (row ids), and no others, on account of the page.

    The act of publication calls it in its transaction with all the files of what it publishes. A file that the page showed
    before and shows no more is not reached any more, unless another public page shows it. Words may still point to a file that
    was deleted since: there is nothing to disclose then.
    """
    now = timezone.now()
    with transaction.atomic():
        for kind, model, wanted in (
            ("document_id", OfficeDocument, set(documents)),
            ("image_id", OfficeImage, set(images)),
        ):
            ids = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else wanted
            shown = Disclosed.objects.filter(page_id=page_id, until=None, **{f"{kind}__isnull": False})
            shown.exclude(**{f"{kind}__in": ids}).update(until=now)
            new = ids - set(shown.values_list(kind, flat=True))
            Disclosed.objects.bulk_create(
                Disclosed(page_id=page_id, at=now, **{kind: row}) for row in sorted(new)
            )
            if kind == "document_id":
                want_texts(new)


def conceal(page_id: int) -> None:
    """Take the page's files from the public at once; the act of withdrawal calls it in its transaction."""
    Disclosed.objects.filter(page_id=page_id, until=None).update(until=timezone.now())


def forget_page(page_id: int) -> None:
    """Forget that the public ever had files on account of the page; the act of purging (清除) calls it.

    The files are not reached any more, and those that no other page has shown may be deleted; what they said is forgotten.
    """
    shown = Disclosed.objects.filter(page_id=page_id)
    documents = [one for one in shown.values_list("document", flat=True) if one is not None]
    shown.delete()
    forget_texts(documents)
