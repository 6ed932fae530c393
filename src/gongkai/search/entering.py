"""An entry made into rows: its item, its shelf, its chunks."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from .chunks import chunks_of
from .models import CHUNKS_PER_ITEM, CHUNKS_PER_PART, ITEMS_PER_DAY, Chunk, Item, Shelf
from .tokens import VERSION
from .values import Entry

__all__ = [
    "chunks_for",
    "day_for",
    "day_of",
    "fields_for",
    "forget_empty_shelves",
    "new_ids",
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
        day_for(entry).year,
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


def day_of(item: Item) -> date:
    """Give the day of publication an item's id holds."""
    return date.fromordinal(item.pk // ITEMS_PER_DAY)


def day_for(entry: Entry) -> date:
    """Give the day of publication of an entry, as a clock here shows it."""
    return timezone.localtime(entry.published_at).date()


def new_ids(days: Sequence[date]) -> list[int]:
    """Draw ids for new items published on these days, which nobody else has drawn."""
    if connection.vendor == "postgresql":
        return _drawn(days)
    # SQLite: whoever writes is alone
    found: dict[date, int] = {}
    for day, number in Counter(days).items():
        first = day.toordinal() * ITEMS_PER_DAY
        highest = Item.objects.filter(pk__gte=first, pk__lt=first + ITEMS_PER_DAY).aggregate(Max("pk"))
        found[day] = first if highest["pk__max"] is None else highest["pk__max"] + 1
        if found[day] + number > first + ITEMS_PER_DAY:
            raise ValueError("more items on one day than there are numbers")
    ids = []
    for day in days:
        ids.append(found[day])
        found[day] += 1
    return ids


def _drawn(days: Sequence[date]) -> list[int]:
    """Draw from the one sequence, anew where its turn has come round to a number that is taken."""
    ids: list[int] = []
    with connection.cursor() as cursor:
        while len(ids) < len(days):
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('search_item', 'id')) FROM generate_series(1, %s)",
                [len(days) - len(ids)],
            )
            rows = cursor.fetchall()
            wanted = [
                day.toordinal() * ITEMS_PER_DAY + row[0] % ITEMS_PER_DAY
                for day, row in zip(days[len(ids) :], rows, strict=True)
            ]
            taken = set(Item.objects.filter(pk__in=wanted).values_list("pk", flat=True))
            met = (at for at, one in enumerate(wanted) if one in taken)
            ids += wanted[: next(met, len(wanted))]
    return ids


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
