"""The task by which a worker runs what the clock asks for, and the first such jobs."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gongkai.audit.services import seal

from .registry import job, schedule

_KEPT = timedelta(days=30)


@task()
def run_scheduled(name: str) -> None:
    """Run the job of this name, unless the app that entered it is gone."""
    found = job(name)
    if found is not None:
        found.run()


def forget_old_tasks() -> int:
    """Delete what is known of tasks that ended thirty days ago; how many."""
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - _KEPT)
    return int(ended.delete()[0])


def enter() -> None:
    """Enter the jobs every installation has."""
    schedule("audit.seal", timedelta(minutes=1), seal)
    schedule("tasks.forget", timedelta(days=1), forget_old_tasks)
