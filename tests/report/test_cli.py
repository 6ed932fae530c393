"""The command as other programs call it: a real process, its output, its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai.report.jsonform import from_json
from gongkai.report.reading import read_file
from gongkai.report.sample import sample, sample_previous
from gongkai.report.writing import write

GONGKAI = (sys.executable, "-m", "gongkai")


def gongkai(*arguments: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [*GONGKAI, "report", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """The JSON lines on standard output; anything else there fails."""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample in several formats, one with a mistake, last year's, and one that is no report."""
    folder = tmp_path_factory.mktemp("files")
    report = sample()
    for name in ("good.docx", "good.html", "good.xlsx", "good.json"):
        write(report, folder / name)
    wrong = (report.figures["applications.granted.person"] or 0) + 1
    write(
        replace(report, figures={**report.figures, "applications.granted.person": wrong}),
        folder / "wrong.html",
    )
    write(sample_previous(), folder / "previous.html")
    (folder / "letter.txt").write_text("尊敬的客户，您好。", encoding="utf-8")
    return folder


def test_read_gives_one_json_object_a_line(files: Path) -> None:
    done = gongkai("read", "--json", files / "good.docx", files / "good.xlsx")
    assert done.returncode == 0
    assert done.stderr == b""
    first, second = objects(done)
    assert first["file"] == str(files / "good.docx")
    assert from_json(first) == from_json(second) == sample()
    assert {
        "agency",
        "year",
        "form",
        "sections",
        "proactive",
        "applications",
        "remedies",
        "notes",
    } <= first.keys()
    assert "findings" not in first


def test_a_file_that_cannot_be_read_does_not_stop_the_others(files: Path) -> None:
    done = gongkai("read", "--json", files / "letter.txt", files / "missing.pdf", files / "good.html")
    assert done.returncode == 2
    letter, missing, good = objects(done)
    assert letter.keys() == {"file", "error"}
    assert letter["error"]["code"] == "not_a_report"
    assert missing["error"]["code"] == "not_found"
    assert good["agency"] == sample().agency
    assert "letter.txt" in done.stderr.decode()


def test_read_from_standard_input(files: Path) -> None:
    done = gongkai("read", "--json", "-", given=(files / "good.docx").read_bytes())
    (found,) = objects(done)
    assert found["file"] == "-"
    assert from_json(found) == sample()


def test_read_shows_tables_to_people(files: Path) -> None:
    words = gongkai("read", files / "good.html").stdout.decode()
    assert "一、本年新收政府信息公开申请数量" in words
    assert "418.6" in words


def test_check_gives_findings_and_the_exit_status(files: Path) -> None:
    good = gongkai("check", "--json", files / "good.docx", "--previous", files / "previous.html")
    assert good.returncode == 0
    assert not [one for one in objects(good)[0]["findings"] if one["severity"] != "info"]
    wrong = gongkai("check", "--json", files / "wrong.html")
    assert wrong.returncode == 1
    found = {one["rule"]: one for one in objects(wrong)[0]["findings"]}
    assert found["T3-DECIDED"].keys() == {"rule", "severity", "place", "message", "expected", "found"}
    assert "自然人" in found["T3-DECIDED"]["message"]
    unread = gongkai("check", files / "wrong.html", files / "letter.txt")
    assert unread.returncode == 2
    assert "错误" in unread.stdout.decode()


def test_check_goes_on_without_last_years_report(files: Path) -> None:
    done = gongkai("check", "--json", files / "good.html", "--previous", files / "letter.txt")
    assert done.returncode == 2
    refused, good = objects(done)
    assert refused["error"]["code"] == "not_a_report"
    assert good["findings"] == []


@pytest.mark.parametrize("ending", ["docx", "html", "xlsx", "json"])
def test_write_by_the_ending(files: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    done = gongkai("write", files / "good.docx", "-o", out)
    assert done.returncode == 0
    assert read_file(out) == sample()
    assert str(out) in done.stderr.decode()


@pytest.mark.parametrize("out", ["out.odt", "missing/out.docx", "out"])
def test_what_cannot_be_written_is_said(files: Path, tmp_path: Path, out: str) -> None:
    done = gongkai("write", files / "good.html", "-o", tmp_path / out)
    assert done.returncode == 2
    assert "没有写出" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_total_names_what_is_left_out(files: Path, tmp_path: Path) -> None:
    other = replace(sample(), agency="示例市白石区司法局")
    write(other, tmp_path / "other.json")
    out = tmp_path / "total.xlsx"
    done = gongkai(
        "total",
        files / "good.docx",
        tmp_path / "other.json",
        files / "previous.html",
        files / "letter.txt",
        "-o",
        out,
        "--json",
    )
    assert done.returncode == 2, "the letter could not be read"
    refused, total = objects(done)
    assert refused["error"]["code"] == "not_a_report"
    assert total["applications"]["received"]["total"] == 82
    assert "2022年" in total["notes"][0]["message"]
    assert read_file(out).figures == from_json(total).figures
    assert "previous.html" in done.stderr.decode()


def test_total_needs_a_place_to_go(files: Path) -> None:
    done = gongkai("total", files / "good.docx")
    assert done.returncode == 2
    assert "-o" in done.stderr.decode()


def test_draw_writes_pictures(files: Path, tmp_path: Path) -> None:
    done = gongkai(
        "draw", files / "good.docx", "--previous", files / "previous.html", "-o", tmp_path / "charts"
    )
    assert done.returncode == 0
    pictures = sorted((tmp_path / "charts").iterdir())
    assert len(pictures) == 6
    assert all(picture.read_text(encoding="utf-8").startswith("<svg") for picture in pictures)


def test_many_files_show_progress(files: Path) -> None:
    done = gongkai("total", *[files / "good.json"] * 30, "--json")
    assert done.returncode == 0
    assert "30/30" in done.stderr.decode()
    (total,) = objects(done)
    assert len([note for note in total["notes"] if "重复" in note["message"]]) == 29


@pytest.mark.parametrize("arguments", [("read",), ("check", "--nonsense", "x"), ("write", "a"), ()])
def test_wrong_arguments_are_answered_in_chinese(arguments: tuple[str, ...]) -> None:
    done = gongkai(*arguments)
    assert done.returncode == 2
    words = done.stderr.decode()
    assert "Traceback" not in words
    assert any(word in words for word in ("缺少", "不认识"))


@pytest.mark.parametrize("command", ["read", "check", "write", "total", "draw"])
def test_help_is_in_chinese(command: str) -> None:
    words = gongkai(command, "--help").stdout.decode()
    assert words.startswith("用法：")
    assert "usage" not in words
