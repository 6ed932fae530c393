"""Read a version of an item before review (送审前检查), by the rules of its agency and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision

from gongkai.agencies.models import Agency
from gongkai.files.reading import (
    CLASSES,
    File,
    Metadata,
    Reading,
    Setting,
    Unreadable,
    Word,
    WordList,
    default_words,
    read_item,
)
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.portal.words_of import fields_of, html_of

from .models import NotAnError, ReadingRule, SensitiveWord

__all__ = ["forget", "known_as_no_error", "read_version", "settings_for"]

_KEPT = 3600
_KEY = "reading:{}"
_BETWEEN = re.compile(r"[,，、；;]")
_REQUIRED = ("成文日期", "公开依据", "主题分类")
_REQUIRED_OF_DOCUMENTS = ("文号", "有效性")


def read_version(item: ItemPage, revision: Revision) -> Reading:
    """Read one version of an item with its files. What was read is kept for an hour, unless rules, words or files change."""
    if item.agency is None:
        raise ValueError("an item without an agency cannot be read")
    rules = settings_for(item.agency, item)
    words = list(_words(item.agency))
    today = timezone.localdate()
    version = revision.as_object()
    stored = _stored(version)
    prints = [(one.pk, one.title, one.file.name, one.file_hash) for one in stored]
    dead = _dead_links(version)
    state = _digest(today, sorted(rules.items()), words, prints, revision.content, item.path, sorted(dead))
    kept = cache.get(_KEY.format(revision.pk))
    if isinstance(kept, tuple) and kept[0] == state:
        return cast("Reading", kept[1])
    files, missing = _files(stored)
    reading = read_item(
        version.title,
        html_of(version),
        metadata=Metadata(fields_of(version), _required(version)),
        files=files,
        rules=rules,
        words=default_words() + WordList.of(words),
        today=today,
        secret=settings.SECRET_KEY.encode(),
        dead_links=lambda _: dead,
    )
    reading = replace(reading, unreadable=(*reading.unreadable, *missing))
    cache.set(_KEY.format(revision.pk), (state, reading), _KEPT)
    return reading


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


def forget(revisions: Iterable[int]) -> None:
    """Forget what was read of these versions, by their row ids: they are purged."""
    cache.delete_many([_KEY.format(one) for one in revisions])


def settings_for(agency: Agency, item: ItemPage) -> Mapping[str, Setting]:
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


def _words(agency: Agency) -> Iterable[Word]:
    """Give the words of the agency's own list and of those above it: a district keeps one for all."""
    kept: list[int] = []
    above: Agency | None = agency
    while above is not None and above.pk not in kept:
        kept.append(above.pk)
        above = above.parent
    words = SensitiveWord.objects.everywhere("本机关和上级机关的错敏词，已限定编号").filter(agency__in=kept)
    for row in words.order_by("pk"):
        yield Word(
            word=row.word,
            kind=row.kind if row.kind in CLASSES else "自定义",
            suggestion=row.suggestion,
            exceptions=tuple(one.strip() for one in _BETWEEN.split(row.exceptions) if one.strip()),
        )


def _dead_links(version: ItemPage) -> dict[str, str]:
    """Give the addresses of pages of this site that the version leads to and that the public cannot open.

    Addresses elsewhere are not opened: a request of the office must neither wait for other sites nor be led into the inner net.
    """
    page_kind = ContentType.objects.get_for_model(Page).pk
    wanted = {
        row for kind, row, *_ in ReferenceIndex._extract_references_from_object(version) if kind == page_kind
    }
    hidden = Page.objects.filter(pk__in=wanted, live=False).exclude(pk=version.pk)
    return {page.url: "这一页还没有公开，或者已经撤回" for page in hidden if page.url}


def _stored(version: ItemPage) -> list[Any]:
    """List the documents and pictures a version shows."""
    documents, images = files_of(version)
    return [
        one
        for model, ids in ((get_document_model(), documents), (get_image_model(), images))
        for one in model.objects.filter(pk__in=ids).order_by("pk")
    ]


def _files(stored: Iterable[Any]) -> tuple[list[File], list[Unreadable]]:
    """Fetch files; what is no longer in storage cannot be read, and a person must know."""
    found: list[File] = []
    missing: list[Unreadable] = []
    for one in stored:
        name = getattr(one, "filename", "") or one.title
        try:
            with one.file.open("rb") as file:
                found.append(File(name, file.read()))
        except FileNotFoundError:
            missing.append(Unreadable(one.title, "", "missing", "存放的文件不见了，请重新上传"))
    return found, missing
