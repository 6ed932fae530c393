"""The number of queries a page takes does not hang on how many items there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.portal.items import column, every_kind, many, window
from tests.portal.sites import a_platform, published
from tests.portal.test_pages import counted

from gongkai.report.sample import sample

pytestmark = pytest.mark.django_db


def test_with_ten_items_and_a_thousand(db: None, client: Client) -> None:
    agency: Any = a_platform()
    published(agency, sample())
    items = every_kind(agency)
    permits, news = column(agency, "permits"), window(agency).get_children()[0].specific
    many(permits, 10)
    many(news, 10)
    paths = [
        "/",
        "/disclosure/",
        "/disclosure/permits/",
        "/disclosure/permits/2024/",
        "/disclosure/permits/feed.atom",
        "/feed.rss",
        "/window/",
        "/reports/",
        "/guide/",
        "/sitemap.xml",
        "/sitemap-1.xml",
        *(item.get_url() for item in items.values()),
    ]
    for path in paths:
        client.get(path)  # pictures are made smaller, kinds of pages are asked for once
    few = counted(client, paths)
    many(permits, 800)
    many(news, 200)
    assert counted(client, paths) == few
    assert max(few.values()) <= 26, few
    older = counted(client, ["/disclosure/permits/list/3/"])
    assert max(older.values()) <= few["/disclosure/permits/"] + 1
