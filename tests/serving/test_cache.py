"""Public pages kept: given again to the byte, hanging on what counts and nothing else, never longer than they hold."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from tests.portal.items import add, column, renew
from tests.portal.sites import a_platform
from tests.serving.asking import ask, cached_site

from gongkai.agencies.models import Agency
from gongkai.portal import views
from gongkai.portal.parameters import canonical
from gongkai.serving import generation
from gongkai.serving.kept import accepts_gzip, keep
from gongkai.serving.memory import Memory
from gongkai.serving.models import Change, Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return a_platform()


@pytest.mark.django_db(transaction=True)
def test_a_page_is_made_once_and_again_when_an_act_changed_what_is_read(agency: Agency) -> None:
    cache, site = cached_site()
    item = add(column(agency, "permits"), slug="one")
    first, second = ask(cache, item.url), ask(cache, item.url)
    assert (first.status, first.body) == (second.status, second.body) == (200, first.body)
    assert site.asked == [item.url]
    renew(item, title="改了的标题")
    assert "改了的标题" in ask(cache, item.url).words
    assert len(site.asked) == 2


def test_what_is_given_again_is_what_the_site_gives(agency: Agency, client: Any) -> None:
    cache, _ = cached_site()
    for path in ("/", "/disclosure/permits/", "/map/", "/sitemap.xml", "/disclosure/permits/feed.atom"):
        plain = client.get(path, headers={"host": "127.0.0.1:8000"})
        ask(cache, path)
        kept = ask(cache, path)
        assert kept.body == plain.content, path
        for name in (
            "Content-Type",
            "Content-Security-Policy",
            "Cache-Control",
            "ETag",
            "X-Content-Type-Options",
        ):
            assert kept.headers[name] == plain.headers.get(name), (path, name)
        assert kept.headers["Last-Modified"]


def test_parameters_nobody_reads_neither_fill_the_cache_nor_show_in_the_page(agency: Agency) -> None:
    cache, site = cached_site()
    clean = ask(cache, "/disclosure/")
    for number in range(5):
        assert ask(cache, f"/disclosure/?from=singlemessage&isappinstalled={number}").body == clean.body
    assert len(site.asked) == len(cache.memory) == 1


def test_a_page_that_reads_what_nobody_registered_is_not_kept(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(page: Any, request: Any, rest: Any) -> HttpResponse:
        return HttpResponse(f"asked for {request.GET.get('kind', 'nothing')}")

    monkeypatch.setitem(views.VIEWS, "mapped", view)
    cache, _ = cached_site()
    assert ask(cache, "/mapped/").words == "asked for nothing"
    assert ask(cache, "/mapped/?kind=a").words == "asked for a"
    assert ask(cache, "/mapped/?kind=b").words == "asked for b"
    assert len(cache.memory) == 0


def test_each_display_has_its_page(agency: Agency) -> None:
    cache, site = cached_site()
    plain = ask(cache, "/")
    elder = ask(cache, "/", cookie="gongkai_display=elder")
    assert plain.body != elder.body
    assert 'class="elder"' in elder.words
    assert ask(cache, "/", cookie="other=1; gongkai_display=elder.nonsense").body == elder.body
    assert ask(cache, "/", cookie="other=2").body == plain.body
    assert len(site.asked) == 2


def test_what_is_one_persons_is_not_kept(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_cookie(page: Any, request: Any, rest: Any) -> HttpResponse:
        response = HttpResponse("yours")
        response.set_cookie("mark", "1")
        return response

    def with_form(page: Any, request: Any, rest: Any) -> HttpResponse:
        response = HttpResponse("yours alone")
        response["Cache-Control"] = "private, no-store"
        return response

    monkeypatch.setitem(views.VIEWS, "cookie", with_cookie)
    monkeypatch.setitem(views.VIEWS, "form", with_form)
    cache, _ = cached_site()
    for path in ("/cookie/", "/form/", "/display/?elder=1", "/office/login/", "/nowhere/", "/robots.txt"):
        ask(cache, path)
    ask(cache, "/", cookie="sessionid=abc")
    ask(cache, "/", method="POST")
    assert len(cache.memory) == 1  # robots.txt
    assert ask(cache, "/cookie/").headers["Set-Cookie"]


def test_a_reader_who_has_the_page_is_told_so(agency: Agency) -> None:
    cache, site = cached_site()
    for turn in range(2):
        first = ask(cache, "/disclosure/") if turn else ask(cache, "/disclosure/", if_none_match='"other"')
        etag = first.headers["ETag"]
        for given in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = ask(cache, "/disclosure/", if_none_match=given)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == etag
            assert "Content-Length" not in again.headers
    since = first.headers["Last-Modified"]
    assert ask(cache, "/disclosure/", if_modified_since=since).status == 304
    assert ask(cache, "/disclosure/", if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(cache, "/disclosure/", if_modified_since=since, if_none_match='"no"').status == 200
    assert len(site.asked) == 1


def test_a_download_is_not_kept_and_not_sent_twice(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def file(page: Any, request: Any, rest: Any) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter([b"whole ", b"file"]), headers={"ETag": '"mark"'})

    monkeypatch.setitem(views.VIEWS, "file", file)
    cache, _ = cached_site()
    assert ask(cache, "/file/").body == b"whole file"
    assert ask(cache, "/file/", if_none_match='"other"').status == 200
    assert ask(cache, "/file/", if_none_match='W/"mark"').status == 304
    assert len(cache.memory) == 0


def test_compressed_for_those_who_take_it(agency: Agency) -> None:
    cache, _ = cached_site()
    plain = ask(cache, "/disclosure/")
    small = ask(cache, "/disclosure/", accept_encoding="gzip, deflate, br")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert int(small.headers["Content-Length"]) == len(small.body) < len(plain.body)
    assert small.headers["ETag"] != plain.headers["ETag"]
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert ask(cache, "/disclosure/", if_none_match=small.headers["ETag"]).status == 304
    head = ask(cache, "/disclosure/", method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(plain.body)))


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", False), ("gzip", True), ("gzip, br", True), ("br", False), ("gzip;q=0", False), ("gzip; q=0.5", True),
        ("br;q=1.0, *;q=0.1", True), ("identity", False), ("deflate, gzip;q=0.000", False),
    ],
)  # fmt: skip
def test_who_takes_gzip(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


def test_a_withdrawn_page_keeps_saying_so(agency: Agency) -> None:
    from django.utils import timezone

    cache, _ = cached_site()
    item = add(column(agency, "permits"), slug="gone")
    renew(item, live=False, withdrawn_at=timezone.now(), withdrawn_reason="内容有误")
    first, second = ask(cache, item.url), ask(cache, item.url, if_none_match="*")
    assert (first.status, second.status) == (410, 410)
    assert first.body == second.body


@pytest.mark.django_db(transaction=True)
def test_a_page_made_before_a_withdrawal_and_kept_after_it_is_not_given(agency: Agency) -> None:
    item = add(column(agency, "permits"), slug="late")

    cache, site = cached_site()
    inner = site.site

    def slow(environ: Any, start: Any) -> Any:
        answer = inner(environ, start)
        renew(
            item, live=False, withdrawn_at=item.published_at
        )  # between the making of the page and its keeping
        return answer

    site.site = slow  # type: ignore[assignment]
    assert ask(cache, item.url).status == 200
    site.site = inner
    assert ask(cache, item.url).status == 410


def _undone(work: Callable[[], None]) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        work()
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_the_stamp_changes_with_the_act_and_only_with_it(agency: Agency) -> None:
    before = generation.read()
    _undone(generation.touch)
    assert generation.read() == before
    with transaction.atomic():
        _undone(lambda: generation.note(Change.Kind.PAGE, "7"))
        generation.touch()  # the one before was rolled back: it must be written again
        generation.touch()
    after = generation.read()
    assert after.count == before.count + 1
    assert not Change.objects.filter(key="7").exists()
    generation.note(Change.Kind.PAGE, "7")
    assert generation.read().count == after.count + 1
    assert Change.objects.filter(key="7").count() == 1


def test_rows_of_writers_that_are_gone_are_folded_and_the_stamp_stays() -> None:
    from django.utils import timezone

    now = timezone.now()
    for number in range(5):
        Counter.objects.create(
            pk=f"writer-{number}", count=number, mark=number * 7, at=now - timedelta(days=2)
        )
    Counter.objects.create(pk="living", count=3, mark=5, at=now)
    before = generation.read()
    assert generation.fold() >= 5
    assert generation.read() == before
    assert set(Counter.objects.values_list("pk", flat=True)) >= {"base", "living"}
    assert not Counter.objects.filter(pk__startswith="writer-").exists()


def test_midnight_turns_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    before = generation.read()
    monkeypatch.setattr(generation, "_today", lambda: "2999-01-01")
    assert generation.read() != before


def test_memory_keeps_what_was_asked_for_last_within_its_room() -> None:
    memory = Memory(100_000)
    stamp = generation.Stamp("2026-01-01", 1, 1)
    page = keep("200 OK", [("Content-Type", "image/png")], b"x" * 20_000)
    for number in range(10):
        memory.put(stamp, str(number), page)
        assert memory.get(stamp, "0") is page or number > 4
    assert 0 < len(memory) < 6
    assert memory.get(stamp, "9") is page
    assert memory.get(stamp._replace(count=0), "9") is None
    memory.put(stamp._replace(count=0), "old", page)
    assert memory.get(stamp, "old") is None
    assert memory.get(stamp._replace(count=2), "9") is None
    assert len(memory) == 0


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("", ""), ("page=2", "page=2"), ("utm=1&page=2", "page=2"), ("utm=1", ""), ("page=b&page=a", "page=a&page=b"),
        ("page=%E4%BA%8C", "page=%E4%BA%8C"), ("&".join(f"a{n}=1" for n in range(99)), ""),
    ],
)  # fmt: skip
def test_the_part_of_a_query_that_counts(query: str, counts: str) -> None:
    assert canonical(query) == counts


def test_no_query_but_the_stamp_for_a_page_that_is_kept(
    agency: Agency, django_assert_num_queries: Any
) -> None:
    cache, _ = cached_site()
    ask(cache, "/map/")
    with django_assert_num_queries(0):  # the stamp is read below what Django counts
        assert ask(cache, "/map/").status == 200
