"""Read the file of a batch into staging rows, so many at a time; goes on where a broken run left off."""

from __future__ import annotations

from itertools import islice

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from gongkai.registers.models import DecisionBatch, DecisionRow

from . import bulk, entering
from .checking import Checked, Checker
from .columns import Head, NoHead, find_head
from .sheets import Sheet, Unusable, read_sheet

__all__ = ["CHUNK", "Cancelled", "NotReadable", "read"]

CHUNK = 5000
"""Rows written in one transaction: far below a second, so that others who write do not wait."""


class NotReadable(ValueError):
    """A file out of which no row can be read; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Cancelled(Exception):
    """The batch was given up while it was read."""


def read(batch: DecisionBatch) -> str:
    """Read the whole file into staging rows; what the person should know of it besides. Raises `NotReadable`, `Cancelled`."""
    sheet, head = _table(batch)
    agency = batch.agency
    names = {agency.full_name, agency.short_name, agency.credit_code or ""} - {""}
    checker = Checker(head, frozenset(names), timezone.localdate())
    total = sum(any(cells) for number, cells in sheet.rows if number > head.last_row)
    DecisionBatch.everything.filter(pk=batch.pk).update(rows_total=total)
    done = DecisionRow.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
    rows = checker.rows(sheet)
    while chunk := list(islice(rows, CHUNK)):
        _write(batch, [row for row in chunk if row.number > done])
    if not DecisionRow.objects.filter(batch=batch).exists():
        raise NotReadable("只有列名，没有要登记的决定")
    entering.mark_taken(batch)
    return _unused(head)


def _table(batch: DecisionBatch) -> tuple[Sheet, Head]:
    if batch.upload is None:
        raise NotReadable("文件不见了，请重新导入")
    try:
        with batch.upload.file.open("rb") as stream:
            sheet = read_sheet(batch.upload.name, stream.read())
        return sheet, find_head(sheet.rows, batch.kind)
    except (Unusable, NoHead) as error:
        raise NotReadable(error.message) from error
    except FileNotFoundError as error:
        raise NotReadable("文件不见了，请重新导入") from error


def _write(batch: DecisionBatch, rows: list[Checked]) -> None:
    with transaction.atomic():
        held = DecisionBatch.everything.select_for_update(of=("self",)).get(pk=batch.pk)
        if held.state != DecisionBatch.State.READING:
            raise Cancelled
        bulk.stage(batch, rows)
        bad = sum(bool(row.message) for row in rows)
        DecisionBatch.everything.filter(pk=batch.pk).update(
            rows_read=F("rows_read") + len(rows),
            rows_good=F("rows_good") + len(rows) - bad,
            rows_bad=F("rows_bad") + bad,
        )


def _unused(head: Head) -> str:
    if not head.unknown:
        return ""
    shown = "、".join(f"“{one}”" for one in head.unknown[:8])
    more = f"等{len(head.unknown)}列" if len(head.unknown) > 8 else ""
    return f"没有用到的列：{shown}{more}。要用的列请改成空表里的列名，重新导入。"
