"""The app `reporting`."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The annual report in the office: uploaded, checked, mended, published."""

    name = "gongkai.reporting"
    label = "reporting"
    verbose_name = "年度报告"
