"""The app `publishing`."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The act of publication."""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "发布"

    def ready(self) -> None:
        """Have failed deliveries of events tried again, and name the acts."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.tasks.registry import schedule

        from .events import deliver_outstanding

        schedule("publishing.deliver", timedelta(minutes=5), deliver_outstanding)
        register_act_names({"publish": "发布", "withdraw": "撤回"})
