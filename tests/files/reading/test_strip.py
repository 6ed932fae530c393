"""Metadata is taken out before a file goes public, and nothing else; signed files stay as they are."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from gongkai.files.reading import File, Refused, WordList, kind_of, read_item, stripped

from .makers import (
    SECRET,
    TODAY,
    decorated_pdf,
    docx,
    jpeg,
    ofd,
    paragraph,
    pdf,
    picture,
    png,
    pptx,
    with_parts,
    xlsx,
)

NAME = "Zhangsan of Qingshi"


def strip(name: str, data: bytes) -> bytes:
    return stripped(kind_of(name, data), data).data


def everything_in(data: bytes) -> bytes:
    """All bytes of a package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return b"".join(file.read(name) for name in file.namelist())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.docx",
            docx(
                paragraph("BODY"), author=NAME, custom=NAME, more={"word/media/image1.jpg": jpeg(said=NAME)}
            ),
        ),
        ("a.xlsx", xlsx([["BODY"]], author=NAME)),
        ("a.ofd", ofd([["BODY"]], author=NAME)),
        (
            "a.pptx",
            with_parts(
                pptx(["BODYBODY"]),
                {
                    "docProps/core.xml": f'<c:coreProperties xmlns:c="c"><c:lastModifiedBy>{NAME}</c:lastModifiedBy></c:coreProperties>'
                },
            ),
        ),
    ],
)
def test_packages(name: str, data: bytes) -> None:
    assert NAME.encode() in everything_in(data)
    clean = strip(name, data)
    assert NAME.encode() not in everything_in(clean)
    assert b"BO" in everything_in(clean)
    assert kind_of(name, clean).kind == kind_of(name, data).kind
    assert strip(name, clean) == clean


def test_office_programs_still_open_them() -> None:
    document = Document()
    document.add_paragraph("正文")
    document.core_properties.author = NAME
    buffer = io.BytesIO()
    document.save(buffer)
    again = Document(io.BytesIO(strip("a.docx", buffer.getvalue())))
    assert again.paragraphs[0].text == "正文"
    assert again.core_properties.author == ""
    book = load_workbook(io.BytesIO(strip("a.xlsx", xlsx([["甲", 1]], comment="批注", author=NAME))))
    assert book.active["A1"].value == "甲"
    assert book.properties.creator != NAME


def test_photos_keep_every_point_and_how_they_are_turned() -> None:
    data = jpeg(said=NAME, place=True, turned=6)
    assert b"GPS" in repr(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)).encode() or Image.open(
        io.BytesIO(data)
    ).getexif().get_ifd(0x8825)
    clean = strip("a.jpg", data + b"trailer " + NAME.encode())
    assert NAME.encode() not in clean
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(clean))
    assert dict(after.getexif()) == {0x0112: 6}
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", png(said=NAME)),
        ("a.gif", picture("GIF", comment=NAME.encode())),
        (
            "a.webp",
            picture(
                "WEBP", lossless=True, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0" + NAME.encode(), xmp=NAME.encode()
            ),
        ),
    ],
)
def test_other_pictures(name: str, data: bytes) -> None:
    assert NAME.encode() in data
    clean = strip(name, data)
    assert NAME.encode() not in clean
    before, after = Image.open(io.BytesIO(data)).convert("RGB"), Image.open(io.BytesIO(clean)).convert("RGB")
    assert before.tobytes() == after.tobytes()
    assert kind_of(name, clean).kind == kind_of(name, data).kind


def test_moving_pictures_keep_moving() -> None:
    frames = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (10, 120, 240)]
    for kind, name in (("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")):
        buffer = io.BytesIO()
        frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], loop=0, duration=100)
        after = Image.open(io.BytesIO(strip(name, buffer.getvalue())))
        assert getattr(after, "n_frames", 1) == 3
        assert after.info.get("loop") == 0


def test_pdf_properties_go_and_the_rest_stays() -> None:
    data = decorated_pdf(pdf(["第一页", "第二页"], title=NAME), note="批注", field="格子", author=NAME)
    clean = strip("a.pdf", data)
    assert NAME.encode() not in clean
    reader = PdfReader(io.BytesIO(clean))
    assert reader.metadata is None or not reader.metadata.author
    assert reader.xmp_metadata is None
    assert len(reader.pages) == 2
    assert "第一页" in reader.pages[0].extract_text()
    assert reader.root_object["/AcroForm"]
    assert reader.root_object.get("/StructTreeRoot") is not None
    reading = read_item(
        "公告", "", files=[File("a.pdf", clean)], words=WordList(), today=TODAY, secret=SECRET
    )
    assert not reading.unreadable


SIGNED = {
    "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange [0 10 20 30]/Contents<00>>>endobj\n%%EOF",
    "a.ofd": ofd([["甲"]], author=NAME, signed=True),
    "a.docx": with_parts(docx(paragraph("甲"), author=NAME), {"_xmlsignatures/sig1.xml": "<x/>"}),
}


@pytest.mark.parametrize("name", SIGNED)
def test_signed_files_stay_byte_for_byte(name: str) -> None:
    result = stripped(kind_of(name, SIGNED[name]), SIGNED[name])
    assert result.data == SIGNED[name]
    assert not result.changed
    assert "签章" in result.kept


def test_what_cannot_be_stripped_says_so() -> None:
    with pytest.raises(Refused):
        strip("a.pdf", b"%PDF-1.4\nnothing")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    result = stripped(kind_of("a.doc", ole), ole)
    assert "旧版Word" in result.kept
    assert result.data == ole
