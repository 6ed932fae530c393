"""Answer a question: find, count by shelf, put in order.

Every wording of a term is looked up in the heads of items and in the chunks of their texts; an item has the term if
either has it, wherever in a long text. The tiers (title 1, numbers 2, names of files 3, body 4, texts of files 5) of its
terms are summed: the smaller, the weightier. Then come documents in force before others, and newer ones before older.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from .asking import understand
from .hits import Hit, Within, below, first_id_of, hits_for, plain_path
from .models import SynonymGroup
from .shelves import FACETS, count, standings
from .suggesting import nearest_words
from .tokens import folded
from .values import MOST_CONSIDERED, REACHABLE, Asked, Facet, Found, Sort
from .wording import results_for

__all__ = ["find", "matching"]

_MOST_VALUES = 50
_CHOICES = ("column", "year", "theme", "validity", "organ", "file_kind")


def find(asked: Asked, most: int | None = MOST_CONSIDERED) -> Found:
    """Answer a question. Never fails, whatever the words; what is wrong with them is in the answer.

    Of more than `most` items that have the words, the newest so many are considered, and as many that have them in their
    heads; `complete` is false then. None considers all.
    """
    wordings = _synonyms() if asked.synonyms else {}
    question = understand(asked.words, wordings)
    if not question.all:
        return Found(understood=False)
    if most is not None:
        most = max(most, _reachable(asked))
    hits, complete = hits_for(question, below(asked.path), most)
    if not complete and any(getattr(asked, name) for name in (*_CHOICES, "agency_id")):
        # what was chosen may lie beyond those considered: only those are looked for
        hits, complete = hits_for(question, _chosen(asked), most)
    total, counts = count(list(Counter(hit[2] for hit in hits).items()), asked)
    items = _in_order(hits, asked)
    return Found(
        total=total,
        results=results_for(items, question),
        facets={name: _facet(counts[name], name, asked) for name in FACETS},
        reachable=min(total, _reachable(asked)),
        did_you_mean=() if total else nearest_words(question, asked.path),
        synonyms={term[0].text: wordings[term[0].text] for term in question.all if term[0].text in wordings},
        complete=complete,
    )


def matching(asked: Asked) -> list[int]:
    """Give the page ids of all items found, in no order: for exports, and for holding the index against the truth."""
    question = understand(asked.words, _synonyms() if asked.synonyms else {})
    if not question.all:
        return []
    ids = [hit[0] for hit in hits_for(question, _chosen(asked))[0]]
    found: list[int] = []
    with connection.cursor() as cursor:
        for at in range(0, len(ids), 900):
            some = ids[at : at + 900]
            cursor.execute(
                f"SELECT page_id FROM search_item WHERE id IN ({', '.join(['%s'] * len(some))})", some
            )
            found += [int(row[0]) for row in cursor.fetchall()]
    return found


def _reachable(asked: Asked) -> int:
    return max(REACHABLE, asked.per_page)


def _synonyms() -> Mapping[str, Sequence[str]]:
    """Give for each word of a group of synonyms the others."""
    found = {}
    for group in SynonymGroup.objects.all():
        words = group.as_tuple()
        for word in words:
            found[folded(word)] = tuple(other for other in words if other != word)
    return found


def _chosen(asked: Asked) -> Within:
    """Give where what was chosen stands."""
    today = timezone.localdate().isoformat()
    validity = (
        f"CASE WHEN s.validity IN ('valid', 'amended') AND s.valid_until < '{today}' "
        "THEN 'expired' ELSE s.validity END"
    )
    wanted: list[tuple[str, Any]] = [
        ("s.column_path LIKE %s", f"{plain_path(asked.path)}%" if asked.path else ""),
        ("s.agency_id = %s", asked.agency_id),
        ("s.column_path LIKE %s", f"{plain_path(asked.column)}%" if asked.column else ""),
        ("s.year = %s", asked.year),
        ("s.theme = %s", asked.theme),
        (f"{validity} = %s", asked.validity),
        ("s.organ = %s", asked.organ),
        ("s.file_kinds LIKE %s", f"%|{plain_path(asked.file_kind)}|%" if asked.file_kind else ""),
    ]
    kept = [(words, value) for words, value in wanted if value not in ("", None)]
    made = Within(" AND ".join(words for words, _ in kept), tuple(value for _, value in kept))
    if asked.year is not None and date.min.year <= asked.year < date.max.year:
        span = (first_id_of(date(asked.year, 1, 1)), first_id_of(date(asked.year + 1, 1, 1)))
        return Within(made.shelves, made.params, span)
    return made


def _in_order(hits: Sequence[Hit], asked: Asked) -> list[int]:
    """Give the row ids of the items on the page asked for."""
    per_page, reachable = max(1, asked.per_page), _reachable(asked)
    first = (max(1, asked.page) - 1) * per_page
    if first >= reachable:
        return []
    known = standings({hit[2] for hit in hits})
    today = timezone.localdate()
    kept = {pk for pk in {hit[2] for hit in hits} if known[pk].is_chosen(asked, today)}
    chosen = [hit for hit in hits if hit[2] in kept]
    chosen.sort(key=lambda hit: (hit[3], hit[0]), reverse=True)
    if asked.sort != Sort.DATE:
        grave = {pk for pk in kept if known[pk].validity_on(today) in ("repealed", "expired")}
        chosen.sort(key=lambda hit: (hit[1], hit[2] in grave))
    return [hit[0] for hit in chosen[first : min(first + per_page, reachable)]]


def _facet(counts: Counter[str], name: str, asked: Asked) -> tuple[Facet, ...]:
    chosen = str(getattr(asked, name) or "")
    rows = [(value, number) for value, number in counts.items() if value and number]
    rows.sort(
        key=(lambda pair: (-int(pair[0]), "")) if name == "year" else (lambda pair: (-pair[1], pair[0]))
    )
    if name != "column":
        rows = rows[:_MOST_VALUES]
    return tuple(Facet(value, number, value == chosen) for value, number in rows)
