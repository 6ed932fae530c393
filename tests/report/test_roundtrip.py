"""What is written is read back: agency, year, form, figures, and sections without white space (the report's contract).

PDF, HTML and xlsx are tried beside their writers.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.report.strategies import any_reports
from tests.report.writing.same import assert_same

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes, read_file
from gongkai.report.sample import sample
from gongkai.report.writing import render


@pytest.mark.parametrize("ending", ["docx", "json"])
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(report=any_reports())
def test_any_report(ending: str, report: Report) -> None:
    assert_same(read_bytes(render(report, ending), f"a.{ending}"), report)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(reports=st.lists(any_reports(odd_characters=False, long_figures=False), min_size=10, max_size=10))
@pytest.mark.thorough
def test_through_libreoffice(
    ending: str, tmp_path_factory: pytest.TempPathFactory, require: Callable[..., None], reports: list[Report]
) -> None:
    """Our Word file opened and saved by another program, as docx and as PDF."""
    require("soffice", "cjk-font")
    folder = tmp_path_factory.mktemp(ending)
    reports = [sample(), *reports]
    for index, report in enumerate(reports):
        (folder / f"{index}.docx").write_bytes(render(report, "docx"))
    _convert(folder, ending, sorted(folder.glob("*.docx")))
    for index, report in enumerate(reports):
        assert_same(read_file(folder / "out" / f"{index}.{ending}"), report)


def _convert(folder: Path, ending: str, files: list[Path]) -> None:
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=300,
    )
