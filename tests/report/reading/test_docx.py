"""Word documents: what a reader of the document sees is read, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.report.reading import ReadError, read_bytes
from gongkai.report.reading.document import Document, Grid, Line
from gongkai.report.reading.docx import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def packed(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A docx whose body is this markup; `parts` are further parts of word/, related by their names."""
    relations = "".join(
        f'<Relationship Id="r{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    frame = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    first = f'<Relationship Id="r1" Type="http://x/relationships/officeDocument" Target="{main}"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", frame.format(first))
        file.writestr("word/_rels/document.xml.rels", frame.format(relations))
        file.writestr(main, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, markup in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{markup}</w:{name}>")
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def grid(document: Document) -> dict[tuple[int, int], tuple[str, int, int]]:
    (found,) = [block for block in document.blocks if isinstance(block, Grid)]
    return {(one.row, one.column): (one.text, one.rowspan, one.colspan) for one in found.cells}


def test_merged_cells() -> None:
    body = table(
        cell("项", '<w:gridSpan w:val="2"/>') + cell("数"),
        cell("不予公开", '<w:vMerge w:val="restart"/>') + cell("1.属于国家秘密") + cell("3"),
        cell("", "<w:vMerge/>") + cell("2.其他") + cell("4"),
    )
    assert grid(read_docx(packed(body))) == {
        (0, 0): ("项", 1, 2),
        (0, 2): ("数", 1, 1),
        (1, 0): ("不予公开", 2, 1),
        (1, 1): ("1.属于国家秘密", 1, 1),
        (1, 2): ("3", 1, 1),
        (2, 1): ("2.其他", 1, 1),
        (2, 2): ("4", 1, 1),
    }


def test_rows_that_begin_further_right() -> None:
    row = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}'
    assert (1, 1) in grid(read_docx(packed(table(cell("a") + cell("c"), row))))


def test_old_style_horizontal_merger() -> None:
    body = table(
        cell("a", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("b"),
        cell("1") + cell("2") + cell("3"),
    )
    found = grid(read_docx(packed(body)))
    assert found[0, 0] == ("a", 1, 2)
    assert found[0, 2] == ("b", 1, 1)


def test_a_table_within_a_table_is_read_where_it_stands() -> None:
    inner = table(cell("规章") + cell("0"))
    body = table(f"<w:tc>{paragraph('前')}{inner}{paragraph('后')}</w:tc>{cell('旁')}")
    document = read_docx(packed(body))
    assert lines(document) == ["前", "后", "旁"]
    assert grid(document) == {(0, 0): ("规章", 1, 1), (0, 1): ("0", 1, 1)}


def test_text_boxes_are_read_once() -> None:
    """A text box stands twice in the file, for new and for old programs; a reader sees it once."""
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>框外</w:t><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(read_docx(packed(body))) == ["框外", "框内"]


def test_what_nobody_sees_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>丙</w:t></w:r>'
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"
    )
    assert lines(read_docx(packed(body))) == ["甲乙丙"]


def test_deleted_rows_are_not_read() -> None:
    gone = f"<w:trPr><w:del/></w:trPr>{cell('x')}{cell('9')}"
    assert len(grid(read_docx(packed(table(cell("a") + cell("1"), gone))))) == 2


def test_content_controls_are_opened() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('7')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('行政处罚')}{control}</w:tr></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{paragraph('一、总体情况')}</w:sdtContent></w:sdt><w:tbl>{row}</w:tbl>"
    document = read_docx(packed(body))
    assert lines(document) == ["一、总体情况"]
    assert grid(document)[0, 1][0] == "7"


def test_automatic_numbers_are_counted() -> None:
    """Word keeps 一、（一） apart from the text; on paper they stand there."""
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        '<w:abstractNum w:abstractNumId="5">'
        + level.format(0, "chineseCountingThousand", "%1、")
        + level.format(1, "decimal", "（%2）")
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    head = '<w:pPr><w:pStyle w:val="a"/></w:pPr>'
    below = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    body = paragraph("总体情况", head) + paragraph("甲", below) + paragraph("乙", below)
    body += "".join(paragraph(str(count), head) for count in range(2, 12)) + paragraph("丙", below)
    found = lines(read_docx(packed(body, numbering=numbering, styles=styles)))
    assert found[:4] == ["一、总体情况", "（1）甲", "（2）乙", "二、2"]
    assert found[-2:] == ["十一、11", "（1）丙"]


def test_breaks_and_tabs() -> None:
    body = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/></w:r></w:p>"
    assert lines(read_docx(packed(body))) == ["甲", "乙\t丙-"]


def test_the_main_part_may_have_another_name() -> None:
    assert lines(read_docx(packed(paragraph("甲"), main="word/document2.xml"))) == ["甲"]


def test_the_strict_edition_of_the_format() -> None:
    data = packed(paragraph("甲"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(name, part)
    assert lines(read_docx(buffer.getvalue())) == ["甲"]


def test_spans_beyond_measure_are_cut() -> None:
    body = table(cell("a", '<w:gridSpan w:val="2000000000"/>') + cell("1"), cell("b") + cell("2"))
    assert grid(read_docx(packed(body)))[0, 0][2] <= 100


@pytest.mark.parametrize("depth", [50, 300])
def test_tables_nested_without_end(depth: int) -> None:
    """Read or refused, never a crash."""
    body = paragraph("x")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(ReadError) as refused:
        read_bytes(packed(body), "a.docx")
    assert refused.value.code in ("not_a_report", "too_complex", "damaged")


def test_entities_are_not_resolved() -> None:
    markup = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {}><w:body>{}</w:body></w:document>'
    data = packed("")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = markup.format(NAMESPACES, "<w:p><w:r><w:t>甲&x;</w:t></w:r></w:p>").encode()
            target.writestr(name, part)
    assert lines(read_docx(buffer.getvalue())) == ["甲"]
