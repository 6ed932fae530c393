"""What a question means: words as typed become terms, each a row of tokens that must follow one another.

A blank, or a sign that parts a list (、，；), is "and"; “…” or "…" holds one phrase together; -词 leaves out what has the word. Brackets and
other signs between two words do not matter: 〔2022〕3号 asks for 2022, 3 and 号 in a row. A term that ends in letters or digits
is found as the beginning of a longer one (〔2022〕3 finds 〔2022〕35号 too), unless it stands in quotation marks or is too short.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tokens import Run, folded, runs_of

__all__ = ["EXACT", "Question", "Term", "terms_in", "understand"]

EXACT = 64
"""A phrase of at most so many tokens is found exactly; of a longer one all pieces of this length must occur in the item."""
_MOST_SIGNS = 500
_MOST_TERMS = 16
_SHORTEST_NUMBER = 4
_PART = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|「([^」]*)」|([^\s、，,；;。！!？?|]+))')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Term:
    """Tokens that must follow one another. With `prefix` the last is the beginning of one; `sign`: one Chinese character alone.

    `text` is the term as asked, folded.
    """

    tokens: tuple[str, ...]
    text: str
    prefix: bool = False
    sign: bool = False


@dataclass(frozen=True)
class Question:
    """`all` of these must occur in an item, each in one of its wordings; none of `none` may."""

    all: tuple[tuple[Term, ...], ...] = ()
    none: tuple[Term, ...] = ()

    def wanted(self) -> list[Term]:
        """All terms that are to be found, for marking them."""
        return [term for wordings in self.all for term in wordings]


def understand(words: str, synonyms: Mapping[str, Sequence[str]] | None = None) -> Question:
    """Read a question. `synonyms` gives other wordings by folded word. Never fails; a question without words asks nothing."""
    text = folded(_CONTROL.sub(" ", words)[:_MOST_SIGNS])
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    for match in _PART.finditer(text):
        phrase = next((one for one in match.groups()[1:4] if one is not None), None)
        terms = terms_in(match[5] or "" if phrase is None else phrase, whole=phrase is not None)
        for term in terms:
            if match[1]:
                unwanted.append(term)
            elif all(term != known[0] for known in wanted):
                others = (synonyms or {}).get(term.text, ()) if len(terms) == 1 else ()
                wanted.append((term, *(one for other in others for one in terms_in(folded(other))[:1])))
    return Question(tuple(wanted[:_MOST_TERMS]), tuple(unwanted[:_MOST_TERMS]))


def terms_in(text: str, *, whole: bool = False) -> list[Term]:
    """Make the terms of a folded piece of a question: one, or several for a very long one; none where it has no word."""
    runs = list(runs_of(text))
    if not runs:
        return []
    plain = " ".join(run.text for run in runs)
    last = runs[-1]
    if len(runs) == 1 and last.chinese and len(last.text) == 1:
        return [Term((last.text,), plain, sign=True)]
    tokens = [token for run in runs[:-1] for token in run.tokens()]
    tokens += last.tokens()[:-1] if last.chinese and len(last.text) > 1 else last.tokens()
    prefix = len(last.text) == 1 if last.chinese else not whole and _may_go_on(last, len(tokens))
    if len(tokens) <= EXACT:
        return [Term(tuple(tokens), plain, prefix)]
    starts = [*range(0, len(tokens) - EXACT, EXACT - 1), len(tokens) - EXACT]
    pieces = [tuple(tokens[at : at + EXACT]) for at in starts]
    return [Term(piece, plain, prefix and piece is pieces[-1]) for piece in pieces]


def _may_go_on(last: Run, tokens: int) -> bool:
    """Whether letters or digits at the end may be the beginning of more: not a lone short number, which would find nearly all."""
    return tokens > 1 or len(last.text) >= (_SHORTEST_NUMBER if last.text.isdecimal() else 2)
