"""Files made to exhaust whoever reads them."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter
from tests.files.reading.makers import ALL, docx, paragraph, pdf, zipped


def endless_pdf(levels: int = 12, times: int = 10) -> bytes:
    """A PDF of two thousand bytes whose page shows a form ten times, which shows another ten times, and so on: 10^12 words."""
    do = b"/X Do " * times
    word = b"BT /F1 12 Tf 10 10 Td (word) Tj ET "
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(word + do), word + do),
    ]
    for level in range(1, levels + 1):
        last = level == levels
        shown = word if last else do
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (len(objects) + 2)
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>%s>>/Length %d>>stream\n%s\nendstream"
            % (inner, len(shown), shown)
        )
    written, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(written))
    )


def long_pdf(pages: int) -> bytes:
    """A PDF of many pages, all alike."""
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(pdf(["每页都有的文字"]))).pages[0]
    for _ in range(pages):
        writer.add_page(page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["密文"]))))
    writer.encrypt("secret", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def zip_bomb() -> bytes:
    """A Word document of a hundred kilobytes that unpacks to a hundred megabytes."""
    return docx(paragraph("字"), more={"word/document.xml": f"<w:document {ALL}>{' ' * 10**8}</w:document>"})


def deep_docx() -> bytes:
    """A Word document with tables in tables, fifty thousand deep."""
    return docx("<w:tbl><w:tr><w:tc>" * 50_000 + paragraph("字") + "</w:tc></w:tr></w:tbl>" * 50_000)


def entity_docx() -> bytes:
    """A Word document whose XML asks for a billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
                'Target="word/document.xml"/></Relationships>'
            ),
            "word/document.xml": f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document {ALL}><w:body>{paragraph("&l9;")}</w:body></w:document>',
        }
    )
