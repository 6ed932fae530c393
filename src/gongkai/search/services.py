"""What changes the index, each inside the transaction it is called in; synonyms; what is kept of questions asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import transaction

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty

from .asked_before import forget_queries, note_query
from .engine import engine
from .entering import (
    chunks_for,
    day_for,
    day_of,
    fields_for,
    forget_empty_shelves,
    new_ids,
    number_chunks,
    shelf_for,
    shelves_for,
    stamp_of,
)
from .models import Chunk, Item, Shelf, SynonymGroup
from .registry import sources
from .tokens import folded
from .values import Entry

__all__ = [
    "SYNONYM_KEEPERS",
    "fill_if_empty",
    "forget_queries",
    "forget_traces",
    "keep_synonyms",
    "load",
    "move",
    "note_query",
    "put",
    "rebuild",
    "remove",
    "remove_synonyms",
    "stamp_of",
]

Progress = Callable[[int, int], object]
"""Told how many of how many are done."""
T = TypeVar("T")

SYNONYM_KEEPERS = (Duty.REVIEWER, Duty.HEAD, Duty.ADMINISTRATOR)
"""Who keeps the synonyms, for the agency on top: those who answer for what its pages say, and who sets up its back office."""
_BATCH = 200


def put(entry: Entry) -> None:
    """Enter an item, or renew it; nothing is written where nothing of it has changed.

    Whoever calls it holds a lock on the page, so that two changes of one item come one after the other.
    """
    with transaction.atomic():
        item = Item.objects.filter(page_id=entry.page_id).select_related("shelf").first()
        fields = fields_for(entry)
        if item is not None and day_of(item) != day_for(entry):  # its id says its day
            remove(entry.page_id)
            item = None
        if item is not None and item.stamp == fields["stamp"]:
            if item.shelf.column_path != entry.column_path:
                Item.objects.filter(pk=item.pk).update(shelf_id=shelf_for(entry))
            return
        if item is None:
            item = Item(page_id=entry.page_id, pk=new_ids([day_for(entry)])[0])
        else:
            Chunk.objects.filter(item=item).delete()
        item.shelf_id = shelf_for(entry)
        for name, value in fields.items():
            setattr(item, name, value)
        chunks = list(chunks_for(entry))
        number_chunks(item, chunks)
        engine().write(item, chunks)


def remove(page_id: int) -> None:
    """Take an item out, with all its words; none is there is no fault."""
    with transaction.atomic():
        Chunk.objects.filter(item__page_id=page_id).delete()
        Item.objects.filter(page_id=page_id).delete()


def forget_traces() -> None:
    """Have the engine let go of what it still holds of words that were taken out; the act of purging (清除) calls it.

    FTS5 keeps them beside a note that they are gone until it merges its parts, which is done here at once. PostgreSQL drops them
    with the next VACUUM, as it does with rows of any table.
    """
    forget_empty_shelves()
    engine().forget_traces()


def move(before: str, after: str) -> None:
    """Follow a column, or a page above columns, from one path of the tree to another, with all below it."""
    with transaction.atomic():
        for shelf in Shelf.objects.filter(column_path__startswith=before):
            old = shelf.pk
            shelf.pk, shelf.column_path = None, f"{after}{shelf.column_path[len(before) :]}"
            shelf.save(force_insert=True)
            Item.objects.filter(shelf_id=old).update(shelf_id=shelf.pk)


def load(entries: Iterable[Entry]) -> int:
    """Enter many items that are not in the index yet, quickly, in one transaction; how many."""
    done = 0
    known: dict[tuple[object, ...], int] = {}
    with transaction.atomic():
        for batch in _batches(entries, _BATCH):
            rows = []
            shelves = shelves_for(batch, known)
            for pk, shelf, entry in zip(
                new_ids([day_for(one) for one in batch]), shelves, batch, strict=True
            ):
                item = Item(pk=pk, page_id=entry.page_id, shelf_id=shelf, **fields_for(entry))
                chunks = list(chunks_for(entry))
                number_chunks(item, chunks)
                rows.append((item, chunks))
            engine().load(rows)
            done += len(rows)
    return done


def rebuild(progress: Progress | None = None) -> int:
    """Make the index anew from its sources; how many items it has then.

    It goes in small transactions: people search meanwhile, acts go on, and whoever stops it leaves an index that is
    right for all that was done. What no source knows goes at the end.
    """
    wanted = {name: list(source.ids()) for name, source in sources().items()}
    total = sum(map(len, wanted.values()))
    done = 0
    engine().repair()
    for name, source in sources().items():
        for ids in _batches(wanted[name], _BATCH):
            with transaction.atomic():
                entries = list(source.entries(ids, lock=True))
                _remove_all(ids)
                load(entries)
            done += len(ids)
            if progress is not None:
                progress(done, total)
    for ids in _batches(surplus(), _BATCH):
        with transaction.atomic():
            _remove_all(ids)
    forget_empty_shelves()
    return int(Item.objects.count())


def fill_if_empty() -> int:
    """Make the index where there is none though there is something to be found: after an update from a version without; how many."""
    if Item.objects.exists() or not any(list(source.ids())[:1] for source in sources().values()):
        return 0
    return rebuild()


def surplus() -> list[int]:
    """Give the page ids that stand in the index and that no source wants found now."""
    wanted = {pk for source in sources().values() for pk in source.ids()}
    return [pk for pk in Item.objects.order_by("pk").values_list("page_id", flat=True) if pk not in wanted]


@act("search.synonyms", *SYNONYM_KEEPERS)
def keep_synonyms(doing: Doing, words: Sequence[str], group: SynonymGroup | None = None) -> SynonymGroup:
    """Keep words that mean the same, as a new group or in place of `group`."""
    _refuse_unless_on_top(doing)
    plain = [" ".join(word.split()) for word in words]
    found = list({folded(word): word for word in plain if word}.values())
    if len(found) < 2:
        raise Refused("一组同义词至少要有两个不同的词。")
    if len(found) > 20 or any(len(word) > 30 for word in found):
        raise Refused("一组同义词最多20个词，每个词最多30个字。")
    others = SynonymGroup.objects.exclude(pk=group.pk if group else None)
    taken = {folded(word) for other in others for word in other.as_tuple()}
    for word in found:
        if folded(word) in taken:
            raise Refused(f"“{word}”已经在另一组同义词里；请修改那一组。")
    kept = group or SynonymGroup()
    kept.words = "\n".join(found)
    kept.save()
    doing.on("synonyms", str(kept.pk))
    doing.note(words=found)
    return kept


@act("search.synonyms_remove", *SYNONYM_KEEPERS)
def remove_synonyms(doing: Doing, group: SynonymGroup) -> None:
    """Keep a group of synonyms no more."""
    _refuse_unless_on_top(doing)
    doing.on("synonyms", str(group.pk))
    doing.note(words=list(group.as_tuple()))
    SynonymGroup.objects.filter(pk=group.pk).delete()


def _refuse_unless_on_top(doing: Doing) -> None:
    """Refuse for an agency below another: the words are one list for the whole site, which the agency that leads it keeps."""
    if doing.agency is not None and doing.agency.parent_id is not None:
        raise Refused(f"同义词全站共用，由{doing.agency.parent.short_name}统一维护；请把要加的词告诉他们。")


def _remove_all(page_ids: Sequence[int]) -> None:
    Chunk.objects.filter(item__page_id__in=page_ids).delete()
    Item.objects.filter(page_id__in=page_ids).delete()


def _batches(of: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(of)
    while batch := list(islice(left, size)):
        yield batch
