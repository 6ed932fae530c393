"""The corpus of real reports, scored by the script that is handed to everybody who works with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.report.form import FORM_2021
from gongkai.report.model import Report
from gongkai.report.reading import read_file

COMMAND = Path(sys.executable).parent / "gongkai"


def golds(shared: Path) -> list[tuple[Path, dict[str, object]]]:
    found = []
    for gold in sorted((shared / "reports").glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        file = next(path for path in sorted(gold.parent.glob(f"{stem}.*")) if path != gold)
        found.append((file, json.loads(gold.read_text("utf-8"))))
    return found


def test_every_cell_of_the_corpus(shared: Path) -> None:
    """All figures typed from the reports by hand are read, and none besides."""
    script = shared / "tools" / "score_reports.py"
    run = subprocess.run(
        [sys.executable, script, COMMAND, shared / "reports"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    closing = run.stdout.splitlines()[-1] if run.stdout else run.stderr
    assert run.returncode == 0, run.stdout + run.stderr
    right, total = closing.split()[0].split("/")
    assert right == total
    assert int(total) > 1000
    assert " 0 invented, 0 of " in closing


def test_year_and_agency_of_the_corpus(shared: Path) -> None:
    """The title gives agency and year; a file without a title gives neither."""
    for file, gold in golds(shared):
        report = read_file(file)
        if report.title is None:
            assert (report.agency, report.year) == (None, None), file.name
            continue
        assert report.year == gold["year"], file.name
        assert report.agency == gold["agency"], file.name


@pytest.fixture(scope="module")
def lixia(shared: Path) -> Report:
    return read_file(shared / "reports" / "lixia-2022.txt")


def test_a_whole_report(lixia: Report) -> None:
    assert (lixia.agency, lixia.year, lixia.form) == ("济南市历下区司法局", 2022, "2021")
    assert len(lixia.figures) == len(FORM_2021.places) == 200
    assert tuple(lixia.figures) == FORM_2021.places
    assert not lixia.notes


def test_a_whole_report_has_its_words(lixia: Report) -> None:
    assert set(lixia.sections) == {"overview", "problems", "other"}
    assert lixia.sections["overview"].startswith("2022年，")
    assert lixia.sections["overview"].count("\n") > 10


def test_every_equation_of_a_whole_report_holds(lixia: Report) -> None:
    """The agency's figures balance, so a figure read into a wrong cell would show here."""
    for equation in FORM_2021.equations:
        left = sum(lixia.figures[place] or 0 for place in equation.left)
        assert left == sum(lixia.figures[place] or 0 for place in equation.right), equation.place
