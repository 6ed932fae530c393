"""What a rule is: a stable id, how grave it is, what it rests on, and how a finding is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.model import Finding, Severity

FORM_2021 = "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
FORM_2019 = "《政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）"
REGULATION = "《政府信息公开条例》（国务院令第711号）"
PRACTICE = "工作经验，非国家规定"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of checking.

    `severity` is the gravest its findings can have in a file that is read; a `strict` rule's findings are errors in a report
    that is built or submitted here. `title` and `explanation` are Chinese, for the reader of the findings; `source` names
    document and article, or says that the rule is practice only.
    """

    id: str
    severity: Severity
    title: str
    source: str
    explanation: str
    strict: bool = False

    def finding(
        self,
        place: str,
        message: str,
        expected: int | Decimal | str | None = None,
        found: int | Decimal | str | None = None,
        *,
        submitted: bool = False,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding of this rule; `severity` lowers it where a case is less grave than the rule."""
        grave: Severity = "error" if self.strict and submitted else severity or self.severity
        return Finding(self.id, grave, place, message, expected, found)
