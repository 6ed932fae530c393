"""Writing to a path: by its ending, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.report import writing
from gongkai.report.model import Report
from gongkai.report.reading import read_file
from gongkai.report.writing import FORMATS, UnknownFormat, UnknownPlace, WriteError, render, write

REPORT = Report("青石市司法局", 2022, "2021", {"overview": "公开。"}, {"remedies.review.total": 0})


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written_by_its_ending(
    ending: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if ending == "pdf":
        request.getfixturevalue("require")("cjk-font")
    path = tmp_path / f"报告.{ending.upper()}"
    write(REPORT, path)
    assert path.read_bytes() == render(REPORT, ending)
    assert read_file(path) == REPORT
    assert list(tmp_path.iterdir()) == [path], "nothing is left beside it"


@pytest.mark.parametrize("name", ["report", "report.odt", "report.", ".docx"])
def test_an_unknown_ending_is_refused_in_chinese(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="可用的后缀有：docx、html、pdf、xlsx、json"):
        write(REPORT, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    with pytest.raises(UnknownPlace):
        write(Report(figures={"no.such": 1}), tmp_path / "report.html")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write(REPORT, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_of_a_file_that_is_replaced_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    path.chmod(0o640)
    write(REPORT, path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_text("")
    write(REPORT, tmp_path / "report.json")
    assert (tmp_path / "report.json").stat().st_mode == usual.stat().st_mode


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(REPORT, tmp_path / "none" / "report.json")


def test_every_error_has_a_code_and_a_message() -> None:
    codes = {one.code for one in WriteError.__subclasses__()}
    assert codes == {"unknown_format", "fonts_missing", "glyph_missing", "unknown_place"}
    assert issubclass(WriteError, ValueError)


def test_importing_the_writers_loads_no_heavy_library() -> None:
    code = f"import sys, {writing.__name__}; print([m for m in ('docx', 'openpyxl', 'typst', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
