"""Where upper floors tell the agencies' floor what it must know without importing them: each registers in its `ready()`.

`register_day_section` fills 我的一天, `register_platform_maker` makes an agency's public platform, `register_act_names` words
the histories, `register_page_guard` keeps pages from the page editor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .models import Agency, User


@dataclass(frozen=True)
class Row:
    """One thing on the first screen: where it leads, what it is, more about it, and until when it must be done."""

    link: str
    title: str
    detail: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Section:
    """One part of 我的一天: a title, what is to be done, and the words that stand there when nothing is.

    `action` is a button beside the title: its words and where it leads.
    """

    title: str
    rows: Sequence[Row]
    empty: str
    action: tuple[str, str] | None = None


DaySection = Callable[[User], "Section | None"]
PlatformMaker = Callable[[Agency, User | None], Any]
PageGuard = Callable[[User, Any, str], str]

_day_sections: dict[str, tuple[int, DaySection]] = {}
_platform_makers: list[PlatformMaker] = []
_page_guards: list[PageGuard] = []
_act_names: dict[str, str] = {}


def register_day_section(section: DaySection, order: int = 500) -> DaySection:
    """Add a part to 我的一天; `section(person)` gives it, or None where it does not concern the person."""
    _day_sections[f"{section.__module__}.{section.__qualname__}"] = (order, section)
    return section


def day_sections(person: User) -> list[Section]:
    """Give the parts of the person's day, in order."""
    made = (section(person) for _, section in sorted(_day_sections.values(), key=lambda pair: pair[0]))
    return [section for section in made if section is not None]


def register_platform_maker(maker: PlatformMaker) -> None:
    """Say how an agency's public platform is made: `maker(agency, person)`, safe to call again."""
    if maker not in _platform_makers:
        _platform_makers.append(maker)


def make_platform(person: User | None, agency: Agency) -> None:
    """Have the agency's public platform made, by whoever registered for it."""
    for maker in _platform_makers:
        maker(agency, person)


def register_page_guard(guard: PageGuard) -> None:
    """Add a guard of pages: `guard(person, page, what)` gives the reason in Chinese why it may not be done, or "".

    `what` is one of edit, delete, unpublish, move, copy. It is asked before the page editor does any of it.
    """
    if guard not in _page_guards:
        _page_guards.append(guard)


def refusal_of_page(person: User, page: Any, what: str) -> str:
    """Give the first reason against doing this to the page, "" when there is none."""
    return next((words for guard in _page_guards if (words := guard(person, page, what))), "")


def register_act_names(names: dict[str, str]) -> None:
    """Say in Chinese what acts are called, for histories: ``{"report.publish": "发布年度报告"}``."""
    _act_names.update(names)


def act_name(act: str) -> str:
    """Give the act's Chinese name; the stable name itself where nobody gave one."""
    return _act_names.get(act, act)
