"""Word and PDF of every letter: the same words in both, the layout of GB/T 9704."""

from __future__ import annotations

from io import BytesIO

import docx
import pdfplumber
import pytest
from docx.shared import Mm
from tests.letters.made import values

from gongkai.law.letters import kinds, plain
from gongkai.letters.blocks import parse
from gongkai.letters.filling import Letter, Line, fill
from gongkai.letters.printing.layout import signature, title_lines
from gongkai.letters.printing.pdf import as_pdf
from gongkai.letters.printing.word import as_docx
from gongkai.letters.reading import text_of_docx, text_of_pdf
from gongkai.letters.standard_texts import standard_text
from gongkai.report.writing.errors import GlyphMissing


@pytest.mark.parametrize("key", kinds())
def test_word_and_pdf_say_the_same(key: str) -> None:
    letter = fill(parse(standard_text(key)), values(key))
    word, pdf = as_docx(letter), as_pdf(letter)
    assert plain(text_of_docx(word)) == plain(text_of_pdf(pdf)) == plain(letter.text())


def test_the_same_letter_gives_the_same_bytes() -> None:
    letter = fill(parse(standard_text("partly")), values("partly"))
    assert as_docx(letter) == as_docx(letter)
    assert as_pdf(letter) == as_pdf(letter)


def test_22_lines_of_28_characters_within_the_margins() -> None:
    letter = Letter((Line("paragraph", "国" * (28 * 40 - 2)),))
    with pdfplumber.open(BytesIO(as_pdf(letter))) as pdf:
        page = pdf.pages[0]
        rows: dict[int, list[float]] = {}
        for one in page.chars:
            if one["text"] == "国":
                rows.setdefault(round(one["top"]), []).append(one["x0"])
        assert (round(page.width), round(page.height)) == (595, 842)
        assert len(rows) == 22
        full = list(rows.values())[1:]
        assert {len(one) for one in full} == {28}
        millimetre = 72 / 25.4
        assert min(min(one) for one in full) == pytest.approx(28 * millimetre, abs=1)
        assert max(max(one) for one in full) + 16 == pytest.approx(184 * millimetre, abs=2)
    section = docx.Document(BytesIO(as_docx(letter))).sections[0]
    assert [
        round(one / Mm(1)) for one in (section.top_margin, section.left_margin, section.right_margin)
    ] == [
        37,
        28,
        26,
    ]


def test_the_signature_is_never_alone_on_a_page() -> None:
    for lines in range(15, 21):
        words = Line("paragraph", "国" * (28 * lines - 2))
        letter = Letter(
            (
                words,
                Line("paragraph", "特此告知。"),
                Line("agency", "示例局"),
                Line("date", "2026年3月23日"),
                Line("note", "联系电话"),
            )
        )
        with pdfplumber.open(BytesIO(as_pdf(letter))) as pdf:
            last = pdf.pages[-1].extract_text()
        assert "特此告知" in last
        assert "示例局" in last
        assert "联系电话" in last
        word = docx.Document(BytesIO(as_docx(letter)))
        assert [one.paragraph_format.keep_with_next for one in word.paragraphs] == [
            None,
            True,
            True,
            True,
            None,
        ]


def test_agency_and_date_share_their_middle() -> None:
    for name in ("示例局", "示例市清河区人力资源和社会保障局"):
        blocks = (Line("agency", name), Line("date", "2026年3月23日"))
        found = signature(blocks)
        assert found.agency + len(name) / 2 == pytest.approx(found.date + (3 + 7 / 2) / 2, abs=0.51)
        assert found.agency >= 2


def test_long_titles_break_where_words_end() -> None:
    assert title_lines("政府信息公开告知书") == ["政府信息公开告知书"]
    assert title_lines("示例市清河区水务局关于报送政府信息公开工作情况的函") == [
        "示例市清河区水务局",
        "关于报送政府信息公开工作情况的函",
    ]


def test_a_character_no_font_has_is_said() -> None:
    letter = Letter((Line("paragraph", "姓名\U000f0000"),))
    with pytest.raises(GlyphMissing, match="U\\+F0000"):
        as_pdf(letter)
    assert as_docx(letter)
