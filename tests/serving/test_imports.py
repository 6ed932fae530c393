"""Items brought in many at a time are noticed one by one: for the stamp, for published files, for search."""

from __future__ import annotations

import pytest
from tests.portal.sites import a_platform
from tests.publishing.imports import PAST, a_row, bring_in

from gongkai.portal.models import ItemPage
from gongkai.search.models import Item
from gongkai.serving.models import Change

pytestmark = pytest.mark.django_db
OLD = "http://old.example.gov.cn"


def test_history_is_noted_page_by_page_and_found() -> None:
    agency = a_platform()
    Change.objects.all().delete()
    body = f"<p>要找的两个字：银杏。<a href='{OLD}/b.html'>乙</a></p>"
    bring_in(
        agency,
        a_row(agency, "甲", published_at=PAST, body_html=body, old_url=f"{OLD}/a.html"),
        a_row(agency, "乙", published_at=PAST, old_url=f"{OLD}/b.html"),
        a_row(agency, "草稿"),
    )
    live = ItemPage.objects.filter(live=True).order_by("pk")
    noted = set(Change.objects.filter(kind=Change.Kind.PAGE).values_list("key", flat=True))
    assert {str(item.pk) for item in live} <= noted
    assert set(Item.objects.values_list("page_id", flat=True)) == {item.pk for item in live}
