"""The annual report as an immutable value.

Figures are kept by place (``applications.granted.person``): a place that maps to ``None`` is a cell that stands in the
report but is blank; a place that is missing is a cell the report does not have. Nothing is ever filled with zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

Value = int | Decimal | None
"""A figure: a whole number, an amount of money (Decimal, 万元 unless a note says otherwise), or None for a blank cell."""

FormVersion = Literal["2021", "2019", "unknown"]
Severity = Literal["error", "warning", "info"]

SECTION_KEYS = ("preface", "overview", "proactive", "applications", "remedies", "problems", "other")
"""Parts that may hold words, in order of reading: the preface (导语) before section one, then the six sections. The words
of sections two to four are what stands beside the statutory table."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader has to say about a place: a blank cell, a missing row, a figure outside the form."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    `rule` is the stable id of the check, `place` where to look, `message` Chinese and complete in itself, `expected` and
    `found` the two numbers or words that disagree, where there are such.
    """

    rule: str
    severity: Severity
    place: str
    message: str
    expected: int | Decimal | str | None = None
    found: int | Decimal | str | None = None


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True)
class Report:
    """A government information disclosure annual report (政府信息公开工作年度报告).

    `agency` is the agency's full name, `year` the year reported on; either is None where the file does not say.
    `sections` maps keys of `SECTION_KEYS` to words; `figures` maps places to values. `title` is the heading as found,
    `published_on` the day of publication if the file gives one: both are clues for the checks, not part of equality.
    """

    agency: str | None = None
    year: int | None = None
    form: FormVersion = "2021"
    sections: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[Note, ...] = field(default=(), compare=False)
    title: str | None = field(default=None, compare=False)
    published_on: date | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", _frozen(self.sections))
        object.__setattr__(self, "figures", _frozen(self.figures))
        object.__setattr__(self, "notes", tuple(self.notes))

    def has(self, place: str) -> bool:
        """Whether the report has this cell, blank or not."""
        return place in self.figures

    def has_table(self, key: str) -> bool:
        """Whether the report has any cell of the table `key` (``applications``, ``remedies``, ``proactive`` …)."""
        prefix = f"{key}."
        return any(place.startswith(prefix) for place in self.figures)

    def with_notes(self, *notes: Note) -> Report:
        """Return the same report with further notes."""
        return replace(self, notes=(*self.notes, *notes))

    def __reduce__(self) -> tuple[Any, ...]:
        # mappingproxy cannot be pickled, and reports travel between processes when many are totalled
        return (
            _rebuild,
            (
                self.agency,
                self.year,
                self.form,
                dict(self.sections),
                dict(self.figures),
                self.notes,
                self.title,
                self.published_on,
            ),
        )

    def __hash__(self) -> int:
        return hash((self.agency, self.year, self.form, frozenset(self.figures.items())))


def _rebuild(*values: Any) -> Report:
    return Report(*values)
