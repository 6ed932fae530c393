"""The sheet on which a draft is mended: the national form with a field in each cell, and what the checks say beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.report.checks import RULES
from gongkai.report.form import FORMS, Form, Table, printed_form
from gongkai.report.model import Finding, Report
from gongkai.report.writing.plan import figure_text
from gongkai.reporting.contents import clean_words, name_of, value_at
from gongkai.reporting.examining import Examined, marks, targets

SIGNS = {"error": "✕", "warning": "！", "info": "·"}
WORDS = {"error": "错误", "warning": "提醒", "info": "说明"}
PREFIX = "at:"
"""What the names of the fields begin with, before the place."""


@dataclass
class Field:
    """One field: where it writes, what it is called, what stands in it, what the file had, and what is said of it."""

    place: str
    label: str
    value: str
    source: str | None = None
    absent: bool = False
    severity: str = ""
    findings: list[int] = field(default_factory=list)
    mistake: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form that is sent."""
        return PREFIX + self.place

    @property
    def sign(self) -> str:
        """A sign beside the colour, for those who do not see it."""
        return SIGNS.get(self.severity, "")

    @property
    def described_by(self) -> str:
        """The ids of what is said of the field elsewhere on the page."""
        ids = [f"finding-{index}" for index in self.findings]
        ids += [f"m-{self.place}"] if self.mistake else []
        ids += [f"s-{self.place}"] if self.source is not None else []
        return " ".join(ids)


@dataclass
class ShownCell:
    """A printed cell: words of the form, or a field."""

    text: str
    role: str
    colspan: int
    rowspan: int
    field: Field | None = None


@dataclass
class ShownSection:
    """One of the six parts, or the preface: its words, and its table."""

    key: str
    heading: str
    words: Field
    table: Table | None = None
    rows: list[list[ShownCell]] = field(default_factory=list)
    optional: bool = False


@dataclass
class ShownFinding:
    """A finding with the place it leads to."""

    index: int
    severity: str
    word: str
    sign: str
    message: str
    target: str
    target_name: str
    title: str
    explanation: str
    source: str


@dataclass
class Sheet:
    """A draft laid out to be mended."""

    head: list[Field]
    sections: list[ShownSection]
    findings: list[ShownFinding]
    counts: list[tuple[str, str, int]]
    mistakes: list[Field]


def lay_out(
    examined: Examined,
    source: Report | None,
    typed: Mapping[str, str] | None = None,
    mistakes: Mapping[str, str] | None = None,
) -> Sheet:
    """Lay a report out as fields. `typed` is what stands in fields instead of the report, `mistakes` what is wrong there."""
    maker = _Fields(examined, source, typed or {}, mistakes or {})
    form = printed_form(examined.report.form, examined.report.figures)
    tables = {table.section: table for table in form.tables}
    head = [maker.field(place) for place in ("agency", "year", "form")]
    sections = [ShownSection("preface", "导语", maker.field("sections.preface"), optional=True)]
    for section in form.sections:
        table = tables.get(section.key)
        shown = ShownSection(
            section.key, section.heading, maker.field(f"sections.{section.key}"), table, optional=bool(table)
        )
        if table is not None:
            shown.rows = [
                [
                    ShownCell(
                        cell.text,
                        cell.role,
                        cell.colspan,
                        cell.rowspan,
                        maker.field(cell.place) if cell.place else None,
                    )
                    for cell in row
                ]
                for row in table.grid
            ]
        sections.append(shown)
    return Sheet(head, sections, shown_findings(examined, form), counts_of(examined.findings), maker.mistaken)


class _Fields:
    def __init__(
        self, examined: Examined, source: Report | None, typed: Mapping[str, str], mistakes: Mapping[str, str]
    ) -> None:
        self.report, self.source = examined.report, source
        self.findings, self.marks = examined.findings, marks(examined)
        self.typed, self.mistakes = typed, mistakes
        self.mistaken: list[Field] = []

    def field(self, place: str) -> Field:
        """Make the field of one place."""
        value = value_at(self.report, place)
        text = shown_value(value)
        before = None
        if self.source is not None and value_at(self.source, place) != value:
            before = shown_value(value_at(self.source, place))
            before = before if clean_words(before).strip() != text.strip() else None
        indexes = self.marks.get(place, [])
        gravest = min((list(WORDS).index(self.findings[index].severity) for index in indexes), default=None)
        made = Field(
            place,
            name_of(self.report, place),
            self.typed.get(place, text),
            before,
            "." in place and not place.startswith("sections.") and place not in self.report.figures,
            list(WORDS)[gravest] if gravest is not None else "",
            indexes,
            self.mistakes.get(place, ""),
        )
        if made.mistake:
            self.mistaken.append(made)
        return made


def shown_value(value: Any) -> str:
    """Write a value as a field shows it."""
    return value if isinstance(value, str) else figure_text(value)


def shown_findings(examined: Examined, form: Form | None = None) -> list[ShownFinding]:
    """Give the findings with where each leads."""
    form = form or printed_form(examined.report.form, examined.report.figures)
    shown = []
    for index, finding in enumerate(examined.findings):
        target = next(iter(targets(finding, form)), "")
        rule = RULES.get(finding.rule)
        shown.append(
            ShownFinding(
                index,
                finding.severity,
                WORDS[finding.severity],
                SIGNS[finding.severity],
                finding.message,
                target,
                name_of(examined.report, target) if target else "",
                rule.title if rule else "机关名称不符",
                rule.explanation if rule else "",
                rule.source if rule else "",
            )
        )
    return shown


def counts_of(findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """Count the findings: severity, its word, how many; those that are none are left out."""
    counted = ((key, word, sum(one.severity == key for one in findings)) for key, word in WORDS.items())
    return [one for one in counted if one[2]]


FORM_CHOICES = [(form.version, form.name) for form in FORMS.values()]
