"""The app `agencies`."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies (行政机关), their tree, people, roles, deputies, and what each person may see."""

    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关和人员"
