"""A long text in overlapping pieces (chunks).

PostgreSQL keeps no place after 16,383 in a vector and at most 256 places a lexeme, and takes no vector over 1 MB; nor is it
good to read a book to find one line. So a chunk has at most `SIZE` tokens and no token more than `MOST_OFTEN` times; the next begins
`asking.EXACT` tokens before its end, so that whatever is found exactly lies wholly within one of them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from .asking import EXACT
from .tokens import fold_with_places, runs_of, tokens_of

__all__ = ["MOST_OFTEN", "SIZE", "chunks_of"]

SIZE = 1200
MOST_OFTEN = 250


def chunks_of(text: str) -> Iterator[str]:
    """Give the chunks of a text, as it is written; none for a text without a word."""
    text = unicodedata.normalize("NFC", text).replace("\0", " ").strip()
    if not text:
        return
    if len(text) <= MOST_OFTEN:  # the usual case, and quick
        yield text
        return
    plain, places = fold_with_places(text)
    if len(plain) <= SIZE:  # no more tokens than signs, save where signs stand alone between others
        often = Counter(tokens_of(plain))
        if not often:
            return
        if often.total() <= SIZE and often.most_common(1)[0][1] <= MOST_OFTEN:
            yield text
            return
    starts, tokens, whole = _tokens(plain)
    if not tokens:
        return
    begin = 0
    while True:
        end = _end(tokens, whole, begin)
        first = starts[begin] if begin else 0
        last = starts[end] if end < len(tokens) else len(plain)
        if places is not None:
            first = places[first] if begin else 0
            last = places[last] if last < len(places) else len(text)
        yield text[first:last]
        if end >= len(tokens):
            return
        begin = _begin(whole, end - EXACT)


def _tokens(plain: str) -> tuple[list[int], list[str], list[bool]]:
    """Give for each token of a folded text its place, itself, and whether a text may be cut before it."""
    starts: list[int] = []
    tokens: list[str] = []
    whole: list[bool] = []
    for run in runs_of(plain):
        at = run.start
        for number, token in enumerate(run.tokens()):
            starts.append(at)
            tokens.append(token)
            # pieces of a very long number stay together; a run of Chinese characters may be cut anywhere
            whole.append(run.chinese or number == 0)
            at += 1 if run.chinese else len(token)
    return starts, tokens, whole


def _end(tokens: list[str], whole: list[bool], begin: int) -> int:
    """Give the number of the first token that is not in the chunk any more."""
    end = min(begin + SIZE, len(tokens))
    seen = Counter(tokens[begin:end])
    if seen.most_common(1)[0][1] > MOST_OFTEN:
        seen.clear()
        for at in range(begin, end):
            seen[tokens[at]] += 1
            if seen[tokens[at]] > MOST_OFTEN:
                end = at
                break
    cut = end
    while cut < len(tokens) and cut > begin + EXACT + 1 and not whole[cut]:
        cut -= 1
    return cut if cut == len(tokens) or whole[cut] else end


def _begin(whole: list[bool], begin: int) -> int:
    while begin > 0 and not whole[begin]:
        begin -= 1
    return begin
