"""The app `search`."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding what is disclosed."""

    name = "gongkai.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Teach SQLite the tokens, name the acts, and have old questions forgotten."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.tasks.registry import schedule

        from . import sqlite
        from .services import fill_if_empty, forget_queries

        sqlite.connect()
        schedule("search.fill", timedelta(minutes=10), fill_if_empty)
        schedule("search.forget", timedelta(days=1), forget_queries)
        register_act_names({"search.synonyms": "修改同义词", "search.synonyms_remove": "删除同义词"})
