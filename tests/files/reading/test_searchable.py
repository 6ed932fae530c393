"""The words of files as their readers see them, and files that would never let their reader go."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.files import bombs

from gongkai.files.reading.errors import Refused
from gongkai.files.reading.searchable import Limits, words_of

from . import makers

SENTENCE = "各级人民政府应当加强对政府信息公开工作的组织领导，推进政务公开标准化规范化。"
ROWS = makers.table([[makers.paragraph(word) for word in row] for row in ("甲乙", "丙丁")])


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("txt", "第一行\n第二行".encode("gb18030"), "第一行\n第二行"),
        ("csv", "姓名,数量\n办事大厅,3".encode(), "姓名 数量\n办事大厅 3"),
        ("xlsx", makers.xlsx([["项目", "金额"], ["公用经费", 12.5]]), "名单\n项目 金额\n公用经费 12.5"),
        ("pptx", makers.pptx(["便民服务"]), "便民服务"),
        ("ofd", makers.ofd([["版", "式", "文件"], ["第二页"]]), "版式文件\n第二页"),
        ("docx", makers.docx(ROWS, header="页眉"), "甲 乙\n丙 丁\n页眉"),
    ],
)
def test_what_a_reader_sees_is_found(kind: str, data: bytes, expected: str) -> None:
    words = words_of(kind, data)
    assert (words.text, words.truncated) == (expected, False)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (
            "docx",
            makers.docx(
                makers.paragraph("正文")
                + f"<w:p><w:del>{makers.run('密').replace('<w:t', '<w:delText').replace('</w:t>', '</w:delText>')}</w:del></w:p>"
                + f"<w:p>{makers.run('密', '<w:rPr><w:vanish/></w:rPr>')}</w:p>",
                comments=["密"],
                author="密",
                custom="密",
            ),
        ),
        ("xlsx", makers.xlsx([["正文", ""], ["", ""]], hidden=[["密"]], comment="密", author="密")),
        ("pptx", makers.pptx(["正文"], notes="密")),
        ("ofd", makers.ofd([["正文"]], author="密")),
        (
            "pdf",
            makers.decorated_pdf(
                makers.pdf(["正文"], title="密"),
                note="密",
                field="密",
                author="密",
                attached=makers.docx(makers.paragraph("密")),
            ),
        ),
    ],
)
def test_what_a_reader_does_not_see_is_not_found(kind: str, data: bytes) -> None:
    text = words_of(kind, data).text
    assert "正文" in text
    assert "密" not in text


def test_a_word_that_stands_on_two_lines_of_a_pdf_is_found() -> None:
    page = f"#set page(width: 9cm)\n{SENTENCE * 6}"
    assert SENTENCE * 6 in words_of("pdf", makers.pdf([page])).text


def test_short_lines_of_a_pdf_stay_apart() -> None:
    page = f"#set page(width: 12cm)\n{SENTENCE * 3}\n\n主送\n\n抄送"
    assert words_of("pdf", makers.pdf([page])).text.endswith("\n主送\n抄送")


def test_an_old_word_file_is_read(tmp_path: Path, require: Callable[..., None]) -> None:
    require("soffice")
    folder = tmp_path
    (folder / "a.docx").write_bytes(makers.docx(makers.paragraph("旧版文档里的行政复议")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", folder, folder / "a.docx"],
        check=True,
        capture_output=True,
    )
    assert "旧版文档里的行政复议" in words_of("doc", (folder / "a.doc").read_bytes()).text


def test_pictures_have_no_words() -> None:
    words = words_of("png", makers.png(said="密"))
    assert (words.text, words.code) == ("", "picture")


def test_a_scan_says_why_it_has_no_words() -> None:
    empty = makers.pdf(["#rect(width: 5cm, height: 5cm)"])
    assert words_of("pdf", empty).code == "blank"


def test_ten_thousand_pages_are_read_up_to_the_limit() -> None:
    words = words_of("pdf", bombs.long_pdf(10_000), Limits(pages=50))
    assert words.truncated
    assert words.text.count("每页都有的文字") == 50


def test_a_pdf_that_takes_too_long_is_cut_off_where_its_reading_has_come_to() -> None:
    words = words_of("pdf", bombs.long_pdf(10_000), Limits(seconds=1, pages=10_000_000))
    assert 0 < words.text.count("每页都有的文字") <= 10_000


def test_more_words_than_are_kept_are_cut_off() -> None:
    words = words_of("txt", ("政" * 500 + "\n").encode() * 10, Limits(signs=1200))
    assert words.truncated
    assert len(re.sub(r"\s", "", words.text)) == 1200


@pytest.mark.parametrize(
    ("kind", "make", "code"),
    [
        ("pdf", bombs.endless_pdf, "too_"),  # whichever ends first: its time, or the memory of the child
        ("docx", bombs.zip_bomb, "bomb"),
        ("docx", bombs.deep_docx, "too_complex"),
        ("docx", bombs.entity_docx, "damaged"),
        ("pdf", bombs.locked_pdf, "encrypted"),
        ("pdf", lambda: b"%PDF-1.7\nnothing", "damaged"),
        ("docx", lambda: b"PK\x03\x04", "damaged"),
        ("none", bytes, "unsupported"),
    ],
    ids=["endless", "zip", "deep", "entities", "locked", "broken pdf", "broken docx", "unknown"],
)
def test_a_file_that_would_not_let_go_is_left(kind: str, make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        words_of(kind, make(), Limits(seconds=2))
    assert refused.value.code.startswith(code)


def test_signs_no_database_keeps_are_left_out() -> None:
    assert words_of("txt", "政\x00务\x08公\x1f开".encode()).text == "政务公开"
