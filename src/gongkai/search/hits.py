"""Which items have what a question asks: all of them, or the newest so many; and the few small answers that need no more.

A broad question (信息) finds nearly every item. Nobody reads them all, so they are read in spans of their ids, which hold the day of
publication: the newest span first, until there are enough. What says it in its title is looked for everywhere all the same.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from .asking import Question, Term, understand
from .engine import engine
from .models import ITEMS_PER_DAY

__all__ = ["Hit", "Within", "any_found", "below", "first_id_of", "hits_for", "plain_path", "titles_with"]

Span = tuple[int, int]
Hit = tuple[int, int, int, str]
"""Row id of the item, score (the smaller the weightier), row id of its shelf, when it was published, in letters that sort."""
_ALL: Span = (0, 1 << 46)
_FIRST, _GROWTH = 10_000, 4
_EDGES_HOLD = 600.0
_edges: dict[str, tuple[float, tuple[tuple[int, int], ...]]] = {}


@dataclass(frozen=True)
class Within:
    """Where to look: a condition on shelves `s` ("" for all) with its parameters, and the span of ids."""

    shelves: str = ""
    params: tuple[Any, ...] = ()
    span: Span = _ALL


def first_id_of(day: date) -> int:
    """Give the lowest id an item published that day can have."""
    return day.toordinal() * ITEMS_PER_DAY


def hits_for(question: Question, within: Within, most: int | None = None) -> tuple[list[Hit], bool]:
    """Give the items found, and whether these are all. With `most`: the newest so many, and as many with the words in their heads."""
    found: list[Hit] = []
    if most is None:
        return _read(question, within, within.span, None), True
    if _enough(question, within, most, found):
        return found, True
    heads: list[Hit] = []
    _enough(question, within, most, heads, heads=True)
    newest = found[:most]
    known = {hit[0] for hit in newest}
    return newest + [hit for hit in heads[:most] if hit[0] not in known], False


def any_found(words: str, path: str = "") -> bool:
    """Whether these words find anything below a path."""
    question = understand(words)
    return bool(question.all and hits_for(question, below(path), 1)[0])


def titles_with(question: Question, path: str, most: int) -> list[str]:
    """Give titles that have every term, the newest first."""
    found: list[Hit] = []
    _enough(Question(question.all), below(path), most, found, titles=True)
    ids = sorted((hit[0] for hit in found), reverse=True)[:most]
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, title FROM search_item WHERE id IN ({', '.join(['%s'] * len(ids))}) "
            "ORDER BY published_at DESC, id DESC",
            ids,
        )
        return [str(title) for _, title in cursor.fetchall()]


def below(path: str) -> Within:
    """Give the items on or below a path of the tree."""
    return Within("s.column_path LIKE %s", (f"{plain_path(path)}%",)) if path else Within()


def plain_path(text: str) -> str:
    """Take out of a path or code all that could mean something to LIKE."""
    return "".join(one for one in text if one.isalnum())


def _enough(
    question: Question,
    within: Within,
    most: int,
    into: list[Hit],
    *,
    heads: bool = False,
    titles: bool = False,
) -> bool:
    """Read span after span, the newest first, until there are more than `most`; whether there never were."""
    spans = _spans(within.span)
    seen = 0
    while spans:
        rest = sum(items for _, _, items in spans)
        if seen and len(into) * rest <= 2 * most * seen:  # few are to be expected: the rest in one go
            span, read, spans = (spans[-1][0], spans[0][1]), rest, []
        else:
            low, high, read = spans.pop(0)
            span = (low, high)
        into += _read(question, within, span, most + 1 - len(into), heads=heads, titles=titles)
        if len(into) > most:
            return False
        seen += read
    return True


def _read(
    question: Question,
    within: Within,
    span: Span,
    most: int | None,
    *,
    heads: bool = False,
    titles: bool = False,
) -> list[Hit]:
    """Run the one statement for a span of ids, the newest `most` of it; `heads` looks at titles and numbers only, `titles` at titles."""
    made: list[str] = []
    params: list[Any] = []
    bounds = None if span == _ALL else span
    only = " HAVING MIN(tier) = 1" if titles else ""
    for number, wordings in enumerate(question.all):
        said, more = _found(wordings, bounds, heads=heads or titles)
        made.append(
            f"t{number} AS (SELECT item, MIN(tier) AS tier FROM ({said}) f{number} GROUP BY item{only})"
        )
        params += more
    score = " + ".join(f"t{number}.tier" for number in range(len(question.all)))
    joined = " ".join(f"JOIN t{number} ON t{number}.item = t0.item" for number in range(1, len(question.all)))
    conditions = []
    if question.none:
        said, more = _found(question.none, bounds)
        conditions.append(f"t0.item NOT IN (SELECT item FROM ({said}) n)")
        params += more
    if within.shelves:
        conditions.append(f"i.shelf_id IN (SELECT s.id FROM search_shelf s WHERE {within.shelves})")
        params += within.params
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = (
        f"WITH {', '.join(made)} SELECT t0.item, {score} AS score, i.shelf_id, CAST(i.published_at AS TEXT) FROM t0 {joined} "
        f"JOIN search_item i ON i.id = t0.item{where}"
    )
    if most is not None:
        statement += " ORDER BY t0.item DESC LIMIT %s"
        params.append(most)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _found(terms: Sequence[Term], span: Span | None, *, heads: bool = False) -> tuple[str, list[Any]]:
    head, params = engine().find_head(terms, span)
    if heads:
        return head, params
    text, more = engine().find_text(terms, span)
    return f"{head} UNION ALL {text}", [*params, *more]


def _spans(within: Span) -> list[tuple[int, int, int]]:
    """Cut a span of ids into pieces, the newest first: low, high, about how many items."""
    cut = []
    high = within[1]
    for low, items in _pieces():
        if low < high:
            low = max(low, within[0])  # noqa: PLW2901 the last piece of the span asked for
            cut.append((low, high, items))
            high = low
        if low <= within[0]:
            break
    return cut


def _pieces() -> Sequence[tuple[int, int]]:
    """Give where pieces of 10,000, 40,000 … items begin and how many they have; wrong by some minutes, which does no harm."""
    now = time.monotonic()
    name = str(connection.settings_dict["NAME"])
    kept = _edges.get(name)
    if kept is not None and kept[0] > now:
        return kept[1]
    pieces, size = [], _FIRST
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_item")
        left = int(cursor.fetchone()[0])
        before = 0
        while left > size:
            before += size
            cursor.execute("SELECT id FROM search_item ORDER BY id DESC LIMIT 1 OFFSET %s", [before - 1])
            row = cursor.fetchone()
            if row is None:
                break
            pieces.append((int(row[0]), size))
            left -= size
            size *= _GROWTH
    pieces.append((0, max(left, 1)))
    _edges[name] = (now + _EDGES_HOLD, tuple(pieces))
    return _edges[name][1]
