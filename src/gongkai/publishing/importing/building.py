"""Make pages of rows, many at once: the same records as a page saved in the editor and published, in few statements.

What a row becomes: the page in its column, its first version (修订), attachments and pictures, the redirect from its old
address, its entry in the office's search. All of it happens inside the caller's transaction, with the gate open for rows that
become public.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from treebeard.exceptions import PathOverflow
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, ReferenceIndex, Revision, Site

from gongkai.agencies.access import collection_of
from gongkai.agencies.acts import Refused
from gongkai.agencies.ids import new_public_id
from gongkai.agencies.models import Agency, User
from gongkai.files.reading import Refused as NotTaken
from gongkai.files.reading import kind_of, stripped
from gongkai.files.services import clean_name
from gongkai.portal.index_numbers import draw_index_number
from gongkai.portal.models import Attachment, ItemPage

from .sources import Missing, Source

__all__ = ["Built", "Making", "build"]

_OWN = frozenset({"attachments", "body", "children", "column", "extra", "kind", "old_url", "published_at"})


@dataclass
class Making:
    """A row to be made into an item: its fields as JSON, as `checking` leaves them."""

    fields: dict[str, Any]


@dataclass
class Built:
    """What became of a row: the item, or why it could not be made."""

    item: ItemPage | None = None
    problem: str = ""
    parts: list[str] = field(default_factory=list)
    """The relations in which something hangs on the item: attachments, pictures, leaders …"""


def build(
    agency: Agency, rows: Sequence[Making], source: Source, *, live: bool, owner: User | None
) -> list[Built]:
    """Make items of the rows, in their order; those with `live` are public at their own time. Raises `Refused` for a full column."""
    now = timezone.now()
    made = [_item(agency, row.fields, live=live, owner=owner, now=now) for row in rows]
    for one, row in zip(made, rows, strict=True):
        if one.item is not None:
            _children(one, row.fields, agency, source, owner)
    built = [(one, one.item, row) for one, row in zip(made, rows, strict=True) if one.item is not None]
    if live:
        _number(agency, [item for _, item, _ in built])
    _place([(item, row.fields["column"]) for _, item, row in built])
    for one, item, _ in built:
        for name in one.parts:
            getattr(item, name).commit()
    _keep_versions([item for _, item, _ in built], live=live, owner=owner, now=now)
    _lead_on([(row.fields["old_url"], item) for _, item, row in built if row.fields.get("old_url")])
    _make_findable([item for _, item, _ in built])
    for one, item, _ in built:
        if one.parts:  # words and tables made from a file refer to nothing within the site
            ReferenceIndex.create_or_update_for_object(item)
    return made


def _item(agency: Agency, fields: dict[str, Any], *, live: bool, owner: User | None, now: datetime) -> Built:
    model = _model(fields)
    values = {name: value for name, value in fields.items() if name not in _OWN}
    try:
        item: ItemPage = model(
            agency=agency, owner=owner, live=live, imported=live, has_unpublished_changes=not live, **values
        )
        for name, value in fields.get("extra", {}).items():
            model_field = model._meta.get_field(name)
            setattr(item, name, value if name.endswith("_id") else model_field.to_python(value))
        item.body = item._meta.get_field("body").to_python(json.dumps(fields.get("body", [])))
        item.slug, item.draft_title = new_public_id(), item.title
        if live:
            at = datetime.fromisoformat(fields["published_at"])
            item.published_at = item.first_published_at = item.last_published_at = at
        item.latest_revision_created_at = now
        item.content_type = ContentType.objects.get_for_model(model)
        item.clean_fields(exclude={"agency", "path", "depth", "numchild", "url_path", "content_type", "slug"})
        item.clean()
    except ValidationError as error:
        labels = {one.name: str(getattr(one, "verbose_name", "")) for one in model._meta.get_fields()}
        words = "；".join(
            f"{labels.get(name, '')}{''.join(found)}" for name, found in _messages(error).items()
        )
        return Built(problem=words[:300])
    return Built(item)


def _model(fields: dict[str, Any]) -> type[ItemPage]:
    named = fields.get("kind") or ("policypage" if fields.get("document_number") else "itempage")
    model = apps.get_model("portal", named)
    if not issubclass(model, ItemPage):
        raise ValueError(f"not a kind of item: {named}")
    found: type[ItemPage] = model
    return found


def _messages(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _children(one: Built, fields: dict[str, Any], agency: Agency, source: Source, owner: User | None) -> None:
    """Hang on what belongs to the item: attachments, pictures, and parts given as they are."""
    item = one.item
    parts: dict[str, list[Any]] = {name: [] for name in _relations(type(item))}
    try:
        for number, path in enumerate(fields.get("attachments", [])):
            document = _store(get_document_model(), path, agency, source, owner)
            parts["attachments"].append(Attachment(document=document, sort_order=number))
        for name, rows in fields.get("children", {}).items():
            model = _relations(type(item))[name]
            for number, values in enumerate(rows):
                given = dict(values)
                if "image" in given:
                    given["image"] = _store(get_image_model(), given["image"], agency, source, owner)
                parts[name].append(model(sort_order=number, **given))
    except Missing as missing:
        one.item, one.problem = None, missing.message
        return
    except NotTaken as refused:
        one.item, one.problem = None, refused.message
        return
    for name, children in parts.items():
        # said even where there are none: else each is asked of the database
        getattr(item, name).set(children)
    one.parts = [name for name, children in parts.items() if children]


def _relations(model: Any) -> dict[str, Any]:
    return {one.get_accessor_name(): one.related_model for one in get_all_child_relations(model)}


def _store(model: Any, path: str, agency: Agency, source: Source, owner: User | None) -> Any:
    """Keep a file of the import among the agency's documents or pictures, without what it says of its author."""
    data = source.read(path)
    name = clean_name(PurePosixPath(path.replace("\\", "/")).name)
    kept = stripped(kind_of(name, data), data).data
    file = ContentFile(kept, name=name)
    stored = model(
        title=PurePosixPath(name).stem[:255],
        file=file,
        agency=agency,
        collection=collection_of(agency),
        uploaded_by_user=owner,
    )
    if isinstance(stored, get_document_model()):
        stored.file_size = len(kept)
    stored.save()
    return stored


def _number(agency: Agency, items: Iterable[ItemPage]) -> None:
    """Draw index numbers for those that bring none, the oldest first."""
    waiting = [item for item in items if not item.index_number]
    for item in sorted(waiting, key=lambda one: one.published_at):
        item.index_number = draw_index_number(agency, timezone.localdate(item.published_at))


def _place(items: Sequence[tuple[ItemPage, int]]) -> None:
    """Write the pages below their columns. The caller holds the lock of the tree."""
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


def _keep_versions(items: Sequence[ItemPage], *, live: bool, owner: User | None, now: datetime) -> None:
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


def _lead_on(addresses: Sequence[tuple[str, ItemPage]]) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    Redirect.objects.bulk_create(
        Redirect(old_path=path, site=site, redirect_page_id=item.pk, automatically_created=True)
        for path, item in addresses
    )


def _make_findable(items: Sequence[ItemPage]) -> None:
    """Enter the items into the office's search."""
    by_model: dict[type[models.Model], list[ItemPage]] = defaultdict(list)
    for item in items:
        by_model[type(item)].append(item)
    for backend in get_search_backends(with_auto_update=True):
        for model, members in by_model.items():
            backend.add_bulk(model, members)
