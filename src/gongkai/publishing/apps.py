"""The app `publishing`."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The act of publication."""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "发布"
