"""Have the texts of disclosed files read in the background, once per content, whatever a file does to its reader.

The order to read is written in the transaction of the act that discloses the file. A worker that dies on the way leaves the text
waiting: its task is run again, and `catch_up` looks for what was forgotten all the same. A file that cannot be read three times is
given up; its page is public and found by title either way.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from gongkai.tasks.services import defer, task, waiting

from .models import Disclosed, FileText, OfficeDocument
from .reading.errors import Refused
from .reading.kinds import kind_of
from .reading.searchable import Words, words_of
from .registry import tell_text_ready

__all__ = ["catch_up", "forget_texts", "read", "read_text", "want_texts"]

TRIES = 3
PATIENCE = timedelta(minutes=10)
"""How long a text may wait before it is looked after."""

_MOST = 500
_log = logging.getLogger(__name__)


def want_texts(documents: Iterable[int]) -> None:
    """Have the texts of these documents (row ids), just disclosed, read once the transaction is committed."""
    found = OfficeDocument.objects.filter(pk__in=list(documents)).exclude(sha256="")
    digests = sorted(set(found.values_list("sha256", flat=True)))
    if not digests:
        return
    FileText.objects.bulk_create([FileText(sha256=one) for one in digests], ignore_conflicts=True)
    waiting = FileText.objects.filter(sha256__in=digests, state=FileText.State.WAITING)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        defer(read_text, pk)


def forget_texts(documents: Iterable[int]) -> None:
    """Forget the texts of these documents' contents unless another disclosed file has the same: their page is purged."""
    digests = list(OfficeDocument.objects.filter(pk__in=list(documents)).values_list("sha256", flat=True))
    others = Disclosed.objects.filter(document__sha256=OuterRef("sha256"))
    FileText.objects.filter(~Exists(others), sha256__in=digests).delete()


@task()
def read_text(pk: int) -> None:
    """Read one text in the background."""
    read(pk)


def read(pk: int) -> None:
    """Read the content behind a row of `FileText`, unless that is done, and tell who waits for it."""
    row = FileText.objects.filter(pk=pk).defer("text").first()
    if row is None:
        return
    if row.state == FileText.State.WAITING:
        FileText.objects.filter(pk=pk).update(tries=F("tries") + 1)
        state, words = _words(row)
        # a row that has gone in between is not made again: the file was purged
        FileText.objects.filter(pk=pk).update(
            state=state,
            text=words.text,
            truncated=words.truncated,
            reason=words.code,
            note=words.reason[:200],
            read_at=timezone.now(),
            told=False,
        )
    _tell(pk, row.sha256)


def catch_up() -> int:
    """Look after texts that wait too long, and files nobody asked for yet; how many. The scheduler calls it."""
    read_already = FileText.objects.filter(sha256=OuterRef("document__sha256"))
    shown = Disclosed.objects.filter(until=None, document__isnull=False).exclude(document__sha256="")
    forgotten = shown.filter(~Exists(read_already)).values_list("document", flat=True)[:_MOST]
    with transaction.atomic():
        want_texts(forgotten)
    before = timezone.now() - PATIENCE
    late = FileText.objects.filter(told=False, asked_at__lt=before)
    late.filter(state=FileText.State.WAITING, tries__gte=TRIES).update(
        state=FileText.State.FAILED,
        reason="gave_up",
        note=f"读了{TRIES}次都没有读完，不再读取",
        read_at=timezone.now(),
    )
    if waiting(read_text):  # they have not been forgotten: there is much to read
        return 0
    ids = list(late.order_by("pk").values_list("pk", flat=True)[:_MOST])
    for pk in ids:
        with transaction.atomic():
            defer(read_text, pk)
    return len(ids)


def _words(row: FileText) -> tuple[str, Words]:
    """Read the words of any document with this content."""
    document = OfficeDocument.objects.filter(sha256=row.sha256).order_by("pk").first()
    try:
        if document is None:
            raise Refused("missing", "文件已经不在")
        try:
            with document.file.open("rb") as file:
                data = file.read()
        except FileNotFoundError as error:
            raise Refused("missing", "存放的文件不见了") from error
        words = words_of(document.kind or kind_of(document.filename, data).kind.id, data)
    except Refused as refused:
        _log.warning("the text of file %s could not be read: %s", row.sha256[:12], refused.code)
        return FileText.State.FAILED, Words("", code=refused.code, reason=refused.message)
    return FileText.State.DONE if words.text else FileText.State.NONE, words


def _tell(pk: int, sha256: str) -> None:
    """Tell of each page that shows a file with this content now."""
    shown = Disclosed.objects.filter(document__sha256=sha256, until=None)
    for page_id in sorted(set(shown.values_list("page_id", flat=True))):
        with transaction.atomic():
            tell_text_ready(page_id)
    FileText.objects.filter(pk=pk).update(told=True)
