"""The back office's own pages: lists, forms, what they say and do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from tests.agencies.office import Office


def test_a_person_is_made_given_duties_and_a_deputy(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    from gongkai.agencies.models import User

    office = offices[0]
    client = logged_in(office.administrator)
    page = client.post(
        "/office/people/new/",
        {
            "username": "wang",
            "full_name": "王某",
            "agency": office.agency.pk,
            "duties": ["reviewer", "legal"],
        },
    )
    who = User.objects.get(username="wang")
    assert "只在这里显示一次" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    address = f"/office/people/{who.public_id}/"
    assert "王某" in client.get("/office/people/?q=王&duty=reviewer&state=open").content.decode()
    assert "王某" not in client.get("/office/people/?q=王&duty=head").content.decode()
    client.post(address, {"full_name": "王某某", "phone": "1"})
    client.post(f"{address}roles/", {"agency": office.agency.pk, "duty": "head"})
    today = timezone.localdate()
    role = who.roles.get(duty="reviewer")
    client.post(
        f"{address}deputies/",
        {"role": role.pk, "person": office.officer.pk, "first_day": today, "last_day": today + timedelta(5)},
    )
    assert role.deputies.get().person == office.officer
    client.post(f"{address}roles/{who.roles.get(duty='legal').pk}/take/")
    page = client.get(address).content.decode()
    assert "王某某" in page
    assert "机关负责人" in page
    assert "legal" not in {one.duty for one in who.roles.all()}
    client.post(f"{address}deputies/{role.deputies.get().pk}/end/")
    assert not role.deputies.exists()
    client.post(f"{address}close/")
    assert "账号已停用" in client.get(address).content.decode()
    client.post(f"{address}reopen/")
    history = client.get(f"{address}history/").content.decode()
    for words in ("建立人员账号", "授予职责", "取消职责", "设置代理", "结束代理", "停用账号", "恢复账号"):
        assert words in history, words


@pytest.mark.parametrize("what", ["", "history/", "roles/", "deputies/", "close/", "reopen/", "password/"])
def test_people_of_others_are_not_there(what: str, offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    mine, theirs = offices
    for who in (mine.administrator, mine.officer):
        client = logged_in(who)
        address = f"/office/people/{theirs.officer.public_id}/{what}"
        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code == 404


def test_an_officer_has_no_menu_for_people(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    client = logged_in(offices[0].officer)
    assert "/office/people/" not in client.get("/office/").content.decode()
    assert client.get("/office/people/").status_code == 404
    assert "/office/people/" in logged_in(offices[0].administrator).get("/office/").content.decode()


def test_an_agency_is_made_with_its_platform(offices: tuple[Office, Office], superuser) -> None:
    from tests.agencies.office import logged_in

    from gongkai.agencies.models import Agency

    client = logged_in(superuser)
    given = {
        "full_name": "丙市司法局",
        "short_name": "丙局",
        "slug": "bing",
        "kind": "department",
        "main_colour": "#1a4b8f",
        "credit_code": "113701020041953192",
    }
    assert client.post("/office/agencies/new/", given).status_code == 302
    made = Agency.objects.get(slug="bing")
    assert made.platform.live
    page = client.post("/office/agencies/new/", given | {"slug": "ding"}).content.decode()
    assert "没有保存" in page
    # A name in addresses that is taken: neither agency nor platform is left behind.
    page = client.post(
        "/office/agencies/new/",
        given | {"slug": "office", "full_name": "丁局", "short_name": "丁", "credit_code": ""},
    ).content.decode()
    assert "另有用途" in page
    assert not Agency.objects.filter(full_name="丁局").exists()
    assert logged_in(offices[0].administrator).get("/office/agencies/new/").status_code == 404


def test_an_administrator_keeps_the_contact_data(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    office = offices[0]
    client = logged_in(office.administrator)
    address = f"/office/agencies/{office.agency.public_id}/"
    client.post(address, {"phone": "0531-12345678", "main_colour": "#1a4b8f", "full_name": "别的"})
    office.agency.refresh_from_db()
    assert office.agency.phone == "0531-12345678"
    assert office.agency.full_name == "jia市司法局"
    page = client.post(address, {"postcode": "12", "main_colour": "red"}).content.decode()
    assert "邮政编码应为6位数字" in page
    assert "联系电话" in client.get(f"{address}history/").content.decode()
    # An officer reads, and changes nothing.
    reader = logged_in(office.officer)
    assert "0531-12345678" in reader.get(address).content.decode()
    reader.post(address, {"phone": "1", "main_colour": "#1a4b8f"})
    office.agency.refresh_from_db()
    assert office.agency.phone == "0531-12345678"


def test_dissolving_says_what_happens_and_needs_a_superuser(
    offices: tuple[Office, Office], superuser
) -> None:
    from tests.agencies.office import logged_in

    mine, theirs = offices
    address = f"/office/agencies/{mine.agency.public_id}/"
    assert logged_in(mine.administrator).post(f"{address}dissolve/", {"on": "2024-03-01"}).status_code == 404
    client = logged_in(superuser)
    assert "2名人员" in client.get(f"{address}dissolve/").content.decode()
    client.post(f"{address}succeed/", {"successor": theirs.agency.pk, "on": "2024-03-01", "note": ""})
    client.post(f"{address}dissolve/", {"on": "2024-03-01"})
    page = client.get(address).content.decode()
    assert "已于2024-03-01撤销" in page
    assert "由yi市司法局承继" in page
    assert mine.agency.full_name in client.get("/office/agencies/?state=dissolved").content.decode()
    assert mine.agency.full_name not in client.get("/office/agencies/?state=standing&q=jia").content.decode()


def test_lists_do_not_ask_more_for_more_rows(offices: tuple[Office, Office], superuser) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.agencies.office import logged_in, person

    from gongkai.agencies.models import Agency, Duty

    client = logged_in(superuser)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        return len(captured)

    addresses = ("/office/agencies/", "/office/people/")
    for address in addresses:
        client.get(address)
    before = [asked(address) for address in addresses]
    for number in range(6):
        agency = Agency.objects.create(
            full_name=f"{number}局", short_name=f"{number}", slug=f"n{number}", parent=offices[0].agency
        )
        person(f"p{number}", agency, Duty.OFFICER, Duty.HEAD)
    assert [asked(address) for address in addresses] == before


def test_the_platforms_top_page_is_not_the_editors(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    office = offices[0]
    client = logged_in(office.officer)
    for what in ("edit", "delete", "unpublish", "copy"):
        response = client.post(f"/office/pages/{office.platform.pk}/{what}/", {"title": "改"}, follow=True)
        assert "平台" in response.content.decode()
    client.post(f"/office/bulk/wagtailcore/page/unpublish/?id={office.platform.pk}&next=/office/")
    office.platform.refresh_from_db()
    assert office.platform.live
    assert office.platform.title != "改"


def test_closed_parts_of_the_editor_are_not_there(superuser) -> None:
    from tests.agencies.office import logged_in

    client = logged_in(superuser)
    for address in ("users/", "groups/", "workflows/list/", "reports/locked/", "redirects/", "collections/"):
        assert client.get(f"/office/{address}").status_code == 404
    page = client.get("/office/").content.decode()
    for words in ("/office/reports", "/office/users", "/office/snippets"):
        assert words not in page
