"""Made-up files of the kinds offices hand in, and what must be refused."""

from __future__ import annotations

import hashlib
import io
import zipfile

from PIL import Image

PNG_SIZE = (40, 30)


def png(colour: str = "#1a4b8f") -> bytes:
    """A picture."""
    written = io.BytesIO()
    Image.new("RGB", PNG_SIZE, colour).save(written, "PNG")
    return written.getvalue()


def signed_pdf() -> bytes:
    """A PDF with what a signature leaves: a byte range, and bytes that no reader may put in order."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"4 0 obj<</FT/Sig/T(s)/V 5 0 R>>endobj\n"
        b"5 0 obj<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 400 800 200]/Contents<"
        + b"00" * 64
        + b">>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\r\n \r\n"
    )


def signed_ofd() -> bytes:
    """An OFD with a signature's folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr(
            "OFD.xml",
            '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.1">'
            "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
            "</ofd:DocBody></ofd:OFD>",
        )
        package.writestr("Doc_0/Document.xml", "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'/>")
        package.writestr("Doc_0/Signs/Signatures.xml", "<s/>")
        package.writestr("Doc_0/Signs/Sign_0/SignedValue.dat", bytes(range(256)))
    return written.getvalue()


def macro_docx() -> bytes:
    """A Word document that holds macros under the ending of one that does not."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        package.writestr("word/document.xml", "<w:document/>")
        package.writestr("word/vbaProject.bin", b"\0" * 100)
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

REFUSED: dict[str, bytes] = {
    "图.svg": SVG,
    "图.png": SVG,
    "页.html": HTML,
    "页.txt": HTML,
    "说明.pdf": HTML,
    "程序.exe": b"MZ\x90\0" + b"\0" * 64,
    "年报.pdf": b"MZ\x90\0" + b"\0" * 64,
    "表.xlsm": b"PK\x03\x04",
    "宏.docx": macro_docx(),
    "图和包.png": png() + b"PK\x03\x04" + b"\0" * 40 + b"<script>alert(1)</script>",
    "图和页.gif": b"GIF89a/*\x01\x00\x80\x00\x00*/=1;alert(1)//",
    "空.pdf": b"",
    "压缩.rar": b"Rar!\x1a\x07\x00" + b"\0" * 20,
    "无后缀": b"%PDF-1.7\n%%EOF",
}
"""What no form takes, by the name it comes under."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
