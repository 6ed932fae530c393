from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.portal.sites import Page, a_platform, published

from gongkai.report.sample import sample, sample_previous

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Any:
    agency = a_platform()
    published(agency, sample_previous())
    published(agency, sample())
    return agency


def switch(page: Page, words: str) -> str:
    """The link with these words."""
    return next(link for link in page.links if words in link)


def test_elder_mode_is_one_click_there_and_back_without_script(site: Any, client: Client) -> None:
    before = Page(client.get("/reports/2023/"))
    assert before.all("figure")
    response = client.get(switch(before, "elder=1"))
    assert (response.status_code, response["Location"]) == (302, "/reports/2023/")
    assert response["Cache-Control"] == "no-store"
    elder = Page(client.get("/reports/2023/"))
    assert elder.all("html") == [{"lang": "zh-CN", "class": "elder"}]
    assert "退出长者模式" in elder.words
    assert not elder.all("figure"), "fewer things"
    assert "41件" in elder.words
    assert elder.all("table"), "nothing of the report itself is lost"
    client.get(switch(elder, "elder=0"))
    assert Page(client.get("/")).all("html") == [{"lang": "zh-CN"}]


def test_both_displays_can_be_on(site: Any, client: Client) -> None:
    client.get(switch(Page(client.get("/accessibility/")), "elder=1"))
    client.get(switch(Page(client.get("/accessibility/")), "contrast=1"))
    assert Page(client.get("/")).all("html") == [{"lang": "zh-CN", "class": "elder contrast"}]
    assert client.cookies["gongkai_display"].value == "elder.contrast"


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "", "a\r\nb: c"],
)
def test_the_switch_leads_nowhere_else(site: Any, client: Client, next_: str) -> None:
    location = client.get("/display/", {"elder": "1", "next": next_})["Location"]
    assert "evil" not in location
    assert "\n" not in location
    assert location in {"/", "a%0D%0Ab:%20c"}


def test_a_strange_cookie_means_nothing(site: Any, client: Client) -> None:
    client.cookies["gongkai_display"] = 'x"><script>.elder2'
    response = client.get("/")
    assert Page(response).all("html") == [{"lang": "zh-CN"}]
    assert "<script>" not in response.content.decode()
