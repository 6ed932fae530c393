"""The app `agencies`."""

from __future__ import annotations

import logging

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies (行政机关), their tree, people, roles, deputies, and what each person may see."""

    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关和人员"

    def ready(self) -> None:
        """Listen to what is saved and who logs in."""
        from . import day, login, signals
        from .guard import platform_guard
        from .names import ACT_NAMES
        from .registry import register_act_names, register_page_guard

        signals.connect()
        login.connect()
        day.register()
        register_act_names(ACT_NAMES)
        register_page_guard(platform_guard)
        # axes writes user names and addresses into its messages; the audit log keeps what is needed, without them.
        logging.getLogger("axes").setLevel(logging.ERROR)
