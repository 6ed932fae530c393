"""Answer a question: one statement finds, counts by every facet, and puts the page asked for in order.

Every wording of a term is looked up in the heads of items and in the chunks of their texts; an item has the term if
either has it, wherever in a long text. The tiers (title 1, numbers 2, names of files 3, body 4, texts of files 5) of its
terms are summed: the smaller, the weightier. Then come documents in force before others, and newer ones before older.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from .asking import Question, understand
from .hits import hits_of, plain_path
from .models import SynonymGroup
from .suggesting import nearest_words
from .tokens import folded
from .values import REACHABLE, Asked, Facet, Found, Sort
from .wording import results_for

__all__ = ["find", "matching"]

_STEP = 4
"""Signs of a path for each level of the tree."""
_OUT_OF_FORCE = ("repealed", "expired")
_FACETS = ("column", "year", "theme", "validity", "organ", "file_kind")
_MOST_VALUES = 50


def find(asked: Asked) -> Found:
    """Answer a question. Never fails, whatever the words; what is wrong with them is in the answer."""
    wordings = _synonyms() if asked.synonyms else {}
    question = understand(asked.words, wordings)
    if not question.all:
        return Found(understood=False)
    rows = _run(question, asked)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    items: list[int] = []
    total = 0
    for kind, value, number in rows:
        if kind == "hit":
            items.append(int(value))
        elif kind == "total":
            total = int(number or 0)
        else:
            _count(counts[kind], kind, value, int(number))
    used = {term[0].text: wordings[term[0].text] for term in question.all if term[0].text in wordings}
    return Found(
        total=total,
        results=results_for(items, question),
        facets={name: _facet(counts[name], name, asked) for name in _FACETS},
        reachable=min(total, _reachable(asked)),
        did_you_mean=() if total else nearest_words(question, asked.path),
        synonyms=used,
    )


def _reachable(asked: Asked) -> int:
    return max(REACHABLE, asked.per_page)


def matching(asked: Asked) -> list[int]:
    """Give the page ids of all items found, in no order: for exports, and for holding the index against the truth."""
    question = understand(asked.words, _synonyms() if asked.synonyms else {})
    if not question.all:
        return []
    with_hits, params = hits_of(question)
    chosen, more = _chosen(asked, "")
    statement = (
        f"{with_hits} SELECT i.page_id FROM hits h JOIN search_item i ON i.id = h.item "
        f"JOIN search_shelf s ON s.id = h.shelf_id WHERE {_scope(asked, params_scope := [])} AND {chosen}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *params_scope, *more])
        return [int(row[0]) for row in cursor.fetchall()]


def _synonyms() -> Mapping[str, Sequence[str]]:
    """Give for each word of a group of synonyms the others."""
    found = {}
    for group in SynonymGroup.objects.all():
        words = group.as_tuple()
        for word in words:
            found[folded(word)] = tuple(other for other in words if other != word)
    return found


_Condition = tuple[str, str, list[Any]]


def _conditions(asked: Asked) -> list[_Condition]:
    """Give for each facet that is chosen its name, a condition on shelves, and what goes into it."""
    return [
        (name, condition, [value])
        for name, condition, value in (
            ("column", "s.column_path LIKE %s", f"{plain_path(asked.column)}%" if asked.column else ""),
            ("year", "s.year = %s", asked.year),
            ("theme", "s.theme = %s", asked.theme),
            ("validity", f"{_validity()} = %s", asked.validity),
            ("organ", "s.organ = %s", asked.organ),
            (
                "file_kind",
                "s.file_kinds LIKE %s",
                f"%|{plain_path(asked.file_kind)}|%" if asked.file_kind else "",
            ),
        )
        if value not in ("", None)
    ]


def _validity() -> str:
    """What was in force until a day that is past is 失效, whether or not anybody has changed the page since."""
    today = timezone.localdate().isoformat()
    return (
        f"CASE WHEN s.validity IN ('valid', 'amended') AND s.valid_until < '{today}' "
        "THEN 'expired' ELSE s.validity END"
    )


def _chosen(asked: Asked, apart_from: str) -> tuple[str, list[Any]]:
    kept = [(words, values) for name, words, values in _conditions(asked) if name != apart_from]
    return " AND ".join(words for words, _ in kept) or "1 = 1", [one for _, values in kept for one in values]


def _scope(asked: Asked, params: list[Any]) -> str:
    words = ["1 = 1"]
    if asked.path:
        words.append("s.column_path LIKE %s")
        params.append(f"{plain_path(asked.path)}%")
    if asked.agency_id is not None:
        words.append("s.agency_id = %s")
        params.append(asked.agency_id)
    return " AND ".join(words)


def _run(question: Question, asked: Asked) -> list[tuple[str, Any, Any]]:
    """Run the one statement: rows (facet, value, number), (total, "", number) and (hit, item, place)."""
    statement, params = hits_of(question)
    scope: list[Any] = []
    statement += (
        ", per AS (SELECT shelf_id, COUNT(*) AS n FROM hits GROUP BY shelf_id)"
        f", s AS MATERIALIZED (SELECT s.id, s.column_path, s.year, s.theme, {_validity()} AS validity, s.valid_until, "
        "s.organ, s.file_kinds, per.n FROM per JOIN search_shelf s ON s.id = per.shelf_id "
        f"WHERE {_scope(asked, scope)})"
    )
    params += scope
    chosen, more = _chosen(asked, "")
    parts = [f"SELECT 'total' AS kind, '' AS value, SUM(n) AS number FROM s WHERE {chosen}"]
    params += more
    for name, column in zip(
        _FACETS, ("column_path", "year", "theme", "validity", "organ", "file_kinds"), strict=True
    ):
        others, more = _chosen(asked, name)
        parts.append(
            f"SELECT '{name}', CAST(s.{column} AS text), SUM(n) FROM s WHERE {others} GROUP BY s.{column}"
        )
        params += more
    page, per_page = max(1, asked.page), max(1, asked.per_page)
    first = (page - 1) * per_page
    reachable = _reachable(asked)
    if first < reachable:
        grave = ", ".join(f"'{one}'" for one in _OUT_OF_FORCE)
        order = (
            f"h.score, CASE WHEN s.validity IN ({grave}) THEN 1 ELSE 0 END, "
            if asked.sort != Sort.DATE
            else ""
        )
        parts.append(
            "SELECT 'hit', CAST(p.item AS text), 0 FROM (SELECT h.item FROM hits h JOIN s ON s.id = h.shelf_id "
            f"WHERE {chosen} ORDER BY {order}h.published_at DESC, h.item DESC LIMIT %s OFFSET %s) p"
        )
        params += [*_chosen(asked, "")[1], min(per_page, reachable - first), first]
    statement = f"{statement} {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[str, Any, Any]] = cursor.fetchall()
    return rows


def _count(counts: Counter[str], kind: str, value: str, number: int) -> None:
    """Sum a row of a facet: a column counts for those above it too, an item for each kind of file it has."""
    if kind == "column":
        for end in range(_STEP, len(value) + 1, _STEP):
            counts[value[:end]] += number
    elif kind == "file_kind":
        for one in value.split("|"):
            counts[one] += number
    else:
        counts[value] += number


def _facet(counts: Counter[str], name: str, asked: Asked) -> tuple[Facet, ...]:
    chosen = str(getattr(asked, name) or "")
    order: Callable[[tuple[str, int]], Any] = (
        (lambda pair: -int(pair[0])) if name == "year" else (lambda pair: (-pair[1], pair[0]))
    )
    rows = sorted(((value, number) for value, number in counts.items() if value and number), key=order)
    if name != "column":
        rows = rows[:_MOST_VALUES]
    return tuple(Facet(value, number, value == chosen) for value, number in rows)
