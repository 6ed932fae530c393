"""The project as an app of its own: its templates, translations and commands."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Put everything together."""

    name = "gongkai.project"
    label = "project"
    verbose_name = "平台"
