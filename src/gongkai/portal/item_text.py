"""What an item says, as plain text, for the index: what stands on its page, and nothing that does not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .facts import facts_of
from .models import Attachment, CoMaker, Interpretation, ItemPage, TopicEntry

__all__ = ["plain", "text_of"]

_BLOCK = re.compile(
    r"</?(?:p|h[1-6]|li|[uo]l|br|hr|t[rdh]|table|div|blockquote|figure|figcaption|dt|dd)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"[ \t\r\f\v]*\n\s*")
_NOT_SAID = frozenset(
    {
        "body",
        "department",
        "responsible",
        "shorter_because",
        "withdrawn_reason",
        *(field.name for field in Page._meta.get_fields()),
        *(field.name for field in ItemPage._meta.get_fields()),
    }
)
_FACTS_ELSEWHERE = frozenset(
    {"索引号", "文号", "关键词", "发布机构", "成文日期", "发布日期", "有效性", "公开方式", "公开依据"}
)
"""Lines of the item's table that are entered in places of their own, or are not what anybody searches by words."""
_CHILDREN_ELSEWHERE = (Attachment, CoMaker, Interpretation, TopicEntry)


def plain(markup: str) -> str:
    """Give the words of simple HTML; blocks and cells stand on lines of their own, marks within a line part no word."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup)))
    return _LINES.sub("\n", text).strip()


def text_of(item: ItemPage) -> str:
    """Give the words of an item of its own kind: body, what its kind says besides, its table of metadata, its parts."""
    agency = item.agency.full_name if item.agency else ""
    parts = [*_stream(item.body)]
    for field in item._meta.concrete_fields:
        if field.name not in _NOT_SAID:
            parts += _field(field, field.value_from_object(item))
    for relation in item._meta.related_objects:
        if _is_part(relation, type(item)):
            for child in getattr(item, relation.get_accessor_name()).all():
                for field in child._meta.concrete_fields:
                    if isinstance(field, models.CharField | models.TextField):
                        parts += _field(field, field.value_from_object(child))
    parts += [fact.text for fact in facts_of(item, agency) if fact.label not in _FACTS_ELSEWHERE]
    return "\n".join(part for part in parts if part)


def _is_part(relation: Any, model: type[ItemPage]) -> bool:
    return (
        isinstance(relation.field, ParentalKey)
        and issubclass(model, relation.model)
        and relation.related_model._meta.app_label == "portal"
        and not issubclass(relation.related_model, _CHILDREN_ELSEWHERE)
    )


def _field(field: Any, value: Any) -> Iterator[str]:
    if isinstance(field, StreamField):
        yield from _stream(value)
    elif isinstance(field, RichTextField):
        yield plain(value or "")
    elif (isinstance(field, models.TextField) and value) or (
        isinstance(field, models.CharField)
        and value
        and not field.choices
        and not isinstance(field.model, Page)
    ):
        yield str(value)


def _stream(value: Any) -> Iterator[str]:
    """Give the words of blocks: text, the cells of tables; of a picture the words for those who do not see it."""
    for block in value or ():
        said = block.value
        if block.block_type == "paragraph":
            yield plain(said.source)
        elif isinstance(said, dict):
            if caption := said.get("table_caption"):
                yield str(caption)
            for row in said.get("data") or ():
                yield "\n".join(str(cell) for cell in row if cell)
        else:
            yield str(getattr(said, "contextual_alt_text", "") or "")
