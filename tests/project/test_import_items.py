"""The command `import items`, as a process on a database of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.databases import Fresh
from tests.publishing.imports import a_csv

AGENCY = (
    "from gongkai.agencies.models import Agency; from gongkai.portal.services import make_platform\n"
    "make_platform(Agency.objects.create(full_name='某某市某某局', short_name='某某局', slug='one'))"
)
PAST = "2019-05-06 09:30"
ID_NUMBER = "11010519491231002X"


def row(title: str, **more: str) -> dict[str, str]:
    return {"agency": "某某市某某局", "column": "法定主动公开内容/机构职能", "title": title, **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "旧网站.csv"
    found.write_bytes(
        a_csv(
            row("旧闻", published_at=PAST, attachments="a.txt"),
            row("草稿"),
            row("没有日期", formed_on="昨天"),
            row("名单", published_at=PAST, body_html=ID_NUMBER),
        )
    )
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("附件", encoding="utf-8")
    return found


def told(done: subprocess.CompletedProcess[str]) -> list[tuple[int, str]]:
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [(one["number"], one["state"]) for one in lines]


LIVE = "SELECT title FROM wagtailcore_page p JOIN portal_itempage i ON i.page_ptr_id = p.id WHERE p.live = {}"


def test_from_file_to_public(fresh_database: Fresh, file: Path, tmp_path: Path) -> None:
    fresh_database.run(AGENCY)
    arguments = ["import", "items", str(file), "--files", str(tmp_path / "files"), "--json"]
    tried = fresh_database.command(*arguments, "--dry-run")
    assert told(tried) == [(2, "history"), (3, "waiting"), (4, "refused"), (5, "refused")]
    assert tried.returncode == 1
    assert fresh_database.rows("SELECT COUNT(*) FROM portal_itempage") == [(0,)]
    done = fresh_database.command(*arguments)
    assert told(done) == [(2, "published"), (3, "draft"), (4, "refused"), (5, "refused")], done.stderr
    assert done.returncode == 1
    assert "公开1条，成为草稿1条，没有导入2条" in done.stderr
    assert ID_NUMBER not in done.stdout + done.stderr
    accepted = fresh_database.command(*arguments, "--accept-findings", "依法公告送达")
    assert told(accepted) == [(2, "double"), (3, "double"), (4, "refused"), (5, "published")]
    text = fresh_database.command("import", "items", str(file), "--files", str(tmp_path / "files"))
    assert text.stdout.splitlines() == [
        "第4行\t有错误，没有导入\t成文日期：“昨天”不是日期，应写成2022-03-01的样子"
    ]
    assert fresh_database.rows(LIVE.format("TRUE")) == [("旧闻",), ("名单",)]
    approvals = fresh_database.rows(
        "SELECT actor, details FROM audit_entry WHERE act = 'item.import_approve'"
    )
    assert all(actor == "" and "command line" in str(details) for actor, details in approvals)


def test_what_cannot_be_begun(fresh_database: Fresh, tmp_path: Path) -> None:
    fresh_database.run(AGENCY)
    bad = tmp_path / "a.csv"
    bad.write_bytes(b"agency,column,title,colour\nx,y,z,1\n")
    good = tmp_path / "b.csv"
    good.write_bytes(a_csv(row("甲", published_at=PAST)))
    for arguments, words in (
        ([str(bad)], "不认识的列：colour"),
        ([str(tmp_path / "none.csv")], "没有这个文件"),
        ([], "请写明要导入的文件"),
        ([str(good), "--files", str(tmp_path / "none")], "没有"),
        ([str(good), "--approver", "nobody"], "没有登录名为“nobody”的人员"),
        ([str(good), "--agency", "没有的局"], "没有“没有的局”这个机关"),
    ):
        done = fresh_database.command("import", "items", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert fresh_database.rows("SELECT COUNT(*) FROM publishing_importbatch") == [(0,)]


def test_an_approver_is_named(fresh_database: Fresh, tmp_path: Path) -> None:
    fresh_database.run(
        AGENCY + "\nfrom gongkai.agencies.models import Duty, Role, User\n"
        "for name, duty in (('head', Duty.HEAD), ('officer', Duty.OFFICER)):\n"
        "    Role.everyone.create(person=User.objects.create_user(name), agency=Agency.objects.get(), duty=duty)"
    )
    good = tmp_path / "b.csv"
    good.write_bytes(a_csv(row("甲", published_at=PAST)))
    refused = fresh_database.command("import", "items", str(good), "--approver", "officer")
    assert refused.returncode == 2
    assert "不能批准历史导入" in refused.stderr
    done = fresh_database.command("import", "items", str(good), "--approver", "head")
    assert (done.returncode, "公开1条" in done.stderr) == (0, True)
    approved = "SELECT username FROM publishing_importbatch b JOIN agencies_user u ON u.id = b.approved_by_id"
    assert fresh_database.rows(approved) == [("head",)]


def test_templates_are_written_and_never_over_a_file(fresh_database: Fresh, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"模板.{ending}"
        assert fresh_database.command("import", "items", "--template", str(path)).returncode == 0
        assert path.stat().st_size > 0
        assert fresh_database.command("import", "items", "--template", str(path)).returncode == 2
    assert fresh_database.command("import", "items", "--template", str(tmp_path / "a.doc")).returncode == 2


def test_killed_at_any_moment_and_run_again(fresh_database: Fresh, tmp_path: Path) -> None:
    """Ctrl-C, then kill -9, then to the end: every item once, each whole."""
    fresh_database.run(AGENCY)
    many = tmp_path / "many.csv"
    many.write_bytes(
        a_csv(*(row(f"第{number}条", published_at=PAST, body_html="<p>字</p>") for number in range(600)))
    )
    items = "SELECT COUNT(*) FROM portal_itempage"
    for number, last in ((signal.SIGINT, 50), (signal.SIGKILL, 200)):
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai", "import", "items", str(many)],
            env=fresh_database.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 120
        while fresh_database.rows(items)[0][0] < last and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(number)
        process.wait(60)
        assert fresh_database.rows(items)[0][0] % 50 == 0, "whole transactions only"
    done = fresh_database.command("import", "items", str(many))
    assert done.returncode == 0, done.stderr
    assert fresh_database.rows(items) == [(600,)]
    titles = "SELECT COUNT(DISTINCT title) FROM wagtailcore_page WHERE title LIKE '第%条' AND live = TRUE"
    assert fresh_database.rows(titles) == [(600,)]
    whole = "SELECT COUNT(*) FROM wagtailcore_page WHERE title LIKE '第%条' AND live_revision_id IS NOT NULL"
    assert fresh_database.rows(whole) == [(600,)]
