"""Databases for tests that start processes of their own, on SQLite or on the server that DATABASE_URL names."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_HEAD = "import django; django.setup()\n"


def let_flush_pass() -> None:
    """Let Django empty the tables between tests: the audit log's triggers refuse that, so they stand aside for it."""
    from django.db import connection

    from gongkai.audit import guard

    operations = type(connection.ops)  # of every connection: a browser test has one of its own
    plain = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        statements: list[str] = plain(self, style, tables, **options)
        if not statements:
            return statements
        vendor = self.connection.vendor
        return [*guard.removal(vendor), *statements, *guard.installation(vendor)]

    operations.sql_flush = sql_flush


class Fresh:
    """One database and data folder, and processes on them."""

    def __init__(self, url: str, home: Path, drop: str = "") -> None:
        self.url, self.home, self._drop = url, home, drop
        self.environment = _environment(url, home)
        self._started: list[subprocess.Popen[str]] = []

    def start(self, code: str, **environment: str) -> subprocess.Popen[str]:
        """Start a Python process with Django set up; it is killed with the test, if it still runs then."""
        process = subprocess.Popen(
            [sys.executable, "-c", _HEAD + code],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def run(self, code: str, **environment: str) -> str:
        """Run Python code with Django set up, and give what it prints."""
        return _checked([sys.executable, "-c", _HEAD + code], self.environment | environment)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself, which is quicker than starting a process that has Django: committed rows."""
        if self.url:
            return _asked(self.url, query)
        with closing(sqlite3.connect(self.home / "gongkai.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def command(self, *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `gongkai` with these arguments."""
        return subprocess.run(
            [sys.executable, "-m", "gongkai", *args],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

    def close(self) -> None:
        """End the processes and drop the database."""
        for process in self._started:
            process.kill()
            process.communicate()
        if self._drop:
            on_server(self._drop, f'DROP DATABASE IF EXISTS "{urlsplit(self.url).path[1:]}" WITH (FORCE)')


class FreshDatabases:
    """Keeps a copy of the test database as it was when it had been migrated, and copies that for each test that asks."""

    def __init__(self) -> None:
        self._server = server_url()
        self._folder = Path(tempfile.mkdtemp(prefix="gongkai-fresh-"))
        self._file = self._folder / "template.sqlite3"
        self._name = ""

    def keep(self) -> None:
        """Copy the test database, just migrated."""
        from django.db import connection, connections

        if not self._server:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self._file)])
            return
        tested = connection.settings_dict["NAME"]
        connections.close_all()  # PostgreSQL copies only what nobody is connected to
        self._name = f"gongkai_template_{secrets.token_hex(6)}"
        on_server(self._server, f'CREATE DATABASE "{self._name}" TEMPLATE "{tested}"')

    def new(self, home: Path) -> Fresh:
        """Give a migrated, empty copy; `home` becomes its data folder."""
        home.mkdir(parents=True)
        if not self._server:
            shutil.copy(self._file, home / "gongkai.sqlite3")
            return Fresh("", home)
        name = f"gongkai_fresh_{secrets.token_hex(6)}"
        on_server(self._server, f'CREATE DATABASE "{name}" TEMPLATE "{self._name}"')
        return Fresh(_renamed(self._server, name), home, self._server)

    def close(self) -> None:
        """Drop the copy."""
        if self._name:
            on_server(self._server, f'DROP DATABASE IF EXISTS "{self._name}"')
        shutil.rmtree(self._folder, ignore_errors=True)


def _environment(url: str, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "GONGKAI_HOME": str(home),
        "DATABASE_URL": url,
    }


def server_url() -> str:
    """Give the address of the database server the tests run on, "" for SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith(("postgres", "pgsql")) else ""


def on_server(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement on the server, outside any test database; gives its rows where it has some."""
    return _asked(_renamed(url, "postgres"), statement)


def _asked(url: str, statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _checked(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
