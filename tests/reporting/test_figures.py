"""The year's counts by class, each a link to what it counts; figures entered by hand beside them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.agencies.office import person
from tests.portal.sites import Page, a_platform
from tests.publishing.imports import a_row, bring_in

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit.models import Entry
from gongkai.reporting import services
from gongkai.reporting.figures import counts_of, hand_figures
from gongkai.reporting.models import HandFigure

pytestmark = pytest.mark.django_db
FIGURES = "/office/annual-reports/figures/?year=2022"
SAID = {"year": 2022, "key": "disclosed", "source": "2022年年报第一部分", "reason": "年报已印发"}


@pytest.fixture
def agency(db: None) -> Agency:
    made = a_platform()
    bring_in(
        made,
        *(
            a_row(
                made, f"{column}{number}", column=f"法定主动公开内容/{column}", published_at=f"{year}-05-06"
            )
            for column, year, count in (("机构职能", 2022, 2), ("规划信息", 2022, 3), ("规划信息", 2021, 1))
            for number in range(count)
        ),
        a_row(made, "草稿"),
    )
    return made


@pytest.fixture
def officer(agency: Agency) -> User:
    return person("officer", agency, Duty.OFFICER)


def logged_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_counts_are_those_of_the_records(agency: Agency) -> None:
    counts = counts_of(agency, 2022)
    assert (counts.total, counts.of("statutory"), counts.of("window")) == (5, 5, 0)
    below = {line.column.title: line.number for line in counts.lines[2].below}
    assert (below["机构职能"], below["规划信息"], below["统计信息"]) == (2, 3, 0)
    assert counts_of(agency, 2021).total == 1
    assert counts_of(agency, 2020).total == 0


def test_every_number_leads_to_as_many_items(agency: Agency, officer: User) -> None:
    client = logged_in(officer)
    page = Page(client.get(FIGURES))
    links = [link for link in page.links if "/figures/items/" in link]
    assert len(links) == 4, "the class, two columns below, the sum"
    found = [client.get(link).content.decode() for link in links]
    assert ["：5条" in found[0], "：2条" in found[1], "：3条" in found[2], "：5条" in found[3]] == [True] * 4
    assert "规划信息2" in found[2]
    assert "规划信息2" not in found[1]
    assert "历史导入" in found[0]


def test_a_figure_by_hand_stands_beside_and_says_so(agency: Agency, officer: User) -> None:
    client = logged_in(officer)
    answer = client.post(
        FIGURES, {"key": "disclosed", "value": "84", "source": "年报第一部分", "reason": "已印发"}
    )
    assert answer.status_code == 302
    page = client.get(FIGURES).content.decode()
    for words in (
        "主动公开信息总数：84",
        "人工填报",
        "这个数字不是由记录得出的",
        "记录得出的是5条",
        "年报第一部分",
        "已印发",
        officer.full_name,
    ):
        assert words in page, words
    entry = Entry.objects.get(act="figure.enter")
    assert (entry.actor, entry.details["value"]) == (officer.public_id, 84)


def test_the_newest_holds_and_the_older_stays(agency: Agency, officer: User) -> None:
    services.enter_figure(officer, agency, value=84, **SAID)
    services.enter_figure(officer, agency, value=85, **SAID)
    assert [one.value for one in hand_figures(agency, 2022)] == [85]
    assert HandFigure.everything.count() == 2
    assert hand_figures(agency, 2021) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"source": " "}, "来源"),
        ({"reason": ""}, "为什么由人工填报"),
        ({"year": 1999}, "年度"),
        ({"key": "other"}, "哪一个数字"),
        ({"value": -1}, "整数"),
    ],
)
def test_what_is_not_taken(wrong: dict[str, object], words: str, agency: Agency, officer: User) -> None:
    with pytest.raises(Refused, match=words):
        services.enter_figure(officer, agency, **({"value": 84, **SAID} | wrong))
    assert not HandFigure.everything.exists()


def test_what_was_typed_is_not_lost(agency: Agency, officer: User) -> None:
    answer = logged_in(officer).post(
        FIGURES, {"key": "disclosed", "value": "八十四", "source": "年报", "reason": "印发"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "应为整数" in page, 'value="年报"' in page) == (422, True, True)


def test_only_for_those_of_the_agency(agency: Agency) -> None:
    other = a_platform("示例市清河区水务局", "shuiwu")
    stranger = logged_in(person("x", other, Duty.OFFICER))
    assert stranger.get(f"{FIGURES}&agency={agency.public_id}").status_code == 404
    assert stranger.get(f"/office/annual-reports/figures/items/?agency={agency.public_id}").status_code == 404
    clerk = person("clerk", agency, Duty.CASE)
    with pytest.raises(Refused, match="您没有这项职责"):
        services.enter_figure(clerk, agency, value=84, **SAID)
    page = logged_in(clerk).get(FIGURES).content.decode()
    assert "填报一个数字" not in page


def test_queries_do_not_grow(agency: Agency, officer: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = logged_in(officer)
    client.get(FIGURES)
    with CaptureQueriesContext(connection) as few:
        client.get(FIGURES)
    bring_in(
        agency,
        *(a_row(agency, f"多{number}", published_at="2022-06-01") for number in range(60)),
    )
    with CaptureQueriesContext(connection) as many:
        client.get(FIGURES)
    assert len(many) == len(few)
