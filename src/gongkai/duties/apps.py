"""The app `duties`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES: dict[str, str] = {}


class DutiesConfig(AppConfig):
    """Duties to disclose and their time limits."""

    name = "gongkai.duties"
    label = "duties"
    verbose_name = "公开任务"

    def ready(self) -> None:
        """Name the acts."""
        from gongkai.agencies.registry import register_act_names

        register_act_names(ACT_NAMES)
