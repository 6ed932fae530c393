"""The project as an app of its own: its templates, translations and commands."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Put everything together."""

    name = "gongkai.project"
    label = "project"
    verbose_name = "平台"

    def ready(self) -> None:
        """Compile the translations that Wagtail and Django lack."""
        from django.conf import settings

        from .translations import install

        install(settings.LOCALE_PATHS[0])
