"""Word files of before 2007, by LibreOffice and by antiword, and Excel files of that time."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.report.reading import ReadError, legacy, read_file
from gongkai.report.sample import sample
from gongkai.report.writing import render


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory, require: Callable[..., None]) -> Path:
    """The sample as .doc, made by LibreOffice."""
    require("soffice")
    folder = tmp_path_factory.mktemp("doc")
    source = folder / "report.docx"
    source.write_bytes(render(sample(), "docx"))
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120
    )
    return folder / "report.doc"


def only(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    found = shutil.which
    monkeypatch.setattr(legacy.shutil, "which", lambda name: found(name) if name in programs else None)


def test_by_libreoffice(old_word: Path) -> None:
    assert read_file(old_word) == sample()


def test_by_antiword(old_word: Path, monkeypatch: pytest.MonkeyPatch, require: Callable[..., None]) -> None:
    """antiword loses tables with merged cells; what it gives is right, and the rest is said to be missing."""
    require("antiword")
    only(monkeypatch, "antiword")
    report = read_file(old_word)
    wanted = sample()
    assert (report.agency, report.year) == (wanted.agency, wanted.year)
    assert report.figures["proactive.fees"] == wanted.figures["proactive.fees"]
    wrong = {
        place: figure
        for place, figure in report.figures.items()
        if figure is not None and figure != wanted.figures[place]
    }
    assert wrong == {}
    assert report.notes


def test_named_docx(old_word: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "report.docx"
    shutil.copy(old_word, renamed)
    assert read_file(renamed).figures == sample().figures


def test_without_a_converter(old_word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    with pytest.raises(ReadError) as refused:
        read_file(old_word)
    assert refused.value.code == "no_converter"
    assert "libreoffice-writer-nogui" in refused.value.message


def test_a_converter_that_hangs_is_stopped(
    old_word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60 & wait\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(legacy, "SECONDS", 0.5)
    with pytest.raises(ReadError) as refused:
        read_file(old_word)
    assert refused.value.code == "too_slow"
