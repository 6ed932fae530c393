"""Take in many files at once: stored at once, read one by one in the background."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may
from gongkai.files.models import Upload
from gongkai.files.services import clean_name
from gongkai.report.model import Report
from gongkai.reporting.models import Batch, BatchFile
from gongkai.tasks.services import defer, task

from .duties import MAKERS, require_maker
from .taking_in import ReadRefused, keep, new_draft, read

MOST_FILES = 100
"""How many files may be handed in at once."""
_PATIENCE = timedelta(minutes=10)
_MOST = 1000
_log = logging.getLogger(__name__)

_Kept = tuple[str, Upload | None, ReadRefused | None]


def upload_many(person: User | None, agency: Agency, files: Sequence[File[Any]]) -> Batch:
    """Store the files as one batch and have each read in the background; what cannot be stored is refused file by file."""
    require_maker(person, agency)
    if not files:
        raise Refused("没有选择文件。")
    if len(files) > MOST_FILES:
        raise Refused(f"一次最多上传{MOST_FILES}份文件，这次选了{len(files)}份，都没有收下；请分几次上传。")
    kept: list[_Kept] = []
    for file in files:
        name = clean_name(file.name or "")
        try:
            kept.append((name, keep(person, agency, file), None))
        except ReadRefused as error:
            kept.append((name, None, error))
    return _begin_batch(person, agency, kept)


@act("report.upload_many", *MAKERS)
def _begin_batch(doing: Doing, kept: Sequence[_Kept]) -> Batch:
    batch = Batch.everything.create(agency=doing.agency, created_by=doing.person)
    for name, stored, error in kept:
        file = BatchFile(batch=batch, name=name, upload=stored)
        if error is not None:
            file.state, file.code, file.message = BatchFile.State.REFUSED, error.code, error.message[:300]
        file.save()
        if error is None:
            defer(read_file_of_batch, file.pk)
    doing.on("report_batch", batch.public_id)
    doing.note(files=len(kept), refused=sum(error is not None for *_, error in kept))
    return batch


@task()
def read_file_of_batch(number: int) -> None:
    """Read one file of a batch, in the background."""
    read_waiting(number)


def read_waiting(number: int) -> None:
    """Read the file of this row into a draft or write down why not; a file that is done already is left alone."""
    file = BatchFile.objects.select_related("batch__agency", "batch__created_by", "upload").get(pk=number)
    if file.state != BatchFile.State.WAITING or file.upload is None:
        return
    report: Report | None = None
    refusal: ReadRefused | None = None
    try:
        report = read(file.upload)
    except ReadRefused as error:
        refusal = error
    except Exception as error:  # noqa: BLE001 - a fault in the reader must not leave the file waiting for ever
        _log.error("reading file %s of a batch failed: %s", number, type(error).__name__)
        refusal = ReadRefused("internal", "读取时出了意外，这份文件没有读入；请单独上传它再试")
    agency = file.batch.agency if report is None else _whose(report, file.batch)
    _finish(None, agency, number, report, refusal)


def _whose(report: Report, batch: Batch) -> Agency:
    """Give the agency a report of a batch belongs to: the one it names, if who uploaded it makes reports for that one too.

    Whoever serves several agencies uploads their reports in one go. Else it stays with the batch's agency, where the
    checks say that it names another.
    """
    if report.agency and report.agency != batch.agency.full_name and batch.created_by is not None:
        named = Agency.objects.filter(full_name=report.agency, dissolved_on=None).first()
        if named is not None and may(batch.created_by, named, *MAKERS):
            return named
    return batch.agency


def give_up_lost() -> int:
    """Refuse files that wait though no task is left to read them: reading killed its worker again and again. How many."""
    waiting = BatchFile.objects.filter(
        state=BatchFile.State.WAITING, batch__created_at__lt=timezone.now() - _PATIENCE
    )
    numbers = set(waiting.values_list("pk", flat=True)[:_MOST])
    if not numbers:
        return 0
    tasks = DBTaskResult.objects.filter(
        task_path=read_file_of_batch.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    ).values_list("args_kwargs", flat=True)
    lost = numbers - {number for given in tasks for number in given["args"]}
    refusal = ReadRefused("internal", "几次读取都没有读完，这份文件没有读入；请另存为普通的Word文档再上传")
    for number in sorted(lost):
        agency = Agency.objects.get(batch__files=number)
        _finish(None, agency, number, None, refusal)
    return len(lost)


@act("report.read")
def _finish(doing: Doing, number: int, report: Report | None, refusal: ReadRefused | None) -> None:
    file = BatchFile.objects.select_for_update().get(pk=number)
    if file.state != BatchFile.State.WAITING:
        doing.note(again=True)
    elif report is not None:
        doing.person = file.batch.created_by
        if file.upload is not None and file.upload.agency_id != doing.agency.pk:
            file.upload.agency = doing.agency
            file.upload.save(update_fields=["agency"])
        file.draft = new_draft(doing, report, file.upload)
        file.state, file.message = BatchFile.State.READ, _remark(doing.agency, file.batch, report)[:300]
    elif refusal is not None:
        file.state, file.code, file.message = BatchFile.State.REFUSED, refusal.code, refusal.message[:300]
    file.save()
    doing.on("report_batch", file.batch.public_id)
    doing.note(file=number, code=file.code)


def _remark(agency: Agency, batch: Batch, report: Report) -> str:
    """Say to which agency the report went, or that it names one the person does not make reports for."""
    if agency.pk != batch.agency_id:
        return f"报告写明的机关是{agency.full_name}，已放到该机关名下。"
    if report.agency and report.agency != agency.full_name:
        return f"报告写明的机关是“{report.agency}”，不是{agency.full_name}；是别的机关的，请放弃这一份，由该机关的人员上传。"
    return ""
