"""Which files a version of an item shows: attachments, pictures, and what its words link to or embed."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from .models import ItemPage

__all__ = ["files_of"]


def files_of(item: ItemPage) -> tuple[frozenset[int], frozenset[int]]:
    """Give the row ids of the documents and of the pictures that this version of the item shows.

    `item` is a page of its own kind, as stored or as a revision gives it. Wagtail's own reading of references finds them in
    foreign keys, rich text and blocks, of the page and of its parts alike.
    """
    documents: set[int] = set()
    images: set[int] = set()
    kinds = {_content_type(get_document_model()): documents, _content_type(get_image_model()): images}
    for kind, row, *_ in ReferenceIndex._extract_references_from_object(item):
        if kind in kinds:
            kinds[kind].add(int(row))
    return frozenset(documents), frozenset(images)


def _content_type(model: Any) -> int:
    return int(ContentType.objects.get_for_model(model).pk)
