"""The app `calendar`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES = {"calendar.enter": "录入节假日安排", "calendar.restore": "恢复随程序提供的节假日安排"}


class CalendarConfig(AppConfig):
    """Holiday notices, and the calendar of working days."""

    name = "gongkai.calendar"
    label = "calendar"
    verbose_name = "节假日安排"

    def ready(self) -> None:
        """Name the acts; warn on 我的一天 of a notice that is missing."""
        from gongkai.agencies.registry import register_act_names, register_day_section

        from . import day

        register_act_names(ACT_NAMES)
        register_day_section(day.missing_notices, order=40)
