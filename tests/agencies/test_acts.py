"""What may be done to agencies, people, duties and deputies: right, state, law, audit entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

if TYPE_CHECKING:
    from tests.agencies.office import Office


@pytest.fixture
def acts() -> Any:
    from gongkai.agencies import services

    return services


@pytest.fixture
def refused() -> Any:
    from gongkai.agencies.acts import Refused

    return Refused


def last_entry() -> Any:
    from gongkai.audit.models import Entry

    return Entry.objects.order_by("pk").last()


def a_user(username: str = "wang", **fields: Any) -> Any:
    from gongkai.agencies.models import User

    return User(username=username, full_name="王某", **fields)


def test_an_agency_is_made_with_its_group_and_files(acts, refused, offices, superuser) -> None:
    from gongkai.agencies.access import collection_of, group_of
    from gongkai.agencies.models import Agency

    new = Agency(full_name="丙市司法局", short_name="丙局", slug="bing", credit_code="")
    with pytest.raises(refused, match="平台管理员"):
        acts.create_agency(offices[0].administrator, new)
    made = acts.create_agency(superuser, new)
    assert made.credit_code is None
    assert collection_of(made).name == "丙市司法局"
    assert group_of(made).name.endswith(made.public_id)
    assert (last_entry().act, last_entry().object_id) == ("agency.create", made.public_id)
    with pytest.raises(refused, match="已经建立"):
        acts.create_agency(superuser, made)


def test_a_wrong_code_makes_no_agency(acts, superuser) -> None:
    from gongkai.agencies.models import Agency

    with pytest.raises(ValidationError) as error:
        acts.create_agency(
            superuser, Agency(full_name="丙局", short_name="丙", slug="bing", credit_code="1" * 18)
        )
    assert "credit_code" in error.value.message_dict
    assert not Agency.objects.filter(slug="bing").exists()


def test_an_administrator_changes_contact_data_only(acts, refused, offices) -> None:
    mine, theirs = offices
    acts.change_agency(mine.administrator, mine.agency, {"phone": "0531-1"})
    assert last_entry().details == {"fields": ["phone"]}
    mine.agency.refresh_from_db()
    assert mine.agency.phone == "0531-1"
    with pytest.raises(refused, match="平台管理员"):
        acts.change_agency(mine.administrator, mine.agency, {"full_name": "别的名字"})
    for agency, person in ((theirs.agency, mine.administrator), (mine.agency, mine.officer)):
        with pytest.raises(refused):
            acts.change_agency(person, agency, {"phone": "0531-2"})
    with pytest.raises(ValueError, match="slugs"):
        acts.change_agency(None, mine.agency, {"slugs": "x"})


def test_a_dissolved_agency_stands_still(acts, refused, offices, superuser) -> None:
    from gongkai.agencies.models import Duty

    mine, theirs = offices
    acts.change_agency(superuser, theirs.agency, {"parent": mine.agency})
    with pytest.raises(refused, match="下级机关"):
        acts.dissolve_agency(superuser, mine.agency, date(2024, 3, 1))
    acts.dissolve_agency(superuser, theirs.agency, date(2024, 3, 1))
    theirs.agency.refresh_from_db()
    for change in (
        lambda: acts.change_agency(superuser, theirs.agency, {"phone": "1"}),
        lambda: acts.give_role(superuser, theirs.agency, theirs.officer, Duty.HEAD),
        lambda: acts.create_person(superuser, theirs.agency, a_user(), [Duty.OFFICER]),
        lambda: acts.dissolve_agency(superuser, theirs.agency, date(2024, 4, 1)),
    ):
        with pytest.raises(refused, match="撤销"):
            change()


def test_work_passes_to_a_successor_once_and_one_way(acts, refused, offices, superuser) -> None:
    mine, theirs = offices
    acts.succeed(superuser, mine.agency, theirs.agency, date(2024, 3, 1))
    with pytest.raises(refused, match="反过来"):
        acts.succeed(superuser, theirs.agency, mine.agency, date(2024, 3, 1))
    with pytest.raises(refused, match="自己"):
        acts.succeed(superuser, mine.agency, mine.agency, date(2024, 3, 1))
    with pytest.raises(ValidationError):
        acts.succeed(superuser, mine.agency, theirs.agency, date(2024, 5, 1))


def test_a_new_person_has_a_password_to_be_changed(acts, refused, offices) -> None:
    from gongkai.agencies.models import Duty

    mine, theirs = offices
    who = a_user()
    password = acts.create_person(mine.administrator, mine.agency, who, [Duty.OFFICER, Duty.HEAD])
    assert who.check_password(password)
    assert who.must_change_password
    assert {role.duty for role in who.roles.all()} == {"officer", "head"}
    assert "王" not in str(last_entry().details)
    with pytest.raises(refused, match="至少选一项"):
        acts.create_person(mine.administrator, mine.agency, a_user("li"), [])
    with pytest.raises(refused):
        acts.create_person(mine.administrator, theirs.agency, a_user("li"), [Duty.OFFICER])
    with pytest.raises(refused, match="平台管理员"):
        acts.create_person(mine.administrator, mine.agency, a_user("li", is_superuser=True), [Duty.OFFICER])
    with pytest.raises(ValidationError):
        acts.create_person(mine.administrator, mine.agency, a_user("li"), [Duty.OFFICER], "123")


def test_an_administrator_reaches_its_own_people_only(acts, refused, offices, superuser) -> None:
    from gongkai.agencies.models import Duty, Role

    mine, theirs = offices
    everything = (
        lambda who: acts.reset_password(mine.administrator, mine.agency, who),
        lambda who: acts.close_account(mine.administrator, mine.agency, who),
        lambda who: acts.change_person(mine.administrator, mine.agency, who, {"full_name": "改"}),
    )
    for act in everything:
        with pytest.raises(refused, match="本机关的人员"):
            act(theirs.officer)
    with pytest.raises(refused, match="本机关的人员"):
        acts.give_role(mine.administrator, mine.agency, theirs.officer, Duty.OFFICER)
    # Whoever serves elsewhere as well, or runs the platform, is not an agency's administrator's to take over.
    acts.give_role(superuser, theirs.agency, mine.officer, Duty.OFFICER)
    Role.everyone.create(person=superuser, agency=mine.agency, duty=Duty.OFFICER)
    for act in everything:
        with pytest.raises(refused, match="平台管理员管理"):
            act(mine.officer)
        with pytest.raises(refused, match="是平台管理员"):
            act(superuser)
    password = acts.reset_password(superuser, mine.agency, mine.officer)
    mine.officer.refresh_from_db()
    assert mine.officer.check_password(password)


def test_nobody_closes_the_own_account(acts, refused, offices) -> None:
    office = offices[0]
    with pytest.raises(refused, match="自己的账号"):
        acts.close_account(office.administrator, office.agency, office.administrator)
    acts.close_account(office.administrator, office.agency, office.officer)
    office.officer.refresh_from_db()
    assert not office.officer.is_active
    with pytest.raises(refused, match="已经停用"):
        acts.close_account(office.administrator, office.agency, office.officer)
    acts.open_account(office.administrator, office.agency, office.officer)
    office.officer.refresh_from_db()
    assert office.officer.is_active


def test_duties_are_given_once_and_the_last_is_kept(acts, refused, offices) -> None:
    from gongkai.agencies.models import Duty

    office = offices[0]
    role = acts.give_role(office.administrator, office.agency, office.officer, Duty.REVIEWER)
    with pytest.raises(refused, match="已经是"):
        acts.give_role(office.administrator, office.agency, office.officer, Duty.REVIEWER)
    acts.take_role(office.administrator, office.agency, role)
    with pytest.raises(refused, match="最后一项"):
        acts.take_role(office.administrator, office.agency, office.officer.roles.get())
    with pytest.raises(refused, match="不是本机关"):
        acts.take_role(None, office.agency, offices[1].officer.roles.get())


def test_a_deputy_holds_the_duty_on_both_days_and_between(acts, refused, offices) -> None:
    from gongkai.agencies.models import Duty
    from gongkai.agencies.queries import duties_of

    office = offices[0]
    first, last = date(2030, 2, 1), date(2030, 2, 10)
    role = office.officer.roles.get()
    deputy = acts.set_deputy(office.administrator, office.agency, role, office.administrator, first, last)
    for day in (first - timedelta(1), first, last, last + timedelta(1)):
        held = (office.agency.pk, Duty.OFFICER) in duties_of(office.administrator, day)
        assert held == (first <= day <= last) == deputy.holds_on(day)
    for who, one, other, words in (
        (office.administrator, last, first, "早于"),
        (office.officer, first, last, "本人"),
        (office.administrator, last, last, "已经代理"),
        (offices[1].officer, first, last, "本机关"),
    ):
        with pytest.raises(refused, match=words):
            acts.set_deputy(office.administrator, office.agency, role, who, one, other)
    acts.end_deputy(office.administrator, office.agency, deputy)
    assert last_entry().act == "deputy.end"


def test_groups_follow_duties_deputies_and_days(acts, offices) -> None:
    from gongkai.agencies.access import bring_up_to_date, group_of

    office = offices[0]
    group = group_of(office.agency)
    today = timezone.localdate()
    assert office.officer.groups.contains(group)
    assert not office.administrator.groups.contains(group)
    role = office.officer.roles.get()
    acts.set_deputy(office.administrator, office.agency, role, office.administrator, today, today)
    assert office.administrator.groups.contains(group)
    bring_up_to_date(office.administrator, today + timedelta(1))
    assert not office.administrator.groups.contains(group)
    bring_up_to_date(office.administrator)
    role.delete()
    assert not office.officer.groups.exists()
    assert not office.administrator.groups.contains(group)


def test_nothing_is_done_when_the_log_cannot_be_written(acts, offices, monkeypatch) -> None:
    from gongkai.agencies import acts as frame
    from gongkai.agencies.models import Duty

    office: Office = offices[0]

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(frame, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        acts.give_role(office.administrator, office.agency, office.officer, Duty.HEAD)
    assert office.officer.roles.count() == 1
