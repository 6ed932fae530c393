"""What a file is by its content; what is refused, and in what words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from gongkai.files.reading import KINDS, File, Refused, WordList, kind_of, read_item

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
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams: str) -> bytes:
    return OLE + b"\0" * 504 + b"\0\0".join(stream.encode("utf-16-le") for stream in streams) + b"\0" * 600


def locked_word() -> bytes:
    return (
        OLE
        + b"\0" * 504
        + b"\xec\xa5"
        + b"\0" * 8
        + struct.pack("<H", 0x0100)
        + b"\0" * 500
        + "WordDocument".encode("utf-16-le")
    )


TAKEN = {
    "a.docx": (docx(paragraph("甲")), "docx"),
    "a.DOCX": (docx(paragraph("甲")), "docx"),
    "a.xlsx": (xlsx([["甲"]]), "xlsx"),
    "a.pptx": (pptx(["甲"]), "pptx"),
    "a.pdf": (b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "pdf"),
    "a.ofd": (ofd([["甲"]]), "ofd"),
    "a.doc": (ole("WordDocument"), "doc"),
    "a.wps": (ole("WordDocument"), "wps"),
    "a.xls": (ole("Workbook"), "xls"),
    "a.et": (ole("Workbook"), "et"),
    "a.ppt": (ole("PowerPoint Document"), "ppt"),
    "a.dps": (ole("PowerPoint Document"), "dps"),
    "a.txt": ("公告".encode("gb18030"), "txt"),
    "b.txt": ("公告".encode("utf-16"), "txt"),
    "a.csv": ("姓名,年龄".encode(), "csv"),
    "a.jpg": (jpeg(), "jpeg"),
    "a.png": (png(), "png"),
    "a.gif": (picture("GIF"), "gif"),
    "a.webp": (picture("WEBP"), "webp"),
    "wrong.png": (jpeg(), "jpeg"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_kinds_that_are_taken(name: str) -> None:
    data, kind = TAKEN[name]
    typed = kind_of(name, data)
    assert typed.kind is KINDS[kind]
    assert not typed.signed


def gif_script() -> bytes:
    """The known trick: a GIF whose width reads as the start of a comment in JavaScript."""
    data = bytearray(picture("GIF"))
    data[6:8] = b"/*"
    return bytes(data[:-1]) + b"\x3b*/=1;alert(1)"


def swollen() -> bytes:
    return docx(more={"word/media/a.xml": b" " * (40 * 1024 * 1024)})


def locked_zip() -> bytes:
    data = bytearray(docx(paragraph("甲")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def huge_png() -> bytes:
    data = bytearray(png())
    data[16:24] = struct.pack(">II", 100_000, 100_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def twice_named() -> bytes:
    buffer = io.BytesIO(docx(paragraph("甲")))
    with zipfile.ZipFile(buffer, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


REFUSED = {
    "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    "svg as png": ("a.png", b"<?xml version='1.0'?>\n<svg onload='alert(1)'/>", "svg"),
    "svg in utf-16": ("a.txt", "<svg onload='alert(1)'/>".encode("utf-16"), "svg"),
    "html": ("a.html", b"<html></html>", "html"),
    "html as txt": ("a.txt", b"\n <!-- x --> <!DOCTYPE html><p>", "html"),
    "html as doc": ("a.doc", b"<html><body><p>x</p></body></html>", "html"),
    "script as csv": ("a.csv", b"a,b\n<script>alert(1)</script>", "html"),
    "mhtml as doc": ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related", "html"),
    "xml": ("a.xml", b"<a/>", "html"),
    "exe": ("a.exe", b"MZ\x90\0", "program"),
    "exe as pdf": ("a.pdf", b"MZ\x90\0\x03" + b"\0" * 50, "program"),
    "exe behind a double ending": ("报告.pdf.exe", b"MZ", "program"),
    "script": ("a.js", b"alert(1)", "program"),
    "shell as txt": ("a.txt", b"#!/bin/sh\nrm", "program"),
    "php as jpg": ("a.jpg", b"<?php echo 1;", "program"),
    "docm": ("a.docm", docx(paragraph("甲")), "macro"),
    "docx with macros": ("a.docx", docx(more={"word/vbaProject.bin": b"x"}), "macro"),
    "docx with macros under another name": (
        "a.docx",
        with_parts(
            docx(),
            {
                "[Content_Types].xml": '<Types><Override PartName="/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            },
        ),
        "macro",
    ),
    "xlsx with old macros": (
        "a.xlsx",
        with_parts(xlsx([["甲"]]), {"xl/macrosheets/sheet1.xml": "<x/>"}),
        "macro",
    ),
    "doc with macros": ("a.doc", ole("WordDocument", "_VBA_PROJECT"), "macro"),
    "zip": ("a.zip", zipped({"a.txt": "x"}), "archive"),
    "zip as docx": ("a.docx", zipped({"a.txt": "x"}), "archive"),
    "rar": ("a.rar", b"Rar!\x1a\x07\0", "archive"),
    "7z": ("a.7z", b"7z\xbc\xaf\x27\x1c", "archive"),
    "encrypted docx": ("a.docx", ole("EncryptedPackage"), "encrypted"),
    "encrypted doc": ("a.doc", locked_word(), "encrypted"),
    "encrypted zip": ("a.docx", locked_zip(), "encrypted"),
    "gif and script": ("a.gif", gif_script(), "polyglot"),
    "gif and html": ("a.gif", picture("GIF", comment=b"<script>alert(1)</script>"), "polyglot"),
    "jpeg and zip": ("a.jpg", jpeg() + zipped({"a.txt": "x"}), "polyglot"),
    "png and zip": ("a.png", png() + zipped({"a.txt": "x"}), "polyglot"),
    "webp and pdf": ("a.webp", picture("WEBP") + b"%PDF-1.4", "polyglot"),
    "png and html": ("a.png", png(said="<html><script>"), "polyglot"),
    "jpeg and php": ("a.jpg", jpeg(said="<?php system($_GET[0]);"), "polyglot"),
    "pdf and html": ("a.pdf", b"<html>%PDF-1.4", "polyglot"),
    "pdf with html in its head": ("a.pdf", b"%PDF-1.4\n%<script>alert(1)</script>", "polyglot"),
    "pdf and zip": ("a.pdf", b"%PDF-1.4\n" + zipped({"a.txt": "x"}), "polyglot"),
    "docx as pdf": ("a.pdf", docx(paragraph("甲")), "ending"),
    "pdf as docx": ("a.docx", b"%PDF-1.4\n", "ending"),
    "picture as pdf": ("a.pdf", png(), "ending"),
    "no ending": ("公告", docx(paragraph("甲")), "ending"),
    "bomb": ("a.docx", swollen(), "bomb"),
    "huge picture": ("a.png", huge_png(), "bomb"),
    "two parts of one name": ("a.docx", twice_named, "damaged"),
    "cut off zip": ("a.docx", docx(paragraph("甲"))[:300], "damaged"),
    "cut off jpeg": ("a.jpg", jpeg()[:200], "damaged"),
    "cut off png": ("a.png", png()[:60], "damaged"),
    "noise": ("a.docx", bytes(range(256)) * 4, "damaged"),
    "noise without a known ending": ("a.xyz", bytes(range(256)) * 4, "unsupported"),
    "rtf": ("a.doc", b"{\\rtf1 x}", "unsupported"),
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", b"\0\0 \n", "empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    name, data, code = REFUSED[case]
    data = data() if callable(data) else data
    with pytest.raises(Refused) as refusal:
        kind_of(name, data)
    assert refusal.value.code == code
    assert any("\u4e00" <= sign <= "\u9fff" for sign in refusal.value.message)
    reading = read_item("公告", "", files=[File(name, data)], words=WordList(), today=TODAY, secret=SECRET)
    assert [finding.rule for finding in reading.blocks] == ["FILE-REFUSED"]


def test_signed_files_are_known() -> None:
    signed = b"%PDF-1.4\n1 0 obj<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange [0 10 20 30]/Contents<00>>>endobj\n%%EOF"
    assert kind_of("a.pdf", signed).signed
    assert kind_of("a.ofd", ofd([["甲"]], signed=True)).signed
    assert kind_of("a.docx", with_parts(docx(paragraph("甲")), {"_xmlsignatures/sig1.xml": "<x/>"})).signed


@pytest.mark.parametrize(
    "name",
    [
        "字" * 81 + ".docx",
        "a" * 250 + ".docx",
        "../../etc/passwd.docx",
        "a\0b.docx",
        "\u202excod.docx",
        "🏛.docx",
    ],
)
def test_odd_names(name: str) -> None:
    assert kind_of(name, docx(paragraph("甲"))).kind.id == "docx"
    reading = read_item(
        "公告", "", files=[File(name, docx(paragraph("甲")))], words=WordList(), today=TODAY, secret=SECRET
    )
    assert reading.files[0].kind == "docx"


def test_ordinary_photos_of_phones_are_taken() -> None:
    """Phones hang a second picture or notes of their own behind the first one."""
    buffer = io.BytesIO()
    Image.new("RGB", (200, 100)).save(buffer, "JPEG", progressive=True)
    assert kind_of("a.jpg", buffer.getvalue() + jpeg()).kind.id == "jpeg"
    assert kind_of("a.jpg", buffer.getvalue() + b"SEFT\0\0trailer").kind.id == "jpeg"


def test_a_pdf_that_carries_a_docx_is_no_polyglot() -> None:
    data = decorated_pdf(pdf(["甲"]), attached=docx(paragraph("乙")))
    assert kind_of("a.pdf", data).kind.id == "pdf"
