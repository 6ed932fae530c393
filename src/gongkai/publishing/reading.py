"""Read a version of an item before review (送审前检查), by the rules of its agency and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from gongkai.agencies.models import Agency
from gongkai.files.reading import File, Metadata, Reading
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.portal.words_of import fields_of, html_of

from .models import NotAnError, ReadingRule, SensitiveWord

__all__ = ["known_as_no_error", "read_version", "settings_for"]

_KEPT = 3600
_REQUIRED = ("成文日期", "公开依据", "主题分类")
_REQUIRED_OF_DOCUMENTS = ("文号", "有效性")


def read_version(item: ItemPage, revision: Revision) -> Reading:
    """Read one version of an item with its files. What was read is kept for an hour, until rules or words change."""
    from gongkai.files.reading import WordList, default_words, read_item

    if item.agency is None:
        raise ValueError("an item without an agency cannot be read")
    rules = settings_for(item.agency, item)
    words = list(_words(item.agency))
    today = timezone.localdate()
    key = f"reading:{revision.pk}:{today}:{hash((tuple(sorted(rules.items())), tuple(words)))}"
    kept = cache.get(key)
    if isinstance(kept, Reading):
        return kept
    version = revision.as_object()
    reading = read_item(
        version.title,
        html_of(version),
        metadata=Metadata(fields_of(version), _required(version)),
        files=_files(version),
        rules=rules,
        words=WordList([*default_words(), *words]),
        today=today,
        secret=settings.SECRET_KEY.encode(),
    )
    cache.set(key, reading, _KEPT)
    return reading


def settings_for(agency: Agency, item: ItemPage) -> Mapping[str, Any]:
    """Give what the agency, and the column the item stands in and those above it, make of the rules; the nearest one counts."""
    paths = [item.path[: length * item.steplen] for length in range(1, item.depth)]
    above = dict(Page.objects.filter(path__in=paths).values_list("pk", "depth"))
    rows = ReadingRule.objects.for_agency(agency.pk)
    chosen = sorted(
        (row for row in rows if row.column_id is None or row.column_id in above),
        key=lambda row: above.get(row.column_id, 0),
    )
    return {row.rule: row.setting for row in chosen}


def known_as_no_error(agency_id: int, keys: Iterable[str]) -> frozenset[str]:
    """Give those keys of findings that the agency has called no error, confirmed by a second person."""
    found = NotAnError.objects.for_agency(agency_id).filter(key__in=list(keys))
    return frozenset(found.values_list("key", flat=True))


def _required(version: ItemPage) -> frozenset[str]:
    more = _REQUIRED_OF_DOCUMENTS if isinstance(version, PolicyPage) else ()
    return frozenset((*_REQUIRED, *more))


def _words(agency: Agency) -> Iterable[Any]:
    from gongkai.files.reading import WordEntry

    for row in SensitiveWord.objects.for_agency(agency.pk).order_by("pk"):
        yield WordEntry(
            word=row.word,
            kind=row.kind,
            suggestion=row.suggestion,
            exceptions=tuple(one for one in row.exceptions.replace("，", ",").split(",") if one),
        )


def _files(version: ItemPage) -> list[File]:
    documents, images = files_of(version)
    found = []
    for model, ids in ((get_document_model(), documents), (get_image_model(), images)):
        for one in model.objects.filter(pk__in=ids).order_by("pk"):
            with one.file.open("rb") as file:
                found.append(File(getattr(one, "filename", "") or one.title, file.read()))
    return found
