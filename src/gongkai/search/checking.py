"""Whether the index says what its sources say: what is missing, stale and surplus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from .engine import engine
from .entering import stamp_of
from .models import Item
from .registry import sources
from .values import Entry

__all__ = ["Checked", "Fault", "check"]

_BATCH = 200


@dataclass(frozen=True)
class Fault:
    """One item that is not right in the index; `kind` is missing, stale or surplus. `title` is the one of the index, or the page's."""

    kind: str
    page_id: int
    title: str = ""


@dataclass(frozen=True)
class Checked:
    """What a check found. `tables` names the engine's own tables that do not hold what the rows say."""

    items: int
    faults: tuple[Fault, ...] = ()
    tables: tuple[str, ...] = field(default=())

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.tables


def check(progress: Callable[[int, int], object] | None = None) -> Checked:
    """Hold the index against its sources, item by item and token by token. Nothing is changed.

    What an act changes meanwhile is looked at twice before it is called a fault.
    """
    wanted = {name: list(source.ids()) for name, source in sources().items()}
    total = sum(map(len, wanted.values()))
    suspects: dict[int, Fault] = {}
    done = 0
    for name, all_ids in wanted.items():
        for at in range(0, len(all_ids), _BATCH):
            ids = all_ids[at : at + _BATCH]
            suspects |= {fault.page_id: fault for fault in _faults(name, ids)}
            done += len(ids)
            if progress is not None:
                progress(done, total)
    known = {pk for ids in wanted.values() for pk in ids}
    stored = Item.objects.order_by("pk").values_list("page_id", "title")
    suspects |= {pk: Fault("surplus", pk, title) for pk, title in stored.iterator() if pk not in known}
    faults = [fault for fault in suspects.values() if fault in set(_again(fault.page_id))]
    tables = engine().faults()
    return Checked(total, tuple(sorted(faults, key=lambda one: (one.kind, one.page_id))), tuple(tables))


def _faults(name: str, ids: list[int]) -> list[Fault]:
    entries = {entry.page_id: entry for entry in sources()[name].entries(ids)}
    stored = {item.page_id: item for item in _items().filter(page_id__in=ids)}
    found = []
    for page_id in ids:
        entry, item = entries.get(page_id), stored.get(page_id)
        if entry is None:
            if item is not None:
                found.append(Fault("surplus", page_id, item.title))
        elif item is None:
            found.append(Fault("missing", page_id, entry.title))
        elif not _same(item, entry):
            found.append(Fault("stale", page_id, entry.title))
    return found


def _again(page_id: int) -> list[Fault]:
    """Look at one item again, whatever source it is of."""
    entries = [entry for source in sources().values() for entry in source.entries([page_id])]
    item = _items().filter(page_id=page_id).first()
    if not entries:
        return [Fault("surplus", page_id, item.title)] if item is not None else []
    if item is None:
        return [Fault("missing", page_id, entries[0].title)]
    return [] if _same(item, entries[0]) else [Fault("stale", page_id, entries[0].title)]


def _items() -> QuerySet[Item]:
    return Item.objects.select_related("shelf")


def _same(item: Item, entry: Entry) -> bool:
    return item.stamp == stamp_of(entry) and item.shelf.column_path == entry.column_path
