"""All that an item says, for whoever reads it before the public does: its plain fields by label, and the rest as HTML."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.html import escape, linebreaks
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText

from .models import ItemPage

__all__ = ["fields_of", "html_of"]

_NOT_WORDS = frozenset({field.name for field in Page._meta.get_fields()}) - {"title"}
_CODES = frozenset({"outside_address", "withdrawn_reason"})


def fields_of(item: ItemPage) -> dict[str, str | date | None]:
    """Give the plain fields of a version of an item by their Chinese labels, as a reader would see them; title left out."""
    found: dict[str, str | date | None] = {}
    for field in _own_fields(item):
        if field.name == "title" or isinstance(field, RichTextField | StreamField | models.TextField):
            continue
        value = field.value_from_object(item)
        label = str(field.verbose_name)
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            found[label] = value
        elif field.choices:
            found[label] = str(dict(field.flatchoices).get(value, value or ""))
        elif isinstance(field, models.CharField):
            found[label] = value or ""
    return found


def html_of(item: ItemPage) -> str:
    """Give the rest of what a version of an item says, in the order of its form: body, tables, leaders, captions."""
    parts = [_html(field, field.value_from_object(item)) for field in _own_fields(item)]
    for relation in _child_relations(type(item)):
        for child in getattr(item, relation).all():
            parts += [
                _html(field, field.value_from_object(child))
                for field in child._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
            ]
            image = getattr(child, "image", None)
            if isinstance(image, get_image_model()):
                parts.append(f'<img alt="{escape(getattr(child, "alt", ""))}" src="image:{image.pk}">')
    return "\n".join(part for part in parts if part)


def _own_fields(item: ItemPage) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in item._meta.concrete_fields
        if field.name not in _NOT_WORDS | _CODES and (field.editable or field.name == "title")
    ]


def _html(field: models.Field[Any, Any], value: Any) -> str:
    if isinstance(field, StreamField):
        return str(value) if value else ""
    if isinstance(field, RichTextField):
        return str(RichText(value)) if value else ""
    if isinstance(field, models.TextField) or (field.model is not None and not issubclass(field.model, Page)):
        return str(linebreaks(escape(value))) if isinstance(value, str) and value else ""
    return ""


def _child_relations(model: type[ItemPage]) -> list[str]:
    return [
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey)
        and not relation.get_accessor_name().startswith("wagtail")
        and issubclass(model, relation.model)
        and relation.related_model._meta.app_label == "portal"
    ]
