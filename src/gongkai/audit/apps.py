"""The app `audit`."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when: appended, sealed, verifiable."""

    name = "gongkai.audit"
    label = "audit"
    verbose_name = "审计日志"
