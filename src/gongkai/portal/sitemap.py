"""What search engines are told: the list of all public pages (sitemap.xml, in parts), and what they may read (robots.txt)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Site

from .headers import dress
from .meta import absolute

__all__ = ["PER_PART", "mapped_pages", "part", "robots", "sitemap"]

PER_PART = 5000
"""How many addresses a part holds at most; the protocol allows 50,000 and 50 MB."""
_XML = "application/xml; charset=utf-8"


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """List the parts of the map of all agencies' pages."""
    parts = -(-mapped_pages(Site.find_for_request(request)).count() // PER_PART)
    addresses = [absolute(reverse("portal_sitemap_part", args=[number + 1])) for number in range(parts)]
    context = {"addresses": addresses}
    return dress(request, TemplateResponse(request, "portal/sitemap_index.xml", context, content_type=_XML))


def part(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give one part: address and day of the last change of up to `PER_PART` pages, in the order they were made."""
    everything = mapped_pages(Site.find_for_request(request)).order_by("pk")
    pages = everything[(number - 1) * PER_PART : number * PER_PART] if number else []
    rows = [
        (absolute(page.get_url(request) or ""), page.last_published_at or page.first_published_at)
        for page in pages
    ]
    if not rows:
        raise Http404
    return dress(request, TemplateResponse(request, "portal/sitemap.xml", {"rows": rows}, content_type=_XML))


def robots(request: HttpRequest) -> HttpResponseBase:
    """Tell where the map is, and what is no information: the back office and the switches of display."""
    lines = (
        "User-agent: *",
        "Disallow: /office/",
        "Disallow: /display/",
        "Disallow: /*/display/",
        "",
        f"Sitemap: {absolute(reverse('portal_sitemap'))}",
        "",
    )
    return dress(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


def mapped_pages(site: Site | None) -> Any:
    """Give the pages the map lists, with no more of each than it says."""
    if site is None:
        return Page.objects.none()
    fields = (
        "path",
        "depth",
        "url_path",
        "slug",
        "content_type_id",
        "first_published_at",
        "last_published_at",
    )
    return Page.objects.descendant_of(site.root_page, inclusive=True).live().public().only(*fields)
