"""Empty the index: the ids of items hold their day from now on. It is made anew from the pages by itself (`services.fill_if_empty`)."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from gongkai.search.engine import engine_for


def empty(apps: Any, editor: Any) -> None:
    """Drop the engine's tables, the quick way to empty them, and the rows; make the tables again."""
    engine = engine_for(editor.connection.vendor)
    with editor.connection.cursor() as cursor:
        for statement in (*engine.BACKWARDS, "DELETE FROM search_chunk", "DELETE FROM search_item", *engine.FORWARDS):
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Nothing is lost: all of it is made from the pages."""

    dependencies = (("search", "0003_shelf_validity"),)
    operations = (migrations.RunPython(empty, migrations.RunPython.noop),)
