"""Feeds, the map for search engines, robots.txt: complete, in full addresses, and quick to lose what is withdrawn."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.portal.items import MOMENT, add, column, many, platform, renew, window
from tests.portal.sites import a_platform, published
from wagtail.models import Page as AnyPage
from wagtail.models import PageViewRestriction

from gongkai.portal import sitemap
from gongkai.report.sample import sample

pytestmark = pytest.mark.django_db
HOST = "https://www.example.gov.cn"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def agency(db: None, settings: Any) -> Any:
    settings.SITE_URL = HOST
    return a_platform()


def tree(response: Any) -> Any:
    assert response.status_code == 200
    return etree.fromstring(response.content)


def links(client: Client, address: str) -> list[str]:
    """The addresses of a feed's entries."""
    root = tree(client.get(address))
    if address.endswith("rss"):
        return [one.text for one in root.findall(".//item/link")]
    return [one.find(f"{ATOM}link").get("href") for one in root.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("name", ["feed.atom", "feed.rss"])
def test_a_column_has_its_newest_fifty(agency: Any, client: Client, name: str) -> None:
    many(column(agency, "permits"), 60)
    found = links(client, f"/disclosure/permits/{name}")
    assert len(found) == 50
    assert all(link.startswith(f"{HOST}/disclosure/permits/") for link in found)
    assert "-59/" in found[0]
    assert links(client, f"/{name}") == links(client, f"/disclosure/{name}") == found
    assert f'href="/disclosure/permits/{name}"' in client.get("/disclosure/permits/").content.decode()


def test_what_a_feed_says(agency: Any, client: Client) -> None:
    item = add(column(agency, "permits"), title="公告<b>&", summary="概述")
    response = client.get("/disclosure/permits/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    entry = tree(response).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "公告<b>&"
    assert entry.findtext(f"{ATOM}summary") == "概述"
    assert entry.findtext(f"{ATOM}published") == "2024-03-05T08:07:00+08:00"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{item.translation_key}"
    assert client.get("/disclosure/permits/feed.rss")["Content-Type"] == "application/rss+xml; charset=utf-8"


def test_the_reports_have_their_feed(agency: Any, client: Client) -> None:
    published(agency, sample())
    assert links(client, "/reports/feed.atom") == [f"{HOST}/reports/2023/"]


def test_an_empty_feed_is_a_feed(agency: Any, client: Client) -> None:
    assert links(client, "/rules/feed.atom") == links(client, "/rules/feed.rss") == []


def test_news_of_the_window_has_a_feed_of_its_own(agency: Any, client: Client) -> None:
    add(window(agency).get_children()[0].specific, title="动态")
    assert len(links(client, "/window/feed.atom")) == 1


def locations(client: Client) -> list[str]:
    index = tree(client.get("/sitemap.xml"))
    parts = [one.text for one in index.iter(f"{MAP}loc")]
    assert all(part.startswith(f"{HOST}/sitemap-") for part in parts)
    return [one.text for part in parts for one in tree(client.get(part.removeprefix(HOST))).iter(f"{MAP}loc")]


def test_the_map_has_every_public_page_of_every_agency(
    agency: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PER_PART", 20)
    a_platform("示例市清河区司法局", "sifa")
    item = add(column(agency, "permits"))
    published(agency, sample())
    hidden = AnyPage.objects.get(slug="rules", path__startswith=platform(agency).path)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    add(column(agency, "permits"), live=False)
    found = locations(client)
    live = AnyPage.objects.filter(live=True, depth__gt=1).exclude(pk=hidden.pk)
    assert sorted(found) == sorted(HOST + one.get_url() for one in live)
    assert f"{HOST}{item.get_url()}" in found
    assert [client.get(one.removeprefix(HOST)).status_code for one in found] == [200] * len(found)
    for nothing in ("/sitemap-0.xml", "/sitemap-99.xml"):
        assert client.get(nothing).status_code == 404


def test_the_map_says_when_a_page_changed(agency: Any, client: Client) -> None:
    item = add(column(agency, "permits"), last_published_at=MOMENT + timedelta(days=1))
    html = client.get("/sitemap-1.xml").content.decode()
    assert re.search(rf"{item.slug}/</loc><lastmod>2024-03-06T08:07:00\+08:00</lastmod>", html)


def test_what_is_withdrawn_is_gone_at_once(agency: Any, client: Client) -> None:
    item = add(column(agency, "permits"), title="要撤回的")
    places = (
        "/", "/disclosure/", "/disclosure/permits/", "/disclosure/permits/feed.atom", "/disclosure/feed.rss", "/feed.atom",
        "/sitemap-1.xml",
    )  # fmt: skip
    for place in places:
        assert item.slug in client.get(place).content.decode(), place
    renew(item, live=False, withdrawn_at=MOMENT, withdrawn_reason="有误")
    for place in places:
        assert item.slug not in client.get(place).content.decode(), place
    assert client.get("/disclosure/permits/2024/").status_code == 404


def test_robots_are_told_where_the_map_is(agency: Any, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    words = response.content.decode()
    assert "Disallow: /office/\n" in words
    assert f"Sitemap: {HOST}/sitemap.xml\n" in words


def test_there_is_a_map_before_there_is_anything(db: None, client: Client) -> None:
    assert client.get("/sitemap.xml").status_code == 200
    assert client.get("/robots.txt").status_code == 200
