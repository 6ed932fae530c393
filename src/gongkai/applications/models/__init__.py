"""The records of applications: cases and events, persons, texts, decisions, counting rows, reminders."""

from __future__ import annotations

from .cases import Application, Event, EventKind, Matter
from .counting import CountingRow, NilYear
from .papers import CaseFile, Decision, Paper, Party
from .persons import Person
from .reminding import Reminder

__all__ = [
    "Application",
    "CaseFile",
    "CountingRow",
    "Decision",
    "Event",
    "EventKind",
    "Matter",
    "NilYear",
    "Paper",
    "Party",
    "Person",
    "Reminder",
]
