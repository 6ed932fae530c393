"""The records of applications: cases and events, persons, texts, decisions, counting rows, reminders, drafts of citizens."""

from __future__ import annotations

from .cases import Application, Event, EventKind, Matter
from .citizens import Draft, DraftFile, Knock
from .counting import CountingRow, NilYear
from .papers import CaseFile, Decision, Paper, Party
from .persons import Person
from .reminding import Reminder

__all__ = [
    "Application",
    "CaseFile",
    "CountingRow",
    "Decision",
    "Draft",
    "DraftFile",
    "Event",
    "EventKind",
    "Knock",
    "Matter",
    "NilYear",
    "Paper",
    "Party",
    "Person",
    "Reminder",
]
