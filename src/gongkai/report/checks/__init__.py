"""Check an annual report: `check` looks for contradictions, gaps and doubtful words, `RULES` says what each finding rests on.

An error means that figures contradict each other or the form; a warning asks a person to look; info is only said. Prose never gives
an error. Every rule has a stable id; docs/checks.md lists them all and is printed by ``python -m gongkai.report.checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongkai.report.model import Finding, Report

from . import cells, equations, identity, plausible, previous, prose, reader_notes, sections, versions
from .case import Case
from .order import in_order
from .registry import Rule

__all__ = ["GROUPS", "RULES", "Rule", "check"]

GROUPS = (
    ("勾稽关系", equations),
    ("单元格、行、表", cells),
    ("读取情况", reader_notes),
    ("格式版本", versions),
    ("数字是否合情理", plausible),
    ("与上年对照", previous),
    ("标题、年度、机关、期限", identity),
    ("六个部分", sections),
    ("文字中的数字", prose),
)
"""The groups of rules with the modules that hold them, in the order of the documentation."""

RULES: Mapping[str, Rule] = {rule.id: rule for _, module in GROUPS for rule in module.RULES}
"""Every rule by its id."""


def check(
    report: Report,
    previous: Report | None = None,
    *,
    submitted: bool = False,
    published_on: date | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful in a report, the gravest first, then in the order of reading.

    `previous` is last year's report of the same agency. `submitted` is set where the report is built or handed in here: then
    blank cells, missing rows, tables and sections are errors. `published_on` is the day of publication, where it is known
    better than from the file.
    """
    case = Case(report, previous, submitted, published_on or report.published_on)
    findings = [finding for _, module in GROUPS for finding in module.find(case)]
    return in_order(findings, case.form)
