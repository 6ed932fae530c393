"""An entry made into rows: its item, its shelf, its chunks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .chunks import chunks_of
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, Chunk, Item, Shelf
from .tokens import VERSION
from .values import Entry

__all__ = ["chunks_for", "fields_for", "forget_empty_shelves", "number_chunks", "shelf_for", "stamp_of"]

_LONGEST_KINDS = 198


def stamp_of(entry: Entry) -> str:
    """Digest all that is entered but its column, and the tokeniser's version: with one stamp and column, rows are the same."""
    said = [
        VERSION,
        entry.agency_id,
        entry.title,
        entry.published_at.timestamp(),
        list(entry.numbers),
        entry.keywords,
        entry.body,
        [[one.name, one.text] for one in entry.attachments],
        entry.theme,
        entry.validity,
        entry.valid_until.isoformat() if entry.valid_until else "",
        entry.organ,
        entry.kinds(),
    ]
    digest = hashlib.blake2b(json.dumps(said).encode(), digest_size=16)
    return digest.hexdigest()


def fields_for(entry: Entry) -> dict[str, Any]:
    """Give the fields of the item's row, its shelf aside."""
    numbers = [" ".join(one.split()) for one in (*entry.numbers, entry.keywords)]
    return {
        "title": _stored(entry.title)[:255],
        "numbers": _stored("\n".join(one for one in numbers if one)),
        "published_at": entry.published_at,
        "stamp": stamp_of(entry),
    }


def shelf_for(entry: Entry, known: dict[tuple[Any, ...], int] | None = None) -> int:
    """Give the row id of the shelf the entry belongs on, made where there is none; `known` remembers those of a batch."""
    kinds = "|".join(entry.kinds())
    fields: dict[str, Any] = {
        "agency_id": entry.agency_id,
        "column_path": entry.column_path,
        "year": timezone.localtime(entry.published_at).year,
        "theme": _stored(entry.theme)[:100],
        "validity": entry.validity,
        "valid_until": entry.valid_until,
        "organ": _stored(entry.organ)[:200],
        "file_kinds": f"|{kinds[:_LONGEST_KINDS]}|" if kinds else "",
    }
    key = tuple(fields.values())
    if known is not None and key in known:
        return known[key]
    found = Shelf.objects.filter(**fields).values_list("pk", flat=True).first()
    pk = found if found is not None and _held(found) else int(Shelf.objects.create(**fields).pk)
    if known is not None:
        known[key] = pk
    return pk


def forget_empty_shelves() -> None:
    """Remove the shelves on which nothing stands; one that is just being used stays."""
    with transaction.atomic():
        empty = Shelf.objects.filter(items=None).select_for_update(of=("self",), skip_locked=True)
        ids = [row[0] for row in empty.values_list("pk")] if connection.vendor == "postgresql" else None
        left = (
            Shelf.objects.filter(items=None) if ids is None else Shelf.objects.filter(items=None, pk__in=ids)
        )
        left.delete()


def _held(pk: int) -> bool:
    """Hold a shelf, so that it is not removed before the item stands on it; whether it is still there."""
    if connection.vendor != "postgresql":
        return True  # whoever writes on SQLite is alone
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_shelf WHERE id = %s FOR KEY SHARE", [pk])
        return cursor.fetchone() is not None


def chunks_for(entry: Entry) -> Iterator[Chunk]:
    """Give the chunks of an entry; their ids say part and number only until `number_chunks`.

    Of a part with more text than 2,048 chunks hold (over two million characters) the rest is left out.
    """
    names = (("", _stored(one.name)[:255]) for one in entry.attachments)
    bodies = (("", piece) for piece in chunks_of(_stored(entry.body)))
    files = (
        (_stored(one.name)[:255], piece)
        for one in entry.attachments
        for piece in chunks_of(_stored(one.text))
    )
    for part, pieces in ((Chunk.Part.NAME, names), (Chunk.Part.BODY, bodies), (Chunk.Part.FILE, files)):
        for number, (label, text) in zip(range(CHUNKS_PER_PART), pieces, strict=False):
            if text:
                yield Chunk(pk=part * CHUNKS_PER_PART + number, label=label, text=text)


def number_chunks(item: Item, chunks: list[Chunk]) -> None:
    """Give the chunks of an item their ids."""
    for chunk in chunks:
        chunk.pk = item.pk * CHUNKS_PER_ITEM + chunk.pk % CHUNKS_PER_ITEM
        chunk.item_id = item.pk


def _stored(text: str) -> str:
    """Take out what no database keeps: the nought sign, lone halves of surrogate pairs."""
    if "\0" in text:
        text = text.replace("\0", " ")
    return text if text.isascii() else text.encode(errors="replace").decode()
