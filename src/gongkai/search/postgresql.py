"""Finding on PostgreSQL: a stored tsvector with a GIN index for the head of each item and for each chunk.

The vectors are written as literals from our own tokens: no parser of text stands between. A token has its place among the others, so
that a phrase is found exactly; a single Chinese character of a text is a lexeme of its own (``=预``), which needs no look at the
row. Titles have the weight A, numbers B. PostgreSQL keeps no place after 16,383 and at most 256 a lexeme: `chunks` sees to both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from .asking import Term
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, Chunk, Item
from .tokens import folded, signs_of, tokens_of

__all__ = [
    "BACKWARDS",
    "FORWARDS",
    "bulk",
    "faults",
    "find_head",
    "find_text",
    "forget_traces",
    "load",
    "repair",
    "retokenise",
    "write",
]

Span = tuple[int, int] | None
"""Ids from the first to before the second; None for all."""
_INDEXES = (
    "CREATE INDEX search_head ON search_item USING gin (head)",
    "CREATE INDEX search_text ON search_chunk USING gin (words)",
)
FORWARDS = [
    "ALTER TABLE search_item ADD COLUMN head tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE search_chunk ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    *_INDEXES,
]
BACKWARDS = ["ALTER TABLE search_chunk DROP COLUMN words", "ALTER TABLE search_item DROP COLUMN head"]
"""What migration 0002 does."""

_APART = 2
"""How far the numbers stand from the title, so that no phrase goes over from one to the other."""


def head_vector(title: str, numbers: str) -> str:
    """Give the vector of an item's head as a literal."""
    title, numbers = folded(title), folded(numbers)
    places: dict[str, list[str]] = {}
    at = _place(places, tokens_of(title), 0, "A")
    _place(places, tokens_of(numbers), at + _APART, "B")
    for text, weight in ((title, "A"), (numbers, "B")):
        for sign in signs_of(text).split():
            places.setdefault(f"={sign}", []).append(f"{1 if weight == 'A' else 2}{weight}")
    return " ".join(f"'{token}':{','.join(said[:255])}" for token, said in places.items())


def text_vector(text: str) -> str:
    """Give the vector of a chunk as a literal."""
    text = folded(text)
    places: dict[str, list[str]] = {}
    _place(places, tokens_of(text), 0, "")
    said = [f"'{token}':{','.join(found)}" for token, found in places.items()]
    said += [f"'={sign}'" for sign in signs_of(text).split()]
    return " ".join(said)


def _place(places: dict[str, list[str]], tokens: list[str], at: int, weight: str) -> int:
    for number, token in enumerate(tokens, at + 1):
        if token in places:
            places[token].append(f"{number}{weight}")
        else:
            places[token] = [f"{number}{weight}"]
    return at + len(tokens)


def write(item: Item, chunks: Sequence[Chunk]) -> None:
    """Store an item, new or known, and its chunks, none of which is there."""
    item.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_item SET head = %s::tsvector WHERE id = %s",
            [head_vector(item.title, item.numbers), item.pk],
        )
        cursor.executemany(
            "INSERT INTO search_chunk (id, item_id, label, text, words) VALUES (%s, %s, %s, %s, %s::tsvector)",
            [(one.pk, item.pk, one.label, one.text, text_vector(one.text)) for one in chunks],
        )


@contextmanager
def bulk() -> Iterator[None]:
    """Make the loading of very many items into an empty index quick: the indexes are made at the end, in one go."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS search_head, search_text")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for statement in _INDEXES:
                cursor.execute(statement)
            cursor.execute("RESET maintenance_work_mem")


def load(items: Iterable[tuple[Item, Sequence[Chunk]]]) -> None:
    """Store many new items whose ids are given, quickly."""
    pairs = list(items)
    with connection.cursor() as cursor:
        fields = "id, page_id, shelf_id, published_at, title, numbers, stamp, head"
        with cursor.copy(f"COPY search_item ({fields}) FROM STDIN") as copy:
            for item, _ in pairs:
                head = head_vector(item.title, item.numbers)
                row = (item.pk, item.page_id, item.shelf_id, item.published_at, item.title, item.numbers)
                copy.write_row((*row, item.stamp, head))
        with cursor.copy("COPY search_chunk (id, item_id, label, text, words) FROM STDIN") as copy:
            for _, chunks in pairs:
                for one in chunks:
                    copy.write_row((one.pk, one.item_id, one.label, one.text, text_vector(one.text)))


def retokenise() -> None:
    """Make the vectors anew from the texts as stored: after the tokeniser has changed."""
    with connection.cursor() as cursor:
        for item in Item.objects.only("title", "numbers").iterator(1000):
            cursor.execute(
                "UPDATE search_item SET head = %s::tsvector WHERE id = %s",
                [head_vector(item.title, item.numbers), item.pk],
            )
        for chunk in Chunk.objects.only("text").iterator(1000):
            cursor.execute(
                "UPDATE search_chunk SET words = %s::tsvector WHERE id = %s",
                [text_vector(chunk.text), chunk.pk],
            )


def forget_traces() -> None:
    """Nothing stays here longer than in any other table: until the next VACUUM."""


def faults() -> list[str]:
    """Compare the vectors with the texts; gives the names of the tables where one differs."""
    found = []
    with connection.cursor() as cursor:
        for name, table, column, fields, made in (
            ("search_head", "search_item", "head", ("title", "numbers"), head_vector),
            ("search_text", "search_chunk", "words", ("text",), text_vector),
        ):
            model = Item if table == "search_item" else Chunk
            for pk, *texts in model.objects.values_list("pk", *fields).iterator(1000):
                cursor.execute(
                    f"SELECT 1 FROM {table} WHERE id = %s AND {column} = %s::tsvector", [pk, made(*texts)]
                )
                if cursor.fetchone() is None:
                    found.append(name)
                    break
    return found


def repair() -> None:
    """Nothing to do: a vector that is wrong keeps nobody from writing a right one."""


def find_head(terms: Sequence[Term], span: Span = None) -> tuple[str, list[Any]]:
    """Give a query for items whose title (tier 1) or numbers (tier 2) have one of the terms; `span` bounds their ids."""
    bounds, limits = _within("id", span)
    return (
        "SELECT id AS item, CASE WHEN head @@ %s::tsquery THEN 1 ELSE 2 END AS tier "
        f"FROM search_item WHERE head @@ %s::tsquery{bounds}",
        [_query(terms, "A"), _query(terms), *limits],
    )


def find_text(terms: Sequence[Term], span: Span = None) -> tuple[str, list[Any]]:
    """Give a query for items one of whose chunks has one of the terms (tiers 3, 4, 5 as its part); `span` bounds the items' ids."""
    bounds, limits = _within("id", span and (span[0] * CHUNKS_PER_ITEM, span[1] * CHUNKS_PER_ITEM))
    return (
        f"SELECT item_id AS item, 3 + id %% {CHUNKS_PER_ITEM} / {CHUNKS_PER_PART} AS tier "
        f"FROM search_chunk WHERE words @@ %s::tsquery{bounds}",
        [_query(terms), *limits],
    )


def _within(column: str, span: Span) -> tuple[str, list[int]]:
    return (f" AND {column} >= %s AND {column} < %s", [*span]) if span else ("", [])


def find_chunks(terms: Sequence[Term], items: Sequence[int]) -> tuple[str, list[Any]]:
    """Give a query for the ids of the chunks of these items that have one of the terms."""
    return (
        "SELECT id FROM search_chunk WHERE item_id = ANY(%s) AND words @@ %s::tsquery",
        [list(items), _query(terms)],
    )


def find_titles(tokens: Sequence[str], most: int) -> tuple[str, list[Any]]:
    """Give a query for titles that have any of these tokens."""
    any_of = " | ".join(f"'{one}':A" for one in tokens)
    return "SELECT title FROM search_item WHERE head @@ %s::tsquery LIMIT %s", [any_of, most]


def _query(terms: Sequence[Term], weight: str = "") -> str:
    said = []
    for term in terms:
        if term.sign:
            said.append(f"'={term.tokens[0]}':{weight}" if weight else f"'={term.tokens[0]}'")
            continue
        last = len(term.tokens) - 1
        marks = [("*" if term.prefix and at == last else "") + weight for at in range(last + 1)]
        words = (
            f"'{one}':{mark}" if mark else f"'{one}'" for one, mark in zip(term.tokens, marks, strict=True)
        )
        said.append(f"({' <-> '.join(words)})")
    return " | ".join(said)
