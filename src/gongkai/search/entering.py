"""An entry made into rows: its item, its shelf, its chunks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .chunks import chunks_of
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, Chunk, Item, Shelf
from .tokens import VERSION
from .values import Entry

__all__ = [
    "chunks_for",
    "fields_for",
    "forget_empty_shelves",
    "number_chunks",
    "shelf_for",
    "shelves_for",
    "stamp_of",
]

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


def shelf_for(entry: Entry) -> int:
    """Give the row id of the shelf the entry belongs on, made where there is none."""
    return shelves_for([entry], {})[0]


def shelves_for(entries: Sequence[Entry], known: dict[tuple[Any, ...], int]) -> list[int]:
    """Give the row id of the shelf of each entry; two queries, however many. `known` remembers those of a transaction."""
    wanted = [_shelf(entry) for entry in entries]
    keys = [tuple(fields.values()) for fields in wanted]
    new = {key: fields for key, fields in zip(keys, wanted, strict=True) if key not in known}
    if new:
        there = Shelf.objects.filter(
            column_path__in={fields["column_path"] for fields in new.values()},
            year__in={fields["year"] for fields in new.values()},
        )
        found = {tuple(getattr(one, name) for name in _SHELF_FIELDS): one.pk for one in there}
        held = _held([found[key] for key in new if key in found])
        known |= {key: found[key] for key in new if found.get(key) in held}
        missing = [key for key in new if key not in known]
        made = Shelf.objects.bulk_create([Shelf(**new[key]) for key in missing], batch_size=100)
        known |= {key: int(one.pk) for key, one in zip(missing, made, strict=True)}
    return [known[key] for key in keys]


_SHELF_FIELDS = (
    "agency_id",
    "column_path",
    "year",
    "theme",
    "validity",
    "valid_until",
    "organ",
    "file_kinds",
)


def _shelf(entry: Entry) -> dict[str, Any]:
    kinds = "|".join(entry.kinds())
    values = (
        entry.agency_id,
        entry.column_path,
        timezone.localtime(entry.published_at).year,
        _stored(entry.theme)[:100],
        entry.validity,
        entry.valid_until,
        _stored(entry.organ)[:200],
        f"|{kinds[:_LONGEST_KINDS]}|" if kinds else "",
    )
    return dict(zip(_SHELF_FIELDS, values, strict=True))


def forget_empty_shelves() -> None:
    """Remove the shelves on which nothing stands; one that is just being used stays."""
    with transaction.atomic():
        empty = Shelf.objects.filter(items=None).select_for_update(of=("self",), skip_locked=True)
        ids = [row[0] for row in empty.values_list("pk")] if connection.vendor == "postgresql" else None
        left = (
            Shelf.objects.filter(items=None) if ids is None else Shelf.objects.filter(items=None, pk__in=ids)
        )
        left.delete()


def _held(ids: Sequence[int]) -> set[int]:
    """Hold shelves, so that none is removed before the item stands on it; gives those that are still there."""
    if connection.vendor != "postgresql" or not ids:
        return set(ids)  # whoever writes on SQLite is alone
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_shelf WHERE id = ANY(%s) FOR KEY SHARE", [list(ids)])
        return {int(row[0]) for row in cursor.fetchall()}


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
