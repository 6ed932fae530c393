"""How what was found is shown: the title and an excerpt, in pieces, with what was asked marked. Never HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from .asking import Question, Term
from .engine import engine
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, Chunk, Item
from .tokens import fold_with_places, is_chinese, runs_of
from .values import Place, Result, Segment

__all__ = ["excerpt", "marked", "results_for"]

_BATCH = 200
_BEFORE, _AFTER = 24, 96
"""Signs of an excerpt before the first word marked in it and from there on."""
_PLACE_OF_PART = {
    Chunk.Part.NAME: Place.ATTACHMENT,
    Chunk.Part.BODY: Place.BODY,
    Chunk.Part.FILE: Place.ATTACHMENT_TEXT,
}
_WEIGHT = {place: number for number, place in enumerate(Place)}


def results_for(items: Sequence[int], question: Question) -> list[Result]:
    """Give the results for these row ids of items, in their order; three queries for each two hundred."""
    terms = question.wanted()
    results = []
    for at in range(0, len(items), _BATCH):
        some = items[at : at + _BATCH]
        rows = {item.pk: item for item in Item.objects.filter(pk__in=some).select_related("shelf")}
        chunks = _chunks(some, terms)
        results += [_result(rows[pk], chunks.get(pk, []), terms) for pk in some if pk in rows]
    return results


def _chunks(items: Sequence[int], terms: Sequence[Term]) -> dict[int, list[Chunk]]:
    """Give for each item the chunk to quote: the first of the weightiest part that has a term; else the first of its body."""
    statement, params = engine().find_chunks(terms, items)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = sorted(int(row[0]) for row in cursor.fetchall())
    first: dict[tuple[int, int], int] = {}
    for pk in found:
        first.setdefault((pk // CHUNKS_PER_ITEM, pk % CHUNKS_PER_ITEM // CHUNKS_PER_PART), pk)
    wanted = {*first.values()}
    for item in items:
        if (item, Chunk.Part.BODY.value) not in first:
            wanted.add(item * CHUNKS_PER_ITEM + Chunk.Part.BODY * CHUNKS_PER_PART)
    given: dict[int, list[Chunk]] = {}
    for chunk in Chunk.objects.filter(pk__in=wanted).order_by("pk"):
        given.setdefault(chunk.item_id, []).append(chunk)
    return given


def _result(item: Item, chunks: Sequence[Chunk], terms: Sequence[Term]) -> Result:
    title = marked(item.title, terms)
    places = set()
    if any(one.marked for one in title):
        places.add(Place.TITLE)
    quoted: Sequence[Segment] = ()
    label = named = ""
    best = None
    for chunk in chunks:
        part = Chunk.Part(chunk.pk % CHUNKS_PER_ITEM // CHUNKS_PER_PART)
        said = excerpt(chunk.text, terms)
        has = any(one.marked for one in said)
        if has:
            places.add(_PLACE_OF_PART[part])
        if part == Chunk.Part.NAME:
            named = chunk.text
            continue
        # the body is quoted where it has a word, else the file that has, else the body's beginning
        weight = (not has, part)
        if best is None or weight < best:
            best, quoted = weight, said
            label = chunk.label if part == Chunk.Part.FILE else ""
    numbers = marked(item.numbers.replace("\n", "　"), terms)
    if any(one.marked for one in numbers):
        places.add(Place.NUMBER)
        if best is None or best[0]:
            quoted, label = numbers, ""
    place = min(places, key=_WEIGHT.__getitem__, default=Place.BODY)
    shelf = item.shelf
    lapsed = shelf.valid_until is not None and shelf.valid_until < timezone.localdate()
    return Result(
        page_id=item.page_id,
        agency_id=shelf.agency_id,
        title=item.title,
        title_segments=title,
        snippet=quoted,
        place=place,
        published_at=item.published_at,
        column_path=shelf.column_path,
        organ=shelf.organ,
        theme=shelf.theme,
        validity="expired" if lapsed and shelf.validity in ("valid", "amended") else shelf.validity,
        file=label or (named if place == Place.ATTACHMENT else ""),
    )


def marked(text: str, terms: Sequence[Term]) -> list[Segment]:
    """Give a text in pieces, what was asked marked."""
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, _spans(text, terms))


def excerpt(text: str, terms: Sequence[Term]) -> list[Segment]:
    """Give the passage of a text where most of what was asked stands together, in pieces, what was asked marked."""
    text = unicodedata.normalize("NFC", text)
    spans = _spans(text, terms)
    begin = max(0, _densest(spans) - _BEFORE)
    end = min(len(text), begin + _BEFORE + _AFTER)
    inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in spans if a < end and b > begin]
    pieces = _pieces(text[begin:end], inside)
    pieces = [Segment(" ".join(f"·{one.text}·".split())[1:-1], one.marked) for one in pieces]
    if begin > 0:
        pieces.insert(0, Segment("…"))
    if end < len(text):
        pieces.append(Segment("…"))
    return [one for one in pieces if one.text]


def _densest(spans: Sequence[tuple[int, int]]) -> int:
    """Give the place from which an excerpt holds the most that is marked; the first of them, 0 where nothing is."""
    best, most = 0, 0
    for start, _ in spans[:200]:
        held = sum(1 for a, _ in spans[:200] if start <= a < start + _AFTER)
        if held > most:
            best, most = start, held
    return best


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Give where the terms stand in a text that is in NFC, in order, those that touch joined."""
    plain, places = fold_with_places(text)
    found: list[tuple[int, int]] = []
    tokens: list[tuple[str, int, int]] = []
    by_token: dict[str, list[int]] = {}
    for term in terms:
        if all(map(is_chinese, term.text)):  # the usual case, and quick: it stands where its signs stand
            found += [match.span() for match in re.finditer(re.escape(term.text), plain)]
            continue
        if not tokens:
            for run in runs_of(plain):
                at = run.start
                for token in run.tokens():
                    tokens.append((token, at, at + len(token)))
                    at += 1 if run.chinese else len(token)
            for number, (token, _, _) in enumerate(tokens):
                by_token.setdefault(token, []).append(number)
        found += _phrases(term, tokens, by_token)
    if places is not None:
        found = [(places[a], places[b - 1] + 1) for a, b in found]
    joined: list[tuple[int, int]] = []
    for a, b in sorted(found):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def _phrases(
    term: Term, tokens: Sequence[tuple[str, int, int]], by_token: dict[str, list[int]]
) -> list[tuple[int, int]]:
    wanted, last = term.tokens, len(term.tokens) - 1
    if last == 0 and term.prefix:
        starts = [at for at, (token, _, _) in enumerate(tokens) if token.startswith(wanted[0])]
    else:
        starts = by_token.get(wanted[0], [])
    found = []
    for start in starts:
        if start + last >= len(tokens):
            continue
        if any(tokens[start + at][0] != wanted[at] for at in range(last)):
            continue
        end = tokens[start + last]
        if end[0].startswith(wanted[last]) if term.prefix else end[0] == wanted[last]:
            found.append((tokens[start][1], end[1] + len(wanted[last])))
    return found


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Segment]:
    pieces, at = [], 0
    for a, b in spans:
        if a > at:
            pieces.append(Segment(text[at:a]))
        pieces.append(Segment(text[a:b], True))
        at = b
    if at < len(text):
        pieces.append(Segment(text[at:]))
    return pieces
