"""What is read and what is found: plain values, without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Level = Literal["block", "warn"]
"""Block (阻止): the item cannot go on before it is mended or overridden. Warn (提醒): a person looks and decides."""

Setting = Literal["block", "warn", "off"]
"""What a column or an agency makes of a rule."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment or picture of an item: its name as people gave it, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of an item besides title and body, by their Chinese labels (成文日期, 发文字号, 索引号 …).

    `required` names the labels that must not be blank; a required label that is not in `values` counts as blank.
    """

    values: Mapping[str, str | date | None] = field(default_factory=dict)
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text and where it stands, in words an officer understands: 正文第3段, 表格2第4行第2格, 批注第1条.

    Cells of tables also say which table, row and column (counted from 1) they belong to; `numeric` marks a cell that the
    spreadsheet keeps as a number.
    """

    text: str
    place: str
    table: str = ""
    row: int = 0
    column: int = 0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What no program could read, so that a person must look: a scan, a picture, a file with a password.

    `source` is the file's name with personal data masked, "" for the item's own text; `place` says where in it, "" for all of
    it. `code` is stable, `reason` Chinese. `key` stays the same while the file does, so that a person's word on it can be kept.
    """

    source: str
    place: str
    code: str
    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in an item.

    `rule` is an id in `RULES`. `source` is the file's name with personal data masked, "" for the item itself; `place` says where
    in it. `message` says what is wrong; `excerpt` is short, and never shows a whole number or address of a person; `suggestion`
    offers the mend ("" where there is none). `key` is a keyed hash of the rule and the words found: the same words give the same
    key in every place, so that "not an error" (不是错误) can be remembered; nobody can get the words back from it.
    """

    rule: str
    level: Level
    source: str
    place: str
    message: str
    excerpt: str
    suggestion: str
    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the body: its address (``page:3`` and ``document:5`` for links within the site), its words, its place.

    Address and words are as they stand, personal data too: they are for trying the link, not for keeping.
    """

    address: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is: its masked name, its kind's id and Chinese name ("" if refused), and whether it bears a signature.

    A signed file (电子签章) must be kept and given out byte for byte.
    """

    name: str
    kind: str
    label: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in an item, the gravest first; what could not be read; the links; the files."""

    findings: tuple[Finding, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    links: tuple[Link, ...] = ()
    files: tuple[FileFacts, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """The findings that keep the item from going on."""
        return tuple(finding for finding in self.findings if finding.level == "block")

    def without(self, keys: Collection[str]) -> Reading:
        """Return the reading without findings and gaps whose keys a person has answered for (不是错误、已经看过)."""
        return replace(
            self,
            findings=tuple(finding for finding in self.findings if finding.key not in keys),
            unreadable=tuple(gap for gap in self.unreadable if gap.key not in keys),
        )

    @property
    def clean(self) -> bool:
        """Whether nothing was found and everything could be read."""
        return not self.findings and not self.unreadable
