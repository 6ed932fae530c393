"""Files of the old Office formats: read through LibreOffice, antiword or as bare bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from gongkai.files.reading import File, Reading, WordList, read_item

from .makers import SECRET, TODAY, pptx
from .old_sheets import xls

NUMBER, SECOND, THIRD = "11010519491231002X", "310115198503072137", "370102199001011231"


def read(name: str, data: bytes) -> Reading:
    return read_item("公告", "", files=[File(name, data)], words=WordList(), today=TODAY, secret=SECRET)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, require: Callable[..., None]) -> bytes:
    """A .doc as LibreOffice writes it."""
    require("soffice")
    folder = tmp_path_factory.mktemp("old")
    document = Document()
    document.add_paragraph(f"身份证号{NUMBER}，" + "公示期间如有异议请来信。" * 80)
    document.add_table(1, 2).cell(0, 1).text = SECOND
    document.sections[0].header.paragraphs[0].text = f"页眉{THIRD}"
    document.save(str(folder / "a.docx"))
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    subprocess.run(
        [*command, "doc:MS Word 97", "--outdir", str(folder), str(folder / "a.docx")],
        check=True,
        capture_output=True,
    )
    return (folder / "a.doc").read_bytes()


def test_a_doc_is_read_with_its_places(converted: bytes) -> None:
    reading = read("a.doc", converted)
    assert {(finding.rule, finding.place) for finding in reading.findings} == {
        ("ID-NUMBER", "正文第1段"),
        ("ID-NUMBER", "表格1第1行第2格"),
        ("ID-NUMBER", "页眉"),
    }
    assert not reading.unreadable


def test_without_libreoffice_antiword_reads_and_says_what_it_passes_over(
    converted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require: Callable[..., None]
) -> None:
    require("antiword")
    antiword = shutil.which("antiword") or ""
    (tmp_path / "antiword").symlink_to(antiword)
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = read("a.wps", converted)
    assert {finding.rule for finding in reading.findings} == {"ID-NUMBER"}
    assert len({finding.key for finding in reading.findings}) == 3
    assert [gap.place for gap in reading.unreadable] == ["页眉、批注、文本框"]


def test_without_any_converter_the_file_is_named(
    converted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = read("a.doc", converted)
    assert [gap.code for gap in reading.unreadable] == ["no_converter"]
    assert "LibreOffice" in reading.unreadable[0].reason


@pytest.mark.parametrize(("name", "kind"), [("b.xls", "旧版Excel表格"), ("b.et", "WPS表格")])
def test_sheets_with_what_is_hidden_and_what_has_lost_digits(name: str, kind: str) -> None:
    sheets = {
        "名单": [["姓名", "证件"], ["甲", NUMBER], ["乙", int(THIRD)]],
        "底册": [[SECOND], [13812345678]],
    }
    reading = read(name, xls(sheets, hidden=["底册"]))
    assert {(finding.rule.removesuffix("-CUT"), finding.place) for finding in reading.findings} == {
        ("ID-NUMBER", "工作表“名单”第2行B列"),
        ("ID-NUMBER", "工作表“名单”第3行B列"),
        ("ID-NUMBER", "隐藏工作表“底册”第1行A列"),
        ("PHONE-MOBILE", "隐藏工作表“底册”第2行A列"),
        ("FILE-HIDDEN", ""),
    }
    assert reading.files[0].label == kind
    assert not reading.unreadable


def test_numbers_that_no_reader_gives_are_seen_in_the_bare_bytes() -> None:
    """A comment, a text box: whatever the library passes over stands in the file as plain signs."""
    data = xls({"名单": [["甲"]]})
    for spelled in (NUMBER.encode(), NUMBER.encode("utf-16-le")):
        reading = read("a.xls", data + b"\0" * 16 + spelled + b"\0" * 480)
        assert [(finding.rule, finding.place) for finding in reading.findings] == [
            ("ID-NUMBER", "文件的其他部分")
        ]


def test_an_old_file_that_is_broken_is_named() -> None:
    for name, stream in (("a.doc", "WordDocument"), ("a.xls", "Workbook"), ("a.ppt", "PowerPoint Document")):
        data = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + os.urandom(504)
            + stream.encode("utf-16-le")
            + os.urandom(3000)
        )
        if name == "a.xls":
            assert [gap.code for gap in read(name, data).unreadable] == ["damaged"]


def test_slides_are_read() -> None:
    assert [finding.place for finding in read("a.pptx", pptx(["甲", NUMBER])).findings] == ["第2页"]
