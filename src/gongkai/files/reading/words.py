"""Words to be mended or looked at (错敏词): lists of them, and finding them in texts quickly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .folding import folded

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "错别字": "WORD-TYPO",
        "政治表述": "WORD-POLITICAL",
        "落马官员": "WORD-PERSON",
        "废止名称": "WORD-NAME",
        "敏感词": "WORD-SENSITIVE",
        "自定义": "WORD-OWN",
    }
)
"""The classes of words, and the rule under which a word of each is reported."""

LONGEST = 60
"""The longest word, in characters."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list.

    `kind` is one of `CLASSES`; `suggestion` the wording to use instead ("" if there is none); `exceptions` are longer wordings
    in which the word is right (登陆 in 登陆舰). `certain` is False where the mend could not be verified (未核实). `note` says
    why, for the person who decides.
    """

    word: str
    kind: str
    suggestion: str = ""
    exceptions: tuple[str, ...] = ()
    certain: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A word found in a text, from `start` up to `end`."""

    word: Word
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, kept so that a text is looked through once, however many there are: by their first two characters."""

    words: tuple[Word, ...] = ()
    _index: dict[str, tuple[Word, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, words: Iterable[Word]) -> WordList:
        """Make a list; of two entries for the same word the later holds. Raises ValueError for a word of one character."""
        kept = {folded(word.word): word for word in words}
        index: dict[str, list[Word]] = {}
        for text, word in kept.items():
            if not 2 <= len(text) <= LONGEST:
                raise ValueError(f"词语应有2至{LONGEST}个字")
            index.setdefault(text[:2], []).append(word)
        ordered = {
            start: tuple(sorted(found, key=lambda word: -len(word.word))) for start, found in index.items()
        }
        return cls(tuple(kept.values()), ordered)

    def __add__(self, other: WordList) -> WordList:
        return WordList.of((*self.words, *other.words))

    def find(self, text: str) -> Iterator[Match]:
        """Find the words of the list in a text: at each place the longest, none within another, none in its exceptions."""
        text = folded(text)
        index, at, last = self._index, 0, len(text) - 1
        while at < last:
            step = 1
            for word in index.get(text[at : at + 2], ()):
                if text.startswith(folded(word.word), at) and not _excepted(text, at, word):
                    yield Match(word, at, at + len(word.word))
                    step = len(word.word)
                    break
            at += step


def _excepted(text: str, at: int, word: Word) -> bool:
    """Whether the word stands at `at` as part of one of its exceptions."""
    for exception in map(folded, word.exceptions):
        inside = exception.find(folded(word.word))
        while inside >= 0:
            if text.startswith(exception, at - inside) and at >= inside:
                return True
            inside = exception.find(folded(word.word), inside + 1)
    return False
