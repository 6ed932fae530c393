"""The app `portal`."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public face: agency platforms, columns, pages."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开平台"

    def ready(self) -> None:
        """Let every room register what shows its pages, and the agencies' floor know how a platform is made."""
        from django.utils.module_loading import autodiscover_modules

        from gongkai.agencies.registry import register_act_names, register_page_guard, register_platform_maker

        from . import (
            editing,
            gate,
            remembering,
            rights,
            views,  # noqa: F401 registers the portal's own
        )
        from .services import make_platform

        editing.describe()
        register_page_guard(rights.refusal)
        gate.watch()
        remembering.watch()
        register_platform_maker(make_platform)
        register_act_names({"platform.make": "建立公开平台"})
        autodiscover_modules("faces")
