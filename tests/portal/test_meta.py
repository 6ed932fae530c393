"""The tags of the head, against the table of 国办发〔2017〕47号, on every kind of page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.portal.items import every_kind, window
from tests.portal.sites import Page, a_platform, published

from gongkai.report.sample import sample

pytestmark = pytest.mark.django_db

SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
CONTENT = [
    "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url",
]  # fmt: skip
OPTIONAL = {"Image"}
"""Empty where there is none."""
COLUMNS = {
    "/guide/": "信息公开指南",
    "/rules/": "信息公开制度",
    "/disclosure/": "信息公开目录",
    "/disclosure/basis/normative-documents/": "信息公开目录",
    "/disclosure/2024/": "信息公开目录",
    "/reports/": "信息公开年报",
    "/apply/": "依申请公开",
    "/window/": "工作动态",
    "/window/news/": "工作动态",
}
ONLY_SITE = ("/", "/map/", "/accessibility/", "/mistakes/", "/nothing/")
HOST = "https://www.example.gov.cn"


@pytest.fixture
def items(db: None, settings: Any) -> dict[str, Any]:
    settings.SITE_URL = HOST
    agency = a_platform(site_id_code="3701020001")
    published(agency, sample())
    window(agency)
    return every_kind(agency)


def tags(page: Page) -> list[tuple[str, str]]:
    own = {*SITE, *COLUMN, *CONTENT}
    return [(one["name"], one["content"]) for one in page.all("meta") if one.get("name") in own]


def names(page: Page) -> list[str]:
    return [name for name, _ in tags(page)]


def properties(page: Page) -> dict[str, str]:
    return {one["property"]: one["content"] for one in page.all("meta") if "property" in one}


def test_every_page_has_the_tags_of_its_kind_and_no_others(items: dict[str, Any], client: Client) -> None:
    for path in ONLY_SITE:
        assert names(Page(client.get(path))) == SITE, path
    for path, kind in COLUMNS.items():
        page = Page(client.get(path))
        assert names(page) == SITE + COLUMN, path
        assert page.meta["ColumnType"] == kind, path
        assert all(content for _, content in tags(page)), path
        assert properties(page)["og:url"] == HOST + path
    for path in [*(item.get_url() for item in items.values()), "/reports/2023/"]:
        page = Page(client.get(path))
        assert names(page) == SITE + CONTENT, path
        assert [name for name, content in tags(page) if not content and name not in OPTIONAL] == [], path
        assert page.meta["Url"] == HOST + path
        assert len(page.meta["PubDate"]) == len("2024-03-05 08:07")


def test_what_the_tags_of_an_item_say(items: dict[str, Any], client: Client) -> None:
    page = Page(client.get(items["plain"].get_url()))
    meta = page.meta
    assert {name: meta[name] for name in CONTENT if name != "Image"} == {
        "ColumnName": "行政许可和对外管理服务",
        "ColumnType": "信息公开目录",
        "ArticleTitle": "关于办理不动产登记的公告",
        "PubDate": "2024-03-05 08:07",
        "ContentSource": "示例市人民政府办公室",
        "Keywords": "不动产登记,网上预约",
        "Author": "示例市清河区自然资源局",
        "Description": "网上预约不动产登记的时间和办法",
        "Url": f"{HOST}/disclosure/permits/plain/",
    }
    assert meta["Image"].startswith(f"{HOST}/files/images/")
    graph = properties(page)
    assert graph["og:type"] == "article"
    assert graph["og:title"] == meta["ArticleTitle"]
    assert graph["og:image"] == meta["Image"]
    assert graph["article:published_time"].startswith("2024-03-05T08:07")
    canonical = [one["href"] for one in page.all("link") if one.get("rel") == "canonical"]
    assert canonical == [meta["Url"]]


def test_the_description_is_plain_words_of_the_body(items: dict[str, Any], client: Client) -> None:
    meta = Page(client.get(items["explanation"].get_url())).meta
    assert meta["Description"] == "自即日起，不动产登记可以在网上预约。"
    assert meta["Image"] == ""
    assert meta["ContentSource"] == "示例市清河区自然资源局"


def test_every_item_says_what_it_is_in_the_words_of_schema_org(items: dict[str, Any], client: Client) -> None:
    for slug, item in items.items():
        page = Page(client.get(item.get_url()))
        scope = next(one for one in page.all("article"))
        assert scope["itemtype"].startswith("https://schema.org/"), slug
        said = {one["itemprop"] for _, one in page.elements if "itemprop" in one}
        assert {"name", "datePublished", "publisher", "url", "inLanguage"} <= said, slug
    assert 'itemtype="https://schema.org/Legislation"' in Page(client.get(items["policy"].get_url())).html


def test_a_title_cannot_break_out_of_a_tag(items: dict[str, Any], client: Client) -> None:
    from tests.portal.items import renew

    renew(items["plain"], title='"><script>alert(1)</script>', keywords='"><b>', summary="<i>a</i>&")
    html = client.get(items["plain"].get_url()).content.decode()
    assert "<script" not in html
    assert 'content=""><b>' not in html
