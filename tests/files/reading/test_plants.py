"""Two hundred ID numbers planted in every place and format: all found, and what cannot be read is named."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from gongkai.files.reading import File, Metadata, Reading, WordList, read_item
from gongkai.files.reading.folding import key_of

from .makers import (
    SECRET,
    TODAY,
    decorated_pdf,
    docx,
    id_number,
    jpeg,
    ofd,
    paragraph,
    pdf,
    png,
    pptx,
    run,
    table,
    text_box,
    xlsx,
)

REVISED = 'w:id="1" w:author="某某" w:date="2026-01-01T00:00:00Z"'
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def read(title: str = "关于公示名单的公告", body: str = "<p>见附件。</p>", *files: File) -> Reading:
    return read_item(title, body, Metadata(), files, words=WordList(), today=TODAY, secret=SECRET)


def wide(number: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in number)


def in_docx(body: str = "", **parts: object) -> File:
    return File("名单.docx", docx(body, **parts))  # type: ignore[arg-type]


BODY: dict[str, Callable[[str], tuple[str, str]]] = {
    "标题": lambda number: (f"关于{number}的公告", ""),
    "段落": lambda number: ("公告", f"<p>身份证号：{number}。</p>"),
    "空格": lambda number: ("公告", f"<p>{number[:6]} {number[6:14]} {number[14:]}</p>"),
    "横线": lambda number: ("公告", f"<p>{number[:6]}-{number[6:14]}-{number[14:]}</p>"),
    "全角": lambda number: ("公告", f"<p>{wide(number)}</p>"),
    "零宽": lambda number: ("公告", f"<p>{number[:9]}\u200b{number[9:]}</p>"),
    "标签之间": lambda number: (
        "公告",
        f"<p>{number[:7]}<b>{number[7:11]}</b><span>{number[11:]}</span></p>",
    ),
    "格子": lambda number: (
        "公告",
        f"<table><tr><th>姓名</th><th>证件</th></tr><tr><td>张某</td><td>{number}</td></tr></table>",
    ),
    "格子里的格子": lambda number: (
        "公告",
        f"<table><tr><td><table><tr><td>{number}</td></tr></table></td></tr></table>",
    ),
    "图片说明": lambda number: ("公告", f'<p><img src="a" alt="{number}"></p>'),
    "链接": lambda number: ("公告", f'<p><a href="https://a.example/{number}.html">名单</a></p>'),
    "注释": lambda number: ("公告", f"<p>名单<!-- {number} --></p>"),
    "不显示": lambda number: ("公告", f'<p style="display:none">{number}</p>'),
}

FILES: dict[str, tuple[str, Callable[[str], File]]] = {
    "docx正文": ("正文第1段", lambda number: in_docx(paragraph(f"身份证号{number}"))),
    "docx分段": (
        "正文第2段",
        lambda number: in_docx(paragraph("甲") + paragraph(number[:3], number[3:10], number[10:])),
    ),
    "docx格子": (
        "表格1第2行第2格",
        lambda number: in_docx(
            table([[paragraph("姓名"), paragraph("证件")], [paragraph("甲"), paragraph(number)]])
        ),
    ),
    "docx格子换行": (
        "表格1第1行第1格",
        lambda number: in_docx(table([[paragraph(number[:10]) + paragraph(number[10:])]])),
    ),
    "docx内表": (
        "表格1第1行第1格内的表格第1行第1格",
        lambda number: in_docx(table([[table([[paragraph(number)]])]])),
    ),
    "docx页眉": ("页眉", lambda number: in_docx(header=number)),
    "docx页脚": ("页脚", lambda number: in_docx(footer=number)),
    "docx脚注": ("脚注", lambda number: in_docx(footnote=number)),
    "docx批注": ("批注第2条", lambda number: in_docx(comments=("请核", number))),
    "docx文本框": ("正文第1段处的文本框", lambda number: in_docx(text_box(paragraph(number)))),
    "docx修订加": (
        "正文第1段",
        lambda number: in_docx(f"<w:p>{run(number[:5])}<w:ins {REVISED}>{run(number[5:])}</w:ins></w:p>"),
    ),
    "docx修订删": (
        "正文第1段，修订（已删除）",
        lambda number: in_docx(
            f"<w:p>{run(number[:5])}<w:del {REVISED}><w:r><w:delText>{number[5:]}</w:delText></w:r></w:del></w:p>"
        ),
    ),
    "docx隐藏": ("正文第1段（隐藏文字）", lambda number: in_docx(f"<w:p>{run(number, HIDDEN)}</w:p>")),
    "docx作者": ("文件属性：作者", lambda number: in_docx(author=number)),
    "docx自定义": ("文件属性：经办", lambda number: in_docx(custom=number)),
    "docx内嵌": (
        "内嵌的文件，工作表“名单”第1行A列",
        lambda number: in_docx(more={"word/embeddings/sheet1.xlsx": xlsx([[number]])}),
    ),
    "xlsx格子": (
        "工作表“名单”第2行B列",
        lambda number: File("a.xlsx", xlsx([["姓名", "证件"], ["甲", number]])),
    ),
    "xlsx隐藏": (
        "隐藏工作表“底册”第1行A列",
        lambda number: File("a.xlsx", xlsx([["甲"]], hidden=[[number]])),
    ),
    "xlsx批注": ("工作表“名单”B2格的批注", lambda number: File("a.xlsx", xlsx([["甲"]], comment=number))),
    "xlsx页眉": ("工作表“名单”的页眉页脚", lambda number: File("a.xlsx", xlsx([["甲"]], header=number))),
    "xlsx作者": ("文件属性：作者", lambda number: File("a.xlsx", xlsx([["甲"]], author=number))),
    "xlsx文本框": ("文本框", lambda number: File("a.xlsx", xlsx([["甲"]], box=number))),
    "pptx": ("第1页", lambda number: File("a.pptx", pptx([number]))),
    "pptx备注": ("第1页的备注", lambda number: File("a.pptx", pptx(["甲"], notes=number))),
    "ofd": ("第2页", lambda number: File("a.ofd", ofd([["甲"], list(number)]))),
    "ofd作者": ("文件属性：作者", lambda number: File("a.ofd", ofd([["甲"]], author=number))),
    "txt": ("第2行", lambda number: File("a.txt", f"名单\n{number}\n".encode("gb18030"))),
    "csv": ("第2行第2格", lambda number: File("a.csv", f"姓名,证件\n甲,{number}\n".encode())),
    "jpeg": ("照片信息（EXIF）：说明", lambda number: File("a.jpg", jpeg(said=number))),
    "png": ("照片信息（EXIF）", lambda number: File("a.png", png(said=number))),
    "文件名": ("文件名", lambda number: File(f"张某{number}.txt", b"text")),
}


def found(reading: Reading, number: str) -> set[str]:
    """Where the number was found: told by the key, since no finding shows it."""
    key = key_of(SECRET, "ID-NUMBER", number)
    return {finding.place for finding in reading.findings if finding.key == key and finding.level == "block"}


@pytest.mark.parametrize("place", BODY)
def test_numbers_in_the_item_itself(place: str) -> None:
    chance = random.Random(place)
    for _ in range(5):
        number = id_number(chance)
        reading = read(*BODY[place](number))
        assert found(reading, number)
        assert number not in repr((reading.findings, reading.unreadable, reading.files))


@pytest.mark.parametrize("place", FILES)
def test_numbers_in_files(place: str) -> None:
    chance = random.Random(place)
    where, make = FILES[place]
    for _ in range(4):
        number = id_number(chance)
        reading = read("公告", "<p>见附件。</p>", make(number))
        assert where in found(reading, number), reading
        assert number not in repr((reading.findings, reading.unreadable, reading.files))


def test_numbers_in_a_pdf() -> None:
    """One file with a number on each of fifteen pages, in a table, and in what lies around the pages."""
    chance = random.Random(1)
    numbers = [id_number(chance) for _ in range(22)]
    pages = [f"公示名单 #linebreak() 身份证号 {number}" for number in numbers[:15]]
    pages.append(f"#table(columns: (1cm, 5cm, 3.2cm), [1], [甲], [{numbers[15]}])")
    pages.append(f"#table(columns: (1cm, 2cm), [1], [{numbers[16][:9]} {numbers[16][9:]}])")
    data = decorated_pdf(
        pdf(pages),
        note=numbers[17],
        box=numbers[18],
        field=numbers[19],
        author=numbers[20],
        attached=docx(paragraph(numbers[21])),
    )
    reading = read("公告", "", File("名单.pdf", data))
    places = [found(reading, number) for number in numbers]
    assert places[:17] == [{f"第{page}页"} for page in range(1, 18)]
    assert places[17:21] == [{"第1页的批注"}, {"第1页的批注"}, {"表单的格子"}, {"文件属性：作者"}]
    assert places[21] == {"内嵌的文件，正文第1段"}
    assert not any(number in repr(reading) for number in numbers)


def test_two_hundred_are_planted() -> None:
    assert len(BODY) * 5 + len(FILES) * 4 + 22 >= 200


def test_a_number_kept_as_a_number_has_lost_its_end_but_is_told() -> None:
    number = id_number(random.Random(3))
    data = xlsx([["姓名", "证件号码"], ["甲", int(number[:17] + "0")], ["乙", 3.70102199001011e17]])
    findings = read("公告", "", File("a.xlsx", data)).findings
    rules = {finding.place: finding.rule for finding in findings}
    # the digits written in place of the lost ones may fit the check sign: then it is an ID number like any other
    assert set(rules) == {"工作表“名单”第2行B列", "工作表“名单”第3行B列"}
    assert rules["工作表“名单”第3行B列"] == "ID-NUMBER-CUT"
    assert {finding.level for finding in findings} == {"block"}


def test_a_text_box_kept_twice_is_told_once() -> None:
    number = id_number(random.Random(4))
    reading = read("公告", "", in_docx(text_box(paragraph(number))))
    assert [finding.rule for finding in reading.findings] == ["ID-NUMBER"]


def test_what_cannot_be_read_is_named() -> None:
    """A scan, a picture, a damaged file, an unknown embedded file: each named, with a key that stays the same."""
    from PIL import Image

    scan_page = Image.new("RGB", (600, 800), "white")
    import io

    buffer = io.BytesIO()
    scan_page.save(buffer, "PDF")
    files = (
        File("扫描件.pdf", buffer.getvalue()),
        File("照片.jpg", jpeg()),
        File("坏的.pdf", b"%PDF-1.7\n nothing"),
        in_docx(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600}),
    )
    reading = read("公告", "", *files)
    assert [(gap.source, gap.place, gap.code) for gap in reading.unreadable] == [
        ("扫描件.pdf", "第1页", "scan"),
        ("照片.jpg", "", "picture"),
        ("坏的.pdf", "", "damaged"),
        ("名单.docx", "内嵌的文件", "unsupported"),
    ]
    assert [gap.key for gap in read("另一则", "", *files).unreadable] == [
        gap.key for gap in reading.unreadable
    ]
    assert not read("公告", "", *files).without({gap.key for gap in reading.unreadable}).unreadable
