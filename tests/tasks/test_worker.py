"""Workers as processes: one killed in the middle of a task, one told to stop."""

import signal
import time
from collections.abc import Callable

from tests.databases import Fresh

TASK = """
import os, pathlib, sys, time, types
from gongkai.audit.services import record
from gongkai.tasks.services import defer, task
import gongkai.tasks.services as services, gongkai.tasks.worker as worker
services.DEAD_AFTER, worker.BEAT_SECONDS, worker.POLL_SECONDS = services.timedelta(seconds=1), 0.2, 0.1
home = pathlib.Path(os.environ["GONGKAI_HOME"])
slow_module = types.ModuleType("slow_module"); sys.modules["slow_module"] = slow_module
def slow(which):
    (home / "begun").touch()
    time.sleep(float(os.environ["SECONDS"]))
    record("test.done", object_id=which)
    (home / "done").touch()
slow.__module__ = "slow_module"
slow_module.slow = slow = task()(slow)
"""
WORK = TASK + "worker.work()"
COUNT = "SELECT COUNT(*) FROM audit_entry WHERE act = 'test.done'"


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_the_task_of_a_killed_worker_is_finished_by_another(fresh_database: Fresh) -> None:
    fresh_database.run(TASK + "defer(slow, 'a')", SECONDS="0")
    killed = fresh_database.start(WORK, SECONDS="600")
    wait_for((fresh_database.home / "begun").exists)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert not (fresh_database.home / "done").exists()
    other = fresh_database.start(WORK, SECONDS="0")
    wait_for((fresh_database.home / "done").exists)
    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0, other.communicate()
    assert fresh_database.rows(COUNT) == [(1,)]


def test_a_worker_told_to_stop_finishes_its_task(fresh_database: Fresh) -> None:
    fresh_database.run(TASK + "defer(slow, 'a'); defer(slow, 'b')", SECONDS="0")
    process = fresh_database.start(WORK, SECONDS="1")
    wait_for((fresh_database.home / "begun").exists)
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=20)
    assert process.returncode == 0, words
    assert "做完手头的任务就停" in words
    assert fresh_database.rows(COUNT) == [(1,)]
    assert fresh_database.rows("SELECT COUNT(*) FROM tasks_worker") == [(0,)]
    assert fresh_database.rows("SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'READY'")
