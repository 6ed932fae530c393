"""Bring items in from files (导入): staged first, then entered in short transactions, so that a stop leaves nothing half done.

Rows with a time of publication in the past are history (历史导入): they were public before, and become public at once, past the
steps of review. That is the one way a past time of publication enters. It takes one act for the batch with a right of its own,
`approve_import`, by somebody who did not import, who has seen list, count and what the reading found. All other rows become
drafts, to be reviewed like any other.

    batch = begin_import(person, agency, "旧网站.xlsx")
    stage(batch, checked)                    rows, as `importing.checking` and `importing.scanning` leave them
    finish_reading(None, agency, batch)      drafts may enter now; history waits
    approve_import(other, agency, batch, …)
    enter(batch, source)                     may be stopped, and called again, at any moment
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import duties_of
from gongkai.files.models import Upload
from gongkai.files.storing import storing
from gongkai.publishing.importing.checking import Checked
from gongkai.publishing.importing.sources import Source
from gongkai.publishing.importing.table import some_at_a_time
from gongkai.publishing.models import ImportBatch, ImportRow

from .common import locked_batch, short
from .import_entering import enter_rows
from .import_linking import link_later, tell_of_links

__all__ = [
    "APPROVERS",
    "IMPORTERS",
    "approve_import",
    "begin_import",
    "enter",
    "finish_reading",
    "give_up",
    "refuse_import",
    "refuse_reading",
    "stage",
]

IMPORTERS = (Duty.OFFICER,)
"""Who may bring items in."""
APPROVERS = (Duty.REVIEWER, Duty.HEAD)
"""Who may approve a batch of history that somebody else brought in."""

_State = ImportBatch.State
_Row = ImportRow.State
_ROWS_A_TIME = 50
_STAGED_A_TIME = 250

Progress = Callable[[int], object]
"""Told how many more rows are done."""


def unwatched(done: int) -> None:
    """Watch nothing."""


@act("item.import", *IMPORTERS)
def begin_import(
    doing: Doing, name: str, *, total: int = 0, upload: Upload | None = None, archive: Upload | None = None
) -> ImportBatch:
    """Open a batch for a file of items of one agency. A batch of this name that the command line left unfinished is closed."""
    for one in (upload, archive):
        if one is not None and one.agency_id != doing.agency.pk:
            raise Refused("没有这个文件。")
    if doing.person is None:
        left = ImportBatch.objects.for_agency(doing.agency.pk).filter(
            name=short(name, 200), imported_by=None, state__in=(_State.READING, _State.READ, _State.ENTERING)
        )
        for old in left:
            _close(old, "中断后由再次导入接着完成")
    batch = ImportBatch.everything.create(
        agency=doing.agency,
        name=short(name, 200),
        imported_by=doing.person,
        upload=upload,
        archive=archive,
        total=total,
    )
    doing.on("import_batch", batch.public_id)
    doing.note(rows=total)
    return batch


def stage(batch: ImportBatch, rows: Iterable[Checked], progress: Progress = unwatched) -> None:
    """Write down the rows of a batch, some hundreds at a time. Nothing of it is an item yet."""
    for some in some_at_a_time(rows, _STAGED_A_TIME):
        with transaction.atomic():
            ImportRow.objects.bulk_create(_staged(batch, row) for row in some)
        progress(len(some))


def _staged(batch: ImportBatch, row: Checked) -> ImportRow:
    if row.state == _Row.DOUBLE:
        kept: dict[str, Any] = {"given": {"title": row.given.get("title", "")}}
    else:
        kept = {"given": row.given, "made": row.fields}
    return ImportRow(
        batch=batch,
        agency_id=batch.agency_id,
        number=row.number,
        key=row.key,
        fields=kept,
        state=row.state,
        message=row.message,
        blocks=row.blocks,
        findings=row.findings,
    )


@act("item.import_read")
def finish_reading(doing: Doing, batch: ImportBatch) -> ImportBatch:
    """Say that all rows of the batch are staged. One without history needs nobody's approval and goes on by itself."""
    batch = locked_batch(doing, batch, _State.READING)
    counts = {state: batch.rows.filter(state=state).count() for state in _Row.values}
    batch.state = _State.READ if counts[_Row.HISTORY] else _State.ENTERING
    batch.total = sum(counts.values())
    batch.save()
    doing.note(**{state: count for state, count in counts.items() if count})
    return batch


@act("item.import_read")
def refuse_reading(doing: Doing, batch: ImportBatch, why: str) -> ImportBatch:
    """Say that the file cannot be read."""
    batch = locked_batch(doing, batch, _State.READING)
    batch.state, batch.comment = _State.REFUSED, short(why)
    batch.save()
    return batch


@act("item.import_finish")
def give_up(doing: Doing, batch: ImportBatch) -> None:
    """Close a batch that cannot be finished; its rows say so, and can be brought in again."""
    batch = locked_batch(doing, batch, _State.READING, _State.ENTERING)
    words = "几次办理都没有做完，请分成几个文件再导入"
    batch.rows.filter(state__in=(_Row.WAITING, _Row.HISTORY)).update(state=_Row.REFUSED, message=words)
    batch.state, batch.comment = _State.DONE if batch.approved_at else _State.REFUSED, words
    batch.save()


@act("item.import_approve", *APPROVERS)
def approve_import(
    doing: Doing, batch: ImportBatch, *, comment: str = "", accepted: Mapping[str, str] | None = None
) -> ImportBatch:
    """Approve the history of a batch: its rows become public with the times of publication they bring (历史导入).

    `accepted` gives a reason for each rule of reading whose findings are to keep no row back; rows with other blocking findings
    are refused. None as the person is whoever runs the server's command line, and the record says so. Raises `Refused`
    for the person who imported and for whoever has not the duty, superusers too.
    """
    batch = locked_batch(doing, batch, _State.READ)
    _require_approver(doing, batch)
    reasons = {rule: short(reason) for rule, reason in (accepted or {}).items() if short(reason)}
    refused = _refuse_blocked(batch, reasons)
    batch.state = _State.ENTERING
    batch.approved_by, batch.approved_at = doing.person, timezone.now()
    batch.comment, batch.accepted = short(comment), reasons
    batch.save()
    doing.note(
        rows=batch.rows.filter(state=_Row.HISTORY).count(),
        kept_back=refused,
        accepted=sorted(reasons),
        at="office" if doing.person is not None else "command line",
    )
    return batch


@act("item.import_refuse", *APPROVERS)
def refuse_import(doing: Doing, batch: ImportBatch, comment: str) -> ImportBatch:
    """Refuse the history of a batch: none of it becomes public. Its drafts stay, for they are only drafts."""
    batch = locked_batch(doing, batch, _State.READ)
    _require_approver(doing, batch)
    comment = short(comment)
    if not comment:
        raise Refused("不批准要写明理由，导入人看得到。")
    count = batch.rows.filter(state=_Row.HISTORY).update(
        state=_Row.REFUSED, message=f"没有批准：{comment}"[:500]
    )
    batch.state, batch.comment = _State.REFUSED, comment
    batch.approved_by, batch.approved_at = doing.person, timezone.now()
    batch.save()
    doing.note(rows=count)
    return batch


def enter(batch: ImportBatch, source: Source, progress: Progress = unwatched) -> ImportBatch:
    """Make items of what may enter: drafts at once, history once approved. Safe to stop and to call again."""
    agency = batch.agency
    with storing() as store:
        for state in (_Row.WAITING, _Row.HISTORY):
            if state == _Row.HISTORY and batch.state != _State.ENTERING:
                continue
            of_batch = ImportRow.objects.filter(batch=batch, state=state).order_by("number")
            for some in some_at_a_time(list(of_batch.values_list("pk", flat=True)), _ROWS_A_TIME):
                enter_rows(agency, batch, some, source, store)
                progress(len(some))
    batch.refresh_from_db()
    if batch.state == _State.ENTERING:
        link_later(agency)
        _finish(None, agency, batch)
        batch.refresh_from_db()
    return batch


@act("item.import_finish")
def _finish(doing: Doing, batch: ImportBatch) -> None:
    batch = locked_batch(doing, batch, _State.ENTERING)
    batch.state = _State.DONE
    batch.save()
    tell_of_links(batch)
    doing.note(
        published=batch.rows.filter(state=_Row.PUBLISHED).count(),
        drafts=batch.rows.filter(state=_Row.DRAFT).count(),
    )


def _require_approver(doing: Doing, batch: ImportBatch) -> None:
    person = doing.person
    if person is None:
        if batch.imported_by_id is not None:
            raise Refused("这一批是在后台导入的，要由另一个人在后台批准。")
        return
    if batch.imported_by_id == person.pk:
        raise Refused("历史导入由另一个人批准，不能由导入人自己批准。")
    held = {duty for agency, duty in duties_of(person) if agency == doing.agency.pk}
    if not held & {str(duty) for duty in APPROVERS}:
        words = "、".join(duty.label for duty in APPROVERS)
        raise Refused(f"历史导入应由{doing.agency.short_name}的{words}批准；您没有这项职责。")


def _refuse_blocked(batch: ImportBatch, reasons: Mapping[str, str]) -> int:
    """Refuse the rows with blocking findings that nobody has given a reason for; how many."""
    refused = []
    for row in batch.rows.filter(state=_Row.HISTORY, blocks=True).iterator(chunk_size=200):
        left = [one for one in row.findings if one["level"] == "block" and one["rule"] not in reasons]
        if left:
            row.state = _Row.REFUSED
            row.message = f"检查发现：{'；'.join(one['words'] for one in left)}"[:500]
            refused.append(row)
    ImportRow.objects.bulk_update(refused, ["state", "message"], batch_size=200)
    return len(refused)


def _close(batch: ImportBatch, words: str) -> None:
    batch.rows.filter(state__in=(_Row.WAITING, _Row.HISTORY)).update(
        state=_Row.REFUSED, message=words, fields={}
    )
    batch.state, batch.comment = _State.DONE, words
    batch.save()
