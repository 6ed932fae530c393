"""Ask what the files of a page say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from gongkai.agencies.scope import Scope

from .models import Disclosed, FileText, OfficeDocument

__all__ = ["TextOfFile", "UnreadFile", "UnreadFiles", "texts_of", "unread_files"]


@dataclass(frozen=True, slots=True)
class TextOfFile:
    """What a file says that the public may have.

    `document` is its row id, `name` the name people get it under, `kind` the id of its kind (`files.reading.kinds`), `state` one
    of `FileText.State`. `text` is "" until it has been read, and where there is none.
    """

    document: int
    name: str
    kind: str
    state: str
    text: str
    truncated: bool


def texts_of(page_id: int) -> list[TextOfFile]:
    """Give the attachments the public may have on account of this page now, with their texts, in the order they came in.

    A draft's files, and those of a page that was withdrawn, are not among them.
    """
    shown = Disclosed.objects.filter(page_id=page_id, until=None).exclude(document=None)
    documents = list(OfficeDocument.objects.filter(pk__in=shown.values("document")).order_by("pk"))
    texts = {one.sha256: one for one in FileText.objects.filter(sha256__in=[one.sha256 for one in documents])}
    found = []
    for one in documents:
        read = texts.get(one.sha256)
        found.append(
            TextOfFile(
                document=one.pk,
                name=one.filename,
                kind=one.kind,
                state=read.state if read else FileText.State.WAITING.value,
                text=read.text if read else "",
                truncated=bool(read and read.truncated),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A public file whose words cannot be found, or not all: its name, the page that shows it, how its reading stands, why."""

    name: str
    page_id: int
    state: str
    note: str
    truncated: bool

    @property
    def state_words(self) -> str:
        """How its reading stands, in a word."""
        return "只读了前面一部分" if self.truncated else str(FileText.State(self.state).label)


class UnreadFiles(Sequence[UnreadFile]):
    """A list that is asked for piece by piece."""

    def __init__(self, rows: QuerySet[Disclosed]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return int(self._rows.count())

    def __getitem__(self, at: Any) -> Any:
        rows = self._rows[at]
        return [_unread(one) for one in rows] if isinstance(at, slice) else _unread(rows)


def _unread(row: Any) -> UnreadFile:
    return UnreadFile(row.document.filename, row.page_id, row.read, row.why, row.cut)


def unread_files(scope: Scope) -> UnreadFiles:
    """List the public attachments of these agencies whose text is not, or not wholly, known, the newest first."""
    text = FileText.objects.filter(sha256=OuterRef("document__sha256"))
    rows = (
        Disclosed.objects.filter(until=None, document__agency__in=scope.readable)
        .annotate(
            read=Subquery(text.values("state")),
            why=Subquery(text.values("note")),
            cut=Subquery(text.values("truncated")),
        )
        .filter(~Q(read=FileText.State.DONE) | Q(cut=True), read__isnull=False)
        .select_related("document")
        .order_by(F("at").desc(), "-pk")
    )
    return UnreadFiles(rows)
