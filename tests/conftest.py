"""What all tests share: the site's settings and databases, the corpus of real reports, outside programs, hypothesis."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.databases import Fresh, FreshDatabases, let_flush_pass
from tests.migrated import Migrated

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --database-only, for the second run on another database."""
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


def pytest_configure(config: pytest.Config) -> None:
    """Start Django on a data folder of this process's own; DATABASE_URL, where it is set, says on which server."""
    from django.conf import settings as site_settings

    if site_settings.configured:
        raise pytest.UsageError(
            "unset DJANGO_SETTINGS_MODULE: the tests choose settings and data folder themselves"
        )
    home = tempfile.mkdtemp(prefix="gongkai-tests-")
    Path(home, "static").mkdir()
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith("GONGKAI_") and name not in _OF_THE_TESTS]:
        del os.environ[name]
    os.environ["GONGKAI_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"
    import django

    django.setup()
    # The workers of xdist inherit the environment, and must come here before they load the settings.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    site_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    from django.core.files.storage import storages

    storages._storages.pop("staticfiles", None)  # Wagtail has asked for it while it was imported
    site_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if config.getoption("create_db") and not hasattr(config, "workerinput"):
        Migrated().forget()


_OF_THE_TESTS = ("GONGKAI_CORPUS", "GONGKAI_REQUIRE_ALL")
_ROLLBACK = "django_db_serialized_rollback"
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "fresh_database", "client", "admin_client"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have tests that commit put back what migrations made, and mark those that start processes as thorough.

    With --database-only, leave out what no database can change.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            marker.kwargs["serialized_rollback"] = True
        names = getattr(item, "fixturenames", [])
        if {"transactional_db", "live_server"} & set(names) and _ROLLBACK not in names:
            names.insert(0, _ROLLBACK)
        if "fresh_database" in names and marker is None:
            item.add_marker(pytest.mark.django_db)  # else pytest-django might make no database to copy
        if "fresh_database" in names:
            item.add_marker(pytest.mark.thorough)  # it starts processes
    if not config.getoption("--database-only"):
        return
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def fresh_databases() -> Iterator[FreshDatabases]:
    """Migrated databases for processes of their own."""
    made = FreshDatabases()
    yield made
    made.close()


@pytest.fixture(scope="session")
def migrated() -> Iterator[Migrated]:
    """The migrated database that test databases are copies of."""
    found = Migrated()
    yield found
    found.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    migrated: Migrated, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Have the test database begin as a copy; pytest-django asks for this before it makes one."""
    migrated.begin()


@pytest.fixture(scope="session")
def django_db_setup(
    migrated: Migrated, fresh_databases: FreshDatabases, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Prepare the test database as pytest-django does; keep a copy; let the clearing between tests pass the log's guard."""
    let_flush_pass()
    with django_db_blocker.unblock():
        migrated.end()
        fresh_databases.keep()


@pytest.fixture
def fresh_database(fresh_databases: FreshDatabases, django_db_setup: None, tmp_path: Path) -> Iterator[Fresh]:
    """A migrated, empty database and data folder for other processes: `run(code)`, `start(code)`, `environment`.

    For what a test inside one transaction cannot show: processes killed, several writing at once.
    """
    fresh = fresh_databases.new(tmp_path / "home")
    yield fresh
    fresh.close()


# Slow machines must not fail a property; in CI the same examples are tried every time, at a desk ever new ones.
settings.register_profile("gongkai", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gongkai")

_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)


def _has_cjk_font() -> bool:
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
    return any(next(folder.rglob("Noto*CJK*"), None) for folder in folders)


def _has_redis() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
    except OSError:
        return False


# Feature → (whether it is there, the Debian package that brings it).
_FEATURES: dict[str, tuple[Callable[[], bool], str]] = {
    "soffice": (lambda: shutil.which("soffice") is not None, "libreoffice-writer-nogui"),
    "pdftoppm": (lambda: shutil.which("pdftoppm") is not None, "poppler-utils"),
    "pdftotext": (lambda: shutil.which("pdftotext") is not None, "poppler-utils"),
    "pdffonts": (lambda: shutil.which("pdffonts") is not None, "poppler-utils"),
    "antiword": (lambda: shutil.which("antiword") is not None, "antiword"),
    "cjk-font": (_has_cjk_font, "fonts-noto-cjk"),
    "chromium": (lambda: shutil.which("chromium") is not None, "chromium"),
    "nginx": (lambda: bool(shutil.which("nginx") or Path("/usr/sbin/nginx").exists()), "nginx"),
    "redis": (_has_redis, "redis-server, running on port 6379"),
}


@pytest.fixture(scope="session")
def require() -> Callable[..., None]:
    """Skip the test unless these outside programs or features are here: `require("soffice", "cjk-font")`.

    With GONGKAI_REQUIRE_ALL=1, as in CI, a missing one fails the test instead.
    """

    def check(*names: str) -> None:
        missing = [f"{name} (Debian: {_FEATURES[name][1]})" for name in names if not _FEATURES[name][0]()]
        if not missing:
            return
        words = f"needs {', '.join(missing)}"
        if os.environ.get("GONGKAI_REQUIRE_ALL") == "1":
            pytest.fail(words, pytrace=False)
        pytest.skip(words)

    return check


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus of real reports (`reports/`), which is not part of the project: it may be missing."""
    folder = Path(os.environ.get("GONGKAI_CORPUS") or ROOT.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip("no corpus of reports here; GONGKAI_CORPUS names the folder that holds reports/")
    return folder
