"""Hand work to the background, and what workers do to keep it going: sign of life, tasks of the dead, the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .jobs import run_scheduled
from .models import Scheduled, Worker
from .registry import jobs

__all__ = ["beat", "defer", "reap", "release", "return_to_queue", "schedule_due", "task", "waiting"]

DEAD_AFTER = timedelta(minutes=1)
ATTEMPTS = 3


def defer(what: Task[Any, Any], *ids: str | int) -> None:
    """Have a task (`@task` of this module) run in the background once the transaction one is in is committed.

    The order is written in that transaction: it is there exactly if the act is, even when the process dies the moment
    after. A task takes ids, never what they stand for: its arguments are kept in the database and free of personal data.
    It may run twice, and must do no harm then.
    """
    for one in ids:
        if not isinstance(one, str | int):
            raise TypeError(f"a task takes ids, not {type(one).__name__}")
    what.enqueue(*ids)


def waiting(what: Task[Any, Any]) -> int:
    """Count how often a task still waits in the queue."""
    return int(DBTaskResult.objects.ready().filter(task_path=what.module_path).count())


def beat(name: str) -> None:
    """Say that the worker of this name is alive."""
    now = timezone.now()
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )


def reap() -> int:
    """Give the tasks of workers not seen for a minute back to the queue; the number of tasks.

    A task that outlived no worker three times is given up: it is likely what kills them.
    """
    with transaction.atomic():
        Worker.objects.filter(seen_at__lt=timezone.now() - DEAD_AFTER).delete()
        alive = set(Worker.objects.values_list("name", flat=True))
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        orphans = [one for one in running if not one.worker_ids or one.worker_ids[-1] not in alive]
        for orphan in orphans:
            return_to_queue(orphan)
    return len(orphans)


def release(name: str) -> None:
    """Say that the worker of this name has ended, and give back what it may have left."""
    with transaction.atomic():
        Worker.objects.filter(name=name).delete()
        for left in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if left.worker_ids and left.worker_ids[-1] == name:
                return_to_queue(left)


def return_to_queue(orphan: DBTaskResult[Any, Any]) -> None:
    """Have a task that was begun run again, or give it up after the third attempt."""
    if len(orphan.worker_ids) >= ATTEMPTS:
        orphan.status = TaskResultStatus.FAILED
        orphan.finished_at = timezone.now()
        orphan.exception_class_path = "gongkai.tasks.services.WorkerDied"
    else:
        orphan.status = TaskResultStatus.READY
    orphan.save(update_fields=["status", "finished_at", "exception_class_path"])


def schedule_due() -> int:
    """Put the jobs whose time has come into the queue; how many. Of several workers one does it."""
    return sum(_put_if_due(job.name, job.every) for job in jobs())


def _put_if_due(name: str, every: timedelta) -> bool:
    now = timezone.now()
    due = Q(last_run_at__isnull=True) | Q(last_run_at__lte=now - every)
    if not Scheduled.objects.filter(~due, name=name).exists():
        with transaction.atomic():
            Scheduled.objects.get_or_create(name=name)
            if Scheduled.objects.filter(due, name=name).update(last_run_at=now):
                defer(run_scheduled, name)
                return True
    return False
