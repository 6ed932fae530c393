"""Enter staged rows: their files are stored first, then all else happens in one short transaction for some dozens of rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency
from gongkai.files import services as files
from gongkai.files.storing import Storing
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.publishing.events import deliver
from gongkai.publishing.importing.building import Built, Making, build
from gongkai.publishing.importing.leading import taken
from gongkai.publishing.importing.preparing import Prepared, prepare
from gongkai.publishing.importing.sources import Source
from gongkai.publishing.models import Event, ImportBatch, ImportLink, ImportRow
from gongkai.publishing.registry import subscribers_of

from .common import locked_batch

__all__ = ["enter_rows"]

_State = ImportBatch.State
_Row = ImportRow.State
_PUBLISHED = "item.published"


def enter_rows(
    agency: Agency, batch: ImportBatch, numbers: Sequence[int], source: Source, store: Storing
) -> None:
    """Make items of some rows (their row ids) of one state. A kill leaves either all of them or none, and no files behind."""
    staged = ImportRow.objects.filter(pk__in=numbers).values_list("fields", flat=True)
    prepared = prepare(agency, [fields.get("made", {}) for fields in staged], source, store)
    for event in _enter(None, agency, batch, numbers, prepared):
        deliver(event)
    if prepared.kept:
        store.settle()


@act("item.import_enter")
def _enter(doing: Doing, batch: ImportBatch, numbers: Sequence[int], prepared: Prepared) -> list[int]:
    """Enter some rows; gives the row ids of the events that somebody waits for."""
    Page.objects.select_for_update().get(depth=1)  # whoever makes pages waits here
    batch = locked_batch(doing, batch, _State.READ, _State.ENTERING)
    rows = list(
        ImportRow.objects.select_for_update()
        .filter(pk__in=numbers, batch=batch, state__in=(_Row.WAITING, _Row.HISTORY))
        .order_by("number")
    )
    live = bool(rows) and rows[0].state == _Row.HISTORY
    if live and (batch.state != _State.ENTERING or batch.approved_at is None):
        raise Refused("这一批历史信息还没有批准，不能入库。")
    ready = _still_fit(doing.agency, rows)
    making = [Making(row.fields["made"]) for row in ready]
    with gate.opened():
        made = build(doing.agency, making, prepared, live=live, owner=batch.imported_by)
        if live:
            _disclose(
                made
            )  # before the gate closes: whoever follows what is public asks for the files, too; search is one
    items = [_note(row, one, live) for row, one in zip(ready, made, strict=True)]
    ImportRow.objects.bulk_update(rows, ["state", "message", "item", "fields"])
    _keep_links(made)
    entered = [item for item in items if item is not None]
    doing.note(rows=len(entered), refused=len(rows) - len(entered), live=live)
    return _announce(doing.agency, batch, made) if live else []


def _still_fit(agency: Agency, rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Keep the rows that can enter now: since they were checked, others may have entered, and columns been closed."""
    made = [row.fields.get("made", {}) for row in rows]
    keys = set(
        ImportRow.objects.filter(agency=agency, key__in=[row.key for row in rows], item__isnull=False)
        .exclude(key="")
        .values_list("key", flat=True)
    )
    wanted = {one["index_number"] for one in made if one.get("index_number")}
    own = ItemPage.objects.filter(agency=agency, index_number__in=wanted)
    numbers = set(own.values_list("index_number", flat=True))
    paths = {one["old_url"] for one in made if one.get("old_url")}
    led = set(taken().filter(old_path__in=paths).values_list("old_path", flat=True))
    open_columns = set(
        ColumnPage.objects.descendant_of(agency.platform)
        .filter(Q(live=True, closed_on=None), pk__in={one.get("column") for one in made})
        .values_list("pk", flat=True)
    )
    fit = []
    for row, one in zip(rows, made, strict=True):
        if row.key in keys:
            row.state, row.message, row.fields = _Row.DOUBLE, "已有，没有再导入", {}
        elif one.get("index_number") in numbers or one.get("old_url") in led:
            row.state, row.message = _Row.REFUSED, "索引号或者原网址已经属于另一条信息"
        elif one.get("column") not in open_columns:
            row.state, row.message = _Row.REFUSED, "栏目在导入之后关闭或者删除了"
        else:
            fit.append(row)
    return fit


def _note(row: ImportRow, built: Built, live: bool) -> ItemPage | None:
    if built.item is None:
        row.state, row.message = _Row.REFUSED, built.problem[:500]
        return None
    row.state = _Row.PUBLISHED if live else _Row.DRAFT
    row.item_id = built.item.pk
    row.fields = {}  # the item holds it now; a second copy would outlive a purge
    return built.item


def _keep_links(made: Sequence[Built]) -> None:
    """Remember the links to items that have not come yet."""
    ImportLink.objects.bulk_create(
        [
            ImportLink(item_id=one.item.pk, path=path, href=href)
            for one in made
            if one.item is not None
            for path, href in dict.fromkeys(one.links.waiting.values())
        ],
        ignore_conflicts=True,
    )


def _disclose(made: Sequence[Built]) -> None:
    for one in made:
        if one.item is not None and (one.documents or one.images):
            files.disclose(one.item.pk, one.documents, one.images)


def _announce(agency: Agency, batch: ImportBatch, made: Sequence[Built]) -> list[int]:
    """Let upper floors know what is public now."""
    heard = bool(subscribers_of(_PUBLISHED))
    events = []
    for one in made:
        if one.item is None:
            continue
        events.append(
            Event(
                agency=agency,
                kind=_PUBLISHED,
                object_type="item",
                object_id=one.item.slug,
                details={"imported": batch.public_id},
                delivered_at=None if heard else timezone.now(),
            )
        )
    Event.everything.bulk_create(events)
    return [event.pk for event in events] if heard else []
