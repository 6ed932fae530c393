"""Make pages of rows, many at once: the same records as a page saved in the editor and published, in few statements.

What a row becomes: the page in its column, its first version (修订), attachments and pictures, the redirects from its old
address and those of its files, its entry in the office's search. All of it happens inside the caller's transaction, with the gate
open for rows that become public; the files are stored before (`preparing`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from modelcluster.models import get_all_child_relations

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.models import Agency, User
from gongkai.portal.index_numbers import draw_index_number
from gongkai.portal.models import Attachment, ItemPage

from .attaching import Attached, attach
from .leading import lead_on
from .linking import Linked, link
from .placing import keep_references, keep_versions, make_findable, place
from .preparing import Prepared

__all__ = ["Built", "Making", "build"]

_OWN = frozenset(
    {
        "addresses",
        "attachments",
        "body",
        "children",
        "column",
        "extra",
        "files",
        "kind",
        "links",
        "old_url",
        "published_at",
    }
)


@dataclass
class Making:
    """A row to be made into an item: its fields as JSON, as `checking` leaves them."""

    fields: dict[str, Any]


@dataclass
class Built:
    """What became of a row: the item, or why it could not be made; the row ids of documents and pictures it shows."""

    item: ItemPage | None = None
    problem: str = ""
    parts: list[str] = field(default_factory=list)
    """The relations in which something hangs on the item: attachments, pictures, leaders …"""
    documents: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    links: Linked = field(default_factory=Linked)


def build(
    agency: Agency, rows: Sequence[Making], prepared: Prepared, *, live: bool, owner: User | None
) -> list[Built]:
    """Make items of the rows, in their order; those with `live` are public at their own time. Raises `Refused` for a full column."""
    now = timezone.now()
    made = [_item(agency, row.fields, prepared, live=live, owner=owner, now=now) for row in rows]
    built = [(one, one.item, row.fields) for one, row in zip(made, rows, strict=True) if one.item is not None]
    attached = attach(agency, [fields for *_, fields in built], prepared, owner)
    for one, _, fields in built:
        _hang_on(one, fields, attached)
    if live:
        _number(agency, [item for _, item, _ in built])

    def write_bodies() -> None:
        own = {fields["old_url"]: item.pk for _, item, fields in built if fields.get("old_url")}
        linked = link([fields for *_, fields in built], own, live=live)
        for (one, item, fields), links in zip(built, linked, strict=True):
            one.links = links
            body = attached.written(links.written(fields.get("body", [])), fields)
            item.body = item._meta.get_field("body").to_python(json.dumps(body))

    place([(item, fields["column"]) for _, item, fields in built], write_bodies)
    for one, item, _ in built:
        for name in one.parts:
            getattr(item, name).commit()
    keep_versions([item for _, item, _ in built], live=live, owner=owner, now=now)
    lead_on([(item, fields) for _, item, fields in built], attached)
    make_findable([item for _, item, _ in built])
    # words and tables alone refer to nothing within the site
    keep_references(
        [item for one, item, _ in built if one.parts or one.documents or one.images or one.links.within]
    )
    return made


def _item(
    agency: Agency,
    fields: dict[str, Any],
    prepared: Prepared,
    *,
    live: bool,
    owner: User | None,
    now: datetime,
) -> Built:
    if problem := prepared.problem_of(fields):
        return Built(problem=problem)
    model = _model(fields)
    values = {name: value for name, value in fields.items() if name not in _OWN}
    try:
        item: ItemPage = model(
            agency=agency, owner=owner, live=live, imported=live, has_unpublished_changes=not live, **values
        )
        for name, value in fields.get("extra", {}).items():
            model_field = model._meta.get_field(name)
            setattr(item, name, value if name.endswith("_id") else model_field.to_python(value))
        item.slug, item.draft_title = new_public_id(), item.title
        if live:
            at = datetime.fromisoformat(fields["published_at"])
            item.published_at = item.first_published_at = item.last_published_at = at
        item.latest_revision_created_at = now
        item.content_type = ContentType.objects.get_for_model(model)
        item.clean_fields(
            exclude={"agency", "path", "depth", "numchild", "url_path", "content_type", "slug", "body"}
        )
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


def _hang_on(one: Built, fields: dict[str, Any], attached: Attached) -> None:
    """Hang on what belongs to the item: attachments, pictures, and parts given as they are."""
    item = one.item
    if item is None:
        return
    relations = _relations(type(item))
    parts: dict[str, list[Any]] = {name: [] for name in relations}
    for number, path in enumerate(fields.get("attachments", [])):
        document = attached.rows["document", path]
        parts["attachments"].append(Attachment(document_id=document, sort_order=number))
    for name, rows in fields.get("children", {}).items():
        for number, values in enumerate(rows):
            given = dict(values)
            if "image" in given:
                given["image_id"] = attached.rows["picture", given.pop("image")]
            parts[name].append(relations[name](sort_order=number, **given))
    for name, children in parts.items():
        # said even where there are none: else each is asked of the database
        getattr(item, name).set(children)
    one.parts = [name for name, children in parts.items() if children]
    one.documents, one.images = attached.shown_by(fields)


def _relations(model: Any) -> dict[str, Any]:
    return {one.get_accessor_name(): one.related_model for one in get_all_child_relations(model)}


def _number(agency: Agency, items: Iterable[ItemPage]) -> None:
    """Draw index numbers for those that bring none, the oldest first."""
    waiting = [item for item in items if not item.index_number]
    for item in sorted(waiting, key=lambda one: one.published_at):
        item.index_number = draw_index_number(agency, timezone.localdate(item.published_at))
