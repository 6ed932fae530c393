"""Tags of the public templates: the frame for pages of errors, the lists of a page, tags of the head, pieces of words."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Site

from gongkai.portal import meta
from gongkai.portal.contents import contents_of
from gongkai.portal.frame import Frame, frame_of
from gongkai.portal.item_contents import PICTURE
from gongkai.portal.tables import Table, table_of

register = template.Library()
register.filter("absolute", meta.absolute)


@register.simple_tag(takes_context=True)
def frame_here(context: template.Context) -> Frame | None:
    """Give the frame of this page; on a page of error that of the site's home; None where the site has no pages yet."""
    if "frame" in context:
        return context["frame"]  # type: ignore[no-any-return]
    request = context.get("request")
    if "page" in context and request is not None:
        return frame_of(context["page"], request)
    site: Any = Site.find_for_request(request) if request is not None else None
    return frame_of(site.root_page.specific, request) if site and request is not None else None


@register.simple_tag(takes_context=True)
def contents_here(context: template.Context) -> dict[str, Any]:
    """Give the lists of the page, those the view made if it made them; nothing on a page of error."""
    if "contents" in context:
        return context["contents"]  # type: ignore[no-any-return]
    if "page" not in context or context.get("request") is None:
        return {}
    return contents_of(context["page"], context["request"])


class _Common(template.Node):
    def __init__(self, key: Any, inside: template.NodeList) -> None:
        self._key, self._inside = key, inside

    def render(self, context: template.Context) -> str:
        frame, key = context.get("frame"), self._key.resolve(context)
        if not frame or not key:
            return self._inside.render(context)
        return frame.common.get(key, lambda: self._inside.render(context))  # type: ignore[no-any-return]


@register.tag
def common(parser: Any, token: Any) -> _Common:
    """Keep what stands inside for all pages with the same key (`portal.standing`): it may hang on the frame alone.

    {% common frame.foot %}…{% endcommon %}
    """
    _, key = token.split_contents()
    inside = parser.parse(("endcommon",))
    parser.delete_first_token()
    return _Common(parser.compile_filter(key), inside)


@register.inclusion_tag("portal/tags/column_meta.html", takes_context=True)
def column_meta(context: template.Context, description: str = "", url: str = "") -> dict[str, Any]:
    """Write the tags of a column's head; `url` is the page's own address."""
    frame = context["frame"]
    tags = meta.column_tags(frame, description) if frame else ()
    return {"tags": tags, "url": meta.absolute(url), "title": dict(tags).get("ColumnName"), "frame": frame}


@register.inclusion_tag("portal/tags/content_meta.html", takes_context=True)
def content_meta(context: template.Context, **given: Any) -> dict[str, Any]:
    """Write the tags of the head of a page with content; what is given is what `meta.content_tags` takes."""
    frame = context["frame"]
    if not frame:
        return {"tags": ()}
    changed_at = given.pop("changed_at", None)
    tags = meta.content_tags(frame, **given)
    return {
        "tags": tags,
        "by_name": dict(tags),
        "frame": frame,
        "published_at": given["published_at"],
        "changed_at": changed_at,
    }


@register.inclusion_tag("portal/parts/body.html")
def item_body(body: Any, title: str = "") -> dict[str, Any]:
    """Write the words, tables and pictures of an item. `title` names tables that have no caption of their own."""
    blocks = []
    for number, block in enumerate(body or (), start=1):
        value: Any = block.value
        if block.block_type == "table":
            value = table_of(value)
        elif block.block_type == "picture" and value:
            value = {"shown": value.get_rendition(PICTURE), "alt": _words_of_picture(value)}
        if value:
            blocks.append({"kind": block.block_type, "value": value, "number": number})
    return {"blocks": blocks, "title": title}


def _words_of_picture(image: Any) -> str:
    """Give what stands in a picture for those who do not see it; "" for one that only decorates."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", "") or image.default_alt_text)


@register.inclusion_tag("portal/parts/table.html")
def data_table(table: Table, name: str, title: str = "") -> dict[str, Any]:
    """Write a table that can be read aloud and scrolled; `name` is its id, `title` its name where it has no caption."""
    return {"table": table, "name": name, "title": title}
