"""Addresses of the public face that end like a file: the map for search engines, feeds, a page's QR code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

from .sitemap import part, robots, sitemap
from .way import serve


def below_page(request: HttpRequest, above: str, name: str) -> HttpResponseBase:
    """Have the page above answer, found as any page is: its face (`portal.faces`) knows the name."""
    return serve(request, f"{above}{name}/")


urlpatterns = [
    path("robots.txt", robots),
    path("sitemap.xml", sitemap, name="portal_sitemap"),
    path("sitemap-<int:number>.xml", part, name="portal_sitemap_part"),
    re_path(r"^(?P<above>(?:[\w\-]+/)*)(?P<name>feed\.atom|feed\.rss|qr\.svg)$", below_page),
    re_path(
        r"^((?:[\w\-]+/)*)$", serve
    ),  # before Wagtail's own of the same form, by whose name addresses are written
]
