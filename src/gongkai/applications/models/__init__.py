"""The records of applications: cases and events, persons, texts, decisions, counting rows."""

from __future__ import annotations

from .cases import Application, Event, EventKind, Matter
from .counting import CountingRow, NilYear
from .papers import CaseFile, Decision, Paper, Party
from .persons import Person

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
]
