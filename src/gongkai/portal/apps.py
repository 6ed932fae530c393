"""The app `portal`."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public face: agency platforms, columns, pages."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开平台"
