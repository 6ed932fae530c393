"""The app `reporting`."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The annual report in the office: uploaded, checked, mended, published."""

    name = "gongkai.reporting"
    label = "reporting"
    verbose_name = "年度报告"

    def ready(self) -> None:
        """Take part in 我的一天, keep the pages of reports out of the page editor, and name the acts."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names, register_day_section, register_page_guard
        from gongkai.tasks.registry import schedule

        from . import day
        from .services.batches import give_up_lost

        register_day_section(day.my_reports, order=300)
        register_page_guard(day.page_guard)
        register_act_names(day.ACT_NAMES)
        schedule("reporting.give_up_lost", timedelta(minutes=10), give_up_lost)
