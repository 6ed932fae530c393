"""What helps somebody to ask: titles and words asked before while typing, words near to what found nothing; and the office's lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Max, Sum
from django.utils import timezone

from .asked_before import OFTEN, plain_words
from .asking import Question, understand
from .engine import engine
from .hits import any_found, titles_with
from .models import QueryCount, SynonymGroup
from .tokens import folded, tokens_of

__all__ = ["Asking", "most_asked", "nearest_words", "suggest", "synonym_groups", "without_result"]

_RECENT = timedelta(days=180)
_TITLES = 400
_CHINESE_SHORTEST = 3


@dataclass(frozen=True)
class Asking:
    """Words asked before: how often, how much was found the last time, and when that was."""

    words: str
    times: int
    total: int
    last: date


def suggest(prefix: str, path: str = "", most: int = 8) -> list[str]:
    """Give what somebody who has typed this may want: words often asked that found something, then titles, newest first.

    Never words asked by few people: they might be anybody's name. "" and single letters give nothing.
    """
    text = plain_words(prefix)
    question = understand(text)
    if not text or not question.all:
        return []
    given: dict[str, str] = {}
    recent = timezone.localdate() - _RECENT
    asked = (
        QueryCount.objects.filter(day__gte=recent, words__contains=text, total__gt=0)
        .values("words")
        .annotate(sum=Sum("times"))
        .filter(sum__gte=OFTEN)
        .order_by("-sum")[: most * 2]
    )
    for row in asked:
        if len(given) < most // 2:
            given.setdefault(row["words"], row["words"])
    for title in titles_with(question, path, most):
        given.setdefault(folded(title), title)
    return list(given.values())[:most]


def without_result(days: int = 30, most: int = 200) -> list[Asking]:
    """List the words that found nothing when they were last asked within so many days, those asked most first."""
    return [one for one in _asked(days) if one.total == 0][:most]


def most_asked(days: int = 30, most: int = 200) -> list[Asking]:
    """List the words asked most within so many days."""
    return _asked(days)[:most]


def synonym_groups() -> list[SynonymGroup]:
    """List the groups of synonyms."""
    return list(SynonymGroup.objects.all())


def nearest_words(question: Question, path: str = "", most: int = 3) -> list[str]:
    """Give words near to those that found nothing, which find something: one or two signs written otherwise.

    They are looked for in titles that share pairs of characters with them and among words asked before.
    """
    wanted = max((term[0] for term in question.all), key=lambda term: len(term.tokens), default=None)
    if wanted is None or wanted.sign or len(wanted.text) < _CHINESE_SHORTEST:
        return []
    asked = "".join(wanted.text.split())
    candidates = _near_in_titles(asked)
    others = [term[0].text for term in question.all if term[0] != wanted]
    given = []
    for word in sorted(candidates, key=lambda one: (candidates[one][0], -candidates[one][1])):
        whole = " ".join([*others, word])
        if len(given) < most and word != asked and any_found(whole, path):
            given.append(whole)
    return given


def _near_in_titles(asked: str) -> dict[str, tuple[int, int]]:
    """Give words of titles and of questions near to one: how many signs differ, and how often it was met."""
    from rapidfuzz.distance import Levenshtein

    allowed = 1 if len(asked) <= 4 else 2
    pairs = [token for token in dict.fromkeys(tokens_of(asked)) if len(token) > 1][:40]
    found: Counter[str] = Counter()
    if pairs:
        statement, params = engine().find_titles(pairs, _TITLES)
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            titles = [folded(str(row[0])) for row in cursor.fetchall()]
        for title in titles:
            found.update(_windows(title, asked))
    recent = timezone.localdate() - _RECENT
    often = QueryCount.objects.filter(day__gte=recent, total__gt=0).values("words").annotate(sum=Sum("times"))
    for row in often.filter(sum__gte=OFTEN).order_by("-sum")[:1000]:
        found[str(row["words"])] += int(row["sum"])
    near = {}
    for word, times in found.items():
        far = Levenshtein.distance(asked, word, score_cutoff=allowed)
        if 0 < far <= allowed:
            near[word] = (far + abs(len(word) - len(asked)), times)
    return dict(sorted(near.items(), key=lambda pair: (pair[1][0], -pair[1][1]))[:12])


def _windows(title: str, asked: str) -> set[str]:
    """Give the stretches of a title about as long as a word that begin or end alike, without signs in them."""
    lengths = range(max(2, len(asked) - 1), len(asked) + 2)
    found = set()
    for length in lengths:
        for at in range(len(title) - length + 1):
            piece = title[at : at + length]
            alike = piece[0] == asked[0] or piece[-1] == asked[-1]
            if alike and piece.isalnum():
                found.add(piece)
    return found


def _asked(days: int) -> list[Asking]:
    since = timezone.localdate() - timedelta(days=days - 1)
    rows = QueryCount.objects.filter(day__gte=since)
    sums = rows.values("words").annotate(sum=Sum("times"), last=Max("day")).order_by("-sum", "words")
    totals = dict(rows.order_by("day").values_list("words", "total"))  # the last day's stays
    return [Asking(row["words"], row["sum"], totals[row["words"]], row["last"]) for row in sums]
