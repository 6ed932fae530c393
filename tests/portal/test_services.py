from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.portal.sites import Page, a_platform, an_agency, published
from wagtail.models import Page as AnyPage
from wagtail.models import Site

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty, Role, User
from gongkai.audit.models import Entry
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, HomePage, PlatformPage
from gongkai.portal.queries import column_of, platform_of
from gongkai.portal.services import make_platform
from gongkai.report.sample import sample

pytestmark = pytest.mark.django_db


def titles(parent: AnyPage) -> list[str]:
    return [one.title for one in AnyPage.objects.child_of(parent).order_by("path")]


def test_the_only_platform_is_the_home_with_the_columns_named_by_the_rule(client: Client) -> None:
    agency = a_platform()
    platform = platform_of(agency)
    assert platform is not None
    assert Site.objects.get().root_page_id == platform.pk
    assert titles(AnyPage.objects.get(depth=1)) == [agency.full_name], "nothing of Wagtail's own is left"
    # 国办公开办函〔2019〕61号, word for word
    assert titles(platform) == [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ]
    assert client.get("/").status_code == 200
    statutory = column_of(agency, ColumnPage.Key.STATUTORY)
    assert statutory is not None
    below = ColumnPage.objects.child_of(statutory).order_by("path")
    assert [
        f"第二十条第（{number}）项" in one.introduction
        for number, one in zip("一二三四五六七八九十", below, strict=False)
    ] == [True] * 10
    assert len(below) == 16


def test_making_it_again_changes_nothing() -> None:
    agency = a_platform()
    pages, entries = AnyPage.objects.count(), Entry.objects.count()
    make_platform(agency)
    assert (AnyPage.objects.count(), Entry.objects.count()) == (pages, entries)


def test_what_is_missing_is_made_again_and_the_rest_left() -> None:
    agency = a_platform()
    for column in ColumnPage.objects.filter(key=ColumnPage.Key.APPLY):
        column.live = False
        column.key = ColumnPage.Key.OTHER
        column.slug = "old"
        with gate.opened():
            column.save()
    make_platform(agency)
    assert ColumnPage.objects.filter(key=ColumnPage.Key.APPLY).count() == 1
    assert ColumnPage.objects.filter(key=ColumnPage.Key.REPORTS).count() == 1


def test_the_act_is_logged_and_needs_a_duty() -> None:
    agency = an_agency()
    person = User.objects.create(username="officer")
    with pytest.raises(Refused, match="系统管理员"):
        make_platform(agency, person)
    assert not PlatformPage.objects.exists()
    Role.everyone.create(person=person, agency=agency, duty=Duty.ADMINISTRATOR)
    make_platform(agency, person)
    entry = Entry.objects.get(act="platform.make")
    assert (entry.actor, entry.agency, entry.object_id) == (
        person.public_id,
        agency.public_id,
        agency.public_id,
    )


def test_a_street_office_says_that_it_makes_no_regulations(client: Client) -> None:
    a_platform("示例市清河区东关街道办事处", "dongguan", kind="street")
    page = Page(client.get("/disclosure/basis/regulations/"))
    assert "没有规章制定权" in page.words
    assert "农田水利" in Page(client.get("/disclosure/local/")).words


@pytest.mark.parametrize("slug", ["reports", "map", "office", "home", "display"])
def test_a_name_in_addresses_that_leads_elsewhere_is_refused(slug: str) -> None:
    with pytest.raises(Refused, match="已另有用途"):
        make_platform(an_agency(slug=slug))


class TestSecondAgency:
    @pytest.fixture
    def district(self, db: None) -> dict[str, Any]:
        first = a_platform()
        published(first, sample())
        return {"first": first, "second": a_platform("示例市清河区水务局", "shuiwu")}

    def test_a_district_page_takes_the_root_and_lists_both(
        self, district: dict[str, Any], client: Client
    ) -> None:
        assert isinstance(Site.objects.get().root_page.specific, HomePage)
        page = Page(client.get("/"))
        assert {"/ziran/", "/shuiwu/"} <= set(page.links)
        assert "示例市清河区自然资源局" in page.words
        assert "示例市清河区水务局" in page.words
        for address in ("/ziran/", "/shuiwu/", "/ziran/reports/2023/", "/shuiwu/reports/"):
            assert client.get(address).status_code == 200, address

    @pytest.mark.parametrize(
        "path",
        [
            "guide/",
            "reports/",
            "reports/2023/",
            "reports/2023/edition/1/",
            "reports/2023/download/json/",
            "disclosure/basis/regulations/",
        ],
    )
    def test_old_addresses_lead_to_the_new_ones(
        self, district: dict[str, Any], client: Client, path: str
    ) -> None:
        response = client.get(f"/{path}")
        assert (response.status_code, response["Location"]) == (301, f"/ziran/{path}")
        assert client.get(response["Location"]).status_code == 200

    def test_what_never_was_is_not_found(self, district: dict[str, Any], client: Client) -> None:
        for path in ("/nothing/", "/reports/1999/", "/shuiwu/reports/2023/"):
            assert client.get(path, follow=True).status_code == 404, path

    def test_a_third_joins_them(self, district: dict[str, Any], client: Client) -> None:
        a_platform("示例市清河区人民政府", "zhengfu", kind="government")
        assert HomePage.objects.count() == 1
        page = Page(client.get("/"))
        assert "/zhengfu/" in page.links
        assert page.words.index("人民政府") < page.words.index("政府部门")
        assert not AnyPage.find_problems()[0]
