"""Which agencies a query touches, and that one which does not say fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.agencies.office import Office


def test_a_query_without_a_scope_fails(offices: tuple[Office, Office]) -> None:
    from gongkai.agencies.models import Role
    from gongkai.agencies.scope import ScopeMissing

    for run in (
        list,
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.first(),
        lambda rows: list(rows.values_list("pk")),
        lambda rows: list(rows.iterator()),
        lambda rows: rows.update(duty="head"),
        lambda rows: rows.delete(),
        lambda rows: rows.get(pk=1),
        lambda rows: list(rows.filter(duty="officer").order_by("pk")[:1]),
    ):
        with pytest.raises(ScopeMissing):
            run(Role.objects.all())
    with pytest.raises(ScopeMissing):
        Role.objects.everywhere("")
    assert Role.objects.everywhere("a test").count() == 4


def test_a_scope_keeps_to_its_agencies(offices: tuple[Office, Office]) -> None:
    from gongkai.agencies.models import Role
    from gongkai.agencies.queries import scope_of
    from gongkai.agencies.scope import NOWHERE

    mine, theirs = offices
    scope = scope_of(mine.officer)
    assert {role.agency for role in Role.objects.within(scope)} == {mine.agency}
    assert scope.may_write(mine.agency.pk)
    assert not scope.may_read(theirs.agency.pk)
    assert not list(Role.objects.within(NOWHERE))
    assert {role.agency for role in Role.objects.for_agency(theirs.agency.pk)} == {theirs.agency}


def test_a_supervisor_reads_what_is_below_and_changes_its_own(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import person

    from gongkai.agencies.models import Agency, Duty
    from gongkai.agencies.queries import scope_of

    mine, theirs = offices
    theirs.agency.parent = mine.agency
    theirs.agency.save()
    below = Agency.objects.create(full_name="丙", short_name="丙", slug="bing", parent=theirs.agency)
    scope = scope_of(person("sup", mine.agency, Duty.SUPERVISOR))
    assert scope.readable == {mine.agency.pk, theirs.agency.pk, below.pk}
    assert scope.writable == {mine.agency.pk}
    assert scope_of(theirs.officer).readable == {theirs.agency.pk}


def test_who_has_no_duty_or_is_out_sees_nothing(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import person

    from gongkai.agencies.queries import administered_by, may, people_of, scope_of
    from gongkai.agencies.scope import NOWHERE

    nobody = person("nobody")
    assert scope_of(nobody) == scope_of(None) == NOWHERE
    assert not people_of(nobody).exists()
    office = offices[0]
    office.administrator.is_active = False
    assert scope_of(office.administrator) == NOWHERE
    assert not administered_by(office.administrator)
    assert not may(office.administrator, office.agency, "administrator")


def test_a_superuser_is_everywhere(offices: tuple[Office, Office], superuser) -> None:
    from gongkai.agencies.queries import people_of, scope_of

    assert scope_of(superuser).writable == {office.agency.pk for office in offices}
    assert people_of(superuser).count() == 5


def test_an_administrator_manages_its_own_people(offices: tuple[Office, Office]) -> None:
    from gongkai.agencies.queries import people_of

    mine, _ = offices
    assert set(people_of(mine.administrator)) == {mine.officer, mine.administrator}
    assert not people_of(mine.officer).exists()
