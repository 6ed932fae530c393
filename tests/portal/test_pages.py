"""Every public page: what the rules ask of it, what it may load, and that it leads nowhere wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal.sites import BEIJING, Page, a_platform, published
from wagtail.models import Page as AnyPage
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from gongkai.agencies.models import User
from gongkai.portal import gate
from gongkai.portal.headers import POLICY
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.portal.queries import column_of
from gongkai.report.sample import sample, sample_previous

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/guide/",
    "/rules/",
    "/disclosure/",
    "/disclosure/basis/",
    "/disclosure/permits/",
    "/disclosure/permits/notice/",
    "/reports/",
    "/reports/2023/",
    "/reports/2023/edition/1/",
    "/apply/",
    "/map/",
    "/accessibility/",
    "/mistakes/",
)
CONTACT = {
    "office": "办公室",
    "address": "示例市示例路1号",
    "postcode": "250000",
    "hours": "工作日9:00至17:00",
    "phone": "0531-00000000",
    "fax": "0531-11111111",
    "email": "gongkai@example.com",
    "site_id_code": "3701020001",
    "icp": "示例ICP备00000000号",
    "police_mark": "示例公网安备00000000号",
}


@pytest.fixture
def site(db: None) -> Any:
    agency = a_platform(**CONTACT)
    published(agency, sample_previous())
    published(agency, sample())
    published(agency, sample(), number=2, reason="更正一处笔误")
    add_article(agency, "关于办理不动产登记的公告", "notice")
    return agency


def add_article(agency: Any, title: str, slug: str) -> None:
    permits = ColumnPage.objects.get(slug="permits", path__startswith=agency.platform.path)
    moment = datetime(2024, 3, 5, 8, 7, tzinfo=BEIJING)
    article = ItemPage(
        title=title,
        slug=slug,
        body=[("paragraph", RichText("<p>正文。</p>"))],
        source="示例市政府办公室",
        published_at=moment,
        first_published_at=moment,
        last_published_at=moment,
    )
    with gate.opened():
        permits.add_child(instance=article)


def test_pages_are_sound(site: Any, client: Client) -> None:
    for path in PAGES:
        response = client.get(path)
        assert response.status_code == 200, path
        check_soundness(response)


def check_soundness(response: Any) -> None:
    page = Page(response)
    assert page.all("html") == [{"lang": "zh-CN"}]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids)), "an id twice"
    named = {id_ for _, one in page.elements for id_ in one.get("aria-labelledby", "").split()}
    assert named <= set(ids)
    assert [
        one for one in page.all("a") if one.get("href", "").startswith("#") and one["href"][1:] not in ids
    ] == []
    for tag, attributes in page.elements:
        assert tag not in {"script", "style", "iframe", "object"}
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (
            tag,
            attributes,
        )
    for one in page.all("img"):
        assert "alt" in one
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), levels
    assert not re.search(r"[{}]|None|&amp;amp;", page.words), "a template shows through"


def test_every_link_leads_somewhere(site: Any, client: Client) -> None:
    for link in sorted({link for path in PAGES for link in Page(client.get(path)).links}):
        if link.startswith("/") and "/download/" not in link:
            assert client.get(link).status_code in {200, 302}, link
        else:
            assert link.startswith(("#", "?", "/", "https://zfwzgl.www.gov.cn/")), link


def test_the_foot_holds_what_the_rule_asks(site: Any, client: Client) -> None:
    """国办发〔2017〕47号."""
    marks = [CONTACT[key] for key in ("site_id_code", "icp", "police_mark", "phone", "address")]
    asked = ("主办单位：示例市清河区自然资源局", "党政机关", "我为政府网站找错", "站点地图", *marks)
    for path in (*PAGES, "/nothing/"):
        words = Page(client.get(path)).words
        assert [one for one in asked if one not in words] == [], path


def test_the_tags_of_each_kind_of_page(site: Any, client: Client, settings: Any) -> None:
    """国办发〔2017〕47号: site tags everywhere, column tags on columns, content tags on items."""
    settings.SITE_URL = "https://www.example.gov.cn"
    for path in PAGES:
        meta = Page(client.get(path)).meta
        assert meta["SiteName"] == "示例市清河区自然资源局", path
        assert meta["SiteDomain"] == "www.example.gov.cn"
        assert meta["SiteIDCode"] == "3701020001"
    column = Page(client.get("/disclosure/permits/")).meta
    assert column["ColumnName"] == "行政许可和对外管理服务"
    assert {"ColumnDescription", "ColumnKeywords", "ColumnType"} <= column.keys()
    assert "ArticleTitle" not in column
    item = Page(client.get("/disclosure/permits/notice/")).meta
    assert item["ArticleTitle"] == "关于办理不动产登记的公告"
    assert item["PubDate"] == "2024-03-05 08:07"
    assert item["ContentSource"] == "示例市政府办公室"
    assert item["ColumnName"] == "行政许可和对外管理服务"
    assert "ColumnDescription" not in item
    report = Page(client.get("/reports/2023/")).meta
    assert report["ArticleTitle"] == "示例市清河区自然资源局2023年政府信息公开工作年度报告"
    assert report["PubDate"] == "2024-01-20 09:30"
    assert report["ColumnType"] == "信息公开年报"


def test_the_guide_says_what_the_law_demands(site: Any, client: Client) -> None:
    """条例第十二条: classes, arrangement, how to get it; office, address, hours, telephone, fax, internet."""
    words = Page(client.get("/guide/")).words
    for key in ("office", "address", "hours", "phone", "fax", "email"):
        assert CONTACT[key] in words
    for words_of_law in ("公开哪些信息", "编排", "怎样获取", "第十二条", "财政预算决算"):
        assert words_of_law in words


def test_the_entrance_says_how_to_apply_now(site: Any, client: Client) -> None:
    words = Page(client.get("/apply/")).words
    assert "网上申请" in words
    assert "250000，示例市示例路1号" in words
    assert "20个工作日" in words


def test_what_is_not_known_is_said_to_be_so(db: None, client: Client) -> None:
    a_platform()
    assert "尚未登记" in Page(client.get("/guide/")).words
    assert "地址尚未登记，请致电询问" in Page(client.get("/apply/")).words


def test_an_empty_column_says_what_belongs_there(site: Any, client: Client) -> None:
    words = Page(client.get("/disclosure/budgets/")).words
    assert "财政预算、决算信息" in words
    assert "本栏目目前没有信息" in words
    assert "20个工作日" in words
    column = ColumnPage.objects.get(slug="budgets")
    column.none_here = "本机关没有独立预算。"
    with gate.opened():
        column.save()
    words = Page(client.get("/disclosure/budgets/")).words
    assert "本机关没有独立预算。" in words
    assert "目前没有信息" not in words


def test_the_reports_are_listed_by_year(site: Any, client: Client) -> None:
    links = [link for link in Page(client.get("/reports/")).links if re.fullmatch(r"/reports/\d+/", link)]
    assert links == ["/reports/2023/", "/reports/2022/"]


def test_words_of_officials_are_shown_as_words(site: Any, client: Client) -> None:
    add_article(site, "<script>alert(1)</script>", "evil")
    html = client.get("/disclosure/permits/evil/").content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_main_colour_is_the_agency_s_where_it_can_be_read(client: Client) -> None:
    agency = a_platform(main_colour="#8B1A1A")
    styles = [one["href"] for one in Page(client.get("/")).all("link")]
    assert "/colour/8b1a1a/" in styles
    sheet = client.get("/colour/8b1a1a/")
    assert sheet.content == b":root{--main:#8b1a1a}\n"
    assert sheet["Content-Type"].startswith("text/css")
    agency.main_colour = "#ffcc00"
    agency.save()
    assert not [one for one in Page(client.get("/")).all("link") if "/colour/" in one["href"]]
    for wrong in ("/colour/red/", "/colour/8b1a1/", "/colour/", "/colour/8b1a1a/more/"):
        assert client.get(wrong).status_code == 404


class TestHeaders:
    def test_nothing_is_loaded_from_elsewhere(self, site: Any, client: Client) -> None:
        response = client.get("/reports/2023/")
        assert response["Content-Security-Policy"] == POLICY
        assert "unsafe" not in POLICY
        assert "script-src" not in POLICY, "no script at all: default-src 'none' forbids it"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_page_known_already_is_not_sent_again(self, site: Any, client: Client) -> None:
        first = client.get("/guide/")
        again = client.get("/guide/", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        elder = client.get(
            "/guide/", headers={"if-none-match": first["ETag"], "cookie": "gongkai_display=elder"}
        )
        assert elder.status_code == 200, "another look of the page is another page"

    def test_how_long_it_may_be_kept(self, site: Any, client: Client) -> None:
        response = client.get("/guide/")
        assert response["Cache-Control"] == "public, max-age=60"
        assert "Cookie" in response["Vary"]
        assert "Set-Cookie" not in response, "a reader is not followed"
        client.cookies["sessionid"] = "anything"
        assert client.get("/guide/")["Cache-Control"] == "private, no-cache"

    def test_a_page_is_the_same_until_something_changes(self, site: Any, client: Client) -> None:
        before = client.get("/guide/")
        again = client.get("/guide/")
        assert again.content == before.content
        assert again["Content-Security-Policy"] == POLICY
        assert again["ETag"] == before["ETag"]
        site.phone = "0531-22222222"
        site.save()
        assert "0531-22222222" in Page(client.get("/guide/")).words

    def test_what_only_some_may_read_is_not_kept_for_all(self, site: Any, client: Client) -> None:
        page = AnyPage.objects.get(slug="rules")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert client.get("/rules/").status_code == 302
        client.force_login(User.objects.create(username="reader"))
        assert client.get("/rules/").status_code == 200
        assert Client().get("/rules/").status_code == 302

    def test_head_says_the_same_without_a_body(self, site: Any, client: Client) -> None:
        assert client.head("/guide/").status_code == 200


class TestErrors:
    def test_not_found(self, site: Any, client: Client) -> None:
        response = client.get("/nothing/<script>/")
        assert response.status_code == 404
        page = Page(response)
        assert "没有找到这个网页" in page.words
        assert "<script>" not in page.html
        assert "示例市清河区自然资源局" in page.words

    def test_not_found_before_there_is_anything(self, db: None, client: Client) -> None:
        response = client.get("/nothing/")
        assert response.status_code == 404
        assert "没有找到这个网页" in Page(response).words

    @pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
    def test_pages_of_errors_need_nothing(self, name: str) -> None:
        from django.template.loader import render_to_string

        shown = render_to_string(f"{name}.html")
        assert "<h1>" in shown
        assert re.search(r"请|您", shown), "it says what to do"


QUERIES = {
    # where nothing is kept: the site with its root, who may read, the tree of columns, the item, the lists
    "/": 9,
    "/guide/": 8,
    "/disclosure/permits/": 8,
    "/disclosure/permits/notice/": 7,
    "/reports/": 8,
    "/map/": 6,
}


def test_the_number_of_queries_is_fixed(site: Any, client: Client) -> None:
    for path in QUERIES:
        client.get(path)  # Django asks for the kinds of pages once a process
    assert counted(client, QUERIES) == QUERIES
    for number in range(15):
        add_article(site, f"公告{number}", f"notice-{number}")
    statutory = column_of(site, ColumnPage.Key.STATUTORY)
    assert statutory is not None
    for number in range(5):
        with gate.opened():
            AnyPage.objects.get(pk=statutory.pk).add_child(
                instance=ColumnPage(title=f"栏目{number}", slug=f"column-{number}")
            )
    assert counted(client, QUERIES) == QUERIES


def counted(client: Client, paths: Iterable[str]) -> dict[str, int]:
    """How many queries each page takes when nothing is kept, as inside the test's transaction."""
    queries = {}
    for path in paths:
        cache.clear()
        client.get("/mistakes/")  # Wagtail remembers the roots of sites; all else is asked again
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200, path
        queries[path] = len(asked)
    return queries
