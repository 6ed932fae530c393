"""Finding on SQLite: two FTS5 tables over `search_item` and `search_chunk`, kept by triggers inside whatever transaction writes.

They hold the tokens alone, not the texts: their content is a view that makes the tokens from the stored texts by two functions
every connection gets here. So FTS5 can take out exactly what went in, make itself anew and check itself, and a row
deleted in whatever way leaves nothing to be found. A program that does not have the functions cannot write the tables at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from .asking import Term
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, Chunk, Item
from .tokens import folded, signs_of, tokens_of

__all__ = [
    "BACKWARDS",
    "FORWARDS",
    "bulk",
    "connect",
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
_TABLES = {
    "search_head": ("search_item", {"title": "title", "numbers": "numbers"}),
    "search_text": ("search_chunk", {"words": "text"}),
}


def _create(name: str, table: str, columns: dict[str, str]) -> list[str]:
    own = [*columns, *(f"{one}_signs" for one in columns)]
    names = ", ".join(own)

    def made(row: str) -> str:
        words = [f"gongkai_tokens({row}{field})" for field in columns.values()]
        return ", ".join([*words, *(f"gongkai_signs({row}{field})" for field in columns.values())])

    said = made("").split(", ")
    view = ", ".join(f"{call} AS {column}" for call, column in zip(said, own, strict=True))
    gone = f"INSERT INTO {name}({name}, rowid, {names}) VALUES ('delete', old.id, {made('old.')});"
    come = f"INSERT INTO {name}(rowid, {names}) VALUES (new.id, {made('new.')});"
    return [
        f"CREATE VIEW {name}_tokens AS SELECT id, {view} FROM {table}",
        f"CREATE VIRTUAL TABLE {name} USING fts5({names}, content='{name}_tokens', content_rowid='id', "
        "tokenize='ascii', columnsize=0)",
        f"CREATE TRIGGER {name}_in AFTER INSERT ON {table} BEGIN {come} END",
        f"CREATE TRIGGER {name}_out AFTER DELETE ON {table} BEGIN {gone} END",
        f"CREATE TRIGGER {name}_new AFTER UPDATE OF {', '.join(columns.values())} ON {table} BEGIN {gone} {come} END",
    ]


FORWARDS = [
    statement for name, (table, columns) in _TABLES.items() for statement in _create(name, table, columns)
]
BACKWARDS = [
    statement
    for name in _TABLES
    for statement in (
        *(f"DROP TRIGGER {name}_{one}" for one in ("in", "out", "new")),
        f"DROP TABLE {name}",
        f"DROP VIEW {name}_tokens",
    )
]
"""What migration 0002 does. A later migration that has Django make `search_item` or `search_chunk` anew must do both again."""


@lru_cache(maxsize=4)
def _folded(text: str) -> str:
    return folded(text)


def _tokens(text: str | None) -> str:
    return " ".join(tokens_of(_folded(text or "")))


def _signs(text: str | None) -> str:
    return signs_of(_folded(text or ""))


def connect() -> None:
    """Give every connection to SQLite the functions the triggers call."""
    connection_created.connect(_created, dispatch_uid="search.sqlite")


def _created(sender: Any, connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("gongkai_tokens", 1, _tokens, deterministic=True)
        connection.connection.create_function("gongkai_signs", 1, _signs, deterministic=True)


def write(item: Item, chunks: Sequence[Chunk]) -> None:
    """Store an item, new or known, and its chunks, none of which is there."""
    item.save()
    for chunk in chunks:
        chunk.item_id = item.pk
    Chunk.objects.bulk_create(chunks, batch_size=100)


@contextmanager
def bulk() -> Iterator[None]:
    """Make the loading of very many items quick: their parts are merged once, at the end."""
    yield
    forget_traces()


def load(items: Iterable[tuple[Item, Sequence[Chunk]]]) -> None:
    """Store many new items whose ids are given, quickly."""
    pairs = list(items)
    Item.objects.bulk_create([item for item, _ in pairs], batch_size=100)
    Chunk.objects.bulk_create([chunk for _, chunks in pairs for chunk in chunks], batch_size=100)


def retokenise() -> None:
    """Make the tables anew from the texts as stored: after the tokeniser has changed."""
    with connection.cursor() as cursor:
        for name in _TABLES:
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")


def forget_traces() -> None:
    """Merge all parts of the tables, whereby words taken out are gone from them."""
    with connection.cursor() as cursor:
        for name in _TABLES:
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def faults() -> list[str]:
    """Have FTS5 compare its tables with the texts, token for token; gives the names of those that differ."""
    from django.db import DatabaseError, transaction

    found = []
    for name in _TABLES:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            found.append(name)
    return found


def repair() -> None:
    """Make the tables usable again where they differ from the texts: FTS5 refuses to take out what it does not hold."""
    if faults():
        retokenise()


def find_head(terms: Sequence[Term], span: Span = None) -> tuple[str, list[Any]]:
    """Give a query for items whose title (tier 1) or numbers (tier 2) have one of the terms; `span` bounds their ids."""
    bounds, limits = _within("rowid", span)
    part = f"SELECT rowid AS item, {{tier}} AS tier FROM search_head WHERE search_head MATCH %s{bounds}"
    return (
        f"{part.format(tier=1)} UNION ALL {part.format(tier=2)}",
        [_match("title", terms), *limits, _match("numbers", terms), *limits],
    )


def find_text(terms: Sequence[Term], span: Span = None) -> tuple[str, list[Any]]:
    """Give a query for items one of whose chunks has one of the terms (tiers 3, 4, 5 as its part); `span` bounds the items' ids."""
    bounds, limits = _within("rowid", span and (span[0] * CHUNKS_PER_ITEM, span[1] * CHUNKS_PER_ITEM))
    return (
        f"SELECT rowid / {CHUNKS_PER_ITEM} AS item, 3 + rowid %% {CHUNKS_PER_ITEM} / {CHUNKS_PER_PART} AS tier "
        f"FROM search_text WHERE search_text MATCH %s{bounds}",
        [_match("words", terms), *limits],
    )


def _within(column: str, span: Span) -> tuple[str, list[int]]:
    return (f" AND {column} >= %s AND {column} < %s", [*span]) if span else ("", [])


def find_chunks(terms: Sequence[Term], items: Sequence[int]) -> tuple[str, list[Any]]:
    """Give a query for the ids of the chunks of these items, at most 200, that have one of the terms."""
    # one look for each item: FTS5 goes straight to a span of rows, but not to several
    one = "SELECT rowid FROM search_text WHERE search_text MATCH %s AND rowid BETWEEN %s AND %s"
    match = _match("words", terms)
    return (
        " UNION ALL ".join([one] * len(items)),
        [
            value
            for item in items
            for value in (match, item * CHUNKS_PER_ITEM, (item + 1) * CHUNKS_PER_ITEM - 1)
        ],
    )


def find_titles(tokens: Sequence[str], most: int) -> tuple[str, list[Any]]:
    """Give a query for titles that have any of these tokens, those entered last first."""
    any_of = " OR ".join(f'"{one}"' for one in tokens)
    return (
        "SELECT title FROM search_item WHERE id IN "
        "(SELECT rowid FROM search_head WHERE search_head MATCH %s ORDER BY rowid DESC LIMIT %s)",
        [f"title : ({any_of})", most],
    )


def _match(column: str, terms: Sequence[Term]) -> str:
    said = []
    for term in terms:
        words = f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}'
        said.append(f"{column}_signs : {words}" if term.sign else f"{column} : {words}")
    return " OR ".join(said)
