"""Public pages as files: all of them, to the byte what the site answers; and after every act no more than it reaches."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.portal.items import MOMENT, add, column, every_kind, many, renew
from tests.portal.sites import BEIJING, a_platform, published

from gongkai.agencies.models import Agency
from gongkai.files.services import conceal
from gongkai.portal import gate
from gongkai.portal.models import ItemPage
from gongkai.report.sample import sample
from gongkai.serving.models import Change
from gongkai.serving.publication.naming import address_of, file_of
from gongkai.serving.publication.publisher import Published, Publisher
from gongkai.serving.publication.rendering import ERROR_PAGES, Rendered
from gongkai.serving.publication.targets import Busy, Folder, Unfit, target_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return a_platform()


def tree(root: Path) -> dict[str, bytes]:
    """All that is published below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".gongkai" not in path.parts
    }


def committed() -> None:
    """Let what was done count as committed: each test is one transaction, and an act notes a page once in its own."""
    connection.run_on_commit = []


def publish(root: Path, **how: Any) -> Published:
    committed()
    return Publisher(Folder(root)).publish(**how)


def fresh(root: Path) -> dict[str, bytes]:
    """What a whole publication to an empty folder gives."""
    publish(root)
    return tree(root)


@pytest.fixture
def site(agency: Agency) -> dict[str, Any]:
    items = every_kind(agency)
    many(column(agency, "penalties"), 45)
    published(agency, sample())
    return items


@pytest.mark.thorough
def test_every_file_is_what_the_site_answers(site: dict[str, Any], tmp_path: Path, client: Client) -> None:
    out = tmp_path / "out"
    done = publish(out)
    files = tree(out)
    assert done.whole
    assert len(done.written) == len(
        [name for name in files if not name.endswith(".html.gz") and not name.endswith(".css.gz")]
    )
    pages = [
        name
        for name in files
        if name.endswith((".html", ".xml", ".atom", ".rss", ".svg", ".txt"))
        and not name.startswith(("static/", "attachments/"))
    ]
    for name in pages:
        if name in ERROR_PAGES.values():
            continue
        answer = client.get(address_of(name), headers={"host": "127.0.0.1:8000"})
        assert answer.status_code == (410 if name.endswith("gone.html") else 200), name
        assert answer.content == files[name], name
    for name in files:
        if name.endswith(".html") and len(files[name]) >= 500:
            assert gzip.decompress(files[f"{name}.gz"]) == files[name]
    wanted = {
        "index.html", "map/index.html", "sitemap.xml", "sitemap-1.xml", "robots.txt", "404.html", "50x.html",
        "disclosure/penalties/index.html", "disclosure/penalties/list/1/index.html", "disclosure/penalties/2024/index.html",
        "disclosure/penalties/feed.atom", "disclosure/permits/plain/index.html", "disclosure/permits/plain/qr.svg",
        "reports/2023/index.html", "reports/2023/edition/1/index.html", "documents/index.html", "documents/repealed/index.html",
    }  # fmt: skip
    assert wanted <= set(files)
    attachments = {name for name in files if name.startswith("attachments/")}
    assert {Path(name).name for name in attachments} >= {"申请表.docx", "说明.pdf", "2024年部门预算.xlsx"}
    assert any(name.startswith("files/images/") for name in files)
    links = client.get("/disclosure/permits/plain/").content.decode()
    assert all(
        f"/{name}" in links or Path(name).name in links or "budget" in name or "预算" in name
        for name in attachments
    )
    assert not Publisher(Folder(out)).check()


def test_again_nothing_is_written(agency: Agency, tmp_path: Path) -> None:
    publish(tmp_path / "out")
    again = publish(tmp_path / "out")
    assert (again.whole, again.made, again.written, again.removed) == (False, 0, [], [])
    whole = publish(tmp_path / "out", whole=True)
    assert whole.whole
    assert whole.made > 30
    assert (whole.written, whole.removed) == ([], [])


def _edit(agency: Agency, site: dict[str, Any]) -> None:
    renew(ItemPage.objects.get(title="第20条").specific, title="改了标题的第20条")


def _publish_new(agency: Agency, site: dict[str, Any]) -> None:
    add(column(agency, "penalties"), title="新发布的一条", at=datetime(2026, 3, 5, 9, 0, tzinfo=BEIJING))


def _publish_older(agency: Agency, site: dict[str, Any]) -> None:
    add(column(agency, "penalties"), title="历史导入的一条", at=MOMENT - timedelta(days=400))


def _withdraw(agency: Agency, site: dict[str, Any]) -> None:
    item = site["plain"]
    renew(item, live=False, withdrawn_at=timezone.now(), withdrawn_reason="内容有误")
    conceal(item.pk)


def _rename_policy(agency: Agency, site: dict[str, Any]) -> None:
    renew(site["policy"], title="示例市清河区不动产登记办法（修订）")


def _move(agency: Agency, site: dict[str, Any]) -> None:
    with gate.opened():
        ItemPage.objects.get(pk=site["data"].pk).move(column(agency, "permits"), pos="last-child")


def _delete(agency: Agency, site: dict[str, Any]) -> None:
    with gate.opened():
        ItemPage.objects.get(title="第7条").specific.delete()


def _rename_column(agency: Agency, site: dict[str, Any]) -> None:
    renew(column(agency, "penalties"), title="行政处罚")  # type: ignore[arg-type]


def _repaint(agency: Agency, site: dict[str, Any]) -> None:
    agency.main_colour = "#8a1414"
    agency.phone = "0531-88888888"
    agency.save()


def _second_agency(agency: Agency, site: dict[str, Any]) -> None:
    a_platform("示例市清河区财政局", "caizheng")


@pytest.mark.thorough
def test_after_each_act_the_files_are_those_of_a_whole_publication(
    agency: Agency, site: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    acts = (
        _edit, _publish_new, _publish_older, _rename_policy, _withdraw, _move, _delete, _rename_column, _repaint, _second_agency,
    )  # fmt: skip
    for number, act in enumerate(acts):
        before = tree(out)
        act(agency, site)
        assert publish(out).made, act.__name__
        assert tree(out) != before, act.__name__
        if number % 2:
            assert not Publisher(Folder(out)).check(), act.__name__
    expected = fresh(tmp_path / "whole")
    assert tree(out) == expected


def test_an_edit_writes_few_files(agency: Agency, site: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out)
    before = {
        path: path.stat().st_mtime_ns
        for path in out.rglob("*")
        if path.is_file() and ".gongkai" not in path.parts
    }
    _edit(agency, site)
    done = publish(out)
    changed = {
        path.relative_to(out).as_posix()
        for path in out.rglob("*")
        if path.is_file() and ".gongkai" not in path.parts and before.get(path) != path.stat().st_mtime_ns
    }
    assert not done.whole
    assert {name for name in changed if not name.endswith(".gz")} == set(done.written)
    assert len(changed) < 50
    assert len(done.written) < 20


def test_withdrawn_files_leave_with_the_act_itself(
    agency: Agency,
    site: dict[str, Any],
    tmp_path: Path,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    out = tmp_path / "out"
    settings.PUBLISH_TO = str(out)
    from gongkai.tasks.worker import run_waiting

    run_waiting()
    publish(out)
    page = out / "disclosure/permits/plain"
    attachment = site["plain"].attachments.first().document
    # here the test's documents hang on the platform, which stays: let them hang on the item
    from gongkai.files.models import Disclosed

    Disclosed.objects.filter(document=attachment).update(page_id=site["plain"].pk)
    file = out / (file_of(attachment.url) or "")
    assert (page / "index.html").is_file()
    assert file.is_file()
    committed()
    with django_capture_on_commit_callbacks(execute=True):
        conceal(site["plain"].pk)
        renew(site["plain"], live=False, withdrawn_at=timezone.now(), withdrawn_reason="内容有误")
    assert not page.exists()
    assert not file.exists()
    assert Change.objects.filter(kind="page", key=str(site["plain"].pk)).exists()
    run_waiting()  # the worker does the rest
    assert "内容有误" in (page / "gone.html").read_text(encoding="utf-8")
    assert "plain/" not in (out / "disclosure/permits/index.html").read_text(encoding="utf-8")
    assert not Publisher(Folder(out)).check()


def test_what_is_withdrawn_while_it_is_made_does_not_come_back(
    agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = add(column(agency, "permits"), slug="late")
    publisher = Publisher(Folder(tmp_path / "out"))
    real = publisher._renderer.get

    def slow(path: str) -> Any:
        answer = real(path)
        if path == item.url and item.live:
            committed()
            renew(item, live=False, withdrawn_at=item.published_at)
        return answer

    monkeypatch.setattr(publisher._renderer, "get", slow)
    publisher.publish()
    assert not (tmp_path / "out/disclosure/permits/late/index.html").exists()
    assert (tmp_path / "out/disclosure/permits/late/gone.html").is_file()


def test_a_page_that_cannot_be_made_keeps_its_file(
    agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = add(column(agency, "permits"), slug="hard")
    publish(tmp_path / "out")
    file = tmp_path / "out/disclosure/permits/hard/index.html"
    before = file.read_bytes()
    renew(item, title="做不成的一条")
    publisher = Publisher(Folder(tmp_path / "out"))
    real = publisher._renderer.get
    monkeypatch.setattr(
        publisher._renderer,
        "get",
        lambda path: Rendered(500, "text/html", b"", False) if path == item.url else real(path),
    )
    assert publisher.publish().failed == [item.url]
    assert file.read_bytes() == before
    renew(item, live=False, withdrawn_at=item.published_at)
    committed()
    renew(item, withdrawn_reason="内容有误")
    publisher.publish()
    assert not file.exists()


def test_the_check_finds_what_differs_and_a_whole_publication_mends_it(
    agency: Agency, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expected = fresh(out)
    (out / "map/index.html").write_text("changed", encoding="utf-8")
    (out / "accessibility/index.html").unlink()
    (out / "surplus.html").write_text("surplus", encoding="utf-8")
    with gzip.open(out / "index.html.gz", "w") as file:
        file.write(b"old")
    faults = Publisher(Folder(out)).check()
    assert faults.missing == ("accessibility/index.html",)
    assert set(faults.different) == {"map/index.html", "index.html"}
    assert set(faults.surplus) == {"surplus.html", "accessibility/index.html.gz"}
    publish(out, whole=True)
    assert tree(out) == expected


def test_a_folder_with_other_things_is_left_alone(agency: Agency, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Unfit, match="别的文件"):
        publish(tmp_path)
    with pytest.raises(Unfit, match="不能发布到"):
        target_of("ftp://somewhere/else")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_only_one_publishes_at_a_time(agency: Agency, tmp_path: Path) -> None:
    target = Folder(tmp_path / "out")
    target.prepare()
    with target.lock(), pytest.raises(Busy):
        publish(tmp_path / "out")


def test_in_turns_of_no_time_it_comes_to_the_end(agency: Agency, tmp_path: Path) -> None:
    out = tmp_path / "out"
    turns = 1
    while not Publisher(Folder(out)).keep_up(0):
        turns += 1
        if turns == 5:
            committed()
            _publish_new(agency, {})
    assert turns > 20
    assert tree(out) == fresh(tmp_path / "whole")


def test_a_new_day_is_seen(agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.portal.models import PolicyPage

    today = timezone.localdate()
    add(
        column(agency, "normative-documents"), PolicyPage, slug="lapsing", level="normative", validity="valid",
        valid_until=today,
    )  # fmt: skip
    out = tmp_path / "out"
    publish(out)
    page = out / "disclosure/basis/normative-documents/lapsing/index.html"
    assert "失效" not in page.read_text(encoding="utf-8")
    real = timezone.localdate
    monkeypatch.setattr(
        timezone, "localdate", lambda *given: real(*given) + timedelta(days=0 if given else 1)
    )
    publish(out)
    assert "失效" in page.read_text(encoding="utf-8")
    assert "失效" in (page.parent.parent / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "kind", "file"),
    [
        ("/", "text/html; charset=utf-8", "index.html"),
        ("/a/b/", "text/html", "a/b/index.html"),
        ("/colour/aa0000/", "text/css; charset=utf-8", "colour/aa0000/index.css"),
        ("/a/feed.atom", "application/atom+xml", "a/feed.atom"),
        ("/attachments/5/%E5%85%AC%E5%91%8A.pdf", "", "attachments/5/公告.pdf"),
        ("/a/docx/", "application/vnd.ms-word", None),
        ("/../etc/passwd", "", None),
        ("/a/%2e%2e/b", "", None),
        ("/.gongkai/state.sqlite3", "", None),
        (f"/attachments/1/{'%E5%85%AC' * 90}.pdf", "", None),
        ("/a/%00b", "", None),
    ],
)
def test_names_of_files(path: str, kind: str, file: str | None) -> None:
    assert file_of(path, kind) == file
    if file:
        assert address_of(file) == path
