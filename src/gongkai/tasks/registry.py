"""What the clock asks for: jobs that other apps enter when they start, run by a worker again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """A job: its stable name, how long from one run to the next, and what is done, which may run twice."""

    name: str
    every: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def schedule(name: str, every: timedelta, run: Callable[[], object]) -> None:
    """Enter a job, in `AppConfig.ready`. A name can be taken once; entering the same job again changes nothing."""
    job = Job(name, every, run)
    if _jobs.setdefault(name, job) != job:
        raise ValueError(f"two jobs are called {name}")


def jobs() -> tuple[Job, ...]:
    """List the jobs that were entered."""
    return tuple(_jobs.values())


def job(name: str) -> Job | None:
    """Give the job of this name; None when no app enters it (any more)."""
    return _jobs.get(name)
