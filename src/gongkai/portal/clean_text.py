"""Words with markup as they may stand on a public page: what the editor writes passes untouched, all else is cleaned.

The page editor turns what is typed into this markup itself; what comes another way (imports, a shell, a raw request) goes
through here when the page is saved, at the latest when it is published.
"""

from __future__ import annotations

import re
from typing import Any

import nh3
from django.db.models.signals import pre_save
from wagtail.fields import RichTextField, StreamField

from .models import ItemPage

__all__ = ["clean_html", "clean_page", "watch"]

_PLAIN = {
    *("p", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "s", "sub", "sup"),
    *("ol", "ul", "li", "hr", "br", "blockquote"),
}
_ATTRIBUTES = {
    **{tag: {"data-block-key"} for tag in _PLAIN},
    "a": {"href", "linktype", "id"},
    "embed": {"embedtype", "id", "format", "alt"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_HREF = r"(?:(?:https?|mailto|tel):[^\"<>\s]*|[/#?][^\"<>\s]*)"
_EMBED = (
    r"<embed(?=[^>]* embedtype=)(?=[^>]* id=)(?=[^>]* format=)"
    r"(?: (?:embedtype=\"image\"|id=\"\d{1,18}\"|format=\"(?:fullwidth|left|right)\"|alt=\"[^\"<>]*\"))*\s?/>"
)
_KNOWN = re.compile(
    rf"(?:[^<>]|</(?:{'|'.join(sorted(_PLAIN | {'a'}))})>"
    rf"|<(?:{'|'.join(sorted(_PLAIN))})(?: data-block-key=\"[\w-]*\")?\s?/?>"
    rf"|<a(?: href=\"{_HREF}\")?>|<a(?=[^>]* id=)(?: (?:linktype=\"(?:page|document)\"|id=\"\d+\"))*>"
    rf"|{_EMBED})*"
)


def clean_html(html: str) -> str:
    """Give the markup with nothing but what a public page may hold: no script, no style, no address that runs something."""
    if _KNOWN.fullmatch(html):
        return html
    cleaned = nh3.clean(
        html,
        tags=_PLAIN | {"a", "embed"},
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        attribute_filter=_filtered,
    )
    return _TAGS.sub(_whole, cleaned)


_TAGS = re.compile(r"<(?:a|embed)(?=[\s>])[^>]*>")


def _whole(tag: re.Match[str]) -> str:
    """Leave out a picture that lacks what Wagtail needs to show it; let a link that leads nowhere be a plain one."""
    if tag[0].startswith("<embed"):
        closed = f"{tag[0].rstrip('/>')}/>"  # Wagtail knows none other
        return closed if re.fullmatch(_EMBED, closed) else ""
    return tag[0] if _KNOWN.fullmatch(tag[0]) else "<a>"


def _filtered(tag: str, name: str, value: str) -> str | None:
    value = value.replace("<", "%3C" if name == "href" else "＜").replace(
        ">", "%3E" if name == "href" else "＞"
    )
    fits = {
        "embedtype": value == "image",
        "linktype": value in ("page", "document"),
        "id": value.isascii() and value.isdecimal(),
    }
    return value if fits.get(name, True) else None


def clean_page(page: Any) -> None:
    """Clean every text with markup of the page, in place."""
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            words = getattr(page, field.attname) or ""
            cleaned = clean_html(words)
            if cleaned != words:
                setattr(page, field.attname, cleaned)
        elif isinstance(field, StreamField):
            blocks = [dict(block) for block in getattr(page, field.attname).raw_data]
            dirty = False
            for block in blocks:
                if block.get("type") == "paragraph" and isinstance(block.get("value"), str):
                    cleaned = clean_html(block["value"])
                    dirty = dirty or cleaned != block["value"]
                    block["value"] = cleaned
            if dirty:
                setattr(page, field.attname, field.to_python(blocks))


def watch() -> None:
    """Clean every item before it is saved."""
    pre_save.connect(_before_save, dispatch_uid="portal.clean_text")


def _before_save(sender: Any, instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    if not raw and update_fields is None and issubclass(sender, ItemPage):
        clean_page(instance)
