"""The database's own guard of the audit log: triggers that refuse to change, delete or empty it, whoever asks."""

from __future__ import annotations

from typing import Any

_TABLES = ("audit_entry", "audit_seal")
_WORDS = "审计记录不能修改或者删除"


def installation(vendor: str) -> list[str]:
    """Give the statements that put the guard on a database of this vendor (``sqlite``, ``postgresql``).

    Raises `NotImplementedError` for another: an audit log without its guard is not put up.
    """
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            for table in _TABLES
            for act in ("update", "delete")
        ]
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        return [
            function,
            *(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
                for table in _TABLES
            ),
        ]
    raise NotImplementedError(f"no guard of the audit log for {vendor}")


def removal(vendor: str) -> list[str]:
    """Give the statements that take the guard away again: to undo the migration, and to clear a test database."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in _TABLES for act in ("update", "delete")
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_guard ON {table}" for table in _TABLES]


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guard on, as a step of a migration."""
    for statement in installation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guard away, as a step backwards of a migration."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)
