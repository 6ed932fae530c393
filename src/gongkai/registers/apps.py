"""The app `registers`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES: dict[str, str] = {}


class RegistersConfig(AppConfig):
    """Registers of documents and decisions, and table 二."""

    name = "gongkai.registers"
    label = "registers"
    verbose_name = "登记"

    def ready(self) -> None:
        """Name the acts."""
        from gongkai.agencies.registry import register_act_names

        register_act_names(ACT_NAMES)
