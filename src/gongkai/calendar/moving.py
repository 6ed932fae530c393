"""What a changed calendar moves. Rooms above that keep days counted on it register here: what would move is shown before it is saved.

    register_counter(Counter("duties", "公开任务的截止日期", moved_by, move))

`moved_by(change)` only looks; `move(change)` writes, within the act that saves the notice, and says how many it moved. Whoever keeps
so many rows that writing them takes long enters a task after commit instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notices import HolidayNotice

__all__ = ["Change", "Counter", "Moved", "Moves", "counters", "moves_of", "register_counter"]


@dataclass(frozen=True)
class Change:
    """A year's notice that is to hold from now on (None: what the program brings), the calendar before and after."""

    year: int
    notice: HolidayNotice | None
    before: WorkdayCalendar
    after: WorkdayCalendar


@dataclass(frozen=True)
class Moved:
    """One day that moves: what it belongs to and whose it is, where to look at it ("": nowhere), and the day before and after."""

    title: str
    agency: str
    link: str
    before: date
    after: date


@dataclass(frozen=True)
class Counter:
    """A room that keeps counted days: a stable name, what they are in Chinese, who looks and who moves."""

    name: str
    title: str
    moved_by: Callable[[Change], Sequence[Moved]]
    move: Callable[[Change], int]


@dataclass(frozen=True)
class Moves:
    """What moves in one room."""

    title: str
    lines: Sequence[Moved]


_counters: dict[str, Counter] = {}


def register_counter(counter: Counter) -> None:
    """Enter a room that keeps counted days, in `AppConfig.ready`; the same name again replaces it."""
    _counters[counter.name] = counter


def counters() -> tuple[Counter, ...]:
    """List the rooms that were entered, by name."""
    return tuple(_counters[name] for name in sorted(_counters))


def moves_of(change: Change) -> list[Moves]:
    """Say for every room what a change of the calendar would move; nothing is written."""
    return [Moves(one.title, one.moved_by(change)) for one in counters()]
