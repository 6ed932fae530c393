"""OpenSearch (and Elasticsearch): mapping, documents and queries, made from the same tokens.

An installation too large for its database can have its index there. What stands here is JSON as those servers document it: one document
for each item's head and one for each chunk, both with `item`, so that words in different chunks of an item are joined
here as they are in the databases. The server splits at blanks and does nothing else: all that is compared are our tokens. No server
runs where this was written, so only the JSON is tested: whoever uses it must try it against a server first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .asking import Question, Term
from .entering import chunks_for, fields_for, stamp_of
from .models import CHUNKS_PER_PART, Chunk
from .tokens import folded, signs_of, tokens_of
from .values import Entry

__all__ = ["INDEX", "documents_of", "items_with", "removal_of"]

_TOKENS: dict[str, Any] = {"type": "text", "analyzer": "tokens", "norms": False, "similarity": "boolean"}
_SIGNS: dict[str, Any] = {"type": "text", "analyzer": "tokens", "norms": False, "index_options": "docs"}
INDEX: dict[str, Any] = {
    "settings": {"analysis": {"analyzer": {"tokens": {"type": "custom", "tokenizer": "whitespace"}}}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "item": {"type": "long"},
            "tier": {"type": "byte"},
            "stamp": {"type": "keyword", "index": False},
            "agency": {"type": "long"},
            "column": {"type": "keyword"},
            "year": {"type": "short"},
            "theme": {"type": "keyword"},
            "validity": {"type": "keyword"},
            "valid_until": {"type": "date", "format": "yyyy-MM-dd"},
            "organ": {"type": "keyword"},
            "file_kinds": {"type": "keyword"},
            "published_at": {"type": "date"},
            "text": {"type": "text", "index": False},
            "words": _TOKENS,
            "signs": _SIGNS,
        },
    },
}
"""Settings and mapping of the index."""


def documents_of(entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give id and content of each document of an entry: title (tier 1), numbers (2), then its chunks (3, 4, 5)."""
    fields = fields_for(entry)
    shared: dict[str, Any] = {
        "item": entry.page_id,
        "stamp": stamp_of(entry),
        "agency": entry.agency_id,
        "column": [entry.column_path[:end] for end in range(4, len(entry.column_path) + 1, 4)],
        "year": entry.published_at.year,
        "theme": entry.theme,
        "validity": entry.validity,
        "organ": entry.organ,
        "file_kinds": list(entry.kinds()),
        "published_at": entry.published_at.isoformat(),
    }
    if entry.valid_until is not None:
        shared["valid_until"] = entry.valid_until.isoformat()
    yield f"{entry.page_id}-title", shared | {"tier": 1} | _said(fields["title"])
    if fields["numbers"]:
        yield f"{entry.page_id}-numbers", shared | {"tier": 2} | _said(fields["numbers"])
    for chunk in chunks_for(entry):
        part = Chunk.Part(chunk.pk // CHUNKS_PER_PART)
        name = f"{entry.page_id}-{part.name.lower()}-{chunk.pk % CHUNKS_PER_PART}"
        yield name, shared | {"tier": 3 + part.value} | _said(chunk.text)


def removal_of(page_id: int) -> dict[str, Any]:
    """Give the body of a `_delete_by_query` that takes an item out with all its documents."""
    return {"query": {"term": {"item": page_id}}}


def items_with(question: Question, chosen: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Give one search body for each term of a question, and last one for what must not occur, if anything must not.

    Each answers, by a composite aggregation, the items that have the term and the best tier; whoever asks joins the answers.
    `chosen` narrows by the exact values of fields.
    """
    narrowed = [{"term": {name: value}} for name, value in (chosen or {}).items()]
    bodies = [_body([_clause(term) for term in wordings], narrowed) for wordings in question.all]
    if question.none:
        bodies.append(_body([_clause(term) for term in question.none], narrowed))
    return bodies


def _said(text: str) -> dict[str, str]:
    plain = folded(text)
    return {"text": text, "words": " ".join(tokens_of(plain)), "signs": signs_of(plain)}


def _clause(term: Term) -> dict[str, Any]:
    if term.sign:
        return {"term": {"signs": term.tokens[0]}}
    if len(term.tokens) == 1:
        kind = "prefix" if term.prefix else "term"
        return {kind: {"words": term.tokens[0]}}
    kind = "match_phrase_prefix" if term.prefix else "match_phrase"
    return {kind: {"words": {"query": " ".join(term.tokens), "slop": 0}}}


def _body(clauses: list[dict[str, Any]], narrowed: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "size": 0,
        "query": {"bool": {"filter": [{"bool": {"should": clauses, "minimum_should_match": 1}}, *narrowed]}},
        "aggs": {
            "items": {
                "composite": {"size": 10_000, "sources": [{"item": {"terms": {"field": "item"}}}]},
                "aggs": {"tier": {"min": {"field": "tier"}}, "at": {"max": {"field": "published_at"}}},
            }
        },
    }
