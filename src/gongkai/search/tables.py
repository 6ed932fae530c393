"""Make and drop what the engines find by, in migrations: Django's models know nothing of it."""

from __future__ import annotations

from typing import Any

from . import postgresql, sqlite

__all__ = ["install", "remove"]

_ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def install(apps: Any, schema_editor: Any) -> None:
    """Make tables, columns, triggers and indexes for the database at hand."""
    for statement in _ENGINES[schema_editor.connection.vendor].FORWARDS:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    for statement in _ENGINES[schema_editor.connection.vendor].BACKWARDS:
        schema_editor.execute(statement)
