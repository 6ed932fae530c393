"""The app `serving`."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ServingConfig(AppConfig):
    """Public pages kept ready, and published as files."""

    name = "gongkai.serving"
    label = "serving"
    verbose_name = "网页服务"

    def ready(self) -> None:
        """Watch what changes before the public; have published files brought up to date by the clock."""
        from gongkai.portal.standing import register_stamp
        from gongkai.tasks.registry import schedule

        from . import jobs, watching
        from .generation import fold, read, when_noted, when_page_committed
        from .publication.at_once import remove_if_gone

        watching.watch()
        register_stamp(read)
        when_noted("serving.publication", jobs.order_publication)
        when_page_committed("serving.publication", remove_if_gone)
        schedule("serving.fold", timedelta(hours=6), fold)
        schedule("serving.publish", timedelta(minutes=1), jobs.catch_up)
