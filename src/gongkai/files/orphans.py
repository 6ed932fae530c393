"""Clean up what was uploaded and led to nothing: the process died between storing a file and writing down what it is for.

A file that something refers to is never touched. Whatever refers to an upload does so by a foreign key, in whichever room:
those are found by themselves, and the database refuses to remove what one of them holds.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils import timezone

from gongkai.audit.services import record

from .models import Upload, private_storage

UNTOUCHED = timedelta(days=1)
"""How long an upload stays although nothing refers to it: whoever uploaded it may still be at work."""

_MOST = 1000
_FOLDER = "uploads"
_log = logging.getLogger(__name__)


def unused() -> QuerySet[Any]:
    """Give the uploads older than a day that no row of any table refers to."""
    found = Upload.objects.everywhere("清理没有用到的上传文件").filter(
        uploaded_at__lt=timezone.now() - UNTOUCHED
    )
    for relation in Upload._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.exclude(Exists(rows))
    return found


def forget_orphans() -> int:
    """Remove unused uploads, and stored files no upload knows of; how many. The scheduler calls it once a day."""
    return _forget_rows() + _forget_files()


def _forget_rows() -> int:
    done = 0
    for upload in unused().select_related("agency").order_by("pk")[:_MOST]:
        try:
            with transaction.atomic():
                name, public_id, agency = upload.file.name, upload.public_id, upload.agency.public_id
                upload.delete()
                record("upload.forget", agency=agency, object_type="upload", object_id=public_id)
        except (ProtectedError, RestrictedError):  # somebody has just begun to use it
            continue
        # after the row: a file left behind by a crash here is found by the other half
        private_storage().delete(name)
        done += 1
    return done


def _forget_files() -> int:
    storage, before, done = private_storage(), timezone.now() - UNTOUCHED, 0
    if not storage.exists(_FOLDER):
        return 0
    for folder in storage.listdir(_FOLDER)[0]:
        paths = {f"{_FOLDER}/{folder}/{name}" for name in storage.listdir(f"{_FOLDER}/{folder}")[1]}
        known = Upload.everything.filter(file__startswith=f"{_FOLDER}/{folder}/").values_list(
            "file", flat=True
        )
        for path in sorted(paths.difference(known)):
            try:
                old = storage.get_modified_time(path) < before
            except FileNotFoundError:  # removed in this moment, by whoever had stored it
                continue
            if old:
                storage.delete(path)
                done += 1
    if done:
        _log.warning("%s stored files belonged to no upload and were removed", done)
    return done
