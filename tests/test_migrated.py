"""Test databases as copies of a migrated one: nothing old is used, and the copy is what migrating would have made."""

import shutil
from pathlib import Path

from tests.databases import Fresh, on_server
from tests.migrated import Migrated, digest, sources

BEGIN = """
from pathlib import Path
from django.db import connection
from tests.migrated import Migrated
migrated = Migrated(Path({folder!r}), {key!r})
connection.settings_dict["TEST"]["NAME"] = {name!r} or None
print("copied", migrated.begin())
connection.creation.create_test_db(verbosity=2, serialize=False)
migrated.end()
from django.contrib.auth.models import Permission
print("permissions", Permission.objects.count())
migrated.close()
connection.close()
"""


def test_a_copy_needs_no_migration(migrated: Migrated, fresh_database: Fresh, tmp_path: Path) -> None:
    name = ""
    if fresh_database.url:
        name = f"{fresh_database.url.rsplit('/', 1)[1]}_copy"
    else:
        shutil.copy(migrated.file, tmp_path)
    code = BEGIN.format(folder=str(tmp_path), key=migrated.key, name=name)
    try:
        told = fresh_database.run(code)
    finally:
        if name:
            on_server(fresh_database.url, f'DROP DATABASE IF EXISTS "{name}"')
    assert "copied True" in told
    assert "No migrations to apply" in told
    assert "permissions 0" not in told


def test_every_migration_and_what_it_calls_counts(tmp_path: Path) -> None:
    names = [str(path) for path in sources()]
    for one in (
        "agencies/migrations/0001_initial.py",
        "audit/guard.py",
        "wagtail/migrations/0001_initial.py",
    ):
        assert any(name.endswith(one) for name in names), one
    migration = tmp_path / "0001_initial.py"
    migration.write_text("one", encoding="utf-8")
    before = digest([migration])
    assert digest([migration]) == before
    migration.write_text("two", encoding="utf-8")
    changed = digest([migration])
    further = tmp_path / "0002_more.py"
    further.write_text("one", encoding="utf-8")
    assert len({before, changed, digest([migration, further])}) == 3
