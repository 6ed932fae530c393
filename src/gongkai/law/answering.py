"""The answer of `gongkai law due`: one application's time limit as JSON."""

from __future__ import annotations

from datetime import date

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.explaining import explain
from gongkai.law.reading import read_history
from gongkai.law.timelimits import time_limit

__all__ = ["answer"]


def answer(data: object, as_of: date | None, today: date) -> dict[str, object]:
    """Answer for decoded JSON; ValueError (Chinese) where it is malformed.

    With `as_of` given, the history is read as it stood at the end of that day. Left out, it is today, or the last day the history
    speaks of where that is later, so that a history prepared ahead is read whole.
    """
    history, notices = read_history(data)
    calendar = WorkdayCalendar(notices)
    if as_of is None:
        as_of = max([today, *(day for event in history.events for day in (event.on, event.effective))])
    limit = time_limit(history, as_of, calendar)
    return {
        "received_on": _iso(limit.received_on),
        "due_on": _iso(limit.due_on),
        "state": limit.state.value,
        "provisional": limit.provisional,
        "used_working_days": limit.used,
        "remaining_working_days": limit.remaining,
        "explanation": [
            {
                "from": step.first.isoformat(),
                "to": step.last.isoformat(),
                "working_days": step.working_days,
                "counted": step.counted,
                "rule": step.rule,
                "text": step.text,
            }
            for step in explain(limit, calendar)
        ],
        "problems": [
            {"code": problem.code, "message": problem.message, "rule": problem.rule}
            for problem in limit.problems
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
