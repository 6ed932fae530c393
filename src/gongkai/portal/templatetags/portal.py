"""Tags of the public templates: the frame for pages of errors, and pieces of words."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Site

from gongkai.portal.contents import contents_of
from gongkai.portal.frame import Frame, frame_of

register = template.Library()


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
    """Give the lists of the page."""
    return contents_of(context["page"], context["request"])
