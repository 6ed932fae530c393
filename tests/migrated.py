"""Test databases begin as copies of one that was migrated before: migrating from nothing costs each process twelve seconds.

SQLite: a file in `.pytest_cache/migrated/`; PostgreSQL: a database on the server, to be copied there. Its name holds a digest
of every migration and of what is installed, so that none is used after either has changed. Django migrates the copy as it
would migrate any database: what is missing it adds, permissions and content types too. `--create-db` makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from tests.databases import on_server, server_url

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / ".pytest_cache" / "migrated"
_KEPT = 5


class Migrated:
    """The migrated database of this checkout, and who of several processes makes it: the first; the others wait for it.

    `begin` before Django makes the test database, `end` when it has been migrated, `close` when it is needed no more.
    """

    def __init__(self, folder: Path = _FOLDER, key: str = "") -> None:
        self._folder = folder
        self._server = server_url()
        self.key = key or digest()
        self._lock: IO[bytes] | None = None
        self._open: sqlite3.Connection | None = None
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def file(self) -> Path:
        """Where the migrated SQLite database lies."""
        return self._folder / f"{self.key}.sqlite3"

    @property
    def prefix(self) -> str:
        """How the names of this checkout's databases on the server begin."""
        return f"gongkai_migrated_{hashlib.sha256(str(_ROOT).encode()).hexdigest()[:8]}_"

    @property
    def name(self) -> str:
        """The migrated database on the server."""
        return f"{self.prefix}{self.key[:24]}"

    def begin(self) -> bool:
        """Have the test database begin as a copy; whether there is one to copy. Waits while another process makes it."""
        from django.db import connection

        self._lock = open(self._folder / "lock", "wb")  # noqa: SIM115 held until `end`
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._server:
            found = self.name in self._on_server()
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name if found else None
            return found
        if not self.file.exists():
            return False
        self._open = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        source = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        source.backup(self._open)
        source.close()
        os.utime(self.file)
        return True

    def end(self) -> None:
        """Keep the test database, just migrated, for those who come after, unless it was a copy; let them go on."""
        from django.db import connection, connections

        if self._server:
            if self.name not in (there := self._on_server()):
                tested = connection.settings_dict["NAME"]
                connections.close_all()  # PostgreSQL copies only what nobody is connected to
                for old in there:
                    on_server(self._server, f'DROP DATABASE IF EXISTS "{old}"')
                on_server(self._server, f'CREATE DATABASE "{self.name}" TEMPLATE "{tested}"')
        elif not self.file.exists():
            made = self.file.with_suffix(f".{os.getpid()}")
            made.unlink(missing_ok=True)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(made)])
            made.replace(self.file)
            newest_first = sorted(self._folder.glob("*.sqlite3"), key=lambda one: -one.stat().st_mtime)
            for old in newest_first[_KEPT:]:
                old.unlink()
        self._release()

    def close(self) -> None:
        """Let go of everything."""
        self._release()
        if self._open is not None:
            self._open.close()

    def forget(self) -> None:
        """Throw the migrated database away, so that the next test run makes it anew."""
        self.file.unlink(missing_ok=True)
        if self._server:
            on_server(self._server, f'DROP DATABASE IF EXISTS "{self.name}"')

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _on_server(self) -> list[str]:
        pattern = self.prefix.replace("_", r"\_") + "%"
        rows = on_server(self._server, f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}'")
        return [str(row[0]) for row in rows]


def digest(paths: Iterable[Path] | None = None) -> str:
    """Give a digest of all a migrated database depends on: the migrations, our code they call, everything installed."""
    made = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for one in sorted(f"{found.name} {found.version}" for found in distributions()):
        made.update(one.encode())
    for path in sorted(sources() if paths is None else paths):
        made.update(f"\0{path.name}\0".encode())
        made.update(path.read_bytes())
    return made.hexdigest()


def sources() -> Iterator[Path]:
    """Give the files of all migrations, and those of our own code that our migrations call."""
    from django.apps import apps

    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        for path in folder.glob("*.py"):
            yield path
        if app.name.startswith("gongkai."):
            for path in folder.glob("[0-9]*.py"):
                yield from _called_by(import_module(f"{app.name}.migrations.{path.stem}"))


def _called_by(migration: ModuleType) -> Iterator[Path]:
    for value in vars(migration).values():
        module: Any = inspect.getmodule(value)
        if module is not None and module.__name__.startswith("gongkai.") and module.__file__:
            yield Path(module.__file__)
