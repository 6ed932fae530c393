"""Ask what the files of a page say."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Disclosed, FileText, OfficeDocument

__all__ = ["TextOfFile", "texts_of"]


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
