"""Which items have what a question asks, as the beginning of a statement; and the few small answers that need no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from .asking import Question, Term, understand
from .engine import engine

__all__ = ["any_found", "hits_of", "plain_path", "titles_with"]


def hits_of(question: Question) -> tuple[str, list[Any]]:
    """Give the beginning of a statement: a table `hits` of item, score, shelf and day of publication."""
    made, params = [], []
    for number, wordings in enumerate(question.all):
        said, more = _found(wordings)
        made.append(f"t{number} AS (SELECT item, MIN(tier) AS tier FROM ({said}) f{number} GROUP BY item)")
        params += more
    score = " + ".join(f"t{number}.tier" for number in range(len(question.all)))
    joined = " ".join(f"JOIN t{number} ON t{number}.item = t0.item" for number in range(1, len(question.all)))
    without = ""
    if question.none:
        said, more = _found(question.none)
        without = f" WHERE t0.item NOT IN (SELECT item FROM ({said}) n)"
        params += more
    made.append(
        f"hits AS MATERIALIZED (SELECT t0.item, {score} AS score, i.shelf_id, i.published_at FROM t0 {joined} "
        f"JOIN search_item i ON i.id = t0.item{without})"
    )
    return f"WITH {', '.join(made)}", params


def _found(terms: Sequence[Term]) -> tuple[str, list[Any]]:
    head, params = engine().find_head(terms)
    text, more = engine().find_text(terms)
    return f"{head} UNION ALL {text}", [*params, *more]


def plain_path(text: str) -> str:
    """Take out of a path or code all that could mean something to LIKE."""
    return "".join(one for one in text if one.isalnum())


def any_found(words: str, path: str = "") -> bool:
    """Whether these words find anything below a path."""
    question = understand(words)
    if not question.all:
        return False
    beginning, params = hits_of(question)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{beginning} SELECT 1 FROM hits h JOIN search_shelf s ON s.id = h.shelf_id "
            "WHERE s.column_path LIKE %s LIMIT 1",
            [*params, f"{plain_path(path)}%"],
        )
        return cursor.fetchone() is not None


def titles_with(question: Question, path: str, most: int) -> list[str]:
    """Give titles that have every term, the newest first."""
    conditions, params = [], []
    for wordings in question.all:
        said, more = engine().find_head(wordings)
        conditions.append(f"i.id IN (SELECT item FROM ({said}) f WHERE tier = 1)")
        params += more
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.title FROM search_item i JOIN search_shelf s ON s.id = i.shelf_id "
            f"WHERE {' AND '.join(conditions)} AND s.column_path LIKE %s "
            "ORDER BY i.published_at DESC, i.id DESC LIMIT %s",
            [*params, f"{plain_path(path)}%", most],
        )
        return [str(row[0]) for row in cursor.fetchall()]
