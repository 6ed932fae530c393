"""A worker process: takes tasks from the queue one after the other, until it is told to stop.

Beside the work a thread shows that the worker is alive, gives tasks of dead workers back to the queue, and puts in what
the clock asks for; so a long task does not make the worker look dead.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import threading
from types import FrameType
from typing import Any

from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from .orphans import has_lost_its_server
from .services import beat, reap, release, return_to_queue, schedule_due

_log = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
POLL_SECONDS = 1.0


def new_name() -> str:
    """Name a worker: machine, process, and chance, for process numbers come again."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def work() -> None:
    """Work until SIGTERM or SIGINT: the task at hand is finished first, a second signal breaks it off."""
    name = new_name()
    beat(name)
    stop = _Stop()
    pulse = threading.Thread(target=_pulse, args=(name, stop.asked), daemon=True)
    pulse.start()
    try:
        while not stop.asked.is_set():
            close_old_connections()
            stop.busy = True
            found = _run_next(name)
            stop.busy = False
            if not found:
                stop.asked.wait(POLL_SECONDS)
    finally:
        stop.asked.set()
        pulse.join(BEAT_SECONDS)
        release(name)


def run_waiting() -> int:
    """Run what waits in the queue here and now, until nothing does; the number of runs. For demonstrations and tests."""
    name = new_name()
    beat(name)
    done = 0
    try:
        while _run_next(name):
            done += 1
    finally:
        release(name)
    return done


class _Stop:
    """Whether the worker was asked to stop."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.busy = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.asked.is_set():
            sys.exit(1)
        self.asked.set()
        if self.busy:
            sys.stderr.write("后台进程做完手头的任务就停。\n")


def _pulse(name: str, stop: threading.Event) -> None:
    while True:
        try:
            beat(name)
            reap()
            schedule_due()
        except DatabaseError as error:  # busy or away for a while: the next beat tries again
            _log.warning("后台进程暂时写不进数据库（%s），稍后再试", type(error).__name__)
            close_old_connections()
        if has_lost_its_server():
            os.kill(os.getpid(), signal.SIGTERM)
            break
        if stop.wait(BEAT_SECONDS):
            break
    connection.close()


def _run_next(name: str) -> bool:
    """Run the next task that waits, if one does."""
    try:
        with exclusive_transaction():
            found = DBTaskResult.objects.ready().get_locked()
            if found is not None:
                found.claim(name)
    except OperationalError as error:  # busy, or away for a while
        if connection.in_atomic_block:
            raise
        _log.warning("后台进程暂时读不到任务（%s），稍后再试", type(error).__name__)
        connection.close()
        return False
    if found is None:
        return False
    _run(found)
    return True


def _run(found: DBTaskResult[Any, Any]) -> None:
    """Run one task, and keep how it ended.

    Of an error only its class and where it arose are kept: its words may quote what people wrote.
    """
    try:
        result = found.task_result
        context = (TaskContext(task_result=result),) if result.task.takes_context else ()
        found.set_successful(result.task.call(*context, *result.args, **result.kwargs))
    except OperationalError:  # the database was busy or away: no fault of the task
        if not connection.in_atomic_block:
            connection.close()
        return_to_queue(found)
    except Exception as error:  # noqa: BLE001 whatever a task raises, the worker lives on
        _keep_failure(found, error)


def _keep_failure(found: DBTaskResult[Any, Any], error: Exception) -> None:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    places, step = [], error.__traceback__
    while step is not None:
        places.append(f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}")
        step = step.tb_next
    _log.error("后台任务%s失败：%s，%s", found.task_path, kind, places[-1] if places else "")
    found.status = TaskResultStatus.FAILED
    found.finished_at = timezone.now()
    found.exception_class_path = kind
    found.traceback = "\n".join(places)
    found.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
