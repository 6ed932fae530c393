"""Write new pages into the tree, many at once: the same rows as a page saved in the editor, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F
from modelsearch.backends import get_search_backends
from treebeard.exceptions import PathOverflow
from wagtail.models import Locale, Page, ReferenceIndex, Revision

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.portal.models import ItemPage

__all__ = ["keep_references", "keep_versions", "make_findable", "place"]


def place(items: Sequence[tuple[ItemPage, int]], numbered: Callable[[], object]) -> None:
    """Write the pages below their columns. The caller holds the lock of the tree.

    `numbered` is called when the pages have their row ids and their own rows are not written yet.
    """
    if not items:
        return
    columns = {page.pk: page for page in Page.objects.filter(pk__in={column for _, column in items})}
    last: dict[int, int] = {}
    for pk, column in columns.items():
        newest = Page.objects.filter(depth=column.depth + 1, path__startswith=column.path)
        path = newest.order_by("-path").values_list("path", flat=True).first()
        last[pk] = Page._str2int(path[-Page.steplen :]) if path else 0
    added: dict[int, int] = defaultdict(int)
    locale = Locale.objects.first()
    for item, pk in items:
        column = columns[pk]
        added[pk] += 1
        try:
            item.path = Page._get_path(column.path, column.depth + 1, last[pk] + added[pk])
        except PathOverflow as error:
            raise Refused(f"栏目“{column.title}”里的信息太多，放不下了；请分成几个栏目。") from error
        item.depth, item.numchild = column.depth + 1, 0
        item.locale = locale
        item.url_path = f"{column.url_path}{item.slug}/"
    pages = [_page_of(item) for item, _ in items]
    Page.objects.bulk_create(pages)
    for (item, _), page in zip(items, pages, strict=True):
        item.pk = item.id = page.pk
        item.page_ptr_id = page.pk
    numbered()
    for item, _ in items:
        _insert_own_rows(item)
    for pk, count in added.items():
        Page.objects.filter(pk=pk).update(numchild=F("numchild") + count)


def _page_of(item: ItemPage) -> Page:
    own = (one for one in Page._meta.concrete_fields if not one.primary_key)
    return Page(**{one.attname: getattr(item, one.attname) for one in own})


def _insert_own_rows(item: ItemPage) -> None:
    """Insert the item's rows of the tables below that of pages, which stands already."""
    if type(item) is not ItemPage:
        item.itempage_ptr_id = item.pk
        base = ItemPage(
            page_ptr_id=item.pk,
            **{
                one.attname: getattr(item, one.attname)
                for one in ItemPage._meta.local_concrete_fields
                if not one.primary_key
            },
        )
        base.save_base(raw=True, force_insert=True)
    item.save_base(raw=True, force_insert=True)
    item._state.adding = False


def keep_versions(items: Sequence[ItemPage], *, live: bool, owner: User | None, now: datetime) -> None:
    """Keep what was made as each item's first version; a public one is the version that is public."""
    page_type = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type_id=item.content_type_id,
            base_content_type=page_type,
            object_id=str(item.pk),
            created_at=now,
            user=owner,
            object_str=str(item),
            content=item.serializable_data(),
        )
        for item in items
    ]
    Revision.objects.bulk_create(revisions)
    pages = []
    for item, revision in zip(items, revisions, strict=True):
        item.latest_revision = revision
        item.live_revision = revision if live else None
        pages.append(Page(pk=item.pk, latest_revision=revision, live_revision=item.live_revision))
    Page.objects.bulk_update(pages, ["latest_revision", "live_revision"])


def make_findable(items: Sequence[models.Model]) -> None:
    """Enter pages, documents or pictures into the office's search."""
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for item in items:
        by_model[type(item)].append(item)
    for backend in get_search_backends(with_auto_update=True):
        for model, members in by_model.items():
            backend.add_bulk(model, members)


def keep_references(items: Sequence[ItemPage]) -> None:
    """Note what new items refer to, as Wagtail does when it saves one."""
    rows = []
    for item in items:
        kinds = [
            ContentType.objects.get_for_model(one, for_concrete_model=False)
            for one in (item, *item._meta.get_parent_list())
        ]
        for to_kind, to_row, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(item)
        ):
            rows.append(
                ReferenceIndex(
                    content_type=kinds[0],
                    base_content_type=kinds[-1],
                    object_id=item.pk,
                    to_content_type_id=to_kind,
                    to_object_id=to_row,
                    model_path=model_path,
                    content_path=content_path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                )
            )
    ReferenceIndex.objects.bulk_create(rows, ignore_conflicts=True)
