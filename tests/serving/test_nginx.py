"""The whole as it is run: files before the program, office and public apart, two hosts on one Redis; with real servers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.databases import Fresh, FreshDatabases
from tests.serving.running import CHANGE, MADE, WITHDRAW, Answer, free_port, get, nginx, served

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ITEM = "/disclosure/permits/one/"
_HEADERS = (
    "Content-Type", "Content-Security-Policy", "Cache-Control", "X-Content-Type-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "X-Frame-Options",
)  # fmt: skip


@dataclass
class Running:
    """Ports and folder of what runs."""

    fresh: Fresh
    out: Path
    app: int
    other: int
    office_app: int
    front: int
    office: int

    def file(self, path: str) -> Path:
        return self.out / path.strip("/") / "index.html"


@pytest.fixture(scope="module")
def running(
    fresh_databases: FreshDatabases,
    django_db_setup: None,
    require: Callable[..., None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    require("nginx", "redis")
    folder = tmp_path_factory.mktemp("serving")
    fresh = fresh_databases.new(folder / "home")
    fresh.environment |= {
        "GONGKAI_SECRET_KEY": "the same on both hosts",
        "GONGKAI_CACHE_URL": "redis://127.0.0.1:6379/13",
        "DATABASE_URL": fresh.url or f"sqlite:///{folder}/home/gongkai.sqlite3",
    }
    out = folder / "out"
    try:
        fresh.run(MADE)
        published = fresh.command("publish", "--out", str(out), "--json")
        assert published.returncode == 0, published.stderr
        at = Running(fresh, out, *(free_port() for _ in range(5)))
        printed = fresh.command(
            "nginx", "--out", str(out), "--app", f"127.0.0.1:{at.app}", "--listen", f"127.0.0.1:{at.front}",
            "--office-listen", f"127.0.0.1:{at.office}", "--office-app", f"127.0.0.1:{at.office_app}",
        )  # fmt: skip
        assert printed.returncode == 0, printed.stderr
        with (
            served(fresh, at.app, "--office-port", str(at.office_app)),
            served(fresh, at.other, GONGKAI_HOME=str(_other_home(folder))),
            nginx(folder / "nginx", printed.stdout, at.front),
        ):
            yield at
    finally:
        fresh.close()


def _other_home(folder: Path) -> Path:
    """The data folder of the second host: all it shares with the first is the database, the secret and Redis."""
    home = folder / "other"
    home.mkdir()
    return home


def test_pages_come_from_files_with_the_headers_of_the_program(running: Running) -> None:
    for path in ("/", ITEM, "/disclosure/penalties/list/1/", "/disclosure/feed.atom", "/sitemap.xml", "/robots.txt", f"{ITEM}qr.svg"):  # fmt: skip
        ours, front = get(running.app, path), get(running.front, path)
        assert (ours.status, front.status) == (200, 200), path
        assert front.body == ours.body, path
        for name in _HEADERS:
            assert front.headers[name] == ours.headers[name], (path, name)
        assert "Cookie" in " ".join(front.headers.get_all("Vary", [])), path
        assert re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+"', front.headers["ETag"]), path  # nginx's own: from a file
        assert get(running.front, path, if_none_match=front.headers["ETag"]).status == 304, path
        assert get(running.front, path, if_modified_since=front.headers["Last-Modified"]).status == 304, path


def test_pages_are_kept_compressed(running: Running) -> None:
    packed = get(running.front, ITEM, accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.body == running.file(ITEM).with_name("index.html.gz").read_bytes()
    assert gzip.decompress(packed.body) == running.file(ITEM).read_bytes()


def test_style_sheets_are_kept_for_good(running: Running) -> None:
    styles = re.findall(r'href="(/static/gongkai/[^"]+\.[0-9a-f]{12}\.css)"', get(running.front, "/").words)
    assert styles
    for path in styles:
        front, ours = get(running.front, path), get(running.app, path)
        assert (front.status, front.body) == (200, ours.body)
        assert set(front.headers["Cache-Control"].split(", ")) == set(
            ours.headers["Cache-Control"].split(", ")
        )
        assert "immutable" in front.headers["Cache-Control"]
        assert front.headers["Content-Type"] == ours.headers["Content-Type"].replace('"', "")


def test_attachments(running: Running) -> None:
    for path in re.findall(r'href="(/attachments/[^"]+)"', get(running.front, ITEM).words):
        front, ours = get(running.front, path), get(running.app, path)
        assert (front.status, front.body) == (200, ours.body)
        for name in ("Content-Type", "Content-Security-Policy", "Cache-Control", "X-Content-Type-Options"):
            assert front.headers[name] == ours.headers[name], name
        saved = [(one.headers["Content-Disposition"] or "").startswith("attachment") for one in (front, ours)]
        assert saved == [not path.endswith(".pdf")] * 2
        for port in (running.front, running.app):
            part = get(port, path, range="bytes=10-19")
            assert (part.status, len(part.body), part.headers["Content-Range"]) == (
                206,
                10,
                f"bytes 10-19/{len(front.body)}",
            )


def test_what_is_not_published_is_the_programs(running: Running) -> None:
    elder = get(running.front, ITEM, cookie="gongkai_display=elder")
    assert 'class="elder"' in elder.words
    assert get(running.front, f"{ITEM}?from=timeline").body == running.file(ITEM).read_bytes()
    old = get(running.front, "/disclosure/penalties/?page=3")
    assert (old.status, old.headers["Location"]) == (301, "/disclosure/penalties/list/1/")
    display = get(running.front, "/display/?elder=1&next=/")
    assert display.status == 302
    assert "gongkai_display=elder" in display.headers["Set-Cookie"]
    nothing = get(running.front, "/no/such/page/")
    assert nothing.status == 404
    assert "没有找到这个网页" in nothing.words
    assert get(running.front, "/disclosure").status == 301
    assert get(running.front, "/", "POST").status in (403, 405)


def test_a_withdrawn_page_is_gone_and_says_so(running: Running) -> None:
    front, ours = (
        get(running.front, "/disclosure/permits/gone/"),
        get(running.app, "/disclosure/permits/gone/"),
    )
    assert (front.status, ours.status) == (410, 410)
    assert front.body == ours.body
    assert front.headers["Content-Security-Policy"] == ours.headers["Content-Security-Policy"]
    assert get(running.front, "/disclosure/permits/gone/gone.html").status == 404


def test_office_and_public_face_are_apart(running: Running) -> None:
    for port in (running.front, running.app):
        for path in ("/office/", "/office", "/office/login/", "//office/login/"):
            assert get(port, path).status == 404, (port, path)
    for port in (running.office, running.office_app):
        assert get(port, "/office/login/").status in (200, 302)  # 302: the platform is not set up yet
        assert get(port, "/").headers["Location"] == "/office/"
        for path in ("/disclosure/", "/map/", "/sitemap.xml"):
            assert get(port, path).status == 404, (port, path)


@pytest.mark.parametrize(
    "path",
    ["/.gongkai/state.sqlite3", "/.gongkai/", "/disclosure/../.gongkai/lock", "/%2egongkai/lock", "/static/../.gongkai/lock", "/404.html", "/.dynamic/index.html"],
)  # fmt: skip
def test_nothing_else_of_the_folder_is_handed_out(running: Running, path: str) -> None:
    answer = get(running.front, path)
    assert answer.status == 404
    assert b"SQLite" not in answer.body


def _both(running: Running, path: str) -> tuple[Answer, Answer]:
    return get(running.app, path), get(running.other, path)


def test_what_pages_have_in_common_is_changed_on_both_hosts_at_once(running: Running) -> None:
    for answer in _both(running, ITEM):
        assert "0531-22222222" not in answer.words
    running.fresh.run(CHANGE)
    for path in (ITEM, "/disclosure/permits/"):
        for answer in _both(running, path):
            assert "0531-22222222" in answer.words


def test_two_hosts_on_one_redis_never_give_what_was_withdrawn(running: Running) -> None:
    import redis

    store: Any = redis.Redis(db=13)
    path = "/disclosure/permits/later/"
    first = get(running.app, path)
    kept = store.dbsize()
    assert kept
    second = get(running.other, path)
    assert (first.status, second.body) == (200, first.body)
    assert (
        second.headers["Last-Modified"] == first.headers["Last-Modified"]
    )  # kept by the first, given by the second
    assert store.dbsize() == kept
    running.fresh.run(WITHDRAW)
    for answer in _both(running, path):
        assert answer.status == 410
        assert "数字有误" in answer.words
    for answer in _both(running, "/disclosure/permits/"):
        assert "后来撤回的一条" not in answer.words
    store.flushdb()  # a Redis that forgets turns nothing back
    for answer in _both(running, path):
        assert answer.status == 410
    assert running.file(path).exists()  # this folder is published by command alone
    published = running.fresh.command("publish", "--out", str(running.out), "--json")
    assert '"whole": false' in published.stdout
    assert get(running.front, path).status == 410
    checked = running.fresh.command("publish", "--check", "--out", str(running.out))
    assert (checked.returncode, checked.stdout) == (0, "")
