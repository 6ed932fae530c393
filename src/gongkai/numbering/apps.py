"""The app `numbering`."""

from __future__ import annotations

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Gapless numbers."""

    name = "gongkai.numbering"
    label = "numbering"
    verbose_name = "编号"
