"""What pages have in common is kept between them, and never longer than it holds: whoever changed it, in whichever process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.portal.items import add, column
from tests.portal.sites import a_platform
from tests.serving.asking import Answer, ask
from wagtail.models import Page, PageViewRestriction, Site

from gongkai.agencies.models import Agency
from gongkai.portal import gate, standing
from gongkai.portal.models import ColumnPage
from gongkai.serving import generation
from gongkai.serving.requests import NotingHandler

ITEM = "/disclosure/permits/one/"
committing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency(transactional_db: None) -> Iterator[Agency]:
    standing._shared[:] = [standing.Common(object())]
    yield a_platform()
    standing._shared[:] = [standing.Common(object())]


@pytest.fixture
def site(agency: Agency) -> Callable[[str], Answer]:
    """The site without its page cache, with an item, asked for every kind of page once."""
    add(column(agency, "permits"), slug="one")
    handler = NotingHandler()
    for path in ("/", ITEM, "/disclosure/permits/"):
        assert ask(handler, path).status == 200
    return lambda path: ask(handler, path)


def _queries(site: Callable[[str], Answer], path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        site(path)
    return len(asked)


@committing
def test_an_item_takes_one_query_beside_the_stamp(site: Callable[[str], Answer]) -> None:
    assert _queries(site, ITEM) == 1
    generation.touch()
    assert _queries(site, ITEM) > 4
    assert _queries(site, ITEM) == 1


@committing
def test_what_changed_is_on_the_very_next_page(agency: Agency, site: Callable[[str], Answer]) -> None:
    permits = ColumnPage.objects.get(slug="permits")
    agency.phone = "0531-22222222"
    agency.save()
    assert "0531-22222222" in site(ITEM).words
    permits.title = "许可事项"
    with gate.opened():
        permits.save()
    assert "许可事项" in site(ITEM).words
    with gate.opened():
        Page.objects.get(slug="one").specific.delete()
    assert site(ITEM).status == 404


@committing
def test_who_may_read_is_asked_anew_when_it_changes(site: Callable[[str], Answer]) -> None:
    only_some = PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(slug="permits"), restriction_type=only_some
    )
    assert site(ITEM).status == 302
    assert site("/guide/").status == 200
    restriction.delete()
    assert site(ITEM).status == 200


@committing
def test_another_root_of_the_site_is_taken_at_once(site: Callable[[str], Answer]) -> None:
    found = Site.objects.get()
    found.root_page = Page.objects.get(slug="disclosure")
    found.save()
    assert site(ITEM).status == 404
    assert site("/permits/one/").status == 200


@committing
def test_nothing_is_kept_of_what_a_transaction_takes_back(
    agency: Agency, site: Callable[[str], Answer]
) -> None:
    with transaction.atomic():
        agency.phone = "0531-99999999"
        agency.save()
        assert "0531-99999999" in site(ITEM).words
        transaction.set_rollback(True)
    assert "0531-99999999" not in site(ITEM).words


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_MOST", 3)
    common = standing.Common()
    for number in range(10):
        assert common.get(("host", number), lambda number=number: number + 1) == number + 1
    assert len(common._kept) <= 3
