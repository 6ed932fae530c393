"""Handing work over, the tasks of dead workers, the clock."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.audit.models import Entry, Seal
from gongkai.audit.services import record
from gongkai.tasks import registry
from gongkai.tasks.jobs import forget_old_tasks, run_scheduled
from gongkai.tasks.models import Scheduled, Worker
from gongkai.tasks.services import ATTEMPTS, beat, defer, reap, release, schedule_due, task
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db


@task()
def note(which: str) -> None:
    record("test.noted", object_id=which)


@task()
def fail(which: str) -> None:
    raise ValueError("张三的身份证号")


@task()
def too_busy(which: str) -> None:
    record("test.tried")
    raise OperationalError("database is locked")


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_runs() -> None:
    defer(note, "a")
    assert run_waiting() == 1
    assert Entry.objects.get().object_id == "a"
    assert only().status == TaskResultStatus.SUCCESSFUL
    assert not Worker.objects.exists()


def test_no_task_is_left_by_an_act_that_failed() -> None:
    def act() -> None:
        with transaction.atomic():
            defer(note, "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not DBTaskResult.objects.exists()


def test_tasks_take_ids_only() -> None:
    with pytest.raises(TypeError, match="takes ids"):
        defer(note, {"name": "张三"})  # type: ignore[arg-type]


def test_of_a_failure_only_class_and_place_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    defer(fail, "a")
    defer(note, "b")
    assert run_waiting() == 2
    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert failed.exception_class_path == "builtins.ValueError"
    assert "test_services.py" in failed.traceback
    assert "张三" not in failed.traceback + caplog.text
    assert Entry.objects.get().object_id == "b"


def test_a_busy_database_is_tried_again_but_not_for_ever() -> None:
    defer(too_busy, "a")
    assert run_waiting() == ATTEMPTS
    assert Entry.objects.count() == ATTEMPTS
    assert only().status == TaskResultStatus.FAILED


def claimed_by(name: str) -> None:
    defer(note, "a")
    one = only()
    one.claim(name)


def test_tasks_of_the_living_stay_with_them() -> None:
    beat("alive")
    claimed_by("alive")
    assert reap() == 0
    assert only().status == TaskResultStatus.RUNNING


def test_tasks_of_the_dead_go_back() -> None:
    beat("dead")
    claimed_by("dead")
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert reap() == 1
    assert only().status == TaskResultStatus.READY
    assert run_waiting() == 1
    assert Entry.objects.count() == 1


def test_tasks_of_the_unknown_go_back_and_a_killer_is_given_up() -> None:
    claimed_by("unknown")
    for _ in range(ATTEMPTS - 1):
        assert reap() == 1
        only().claim("unknown")
    assert reap() == 1
    assert only().status == TaskResultStatus.FAILED
    assert only().exception_class_path.endswith("WorkerDied")
    assert reap() == 0


def test_a_worker_that_ends_leaves_nothing() -> None:
    beat("ends")
    claimed_by("ends")
    release("ends")
    assert only().status == TaskResultStatus.READY
    assert not Worker.objects.exists()


def test_the_clock_seals_the_audit_log_once_a_minute() -> None:
    record("test.act")
    assert schedule_due() >= 2
    assert schedule_due() == 0
    run_waiting()
    assert Seal.objects.count() == 1
    Scheduled.objects.filter(name="audit.seal").update(last_run_at=timezone.now() - timedelta(seconds=61))
    assert schedule_due() == 1


def test_a_job_no_app_enters_any_more_is_passed_over() -> None:
    defer(run_scheduled, "gone")
    run_waiting()
    assert only().status == TaskResultStatus.SUCCESSFUL


def test_a_name_is_entered_once() -> None:
    first = registry.job("audit.seal")
    assert first is not None
    registry.schedule(first.name, first.every, first.run)
    with pytest.raises(ValueError, match="two jobs"):
        registry.schedule("audit.seal", timedelta(hours=1), run_waiting)


def test_old_tasks_are_forgotten() -> None:
    defer(note, "a")
    run_waiting()
    assert forget_old_tasks() == 0
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=31))
    assert forget_old_tasks() == 1
