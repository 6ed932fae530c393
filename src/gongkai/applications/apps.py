"""The app `applications`."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Applications for disclosure."""

    name = "gongkai.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        """Name the acts, keep derived columns of the day, remind, show what a changed calendar moves."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.calendar.moving import Counter, register_counter
        from gongkai.tasks.registry import schedule

        from .citizen.drafting import forget_drafts
        from .citizen.limits import forget_knocks
        from .day import register
        from .deriving import renew_open
        from .moving import move, moved_by
        from .reminding import remind
        from .rights import ACT_NAMES
        from .telling import watch

        register_act_names(ACT_NAMES)
        register_counter(Counter("applications", "申请的答复期限", moved_by, move))
        schedule("applications.renew", timedelta(hours=1), renew_open)
        schedule("applications.forget_drafts", timedelta(hours=1), forget_drafts)
        schedule("applications.forget_knocks", timedelta(hours=6), forget_knocks)
        schedule("applications.remind", timedelta(hours=1), remind)
        register()
        watch()
