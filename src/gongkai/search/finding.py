"""Answer a question: one statement finds, counts by shelf, and puts the page asked for in order.

Every wording of a term is looked up in the heads of items and in the chunks of their texts; an item has the term if
either has it, wherever in a long text. The tiers (title 1, numbers 2, names of files 3, body 4, texts of files 5) of its
terms are summed: the smaller, the weightier. Then come documents in force before others, and newer ones before older.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from .asking import Question, understand
from .hits import hits_of, plain_path
from .models import SynonymGroup
from .shelves import FACETS, count
from .suggesting import nearest_words
from .tokens import folded
from .values import REACHABLE, Asked, Facet, Found, Sort
from .wording import results_for

__all__ = ["find", "matching"]

_MOST_VALUES = 50


def find(asked: Asked) -> Found:
    """Answer a question. Never fails, whatever the words; what is wrong with them is in the answer."""
    wordings = _synonyms() if asked.synonyms else {}
    question = understand(asked.words, wordings)
    if not question.all:
        return Found(understood=False)
    rows = _run(question, asked)
    items = [pk for number, pk in rows if number < 0]
    total, counts = count([(pk, number) for number, pk in rows if number > 0], asked)
    used = {term[0].text: wordings[term[0].text] for term in question.all if term[0].text in wordings}
    return Found(
        total=total,
        results=results_for(items, question),
        facets={name: _facet(counts[name], name, asked) for name in FACETS},
        reachable=min(total, _reachable(asked)),
        did_you_mean=() if total else nearest_words(question, asked.path),
        synonyms=used,
    )


def matching(asked: Asked) -> list[int]:
    """Give the page ids of all items found, in no order: for exports, and for holding the index against the truth."""
    question = understand(asked.words, _synonyms() if asked.synonyms else {})
    if not question.all:
        return []
    beginning, params = hits_of(question)
    chosen, more = _chosen(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{beginning} SELECT i.page_id FROM hits h JOIN search_item i ON i.id = h.item{chosen}",
            [*params, *more],
        )
        return [int(row[0]) for row in cursor.fetchall()]


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


def _chosen(asked: Asked) -> tuple[str, list[Any]]:
    """Give the condition that a hit `h` stands on a shelf that was chosen, "" where every shelf was."""
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
    if not kept:
        return "", []
    said = " AND ".join(words for words, _ in kept)
    return f" WHERE h.shelf_id IN (SELECT s.id FROM search_shelf s WHERE {said})", [
        value for _, value in kept
    ]


def _run(question: Question, asked: Asked) -> list[tuple[int, int]]:
    """Run the one statement: rows (how many, shelf), then the page's in their order as (-1, item), (-2, item) …."""
    statement, params = hits_of(question)
    statement += " SELECT COUNT(*) AS n, shelf_id AS id FROM hits GROUP BY shelf_id"
    per_page, reachable = max(1, asked.per_page), _reachable(asked)
    first = (max(1, asked.page) - 1) * per_page
    if first < reachable:
        chosen, more = _chosen(asked)
        order = "h.published_at DESC, h.item DESC"
        if asked.sort != Sort.DATE:
            order = f"h.score, CASE WHEN h.shelf_id IN ({_grave()}) THEN 1 ELSE 0 END, {order}"
        statement += (
            " UNION ALL SELECT -ROW_NUMBER() OVER (), p.item FROM (SELECT h.item FROM hits h"
            f"{chosen} ORDER BY {order} LIMIT %s OFFSET %s) p"
        )
        params += [*more, min(per_page, reachable - first), first]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = [(int(number), int(pk)) for number, pk in cursor.fetchall()]
    return sorted(rows, key=lambda row: -row[0])


def _grave() -> str:
    """Select the shelves of documents that are not in force."""
    today = timezone.localdate().isoformat()
    return (
        "SELECT g.id FROM search_shelf g WHERE g.validity <> '' AND (g.validity IN ('repealed', 'expired') "
        f"OR (g.validity IN ('valid', 'amended') AND g.valid_until < '{today}'))"
    )


def _facet(counts: Counter[str], name: str, asked: Asked) -> tuple[Facet, ...]:
    chosen = str(getattr(asked, name) or "")
    rows = [(value, number) for value, number in counts.items() if value and number]
    rows.sort(
        key=(lambda pair: (-int(pair[0]), "")) if name == "year" else (lambda pair: (-pair[1], pair[0]))
    )
    if name != "column":
        rows = rows[:_MOST_VALUES]
    return tuple(Facet(value, number, value == chosen) for value, number in rows)
