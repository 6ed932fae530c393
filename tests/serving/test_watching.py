"""Whatever changes what the public reads changes the stamp; what the office does among itself does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.portal.items import add, column, document
from tests.portal.sites import an_agency
from tests.publishing.desk import Desk, approve, desk, draft, fresh, send
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

import gongkai
from gongkai.agencies.models import Agency
from gongkai.audit.services import record
from gongkai.portal import columns
from gongkai.portal.models import ColumnPage
from gongkai.publishing import services
from gongkai.serving import generation, watching
from gongkai.serving.models import Change

pytestmark = pytest.mark.django_db
ACTS = sorted(
    {
        name
        for path in Path(gongkai.__file__).parent.rglob("*.py")
        for name in re.findall(r'(?:@act|record)\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }
)


def changes(work: Callable[[], Any]) -> set[tuple[str, str]] | None:
    """Do something as a transaction of its own; the changes written down, None where the stamp stayed."""
    connection.run_on_commit = []
    before, last = generation.read(), Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    work()
    if generation.read() == before:
        return None
    return set(Change.objects.filter(pk__gt=last).values_list("kind", "key"))


def test_every_act_there_is_changes_the_stamp_unless_no_page_shows_it() -> None:
    agency = an_agency()
    assert len(ACTS) > 60
    for name in ACTS:
        found = changes(lambda name=name: record(name, agency=agency.public_id))
        assert (found is None) == watching.is_quiet_act(name), name
    quiet = {name for name in ACTS if watching.is_quiet_act(name)}
    # what the public reads is in these acts' hands: none of them may ever be thought quiet
    loud = {
        name
        for name in ACTS
        if re.match(
            r"publish|withdraw|column|platform|agency|document|item\.(move|purge|outside)|report\.(publish|correct)",
            name,
        )
    }
    assert len(loud) > 15
    assert not quiet & loud


def test_an_item_on_its_way_changes_nothing_until_it_is_published() -> None:
    at = desk()
    quiet: list[Any] = []
    item = draft(at.officer, at.agency)
    quiet.append(changes(lambda: draft(at.officer, at.agency, "另一条")))
    one: list[Any] = []
    quiet.append(changes(lambda: one.append(send(at.officer, item))))
    for who in at.deciders[:-1]:
        quiet.append(changes(lambda who=who: approve(who, one[0])))
    assert quiet == [None] * 4
    assert ("page", str(item.pk)) in (changes(lambda: approve(at.head, one[0])) or ())
    item = fresh(item)
    assert item.live
    withdrawn = changes(lambda: services.withdraw_item(at.head, at.agency, item, "内容有误"))
    assert ("page", str(item.pk)) in (withdrawn or ())


def _rename(at: Desk) -> None:
    columns.rename_column(at.head, at.agency, _own(at), "改了的栏目", reason="调整")


def _own(at: Desk) -> ColumnPage:
    return ColumnPage.objects.get(slug="own")


def _repaint(at: Desk) -> None:
    at.agency.main_colour = "#8a1414"
    at.agency.save()


def _restrict(at: Desk) -> None:
    PageViewRestriction.objects.create(page=_own(at).page_ptr, restriction_type="login")


def _lead_on(at: Desk) -> None:
    Redirect.objects.create(old_path="/old", redirect_link="/", site=Site.objects.get())


def test_what_stands_around_the_items_counts_as_well() -> None:
    at = desk()
    statutory = ColumnPage.objects.get(key=ColumnPage.Key.STATUTORY)
    opened = changes(lambda: columns.open_column(at.head, at.agency, statutory, "自己的栏目", slug="own"))
    platform = ("platform", at.agency.public_id)
    assert platform in (opened or ())
    assert platform in (changes(lambda: _rename(at)) or ())
    assert platform in (changes(lambda: _repaint(at)) or ())
    assert ("site", "") in (changes(lambda: _restrict(at)) or ())
    assert ("site", "") in (changes(lambda: _lead_on(at)) or ())
    assert changes(lambda: Agency.objects.filter(pk=at.agency.pk).first()) is None


def test_a_shown_file_that_is_saved_again() -> None:
    at = desk()
    item = add(column(at.agency, "permits"), slug="one")
    shown = document(at.agency, "甲.txt")
    shown.disclosures.update(page_id=item.pk)
    assert changes(shown.save) == {("page", str(item.pk))}
    assert (
        changes(lambda: document(at.agency, "乙.txt")) == set()
    )  # it stands on the platform's page in these tests


def test_people_and_their_sessions_change_nothing() -> None:
    at = desk()
    at.officer.full_name = "改名"
    assert changes(at.officer.save) is None
    assert changes(lambda: record("login.done", actor=at.officer.public_id)) is None
