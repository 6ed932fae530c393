"""Look through texts with their places, whatever they come from: personal data, words, things that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from .model import Level, Passage
from .rules import RULES
from .sense import Oddity, oddities, wrong_sums
from .sensitive import Hit, find, is_about_person
from .words import CLASSES, WordList

_BROKEN_LINE = re.compile(
    "(?<=[\u2e80-\u9fff，、；“《（])[ \t]*\r?\n[ \t]*(?=[\u2e80-\u9fff，。、；：”》）])"
)
_NO_PROSE = ("链接地址", "域代码", "公式", "XMP", "EXIF", "页眉页脚", "工作表名称", "名称", "数据有效性")
_SIGN_RULES = ("SIGN-DOUBLED", "SIGN-UNPAIRED")
_ADVICE = {
    "HOME-ADDRESS": "删去，或者只写到县区",
    "HOME-ADDRESS-MAYBE": "是个人住址的，删去或者只写到县区",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked for besides personal data: words, things that cannot be (`signs` among them the punctuation).

    `joined` says that lines of print are broken wherever they end, as in a PDF.
    """

    words: bool = True
    sense: bool = True
    signs: bool = True
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something found in a passage. `words` are the bare words found, from which the key is made; they are never shown."""

    rule: str
    place: str
    message: str
    excerpt: str
    suggestion: str
    words: str
    level: Level | None = None


def look(passages: Sequence[Passage], words: WordList, today: date, scope: Scope) -> Iterator[Note]:
    """Find in passages what the rules are about, passage by passage, tables last."""
    tables = _tables(passages)
    for passage in passages:
        table = tables.get(passage.table)
        near = table.near(passage) if table else ""
        person = table.about_persons if table else False
        for hit in find(passage.text, today, near=near, person=person, numeric=passage.numeric):
            yield _personal(hit, passage)
        if passage.numeric or passage.place.endswith(_NO_PROSE):
            continue
        text = _BROKEN_LINE.sub("", passage.text) if scope.joined else passage.text
        if scope.words:
            yield from _wordings(text, passage, words)
        if scope.sense:
            for oddity in oddities(text):
                if (scope.signs and not scope.joined) or oddity.rule not in _SIGN_RULES:
                    yield _odd(oddity, passage)
    if scope.sense:
        for table in tables.values():
            for cell, oddity in wrong_sums(table.cells):
                yield _odd(oddity, cell)


@dataclass(slots=True)
class _Table:
    """The cells of a table, by row and column."""

    cells: list[Passage] = field(default_factory=list)
    grid: dict[tuple[int, int], str] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    about_persons: bool = False

    def near(self, cell: Passage) -> str:
        """Give the words that say what a cell is: the head of its column, the label to its left."""
        left = self.grid.get((cell.row, cell.column - 1), "")
        head = self.heads.get(cell.column, "")
        return f"{head if cell.row > 1 else ''} {left if len(left) <= 12 else ''}"


def _tables(passages: Sequence[Passage]) -> dict[str, _Table]:
    tables: dict[str, _Table] = {}
    for one in passages:
        if not one.table or not one.row:
            continue
        table = tables.setdefault(one.table, _Table())
        table.cells.append(one)
        table.grid[one.row, one.column] = one.text
        # the first words in a column that are not a number are its head; a title over the whole table stands in one column only
        if one.row <= 4 and len(one.text) <= 20 and not one.text.strip().isdecimal():
            table.heads[one.column] = f"{table.heads.get(one.column, '')} {one.text}"
        table.about_persons = table.about_persons or is_about_person(one.text)
    return tables


def _personal(hit: Hit, passage: Passage) -> Note:
    rule = RULES[hit.rule]
    message = f"有{rule.title}" if hit.certain else f"疑似{rule.title}"
    advice = _ADVICE.get(hit.rule) or f"删去，或者遮盖中间几位，如{hit.masked}"
    level: Level | None = None if hit.certain else "warn"
    return Note(hit.rule, passage.place, message, hit.masked, advice, hit.value, level)


def _wordings(text: str, passage: Passage, words: WordList) -> Iterator[Note]:
    for match in words.find(text):
        word = match.word
        excerpt = _short(text[max(0, match.start - 8) : match.end + 8])
        unsure = "" if word.certain else "（未核实，仅供参考）"
        said = f"“{word.word}”：{word.kind}{unsure}"
        message = f"{said}。{word.note}" if word.note else said
        yield Note(
            CLASSES[word.kind],
            passage.place,
            message,
            excerpt,
            word.suggestion,
            f"{word.word}|{excerpt}",
            None if word.certain else "warn",
        )


def _odd(oddity: Oddity, passage: Passage) -> Note:
    return Note(
        oddity.rule,
        passage.place,
        oddity.message,
        oddity.words.replace("\n", " "),
        oddity.suggestion,
        oddity.words,
    )


def _short(words: str) -> str:
    """Make words fit to be shown: on one line, without what may be a piece of somebody's number."""
    return re.sub(r"\d{6,}[xX]?", "…", " ".join(words.split()))
