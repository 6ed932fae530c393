"""The last administrators stay, duties nobody is left to do are named, sight of others is given from above."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from tests.agencies.office import Office
    from tests.databases import Fresh

ONLY = "唯一的系统管理员"


@pytest.fixture
def acts() -> Any:
    from gongkai.agencies import services

    return services


@pytest.fixture
def refused() -> Any:
    from gongkai.agencies.acts import Refused

    return Refused


def a_person(name: str, office: Office, *duties: str, **fields: Any) -> Any:
    from tests.agencies.office import person

    return person(name, office.agency, *duties, **fields)  # type: ignore[arg-type]


def details() -> dict[str, Any]:
    from gongkai.audit.models import Entry

    return Entry.objects.order_by("pk").last().details


class TestAgencyAdministrators:
    def test_the_last_one_keeps_the_duty_and_the_account(self, acts, refused, offices, superuser) -> None:
        from gongkai.agencies.models import Duty

        office = offices[0]
        who, role = office.administrator, office.administrator.roles.get()
        acts.give_role(superuser, office.agency, who, Duty.OFFICER)
        for give in (superuser, who):
            with pytest.raises(refused, match=ONLY):
                acts.take_role(give, office.agency, role)
        with pytest.raises(refused, match=ONLY):
            acts.close_account(superuser, office.agency, who)
        who.refresh_from_db()
        assert who.is_active
        second = acts.give_role(superuser, office.agency, office.officer, Duty.ADMINISTRATOR)
        acts.take_role(who, office.agency, role)
        with pytest.raises(refused, match=ONLY):
            acts.take_role(superuser, office.agency, second)

    def test_one_whose_account_is_closed_does_not_count(self, acts, refused, offices, superuser) -> None:
        from gongkai.agencies.models import Duty

        office = offices[0]
        acts.give_role(superuser, office.agency, office.officer, Duty.ADMINISTRATOR)
        acts.close_account(superuser, office.agency, office.officer)
        with pytest.raises(refused, match=ONLY):
            acts.close_account(superuser, office.agency, office.administrator)
        closed = office.officer
        closed.refresh_from_db()
        acts.take_role(superuser, office.agency, closed.roles.get(duty=Duty.ADMINISTRATOR))

    def test_a_dissolved_agency_needs_none(self, acts, offices, superuser) -> None:
        office = offices[0]
        acts.dissolve_agency(superuser, office.agency, date(2024, 3, 1))
        assert acts.close_account(superuser, office.agency, office.administrator) == []
        office.administrator.refresh_from_db()
        assert not office.administrator.is_active

    def test_every_agency_the_person_administers_is_asked(self, acts, refused, offices, superuser) -> None:
        from gongkai.agencies.models import Duty

        mine, theirs = offices
        a_person("second", mine, Duty.ADMINISTRATOR)
        both = mine.administrator
        theirs.administrator.roles.all().delete()
        acts.give_role(superuser, theirs.agency, both, Duty.ADMINISTRATOR)
        with pytest.raises(refused, match=theirs.agency.short_name):
            acts.close_account(superuser, mine.agency, both)

    def test_the_page_says_why(self, offices, superuser) -> None:
        from tests.agencies.office import logged_in

        who = offices[0].administrator
        page = logged_in(superuser).post(
            f"/office/people/{who.public_id}/close/",
            headers={"referer": f"http://testserver/office/people/{who.public_id}/"},
            follow=True,
        )
        assert ONLY in page.content.decode()
        assert "停用账号" in page.content.decode()


TWO_AT_ONCE = """
import sys, time
from gongkai.agencies import services
from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
one, other = (User.objects.get(username=name) for name in sys.argv[1:])
agency = Agency.objects.get()
print("ready", flush=True)
sys.stdin.readline()
try:
    services.close_account(one, agency, other)
    print("done")
except Refused:
    print("refused")
"""
MADE = """
from gongkai.agencies.models import Agency, User
Agency.objects.create(full_name='某某市某某局', short_name='某某局', slug='one')
for name in ('jia', 'yi'):
    User.objects.create_user(name, is_superuser=True)
"""
LEFT = "SELECT COUNT(*) FROM agencies_user WHERE is_active"


class TestPlatformAdministrators:
    def test_the_last_one_stays(self, acts, refused, offices, superuser) -> None:
        from tests.agencies.office import person

        second = person("second", is_superuser=True)
        acts.close_account(superuser, offices[0].agency, second)
        with pytest.raises(refused, match="唯一的平台管理员"):
            acts.close_account(None, offices[0].agency, superuser)

    def test_of_two_who_close_each_other_one_stays(self, fresh_database: Fresh) -> None:
        fresh_database.run(MADE)
        head = "import django; django.setup()\n"
        both = [
            subprocess.Popen(
                [sys.executable, "-c", head + TWO_AT_ONCE, *names],
                env=fresh_database.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for names in (("jia", "yi"), ("yi", "jia"))
        ]
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        told = sorted(one.communicate("go\n")[0].strip() for one in both)
        assert told == ["done", "refused"]
        assert fresh_database.rows(LEFT) == [(1,)]

    def test_one_is_made_by_an_act(self, acts, refused, offices, superuser) -> None:
        from gongkai.agencies.models import User
        from gongkai.audit.models import Entry

        made = acts.create_administrator(None, None, User(username="guanli"), "yi-ge-chang-mi-ma")
        assert made.is_superuser
        assert made.check_password("yi-ge-chang-mi-ma")
        entry = Entry.objects.order_by("pk").last()
        assert (entry.act, entry.actor, entry.agency) == ("person.create_administrator", "", "")
        assert entry.object_id == made.public_id
        with pytest.raises(refused, match="平台管理员"):
            acts.create_administrator(offices[0].administrator, None, User(username="x"), "yi-ge-chang-mi-ma")
        for user, password in ((User(username="guanli"), "yi-ge-chang-mi-ma"), (User(username="li"), "123")):
            with pytest.raises(ValidationError):
                acts.create_administrator(superuser, None, user, password)
        assert Entry.objects.order_by("pk").last() == entry


class TestDutiesNobodyIsLeftToDo:
    def test_are_named_when_an_account_is_closed(self, acts, offices) -> None:
        from gongkai.agencies.models import Duty

        office = offices[0]
        a_person("also", office, Duty.REVIEWER)
        acts.give_role(office.administrator, office.agency, office.officer, Duty.REVIEWER)
        undone = acts.close_account(office.administrator, office.agency, office.officer)
        assert [role.duty for role in undone] == ["officer"], "a reviewer is left"
        assert details() == {"undone": [f"{office.agency.public_id}:officer"]}

    def test_are_named_on_the_page_and_in_the_history(self, offices) -> None:
        from tests.agencies.office import logged_in

        office = offices[0]
        client = logged_in(office.administrator)
        address = f"/office/people/{office.officer.public_id}/"
        client.post(f"{address}roles/", {"agency": office.agency.pk, "duty": "head"})
        page = client.post(f"{address}roles/{office.officer.roles.get(duty='head').pk}/take/", follow=True)
        assert "现在没有人担任jia局的机关负责人；请授予别的人员。" in page.content.decode()
        page = client.post(f"{address}close/", follow=True).content.decode()
        assert "现在没有人担任jia局的信息员；请授予别的人员。" in page
        assert "此后没有人担任信息员" in client.get(f"{address}history/").content.decode()


class TestSupervision:
    """主管部门工作人员 read what all agencies below are working on."""

    @pytest.fixture
    def above(self, offices: tuple[Office, Office]) -> Any:
        """The second agency stands above the first."""
        mine, theirs = offices
        mine.agency.parent = theirs.agency
        mine.agency.save()
        return theirs

    def test_is_given_by_the_platform_or_from_above(self, acts, refused, offices, above, superuser) -> None:
        from tests.agencies.office import person

        from gongkai.agencies.models import Duty

        mine = offices[0]
        with pytest.raises(refused, match="上级机关yi局的系统管理员或者平台管理员授予"):
            acts.give_role(mine.administrator, mine.agency, mine.officer, Duty.SUPERVISOR)
        with pytest.raises(refused, match="只能由平台管理员授予"):
            acts.give_role(above.administrator, above.agency, above.officer, Duty.SUPERVISOR)
        with pytest.raises(refused):
            acts.give_role(above.officer, mine.agency, mine.officer, Duty.SUPERVISOR)
        acts.give_role(above.administrator, mine.agency, mine.officer, Duty.SUPERVISOR)
        acts.give_role(superuser, above.agency, above.officer, Duty.SUPERVISOR)
        with pytest.raises(refused, match="应由jia局的系统管理员"):
            acts.give_role(above.administrator, mine.agency, mine.officer, Duty.HEAD)
        with pytest.raises(refused, match="本机关的人员"):
            acts.give_role(above.administrator, mine.agency, person("nobody"), Duty.SUPERVISOR)

    def test_comes_neither_with_a_new_account_nor_by_a_deputy(
        self, acts, refused, offices, above, superuser
    ) -> None:
        from gongkai.agencies.models import Duty, User

        mine = offices[0]
        duties = [Duty.OFFICER, Duty.SUPERVISOR]
        with pytest.raises(refused, match="主管部门工作人员"):
            acts.create_person(mine.administrator, mine.agency, User(username="wang"), duties)
        assert not User.objects.filter(username="wang").exists()
        role = acts.give_role(superuser, mine.agency, mine.officer, Duty.SUPERVISOR)
        days = date(2030, 2, 1), date(2030, 2, 2)
        with pytest.raises(refused, match="主管部门工作人员"):
            acts.set_deputy(mine.administrator, mine.agency, role, mine.administrator, *days)
        acts.set_deputy(superuser, mine.agency, role, mine.administrator, *days)

    def test_is_offered_to_those_who_may_give_it(self, acts, offices, above, superuser) -> None:
        from tests.agencies.office import logged_in

        from gongkai.agencies.models import Duty

        mine = offices[0]
        address = f"/office/people/{mine.officer.public_id}/"
        form = 'value="supervisor"'
        client = logged_in(mine.administrator)
        assert form not in client.get(address).content.decode()
        assert form not in client.get("/office/people/new/").content.decode()
        client.post(f"{address}roles/", {"agency": mine.agency.pk, "duty": "supervisor"})
        assert not mine.officer.roles.filter(duty="supervisor").exists()
        assert form in logged_in(superuser).get(address).content.decode()
        acts.give_role(superuser, above.agency, mine.administrator, Duty.ADMINISTRATOR)
        assert form in client.get(address).content.decode()
        client.post(f"{address}roles/", {"agency": mine.agency.pk, "duty": "supervisor"})
        assert mine.officer.roles.filter(duty="supervisor").exists()
