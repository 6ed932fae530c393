"""Templates out to Word and back; Word files of agencies; what is no use is said."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.law.letters import kind_of, kinds, template_lacks
from gongkai.letters.blocks import parse
from gongkai.letters.reading import Unreadable
from gongkai.letters.standard_texts import standard_text
from gongkai.letters.word_templates import template_as_docx, text_from_docx


@pytest.mark.parametrize("key", kinds())
def test_every_template_comes_back_from_word_as_it_went(key: str) -> None:
    text = standard_text(key)
    back = text_from_docx(template_as_docx(text))

    def said(words: str) -> list[str]:
        # widths of columns come back rounded
        return [line.split()[0] if line.startswith("【表格") else line for line in words.strip().split("\n")]

    assert said(back) == said(text)


def an_agencys_file() -> docx.document.Document:
    document = docx.Document()
    for words, centred in (
        ("示例市清河区水务局", True),
        ("政府信息不予公开告知书", True),
        ("{文号}", True),
        ("{申请人}：", False),
        ("本机关于{收到日期}收到{称呼}的申请，内容为：{申请内容}。", False),
        ("经审查，依据条例第十六条第一款，不予公开。理由：{理由}。", False),
        ("{救济途径}", False),
        ("附件：清单", False),
        ("{机关}", False),
        ("{日期}", False),
        ("（联系电话：{联系电话}）", False),
    ):
        paragraph = document.add_paragraph(words)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def saved(document: docx.document.Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_file_of_an_agency_is_read_by_its_look() -> None:
    text = text_from_docx(saved(an_agencys_file()))
    assert [line.split("】")[0] for line in text.split("\n") if line.startswith("【")] == [
        "【机关", "【标题", "【文号", "【主送", "【附件", "【落款", "【日期", "【附注",
    ]  # fmt: skip
    assert template_lacks(kind_of("denied_internal"), parse(text).outline()) == ()
    # The same file is no template for another ground.
    assert template_lacks(kind_of("denied_process"), parse(text).outline())


def test_files_of_no_use_are_refused_in_words() -> None:
    good = saved(an_agencys_file())
    tracked = an_agencys_file()
    tracked.element.body.append(
        parse_xml(f'<w:p {nsdecls("w")}><w:ins w:id="1" w:author="a"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>')
    )
    macros = BytesIO(good)
    with ZipFile(macros, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    for data, said in (
        (b"", "不是能读的docx"),
        (good[: len(good) // 2], "不是能读的docx"),
        (b"%PDF-1.7", "不是能读的docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "加了密码"),
        (saved(tracked), "修订"),
        (macros.getvalue(), "宏"),
        (b"PK" + b"\0" * (21 * 1024 * 1024), "超过20MB"),
    ):
        with pytest.raises(Unreadable, match=said):
            text_from_docx(data)
