"""Imports from the office: the file is kept, read and checked in the background, and entered there once it may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may
from gongkai.files.services import UploadRefused, keep_upload
from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies
from gongkai.publishing.importing.sources import Memory, Source, Zip
from gongkai.publishing.importing.table import Unusable, read_table, some_at_a_time
from gongkai.publishing.models import ImportBatch, ImportRow
from gongkai.tasks.services import defer, task

from . import importing

__all__ = ["approve_and_enter", "forget_rows", "give_up_lost", "upload_import"]

_State = ImportBatch.State
_PATIENCE = timedelta(minutes=10)
_KEPT = timedelta(days=30)
_ALONE = frozenset({"agency"})


def upload_import(
    person: User, agency: Agency, file: File[Any], archive: File[Any] | None = None
) -> ImportBatch:
    """Take in a file of items, with a zip of attachments where there is one, and have it read in the background.

    Raises `Refused` at once for a file that is no table, has unknown columns, or for an archive that cannot be opened.
    """
    if not may(person, agency, *importing.IMPORTERS):
        raise Refused(f"导入信息应由{agency.short_name}的信息员来做；您没有这项职责。")
    try:
        upload = keep_upload(agency, person, file)
        table = read_table(upload.name, upload.file.read(), without=_ALONE)
        packed = keep_upload(agency, person, archive) if archive is not None else None
        if packed is not None:
            Zip(packed.file.read())
    except (Unusable, UploadRefused) as error:
        raise Refused(error.message) from error
    with transaction.atomic():
        batch = importing.begin_import(
            person, agency, upload.name, total=len(table), upload=upload, archive=packed
        )
        defer(read_import, batch.pk)
    return batch


def approve_and_enter(
    person: User, agency: Agency, batch: ImportBatch, *, comment: str, accepted: dict[str, str]
) -> ImportBatch:
    """Approve a batch and have its history entered in the background."""
    with transaction.atomic():
        batch = importing.approve_import(person, agency, batch, comment=comment, accepted=accepted)
        defer(enter_import, batch.pk)
    return batch


@task()
def read_import(number: int) -> None:
    """Read and stage the file of one batch; drafts enter at once. What a killed worker has left is begun anew."""
    batch = _batch(number)
    if batch is None or batch.upload is None:
        return
    source = _source(batch)
    if batch.state == _State.READING:
        with transaction.atomic():
            ImportRow.objects.filter(batch=batch).delete()
        try:
            table = read_table(batch.upload.name, batch.upload.file.read(), without=_ALONE)
        except Unusable as error:
            importing.refuse_reading(None, batch.agency, batch, error.message)
            return
        for some in some_at_a_time(check_rows(table, source, Agencies(batch.agency)), 100):
            importing.stage(batch, some)
        batch = importing.finish_reading(None, batch.agency, batch)
    if batch.state in (_State.READ, _State.ENTERING):
        importing.enter(batch, source)


@task()
def enter_import(number: int) -> None:
    """Enter what is approved of one batch."""
    batch = _batch(number)
    if batch is not None and batch.state == _State.ENTERING:
        importing.enter(batch, _source(batch))


def give_up_lost() -> int:
    """Close batches that nothing works on any more: reading or entering them killed its worker again and again. How many."""
    stuck = ImportBatch.objects.everywhere("没有人再办理的导入").filter(
        state__in=(_State.READING, _State.ENTERING),
        imported_by__isnull=False,
        upload__isnull=False,
        imported_at__lt=timezone.now() - _PATIENCE,
    )
    numbers = {one.pk: one for one in stuck.select_related("agency")}
    tasks = DBTaskResult.objects.filter(
        task_path__in=(read_import.module_path, enter_import.module_path),
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    ).values_list("args_kwargs", flat=True)
    for given in tasks:
        for number in given["args"]:
            numbers.pop(number, None)
    for batch in numbers.values():
        importing.give_up(None, batch.agency, batch)
    return len(numbers)


def forget_rows() -> int:
    """Forget what stood in rows that were refused a month ago or earlier: it may hold what must not be kept. How many rows."""
    old = ImportRow.objects.filter(
        batch__imported_at__lt=timezone.now() - _KEPT,
        batch__state__in=(_State.DONE, _State.REFUSED),
    ).exclude(fields={})
    return int(old.update(fields={}))


def _batch(number: int) -> ImportBatch | None:
    found: ImportBatch | None = (
        ImportBatch.objects.everywhere("一批导入的后台办理")
        .select_related("agency", "upload", "archive", "imported_by")
        .filter(pk=number)
        .first()
    )
    return found


def _source(batch: ImportBatch) -> Source:
    return Zip(batch.archive.file.open()) if batch.archive is not None else Memory()
