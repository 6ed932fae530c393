"""The commands that run a site, as processes, on a database of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.databases import Fresh

NEW = "Agency.objects.create(full_name='某某市某某局', short_name='某某局', slug='one')"
AGENCY = f"from gongkai.agencies.models import Agency; {NEW}"


def test_agencies_are_listed(fresh_database: Fresh) -> None:
    assert fresh_database.command("agencies", "list").stdout == ""
    fresh_database.run(AGENCY)
    shown = fresh_database.command("agencies", "list", "--json")
    assert json.loads(shown.stdout)["full_name"] == "某某市某某局"
    assert shown.returncode == 0
    assert "某某市某某局\t政府部门" in fresh_database.command("agencies", "list").stdout


def test_the_audit_log_is_verified(fresh_database: Fresh) -> None:
    record = "from gongkai.audit.services import record, seal; record('a'); seal(); record('b')"
    fresh_database.run(record)
    sound = fresh_database.command("audit", "verify", "--json")
    assert json.loads(sound.stdout) == {"sealed": 1, "unsealed": 1, "faults": []}
    assert sound.returncode == 0
    fresh_database.run(
        "from django.db import connection; from gongkai.audit import guard\n"
        "with connection.cursor() as c:\n"
        "    [c.execute(s) for s in guard.removal(connection.vendor)]\n"
        "    c.execute(\"UPDATE audit_entry SET act = 'c' WHERE act = 'a'\")"
    )
    broken = fresh_database.command("audit", "verify", "--json")
    assert broken.returncode == 1
    assert "被改动" in json.loads(broken.stdout)["faults"][0]
    assert "发现1处问题" in fresh_database.command("audit", "verify").stderr


def test_an_administrator_is_made_without_the_password_on_the_command_line(fresh_database: Fresh) -> None:
    made = fresh_database.command("createadmin", "--username", "guanli", input="yi-ge-chang-mi-ma\n")
    assert made.returncode == 0, made.stderr
    again = fresh_database.command("createadmin", "--username", "guanli", input="yi-ge-chang-mi-ma\n")
    assert again.returncode == 2
    assert "没有建立账号" in again.stderr
    weak = fresh_database.command("createadmin", "--username", "other", input="123\n")
    assert weak.returncode == 2
    assert "Traceback" not in weak.stderr
    assert fresh_database.rows("SELECT username, is_superuser FROM agencies_user") == [("guanli", True)]
    entries = "SELECT COUNT(*) FROM audit_entry WHERE act = 'person.create_administrator'"
    assert fresh_database.rows(entries) == [(1,)]


def test_manage_hands_over_to_django(fresh_database: Fresh) -> None:
    done = fresh_database.command("manage", "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout
    assert fresh_database.command("manage", "no_such_command").returncode == 1


def test_migrate_says_that_nothing_is_to_do(fresh_database: Fresh) -> None:
    done = fresh_database.command("migrate")
    assert done.returncode == 0
    assert "已是最新" in done.stderr


def command(environment: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *args],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_database_the_words_say_what_to_do(tmp_path: Path) -> None:
    empty = command({"GONGKAI_HOME": str(tmp_path)}, "audit", "verify")
    assert empty.returncode == 2
    assert empty.stderr == "错误：数据库还是空的，请先运行 gongkai migrate\n"
    away = {"GONGKAI_HOME": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    gone = command(away, "migrate")
    assert gone.returncode == 2
    assert gone.stderr.startswith("错误：连不上数据库")


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = command({"GONGKAI_HOME": str(tmp_path), "GONGKAI_LOCKOUT": "五"}, "migrate")
    assert done.returncode == 2
    assert "GONGKAI_LOCKOUT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_behind_the_program_is_refused(fresh_database: Fresh) -> None:
    forget = (
        "from django.db.migrations.recorder import MigrationRecorder as R; "
        "R.Migration.objects.filter(app='audit', name='0002_guard').delete()"
    )
    fresh_database.run(forget)
    done = fresh_database.command("serve", "--no-worker", timeout=60)
    assert done.returncode == 2
    assert "请先备份，再运行 gongkai migrate" in done.stderr


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def answer(port: int, path: str, seconds: float = 90) -> tuple[int, str]:
    """Ask until the server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            assert time.monotonic() < end, "no answer"
            time.sleep(0.2)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_with_a_worker_and_stops_both(fresh_database: Fresh, stop: signal.Signals) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port)],
        env=fresh_database.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        status, page = answer(port, "/no/such/page")
        assert status == 404
        assert "Traceback" not in page
        workers = "SELECT COUNT(*) FROM tasks_worker"
        end = time.monotonic() + 30
        while fresh_database.rows(workers) != [(1,)]:
            assert time.monotonic() < end, "no worker"
            time.sleep(0.1)
        if stop is signal.SIGTERM:
            taken = fresh_database.command("serve", "--port", str(port), timeout=60)
            assert taken.returncode == 2
            assert "端口已被占用" in taken.stderr
        server.send_signal(stop)
        _, words = server.communicate(timeout=40)
    finally:
        server.kill()
    assert server.returncode == 0, words
    assert "设置口令" in words
    assert words.rstrip().endswith("已停止。")
    assert fresh_database.rows(workers) == [(0,)]


def of(fresh: Fresh) -> set[str]:
    """Give the processes that work on this data folder."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:  # ended meanwhile, or somebody else's
            continue
        if f"GONGKAI_HOME={fresh.home}\0".encode() in environment:
            found.add(folder.name)
    return found


def test_a_killed_server_leaves_nobody_behind(fresh_database: Fresh) -> None:
    port = free_port()
    command_line = [sys.executable, "-m", "gongkai", "serve", "--port", str(port)]
    server = subprocess.Popen(command_line, env=fresh_database.environment, stderr=subprocess.DEVNULL)
    try:
        assert answer(port, "/no/such/page")[0] == 404
    finally:
        server.kill()
        server.wait()
    end = time.monotonic() + 60
    while left := of(fresh_database):
        assert time.monotonic() < end, left
        time.sleep(0.2)
