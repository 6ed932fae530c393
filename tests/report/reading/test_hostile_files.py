"""Files that are not reports, or are made to harm: a code, a Chinese message, bounded time and memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongkai.report.reading import ReadError, read_bytes, read_file
from gongkai.report.reading.source import MAX_BYTES
from gongkai.report.sample import sample
from gongkai.report.writing import render


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


RELATION = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r" Type="x/officeDocument" Target="%s"/></Relationships>'
)


def bomb(main: bytes) -> bytes:
    """A package whose main part unpacks to 100 MB of blanks."""
    return zipped(
        {"_rels/.rels": RELATION % main, main.decode(): b"<x>" + b" " * (100 * 1024 * 1024) + b"</x>"}
    )


def lying_bomb() -> bytes:
    """The same, with a directory that says the part is small."""
    data = bytearray(bomb(b"word/document.xml"))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rfind(mark)
        data[at + offset : at + offset + 4] = struct.pack("<I", 100)
    return bytes(data)


def far_away_cell() -> bytes:
    book = Workbook()
    book.active["A1"] = "规章"
    book.active["XFD1048576"] = 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    """The beginning of an OLE container that names this stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(2000)


def scanned_pdf() -> bytes:
    """A page that is a picture: no text layer."""
    picture = zlib.compress(bytes(64 * 64))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream" % (len(picture), picture),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(data))
    )


def inflating_pdf() -> bytes:
    """A page whose contents unpack to 1.5 GB: one deflated block over and over."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + block * 1536
    return scanned_pdf().replace(
        b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q \nendstream",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )


LETTER = "尊敬的客户：\n您好，您订购的三件商品已经发出，预计3天内送达。\n祝您生活愉快。\n"
MINUTES = "<html><body><h1>会议纪要</h1><table><tr><td>时间</td><td>3月</td></tr></table></body></html>"

CASES: dict[str, tuple[Callable[[], bytes], str, set[str]]] = {
    "empty": (lambda: b"", "a.txt", {"empty_file"}),
    "blank": (lambda: b" \n\n\t ", "a.txt", {"empty_file"}),
    "0-byte docx": (lambda: b"", "a.docx", {"empty_file"}),
    "zip bomb docx": (lambda: bomb(b"word/document.xml"), "a.docx", {"too_large"}),
    "zip bomb xlsx": (lambda: bomb(b"xl/workbook.xml"), "a.xlsx", {"too_large"}),
    "zip bomb that lies": (lying_bomb, "a.docx", {"too_large", "damaged"}),
    "far away cell": (far_away_cell, "a.xlsx", {"too_complex"}),
    "encrypted docx": (lambda: ole("EncryptedPackage"), "a.docx", {"encrypted"}),
    "no such OLE": (lambda: ole("Contents"), "a.doc", {"unsupported"}),
    "broken doc": (lambda: ole("WordDocument"), "a.doc", {"damaged", "no_converter", "not_a_report"}),
    "broken doc named docx": (
        lambda: ole("WordDocument"),
        "a.docx",
        {"damaged", "no_converter", "not_a_report"},
    ),
    "broken xls": (lambda: ole("Workbook"), "a.xls", {"damaged"}),
    "scanned PDF": (scanned_pdf, "a.pdf", {"no_text"}),
    "inflating PDF": (inflating_pdf, "a.pdf", {"too_complex", "too_slow", "no_text", "damaged"}),
    "cut PDF": (lambda: scanned_pdf()[:300], "a.pdf", {"damaged", "no_text"}),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png", {"picture"}),
    "JPEG named docx": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "a.docx", {"picture"}),
    "program": (lambda: b"\x7fELF" + bytes(range(256)) * 20, "a", {"unsupported"}),
    "random": (lambda: bytes(range(256)) * 40, "a.bin", {"unsupported", "encoding"}),
    "zip of texts": (lambda: zipped({"a.txt": b"x", "b.txt": b"y"}), "a.zip", {"unsupported"}),
    "OFD": (lambda: zipped({"OFD.xml": b"<ofd/>"}), "a.ofd", {"unsupported"}),
    "cut docx": (lambda: render(sample(), "docx")[:5000], "a.docx", {"damaged"}),
    "docx without document": (lambda: zipped({"[Content_Types].xml": b"<Types/>"}), "a.docx", {"damaged"}),
    "JSON of something else": (lambda: b'{"a": [1, 2]}', "a.json", {"not_a_report"}),
    "broken JSON": (lambda: b'{"agency": ', "a.json", {"damaged"}),
    "deep JSON": (lambda: b"[" * 100_000, "a.json", {"damaged", "not_a_report"}),
    "a letter": (LETTER.encode, "a.txt", {"not_a_report"}),
    "minutes": (MINUTES.encode, "a.html", {"not_a_report"}),
    "too large": (lambda: b"x" * (MAX_BYTES + 1), "a.txt", {"too_large"}),
    "endless text": (lambda: "公开工作".encode() * 400_000, "a.txt", {"too_large", "not_a_report"}),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_with_a_code_and_words(case: str) -> None:
    make, name, codes = CASES[case]
    data = make()
    with pytest.raises(ReadError) as refused:
        read_bytes(data, name)
    assert refused.value.code in codes
    assert any("\u4e00" <= char <= "\u9fff" for char in refused.value.message)


def test_a_bomb_costs_little_memory() -> None:
    data = bomb(b"word/document.xml")
    tracemalloc.start()
    with pytest.raises(ReadError):
        read_bytes(data, "a.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 80 * 1024 * 1024


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """200 MB on disk, none of it read."""
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(ReadError) as refused:
        read_file(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == "too_large"
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    ("name", "code"), [("missing.docx", "not_found"), (".", "not_a_file"), ("x" * 5000, "unreadable")]
)
def test_no_such_file(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_file(tmp_path / name)
    assert refused.value.code == code


def test_a_file_by_the_wrong_ending_is_told_by_its_content() -> None:
    report = sample()
    assert read_bytes(render(report, "docx"), "a.doc").figures == report.figures
    assert read_bytes(render(report, "html"), "a.doc").figures == report.figures
    assert read_bytes(render(report, "xlsx"), "a.docx").figures == report.figures
    assert read_bytes(render(report, "html"), "").figures == report.figures
