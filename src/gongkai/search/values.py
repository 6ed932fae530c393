"""What goes into the index, what is asked of it, and what it answers: plain values, no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

__all__ = [
    "MOST_CONSIDERED",
    "PER_PAGE",
    "REACHABLE",
    "Asked",
    "AttachmentText",
    "Entry",
    "Facet",
    "Found",
    "Place",
    "Result",
    "Segment",
    "Sort",
]

PER_PAGE = 20
MOST_CONSIDERED = 5_000
"""Of so many items that have the words, the newest, counts and order are made."""
REACHABLE = 2_000
"""How many results can be paged through; whoever wants more should ask more closely."""


class Place(StrEnum):
    """Where an item says what was asked, the weightiest first; the values are stable."""

    TITLE = "title"
    NUMBER = "number"
    ATTACHMENT = "attachment"
    BODY = "body"
    ATTACHMENT_TEXT = "attachment_text"

    @property
    def label(self) -> str:
        """The word for it."""
        return _PLACES[self]


_PLACES = {
    Place.TITLE: "标题",
    Place.NUMBER: "文号、索引号、关键词",
    Place.ATTACHMENT: "附件名称",
    Place.BODY: "正文",
    Place.ATTACHMENT_TEXT: "附件内容",
}


class Sort(StrEnum):
    """How results stand: by where they say it, in force first, then newest; or the newest first."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True)
class AttachmentText:
    """A file of an item: the name shown, its text ("" while nobody has read it, or nobody can), its kind (``pdf``)."""

    name: str
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Entry:
    """One disclosed item as the index holds it. Only what every citizen may read goes in.

    `column_path` is the path of its column in the tree (treebeard's, four signs a level), `validity` the code of
    `portal.models.ItemPage.Validity` as stored and `valid_until` its last day: the index sees for itself when it is past.
    `organ` is who issued it. `body` is plain text, blocks parted by line breaks; words within a block are not parted.
    """

    page_id: int
    agency_id: int
    title: str
    column_path: str
    published_at: datetime
    numbers: Sequence[str] = ()
    keywords: str = ""
    body: str = ""
    attachments: Sequence[AttachmentText] = ()
    theme: str = ""
    validity: str = ""
    valid_until: date | None = None
    organ: str = ""
    file_kinds: Sequence[str] = ()

    def kinds(self) -> tuple[str, ...]:
        """The kinds of its files, each once, in order: those given, and those of its attachments."""
        return tuple(sorted({*self.file_kinds, *(one.kind for one in self.attachments)} - {""}))


@dataclass(frozen=True)
class Asked:
    """A question. `words` as typed: a blank is "and", “…” or "…" a phrase, -词 leaves out; nothing in it can be a fault.

    `path` (a platform) and `column` are paths of the tree, the item stands in or below them; `agency_id` is whose it is.
    `validity` and `file_kind` are codes. `page` counts from 1; one beyond the last gives no results.
    """

    words: str
    path: str = ""
    agency_id: int | None = None
    column: str = ""
    year: int | None = None
    theme: str = ""
    validity: str = ""
    organ: str = ""
    file_kind: str = ""
    sort: str = Sort.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE
    synonyms: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of a text, `marked` where it is what was asked. Plain text, never HTML."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Result:
    """One item found. `title` is as stored, `title_segments` the same with what was asked marked.

    `snippet` is an excerpt of where it says it; `place` is the weightiest place, `file` the attachment's name where the
    excerpt is from one, or where it is the name that says it. `validity` is the code as of today.
    """

    page_id: int
    agency_id: int
    title: str
    title_segments: Sequence[Segment]
    snippet: Sequence[Segment]
    place: Place
    published_at: datetime
    column_path: str
    organ: str = ""
    theme: str = ""
    validity: str = ""
    file: str = ""


@dataclass(frozen=True)
class Facet:
    """One value of a facet and how many items have it, were it chosen with all the other choices kept."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Found:
    """The answer. `total` counts all items found; `results` are those of the page asked for.

    Without `complete` there are more than were considered: `total` and the counts are of those, the newest and those
    with the words in their heads, and each counts only what has all that was chosen.

    `facets` has the keys column (paths, with those above summed), year, theme, validity, organ, file_kind, most first, years
    newest first. `reachable` is how many can be paged through. `did_you_mean` are words that would find something,
    nearest first, when nothing was found; `synonyms` the words searched besides those asked, by the word asked; `understood`
    is false for a question without a single word to search by.
    """

    total: int = 0
    results: Sequence[Result] = ()
    facets: Mapping[str, Sequence[Facet]] = field(default_factory=dict)
    reachable: int = 0
    did_you_mean: Sequence[str] = ()
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    understood: bool = True
    complete: bool = True
