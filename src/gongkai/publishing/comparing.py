"""What a version of an item changes of what is public: fields, words, files."""

from __future__ import annotations

import difflib
import html
import re
from dataclasses import dataclass
from datetime import date

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage
from gongkai.portal.words_of import fields_of, html_of

__all__ = ["Differences", "Piece", "differences"]

_BREAKS = re.compile(r"</(?:p|h\d|li|tr|td|th|caption|figcaption)>|<br\s*/?>|\n")
_TAGS = re.compile(r"<[^>]+>")
_MOST = 400


@dataclass(frozen=True)
class Piece:
    """A stretch of words: `kind` is same, gone or come."""

    kind: str
    words: str


@dataclass(frozen=True)
class Differences:
    """What differs: fields as (label, before, after), paragraphs as pieces, titles of files that went and came."""

    fields: tuple[tuple[str, str, str], ...] = ()
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing differs."""
        return not (self.fields or self.paragraphs or self.gone or self.come)


def differences(item: ItemPage, revision: Revision | None) -> Differences | None:
    """Compare a version with what is public; None where nothing is public or the version is gone."""
    if revision is None or item.live_revision is None or item.live_revision_id == revision.pk:
        return None
    old, new = item.live_revision.as_object(), revision.as_object()
    before, after = {"标题": old.title, **fields_of(old)}, {"标题": new.title, **fields_of(new)}
    fields = tuple(
        (label, _word(before.get(label)), _word(after.get(label)))
        for label in dict.fromkeys((*before, *after))
        if before.get(label) != after.get(label)
    )
    gone, come = _files(old, new)
    return Differences(fields, tuple(_paragraphs(_lines(old), _lines(new))), gone, come)


def _word(value: str | date | None) -> str:
    return "（空）" if value in (None, "") else str(value)


def _lines(version: ItemPage) -> list[str]:
    lines = (html.unescape(_TAGS.sub("", line)).strip() for line in _BREAKS.split(html_of(version)))
    return [line for line in lines if line]


def _paragraphs(old: list[str], new: list[str]) -> list[tuple[Piece, ...]]:
    found: list[tuple[Piece, ...]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(b - a, d - c)):
            before = old[a + index] if a + index < b else ""
            after = new[c + index] if c + index < d else ""
            found.append(tuple(_pieces(before, after)))
    return found[:_MOST]


def _pieces(before: str, after: str) -> list[Piece]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return [Piece(kind, words) for kind, words in (("gone", before), ("come", after)) if words]
    found: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", before[a:b]))
            continue
        if b > a:
            found.append(Piece("gone", before[a:b]))
        if d > c:
            found.append(Piece("come", after[c:d]))
    return found


def _files(old: ItemPage, new: ItemPage) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone: list[str] = []
    come: list[str] = []
    for model, before, after in zip(
        (get_document_model(), get_image_model()), files_of(old), files_of(new), strict=True
    ):
        gone += model.objects.filter(pk__in=before - after).values_list("title", flat=True)
        come += model.objects.filter(pk__in=after - before).values_list("title", flat=True)
    return tuple(gone), tuple(come)
