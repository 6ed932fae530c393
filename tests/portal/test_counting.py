"""What one 条 is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.once import once
from tests.portal.items import MOMENT, add, column, every_kind, platform, renew, window
from tests.portal.sites import BEIJING, a_platform, published

from gongkai.portal.counting import counted, counts_by_column
from gongkai.portal.models import ItemPage, TopicPage
from gongkai.report.sample import sample

pytestmark = pytest.mark.django_db


built, agency = once(a_platform)


def test_an_item_counts_once_wherever_it_is_shown(agency: Any) -> None:
    item = add(column(agency, "permits"))
    topic = add(column(agency, "others"), TopicPage, title="专题")
    topic.entries.create(item=item)
    renew(topic)
    assert list(counted(agency, 2024)) == [ItemPage.objects.get(pk=item.pk)], "the topic only gathers"


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"source": ""}, True),
        ({"source": "示例市清河区自然资源局"}, True),
        ({"source": "示例市清河区自然资源局办公室"}, True),
        ({"source": "自然资源局"}, True),
        ({"source": "示例市人民政府"}, False),
        ({"live": False}, False),
        ({"way": "request"}, False),
        ({"published_at": None}, False),
        ({"imported": True}, True),
        ({"at": datetime(2024, 1, 1, 0, 0, tzinfo=BEIJING)}, True),
        ({"at": datetime(2023, 12, 31, 23, 59, tzinfo=BEIJING)}, False),
        ({"at": datetime(2024, 12, 31, 23, 59, tzinfo=BEIJING)}, True),
        ({"at": datetime(2025, 1, 1, 0, 0, tzinfo=BEIJING)}, False),
    ],
)
def test_what_counts(agency: Any, given: dict[str, Any], counts: bool) -> None:
    add(column(agency, "permits"), **given)
    assert counted(agency, 2024).exists() is counts


def test_what_is_withdrawn_counts_no_more(agency: Any) -> None:
    item = add(column(agency, "permits"))
    renew(item, live=False, withdrawn_at=MOMENT)
    assert not counted(agency, 2024).exists()


def test_the_annual_report_and_other_agencies_do_not_count(agency: Any) -> None:
    published(agency, sample())
    other = a_platform("示例市清河区司法局", "sifa")
    add(column(other, "permits"))
    assert counted(agency, 2024).count() == 0
    assert counted(other, 2024).count() == 1


def test_every_kind_is_counted_the_same_way(agency: Any) -> None:
    items = every_kind(agency)
    others = {"topic", "old-policy", "plain"}  # gathers; of 2019; reposted
    assert {one.slug for one in counted(agency, 2024)} == items.keys() - others


def test_counts_by_column_take_one_query(agency: Any, django_assert_num_queries: Any) -> None:
    for slug, number in {"permits": 3, "normative-documents": 2, "basis": 1}.items():
        for _ in range(number):
            add(column(agency, slug))
    add(window(agency).get_children()[0].specific)
    with django_assert_num_queries(1):
        counts = counts_by_column(agency, 2024)
    assert counts[column(agency, "permits").path] == 3
    assert counts[column(agency, "basis").path] == 3
    assert counts[column(agency, "normative-documents").path] == 2
    assert counts[column(agency, "disclosure").path] == 6
    assert counts[window(agency).path] == 1
    assert counts[column(agency, "budgets").path] == 0
    assert counts[platform(agency).path] == counted(agency, 2024).count() == 7
    for slug in ("basis", "disclosure", "permits"):
        one = column(agency, slug)
        assert counted(agency, 2024, one).count() == counts[one.path]
