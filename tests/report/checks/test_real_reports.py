"""The reports of the corpus: what a person would mark in them is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.report.checks import check
from gongkai.report.model import Finding, Report
from gongkai.report.reading import read_file

# What the cuts of the corpus cause: parts of the report are not in the file.
_CUT = {"ROW-MISSING", "TABLE-MISSING", "SECTION-MISSING", "SECTION-EMPTY"}

# All other findings, by report. They agree with the last column of the corpus' own index.
DUE: dict[str, list[tuple[str, str]]] = {
    "001.txt": [("PROSE-TWICE", "sections.overview")],
    "007.txt": [("READ-UNIT", "proactive_2019.procurement.amount")],
    "010.txt": [("PROSE-PROACTIVE", "sections.overview")],
    "019.txt": [("FORM-OLD", "form")],
    "022.txt": [("AGENCY-NAME", "agency"), ("YEAR-TITLE", "year"), ("FORM-UNKNOWN", "form")],
    "028.txt": [("FORM-OLD", "form")],
    "031.txt": [("DECISIONS-AS-ITEMS", "proactive_2019.permits.decisions")],
    "037.txt": [("PROSE-SUM", "sections.overview")],
    "040.txt": [
        ("READ-OUTSIDE", "proactive"),
        ("PUBLISHED-LESS", "proactive_2019.normative_documents.published"),
    ],
    "064.txt": [("FORM-OLD", "form"), ("DECISIONS-AS-ITEMS", "proactive_2019")],
    "076.txt": [("READ-UNCLEAR", "proactive_2019.fees")],
    "079.txt": [("FORM-MIXED", "proactive")],
    "082.txt": [("PROSE-SUM", "sections.overview")],
    "085.txt": [("CELL-BLANK", "proactive_2019"), ("CELL-BLANK", "applications.received.*")],
    "088.txt": [("READ-UNIT", "proactive_2019.procurement.amount")],
    "091.txt": [
        ("COLUMN-SHIFT", "proactive_2019.permits.decisions"),
        ("COLUMN-SHIFT", "proactive_2019.other_services.decisions"),
        ("CELL-BLANK", "proactive_2019.enforcement.*"),
    ],
    "lixia-2022.txt": [("PROSE-SUM", "sections.overview")],
}


def _read(shared: Path, name: str) -> Report:
    return read_file(shared / "reports" / name)


def _findings(shared: Path, name: str) -> tuple[Finding, ...]:
    return check(_read(shared, name))


def test_the_report_of_lixia(shared: Path) -> None:
    """84 items stated, 60 in the parts under （1）–（11）: one warning with its arithmetic, no error, nothing else."""
    (finding,) = _findings(shared, "lixia-2022.txt")
    assert (finding.rule, finding.severity, finding.place) == ("PROSE-SUM", "warning", "sections.overview")
    assert (finding.expected, finding.found) == (84, 60)
    for words in (
        "84条",
        "（1）至（11）",
        "2＋1＋2＋31＋9＋4＋2＋1＋1＋1＋6＝60",
        "差24",
        "主动公开各类信息84条”",
    ):
        assert words in finding.message
    # （12） counts nothing itself; with its details the parts make 238, which is not 84 either
    assert "（12）" in finding.message
    assert "238" in finding.message


def test_every_report(shared: Path) -> None:
    files = [
        path.name
        for path in sorted((shared / "reports").iterdir())
        if path.with_suffix(".gold.json").exists() and path.suffix != ".json"
    ]
    found = {}
    for name in files:
        findings = _findings(shared, name)
        assert not [finding for finding in findings if finding.severity == "error"], name
        told = [(finding.rule, finding.place) for finding in findings if finding.rule not in _CUT]
        if told:
            found[name] = sorted(told)
    assert found == {name: sorted(told) for name, told in DUE.items() if name in files}


@pytest.mark.parametrize("name", ["024.html", "lixia-2022.txt"])
def test_one_figure_changed_is_an_error(shared: Path, name: str) -> None:
    report = _read(shared, name)
    place = "applications.decided.total"
    report = Report(
        report.agency,
        report.year,
        report.form,
        report.sections,
        {**report.figures, place: (report.figures[place] or 0) + 1},
    )
    errors = {finding.rule for finding in check(report) if finding.severity == "error"}
    assert errors == {"T3-BALANCE", "T3-DECIDED", "T3-TOTAL"}
