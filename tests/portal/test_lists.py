"""Lists that stay where they are."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.once import once
from tests.portal.items import MOMENT, add, column, many, renew
from tests.portal.sites import BEIJING, Page, a_platform
from wagtail.models import Page as AnyPage

from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, ItemPage, PolicyPage

pytestmark = pytest.mark.django_db
PERMITS = "/disclosure/permits/"


built, agency = once(a_platform)


def titles(response: Any) -> list[str]:
    assert response.status_code == 200
    shown: list[str] = re.findall(r'<li><div><a href="[^"]+">([^<]*)</a>', response.content.decode())
    return shown


def test_the_newest_come_first_and_fill_more_than_a_page(agency: Any, client: Client) -> None:
    many(column(agency, "permits"), 47)
    newest = client.get(PERMITS)
    assert titles(newest) == [f"第{n}条" for n in range(46, 19, -1)], (
        "the last full page and the seven after it"
    )
    page = Page(newest)
    assert "第2页，共2页" in page.words
    assert f"{PERMITS}list/1/" in page.links
    assert not [link for link in page.links if "?" in link and "display" not in link]
    oldest = client.get(f"{PERMITS}list/1/")
    assert titles(oldest) == [f"第{n}条" for n in range(19, -1, -1)]
    assert PERMITS in Page(oldest).links
    assert "较新" in Page(oldest).words
    assert "较早" not in Page(oldest).words
    assert client.get(f"{PERMITS}list/3/").status_code == 404


@pytest.mark.parametrize("number", [0, 1, 19, 20, 21, 39])
def test_a_short_list_has_no_pages_to_turn(agency: Any, client: Client, number: int) -> None:
    if number:
        many(column(agency, "permits"), number)
    response = client.get(PERMITS)
    assert len(titles(response)) == number
    assert "共1页" not in Page(response).words


def test_an_older_page_stays_as_it_is_when_something_new_comes(agency: Any, client: Client) -> None:
    permits = column(agency, "permits")
    many(permits, 60)
    before = {n: titles(client.get(f"{PERMITS}list/{n}/")) for n in (1, 2, 3)}
    for n in range(25):
        add(permits, title=f"新{n}", at=MOMENT + timedelta(days=100, hours=n))
    assert {n: titles(client.get(f"{PERMITS}list/{n}/")) for n in (1, 2, 3)} == before
    assert titles(client.get(PERMITS))[0] == "新24"
    shown = sum((titles(client.get(f"{PERMITS}list/{n}/")) for n in (3, 2, 1)), titles(client.get(PERMITS)))
    assert len(shown) == len(set(shown)) == 85, "nothing is shown twice or left out"


def test_two_published_at_the_same_moment_keep_their_order(agency: Any, client: Client) -> None:
    many(column(agency, "permits"), 45, step=timedelta(0))
    assert titles(client.get(f"{PERMITS}list/1/")) == [f"第{n}条" for n in range(19, -1, -1)]


def test_the_years_are_an_archive(agency: Any, client: Client) -> None:
    permits = column(agency, "permits")
    many(permits, 45, begin=datetime(2022, 5, 1, tzinfo=BEIJING))
    add(permits, title="元旦公告", at=datetime(2023, 1, 1, 0, 0, tzinfo=BEIJING))
    add(permits, title="除夕公告", at=datetime(2022, 12, 31, 23, 59, tzinfo=BEIJING))
    page = Page(client.get(PERMITS))
    assert [link for link in page.links if link.startswith(f"{PERMITS}20")] == [
        f"{PERMITS}2023/",
        f"{PERMITS}2022/",
    ]
    assert titles(client.get(f"{PERMITS}2023/")) == ["元旦公告"]
    year = client.get(f"{PERMITS}2022/")
    assert titles(year)[0] == "除夕公告"
    assert len(titles(year)) == 26
    assert len(titles(client.get(f"{PERMITS}2022/list/1/"))) == 20
    assert f"{PERMITS}2022/list/1/" in Page(year).links
    assert "（2022年）" in Page(year).words
    for nothing in ("2021/", "2022/list/3/", "2022/list/0/", "list/", "list/x/", "2022/x/", "1066/"):
        assert client.get(PERMITS + nothing).status_code == 404, nothing


def test_what_stands_below_comes_before_the_pages_of_the_list(agency: Any, client: Client) -> None:
    permits = column(agency, "permits")
    many(permits, 45, begin=datetime(2022, 5, 1, tzinfo=BEIJING))
    for slug in ("2022", "list"):
        with gate.opened():
            AnyPage.objects.get(pk=permits.pk).add_child(instance=ColumnPage(title=f"下级{slug}", slug=slug))
    assert "下级2022" in Page(client.get(f"{PERMITS}2022/")).words
    assert "下级list" in Page(client.get(f"{PERMITS}list/")).words
    assert client.get(f"{PERMITS}list/1/").status_code == 404


def test_a_column_lists_what_stands_below_it(agency: Any, client: Client) -> None:
    add(
        column(agency, "normative-documents"),
        PolicyPage,
        title="办法",
        document_number="清河规〔2024〕1号",
        validity="repealed",
    )
    page = client.get("/disclosure/")
    assert titles(page) == ["办法"]
    for words in ("清河规〔2024〕1号", "废止"):
        assert words in Page(page).words
    assert titles(client.get("/disclosure/basis/2024/")) == ["办法"]


def test_a_validity_that_has_run_out_is_not_shown_as_valid(agency: Any, client: Client) -> None:
    add(column(agency, "normative-documents"), PolicyPage, validity="valid", valid_until="2020-01-01")
    words = Page(client.get("/disclosure/basis/normative-documents/")).words
    assert "失效" in words
    assert "有效" not in words


def test_a_document_replaced_by_a_newer_one_is_not_listed_as_valid(agency: Any, client: Client) -> None:
    documents = column(agency, "normative-documents")
    old = add(documents, PolicyPage, title="旧", validity="valid")
    new = add(documents, PolicyPage, title="新", validity="valid", replaces=old, live=False)
    assert "废止" not in Page(client.get("/disclosure/basis/")).words, "the new one is not public yet"
    renew(new, live=True)
    assert Page(client.get("/disclosure/basis/")).words.count("废止") == 1
    assert "废止" in Page(client.get(new.get_url())).words, "nor on the page of the new one"


def test_old_addresses_of_pages_lead_on(agency: Any, client: Client) -> None:
    many(column(agency, "permits"), 67)
    for old, new in {
        "1": "",
        "2": "",
        "3": "list/2/",
        "4": "list/1/",
        "9": "",
        "x": "",
        "-1": "",
        "": "",
    }.items():
        response = client.get(f"{PERMITS}?page={old}")
        assert (response.status_code, response["Location"]) == (301, PERMITS + new), old


def test_only_what_is_public_is_listed(agency: Any, client: Client) -> None:
    permits = column(agency, "permits")
    add(permits, title="草稿", live=False)
    add(permits, title="没有发布时间", published_at=None)
    gone = add(permits, title="撤回的")
    assert titles(client.get(PERMITS)) == ["撤回的"]
    with gate.opened():
        gone.live = False
        gone.withdrawn_at = MOMENT
        gone.save()
    assert titles(client.get(PERMITS)) == []
    assert client.get(f"{PERMITS}2024/").status_code == 404


def test_the_lists_of_a_column_that_is_not_public_are_not_either(agency: Any, client: Client) -> None:
    permits = column(agency, "permits")
    many(permits, 41)
    with gate.opened():
        permits.live = False
        permits.save()
    for address in ("", "list/1/", "2024/", "feed.atom"):
        assert client.get(PERMITS + address).status_code == 404, address


def test_navigation_carries_no_counts_and_the_window_stands_apart(agency: Any, client: Client) -> None:
    from tests.portal.items import window

    news = window(agency).get_children()[0]
    many(column(agency, "permits"), 21)
    add(news, title="局长调研")
    response = client.get("/")
    html = response.content.decode()
    first, second = (part.split("</nav>")[0] for part in html.split("<nav ") if "栏目" in part[:60])
    assert "政府信息公开指南" in first
    assert "部门之窗" not in first
    assert "部门之窗" in second
    assert "依申请公开" not in second
    assert "21" not in first
    assert titles(response)[0] == "第20条"
    assert titles(response)[-1] == "局长调研", "news stands apart, below"
    assert html.count("局长调研") == 1


def test_two_levels_of_columns_can_be_reached(agency: Any, client: Client) -> None:
    assert "/disclosure/basis/normative-documents/" in Page(client.get("/disclosure/basis/")).links


def test_dates_are_those_of_china(agency: Any, client: Client) -> None:
    add(column(agency, "permits"), at=datetime(2023, 12, 31, 23, 30, tzinfo=BEIJING))
    words = Page(client.get(PERMITS)).words
    assert "2023-12-31 23:30" in words
    assert ItemPage.objects.get().published_at.year == 2023
