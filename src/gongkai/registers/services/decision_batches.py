"""A file of decisions: taken in, read into staging rows in the background, entered as one act, or dropped.

Each step may be broken off anywhere and run again: a task says by what stands in the database how far it came. The file itself
is thrown away once it is read (or dropped): such tables hold names and papers of natural persons, which are not kept.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may
from gongkai.files.models import Upload
from gongkai.files.services import UploadRefused, keep_upload
from gongkai.registers.decisions import entering, staging
from gongkai.registers.models import DecisionBatch, DecisionRow
from gongkai.registers.models.decisions import DecisionKind
from gongkai.tasks.services import defer, task

from .decisions import KEEPERS

__all__ = ["bring_in", "drop", "enter_batch", "resume_lost"]

State = DecisionBatch.State
_PATIENCE = timedelta(minutes=10)
_log = logging.getLogger(__name__)


def bring_in(person: User | None, agency: Agency, kind: str, file: File[Any]) -> DecisionBatch:
    """Take in a file of decisions of one kind; it is read in the background. Raises `Refused`."""
    if person is not None and not may(person, agency, *KEEPERS):
        words = "、".join(duty.label for duty in KEEPERS)
        raise Refused(f"行政决定应由{agency.short_name}的{words}来登记；您没有这项职责。")
    if kind not in DecisionKind.values:
        raise Refused("请选择这份表是行政许可、行政处罚还是行政强制。")
    if not (file.name or "").lower().endswith((".xlsx", ".csv", ".txt", ".tsv")):
        raise Refused("导入的文件应为Excel或者CSV文件（.xlsx、.csv）；旧版的.xls、.et请另存为.xlsx。")
    try:
        upload = keep_upload(agency, person, file)
    except UploadRefused as error:
        raise Refused(f"{error.message}。") from error
    return _begin(person, agency, kind, upload)


@act("decision.import", *KEEPERS)
def _begin(doing: Doing, kind: str, upload: Upload) -> DecisionBatch:
    batch: DecisionBatch = DecisionBatch.everything.create(
        agency=doing.agency, kind=kind, name=upload.name, upload=upload, created_by=doing.person
    )
    defer(read_batch, batch.pk)
    doing.on("decision_batch", batch.public_id)
    doing.note(kind=kind, bytes=upload.size, sha256=upload.sha256)
    return batch


@act("decision.enter_batch", *KEEPERS)
def enter_batch(doing: Doing, batch: DecisionBatch) -> DecisionBatch:
    """Have all good rows entered. They count and are shown once the last of them is there, and none before."""
    found = _held(batch.pk)
    if found.state != State.READ:
        raise Refused(f"这一批{found.get_state_display()}，不能入库。")
    if not found.rows_good:
        raise Refused("没有可以入库的行；请改正以后重新导入。")
    found.state, found.message, found.rows_entered = State.ENTERING, "", 0
    found.save(update_fields=["state", "message", "rows_entered"])
    defer(enter_rows, found.pk)
    doing.on("decision_batch", found.public_id)
    doing.note(kind=found.kind, rows=found.rows_good, left_out=found.rows_bad)
    return found


@act("decision.drop_batch", *KEEPERS)
def drop(doing: Doing, batch: DecisionBatch) -> DecisionBatch:
    """Give a batch up before it is entered; its rows and its file go."""
    found = _held(batch.pk)
    if found.state not in (State.READING, State.READ):
        raise Refused(f"这一批{found.get_state_display()}，不能放弃。")
    found.state = State.DROPPED
    found.save(update_fields=["state"])
    doing.on("decision_batch", found.public_id)
    doing.note(kind=found.kind, rows=found.rows_read)
    doing.afterwards(lambda: _clear(found.pk))
    return found


@task()
def read_batch(number: int) -> None:
    """Read the file of a batch, in the background."""
    batch = DecisionBatch.everything.select_related("agency", "upload", "created_by").get(pk=number)
    if batch.state != State.READING:
        return
    try:
        message = staging.read(batch)
    except staging.NotReadable as error:
        _finish_reading(None, batch.agency, number, State.DROPPED, error.message)
        return
    except staging.Cancelled:
        return
    _finish_reading(None, batch.agency, number, State.READ, message)


@act("decision.batch_read")
def _finish_reading(doing: Doing, number: int, state: str, message: str) -> None:
    batch = _held(number)
    doing.on("decision_batch", batch.public_id)
    if batch.state != State.READING:
        doing.note(again=True)
        return
    rows = DecisionRow.objects.filter(batch=batch)
    batch.rows_bad = rows.exclude(message="").count()
    batch.rows_good = rows.filter(message="").count()
    batch.rows_read = batch.rows_good + batch.rows_bad
    batch.state, batch.message = state, message[:300]
    batch.save()
    doing.note(kind=batch.kind, good=batch.rows_good, bad=batch.rows_bad)
    doing.afterwards(lambda: _clear(number, keep_rows=state == State.READ))


@task()
def enter_rows(number: int) -> None:
    """Enter the good rows of a batch, in the background."""
    batch = DecisionBatch.everything.select_related("agency").get(pk=number)
    if batch.state != State.ENTERING:
        return
    try:
        entering.enter_all(batch, lambda: _entered(None, batch.agency, number))
    except entering.Taken as taken:
        _give_back(None, batch.agency, number, taken.message)


@act("decision.batch_entered")
def _entered(doing: Doing, number: int) -> None:
    """Make the batch count: its last rows and this are one transaction."""
    batch = _held(number)
    batch.state = State.DONE
    batch.save(update_fields=["state"])
    good = DecisionRow.objects.filter(batch=batch, message="")
    good._raw_delete(good.db)
    doing.on("decision_batch", batch.public_id)
    doing.note(kind=batch.kind, rows=batch.rows_entered)


@act("decision.batch_not_entered")
def _give_back(doing: Doing, number: int, message: str) -> None:
    batch = _held(number)
    doing.on("decision_batch", batch.public_id)
    if batch.state != State.ENTERING:
        return
    rows = DecisionRow.objects.filter(batch=batch)
    batch.rows_bad = rows.exclude(message="").count()
    batch.rows_good = rows.filter(message="").count()
    batch.state, batch.message, batch.rows_entered = State.READ, message[:300], 0
    batch.save()
    doing.note(kind=batch.kind, good=batch.rows_good, bad=batch.rows_bad)


def resume_lost() -> int:
    """Go on with batches for which no task is left: whatever they were handed to died again and again. How many.

    One that could not be read is dropped; one that could not be entered is taken back, so that it can be tried again.
    """
    busy = DecisionBatch.objects.everywhere("检查中断的导入").filter(
        state__in=(State.READING, State.ENTERING), created_at__lt=timezone.now() - _PATIENCE
    )
    tasks = DBTaskResult.objects.filter(
        task_path__in=(read_batch.module_path, enter_rows.module_path),
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    ).values_list("args_kwargs", flat=True)
    alive = {number for given in tasks for number in given["args"]}
    lost = [one for one in busy.select_related("agency") if one.pk not in alive]
    for batch in lost:
        _log.warning("batch %s of decisions was left behind while %s", batch.pk, batch.state)
        if batch.state == State.READING:
            words = "几次读取都没有读完，没有读入；请分成几个文件，或者另存一份再试"
            _finish_reading(None, batch.agency, batch.pk, State.DROPPED, words)
        else:
            entering.take_back(batch)
            _give_back(None, batch.agency, batch.pk, "入库中断，已经全部退回；可以再次入库")
    kept = DecisionBatch.objects.everywhere("清除读完的文件").exclude(state=State.READING)
    for one in kept.filter(upload__isnull=False):  # its worker died between the act and the clearing
        _clear(one.pk, keep_rows=one.state != State.DROPPED)
    return len(lost)


def _held(number: int) -> DecisionBatch:
    found: DecisionBatch = DecisionBatch.everything.select_for_update(of=("self",)).get(pk=number)
    return found


def _clear(number: int, *, keep_rows: bool = False) -> None:
    """Throw away the file of a batch, and its rows unless they are kept."""
    with transaction.atomic():
        batch = _held(number)
        upload = batch.upload
        batch.upload = None
        batch.save(update_fields=["upload"])
        if not keep_rows:
            rows = DecisionRow.objects.filter(batch=batch)
            rows._raw_delete(rows.db)
        if upload is not None:
            Upload.everything.filter(pk=upload.pk).delete()
            transaction.on_commit(lambda: upload.file.delete(save=False))
