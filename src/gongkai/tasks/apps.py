"""The app `tasks`."""

from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Background work: one interface, a worker, a reaper, a scheduler."""

    name = "gongkai.tasks"
    label = "tasks"
    verbose_name = "后台任务"

    def ready(self) -> None:
        from . import jobs

        jobs.enter()
