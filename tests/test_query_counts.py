"""Every page asks the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.models import Agency, Deputy, Duty, Role, Succession, User
from gongkai.audit.services import record
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage
from gongkai.report.sample import sample
from gongkai.reporting import services
from gongkai.reporting.models import BatchFile, Draft, Edition
from tests.portal.sites import a_platform, published
from tests.reporting.office import file_of, make_agency, make_person, report, wrong_report

pytestmark = pytest.mark.django_db

PUBLIC, OFFICE = 20, 40
"""The most queries a page may ask."""
FIGURE = "applications.granted.person"
Filled = Callable[[int], None]


@pytest.fixture
def agency() -> Agency:
    agency = a_platform()
    agency.refresh_from_db()
    return agency


@pytest.fixture
def officer(agency: Agency) -> User:
    return make_person(agency)


@pytest.fixture
def root(agency: Agency) -> User:
    person = make_person(agency, Duty.ADMINISTRATOR, name="root")
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    return User.objects.get(pk=person.pk)


def office(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(client: Client, address: str) -> int:
    """Count the queries of a page asked for the second time: the first time Django and Wagtail learn what stays as it is."""
    assert client.get(address).status_code == 200, address
    cache.clear()
    client.get("/mistakes/")  # Wagtail remembers the roots of sites
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def stays(client: Client, address: str, few: int, many: int, filled: Filled, most: int) -> None:
    """Check that a page asks as much with `many` rows as with `few`, and not more than `most`."""
    filled(few)
    before = asked(client, address)
    filled(many - few)
    assert asked(client, address) == before <= most, address


class TestPublic:
    def test_column(self, agency: Agency, client: Client) -> None:
        column = ColumnPage.objects.get(slug="permits", path__startswith=agency.platform.path)
        kind = next(one for one in ColumnPage.allowed_subpage_models() if one.__name__ == "ItemPage")

        def items(number: int) -> None:
            now = timezone.now()
            made = column.numchild
            with gate.opened():
                for one in range(made, made + number):
                    column.add_child(instance=kind(title=f"公告{one}", slug=f"n{one}", published_at=now))

        stays(client, "/disclosure/permits/", 2, 200, items, PUBLIC)

    def test_search(self, agency: Agency, client: Client) -> None:
        columns = [ColumnPage.objects.get(slug=slug) for slug in ("permits", "penalties")]
        kind = next(one for one in ColumnPage.allowed_subpage_models() if one.__name__ == "ItemPage")

        def items(number: int) -> None:
            with gate.opened():
                for column in columns:
                    column.refresh_from_db()
                    made, now = column.numchild, timezone.now()
                    for one in range(made, made + number):
                        column.add_child(instance=kind(title=f"公告{one}", slug=f"s{one}", published_at=now))

        stays(client, "/search/?q=公告", 2, 14, items, PUBLIC)
        for address in ("/search/", "/search/?q=没有这个", "/search/suggest/?q=公告"):
            assert asked(client, address) <= PUBLIC

    def test_home_and_map(self, agency: Agency, client: Client) -> None:
        statutory = ColumnPage.objects.get(key=ColumnPage.Key.STATUTORY)

        def columns(number: int) -> None:
            with gate.opened():
                for one in range(statutory.numchild, statutory.numchild + number):
                    statutory.add_child(instance=ColumnPage(title=f"栏目{one}", slug=f"c{one}"))

        for address in ("/", "/map/", "/guide/"):
            stays(client, address, 1, 11, columns, PUBLIC)

    def test_district(self, agency: Agency, client: Client) -> None:
        def agencies(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                a_platform(f"示例市清河区第{one}局", f"ju{one}")

        stays(client, "/", 2, 8, agencies, PUBLIC)
        assert asked(client, "/map/") <= PUBLIC

    def test_reports(self, agency: Agency, client: Client) -> None:
        def reports(number: int) -> None:
            first = 2008 + Edition.everything.count()
            for year in range(first, first + number):
                published(agency, replace(sample(), year=year))

        stays(client, "/reports/", 2, 12, reports, PUBLIC)
        assert asked(client, "/reports/2012/") <= PUBLIC


class TestAgencies:
    def test_agencies(self, agency: Agency, root: User) -> None:
        def agencies(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                Agency.objects.create(
                    full_name=f"第{one}局", short_name=f"{one}局", slug=f"n{one}", parent=agency
                )

        client = office(root)
        stays(client, "/office/agencies/", 2, 60, agencies, OFFICE)
        for address in ("/office/agencies/?p=2", "/office/agencies/new/", "/office/people/new/"):
            assert asked(client, address) <= OFFICE

    def test_an_agency(self, agency: Agency, root: User) -> None:
        def successions(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                other = Agency.objects.create(full_name=f"第{one}局", short_name=f"{one}局", slug=f"n{one}")
                Succession.objects.create(predecessor=other, successor=agency, on=date(2024, 3, 1))

        address = f"/office/agencies/{agency.public_id}/"
        stays(office(root), address, 1, 30, successions, OFFICE)
        for part in ("dissolve/", "succeed/"):
            assert asked(office(root), f"{address}{part}") <= OFFICE

    @pytest.mark.parametrize("kind", ["agencies", "people"])
    def test_histories(self, kind: str, agency: Agency, officer: User, root: User) -> None:
        of, one = ("agency", agency) if kind == "agencies" else ("person", officer)

        def entries(number: int) -> None:
            for _ in range(number):
                record(
                    "agency.change" if of == "agency" else "person.change",
                    actor=root.public_id,
                    agency=agency.public_id,
                    object_type=of,
                    object_id=one.public_id,
                )

        stays(office(root), f"/office/{kind}/{one.public_id}/history/", 2, 60, entries, OFFICE)


class TestPeople:
    def test_people(self, agency: Agency, root: User) -> None:
        def people(number: int) -> None:
            first = User.objects.count()
            for one in range(first, first + number):
                make_person(agency, Duty.OFFICER, Duty.HEAD, name=f"p{one}")

        stays(office(root), "/office/people/", 2, 60, people, OFFICE)
        assert asked(office(root), "/office/people/?q=p&duty=head&state=open&p=2") <= OFFICE

    def test_a_person(self, agency: Agency, officer: User, root: User) -> None:
        today = timezone.localdate()
        role = Role.everyone.get(person=officer)

        def deputies(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                other = Agency.objects.create(full_name=f"第{one}局", short_name=f"{one}局", slug=f"n{one}")
                Role.everyone.create(person=officer, agency=other, duty=Duty.REVIEWER)
                days = {"first_day": today + timedelta(one * 3), "last_day": today + timedelta(one * 3 + 1)}
                Deputy.objects.create(role=role, person=root, **days)

        stays(office(root), f"/office/people/{officer.public_id}/", 2, 20, deputies, OFFICE)

    def test_ones_own_account(self, agency: Agency, officer: User) -> None:
        def roles(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                other = Agency.objects.create(full_name=f"第{one}局", short_name=f"{one}局", slug=f"n{one}")
                Role.everyone.create(person=officer, agency=other, duty=Duty.OFFICER)

        stays(office(officer), "/office/account/", 1, 20, roles, OFFICE)
        assert asked(office(officer), "/office/account/password/") <= OFFICE


class TestReports:
    @pytest.fixture
    def drafts(self, agency: Agency, officer: User) -> Filled:
        def made(number: int) -> None:
            for _ in range(number):
                services.upload(officer, agency, file_of(report(), "2023年年报.html"))

        return made

    def test_my_day(self, officer: User, drafts: Filled) -> None:
        stays(office(officer), "/office/", 2, 30, drafts, OFFICE)

    def test_drafts(self, officer: User, drafts: Filled) -> None:
        stays(office(officer), "/office/annual-reports/", 1, 30, drafts, OFFICE)
        Draft.everything.update(state=Draft.State.DISCARDED)
        assert asked(office(officer), "/office/annual-reports/?state=discarded") <= OFFICE

    @pytest.mark.parametrize("state", ["published", "withdrawn"])
    def test_published(self, state: str, agency: Agency, officer: User) -> None:
        def editions(number: int) -> None:
            first = 2008 + Edition.everything.count()
            for year in range(first, first + number):
                edition = published(agency, replace(sample(), year=year))
                if state == "withdrawn":
                    Edition.everything.filter(pk=edition.pk).update(withdrawn_at=timezone.now())

        stays(office(officer), f"/office/annual-reports/?state={state}", 1, 16, editions, OFFICE)

    def test_batch(self, agency: Agency, officer: User) -> None:
        batch = services.upload_many(officer, agency, [file_of(report(), "年报.html")] * 2)
        draft = services.take_in(officer, agency, report())
        BatchFile.objects.update(draft=draft, state=BatchFile.State.READ)

        def files(number: int) -> None:
            kept = batch.files.first()
            for one in range(number):
                BatchFile.objects.create(
                    batch=batch,
                    name=f"{one}.docx",
                    upload=kept.upload,
                    draft=services.take_in(officer, agency, report()),
                    state=BatchFile.State.READ,
                )

        stays(office(officer), f"/office/annual-reports/batches/{batch.public_id}/", 2, 60, files, OFFICE)

    def test_a_draft(self, agency: Agency, officer: User) -> None:
        draft = services.take_in(officer, agency, wrong_report())
        address = f"/office/annual-reports/drafts/{draft.public_id}/"

        def changes(number: int) -> None:
            current = Draft.everything.get(pk=draft.pk)
            for one in range(number):
                current = services.change(
                    officer, agency, current, current.version, {FIGURE: str(current.version + one + 50)}, "改"
                )

        stays(office(officer), address, 1, 10, changes, OFFICE)
        for part in ("preview/", "publish/", "discard/"):
            assert asked(office(officer), f"{address}{part}") <= OFFICE

    def test_an_edition(self, agency: Agency, officer: User) -> None:
        first = published(agency, sample())
        address = f"/office/annual-reports/editions/{first.public_id}/"

        def editions(number: int) -> None:
            last = Edition.everything.count()
            for one in range(last + 1, last + number + 1):
                published(agency, sample(), number=one, reason="更正")

        stays(office(officer), address, 1, 10, editions, OFFICE)
        assert asked(office(officer), f"{address}withdraw/") <= OFFICE

    def test_upload(self, agency: Agency, officer: User) -> None:
        def agencies(number: int) -> None:
            first = Agency.objects.count()
            for one in range(first, first + number):
                other = Agency.objects.create(full_name=f"第{one}局", short_name=f"{one}局", slug=f"n{one}")
                Role.everyone.create(person=officer, agency=other, duty=Duty.OFFICER)

        stays(office(officer), "/office/annual-reports/upload/", 1, 20, agencies, OFFICE)
        assert asked(office(officer), "/office/annual-reports/") <= OFFICE


def test_the_page_editor(agency: Agency, officer: User) -> None:
    column = ColumnPage.objects.get(slug="permits", path__startswith=agency.platform.path)
    kind: Any = next(one for one in ColumnPage.allowed_subpage_models() if one.__name__ == "ItemPage")

    def items(number: int) -> None:
        made = column.numchild
        with gate.opened():
            for one in range(made, made + number):
                column.add_child(instance=kind(title=f"公告{one}", slug=f"n{one}"))

    stays(office(officer), f"/office/pages/{column.pk}/", 2, 30, items, 60)


def test_other_agencies_do_not_add_to_it(agency: Agency, officer: User) -> None:
    def agencies(number: int) -> None:
        first = Agency.objects.count()
        for one in range(first, first + number):
            make_agency(f"示例市清河区第{one}局", f"ju{one}")

    stays(office(officer), "/office/", 2, 8, agencies, OFFICE)
