"""Files made to harm, or merely broken: a named refusal or a named gap, never anything else."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.files.reading import File, Reading, WordList, default_words, read_item, stripped
from gongkai.files.reading.errors import Refused
from gongkai.files.reading.formats.pdf import parse
from gongkai.files.reading.kinds import KINDS, kind_of
from gongkai.files.reading.strip import strip_pdf
from gongkai.files.reading.texts import read_texts

from .makers import SECRET, TODAY, W, docx, jpeg, ofd, paragraph, picture, png, pptx, table, with_parts, xlsx

ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{"&" + chr(97 + n) + ";"}">' for n in range(20)
    )
    + "]>"
)


def read(*files: File, body: str = "") -> Reading:
    return read_item("公告", body, files=files, words=WordList(), today=TODAY, secret=SECRET)


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * depth


def inside_itself(depth: int) -> bytes:
    data = docx(paragraph("最里面"))
    for _ in range(depth):
        data = docx(paragraph("外面"), more={"word/embeddings/a.docx": data})
    return data


GAPS = {
    "nested tables": (docx(nested(10_000)), "too_complex"),
    "entities": (
        with_parts(
            docx(), {"word/document.xml": f"{ENTITIES}<w:document {W}><w:body>&t;</w:body></w:document>"}
        ),
        "damaged",
    ),
    "outside entity": (
        with_parts(
            docx(),
            {
                "word/document.xml": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document {W}>&a;</w:document>'
            },
        ),
        "damaged",
    ),
    "broken xml": (with_parts(docx(), {"word/document.xml": "<w:document"}), "damaged"),
    "empty main part": (with_parts(docx(), {"word/document.xml": b""}), "damaged"),
    "large part": (
        with_parts(docx(), {"word/document.xml": random.Random(1).randbytes(33 * 1024 * 1024)}),
        "bomb",
    ),
}


@pytest.mark.parametrize("case", GAPS)
def test_what_cannot_be_read_is_a_gap_with_a_name(case: str) -> None:
    data, code = GAPS[case]
    reading = read(File("a.docx", data))
    assert [(gap.code, gap.place) for gap in reading.unreadable] == [(code, "")]
    assert not any(finding.rule == "FILE-REFUSED" for finding in reading.findings)


def test_files_in_files_are_opened_to_a_depth() -> None:
    reading = read(File("a.docx", inside_itself(8)))
    assert [gap.code for gap in reading.unreadable] == ["too_complex"]
    assert reading.unreadable[0].place.startswith("内嵌的文件")


def test_a_body_nested_ten_thousand_deep_is_read() -> None:
    number = "11010519491231002X"
    reading = read(body="<div>" * 10_000 + number + "<table><tr><td>" * 2_000 + number)
    assert {finding.rule for finding in reading.findings} == {"ID-NUMBER"}


@pytest.mark.parametrize(
    "body",
    [
        "<",
        "<<<>>>",
        "\0",
        "<!--",
        "&#0;&#x110000;",
        "<p",
        "]]>",
        "<table><td><tr>",
        "\ud800<p>甲</p>",
        "<a href=''></a>",
    ],
)
def test_odd_bodies(body: str) -> None:
    read(body=body)


def test_packages_of_a_later_or_another_packing_are_damaged() -> None:
    """A version of zip that is not known; a part that says it is packed by LZMA and is not."""
    from gongkai.report.reading import ReadError, read_bytes

    whole = bytearray(docx(paragraph("甲")))
    later, other = whole.copy(), whole.copy()
    for at in _heads(whole):
        later[at + 6] = 64
        other[at + 10 : at + 12] = b"\x0e\0"
    for at in _heads(whole, b"PK\x03\x04"):
        other[at + 8 : at + 10] = b"\x0e\0"
    for data in (later, other):
        with pytest.raises(Refused) as refusal:
            kind_of("a.docx", bytes(data))
        assert refusal.value.code == "damaged"
        with pytest.raises(ReadError) as refused:
            read_bytes(bytes(data), "a.docx")
        assert refused.value.code == "damaged"


def _heads(data: bytearray, mark: bytes = b"PK\x01\x02") -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 4)
    return found


WHOLE = {
    "docx": docx(table([[paragraph("甲"), paragraph("乙")]]), header="丙", comments=("丁",), author="戊"),
    "xlsx": xlsx([["甲", 1], ["合计", 1]], comment="乙", author="丙"),
    "pptx": pptx(["一页"], notes="备注"),
    "ofd": ofd([["甲"]], author="乙"),
    "jpeg": jpeg(said="a", place=True),
    "png": png(said="a"),
    "gif": picture("GIF", comment=b"x"),
    "webp": picture("WEBP"),
    "csv": "甲,乙\n1,2\n".encode(),
}


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_broken_files_are_refused_or_read(kind: str, data: st.DataObject) -> None:
    """Cut off, changed or doubled anywhere: only `Refused` may come out."""
    whole = WHOLE[kind]
    cut = data.draw(st.integers(1, len(whole)))
    changed = bytearray(whole[:cut] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    name = f"a.{KINDS[kind].endings[0]}"
    with contextlib.suppress(Refused):
        typed = kind_of(name, bytes(changed))
        with contextlib.suppress(Refused):
            stripped(typed, bytes(changed))
        read_texts(typed.kind, bytes(changed))
    read(File(name, bytes(changed)))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_broken_pdfs_are_refused_or_read(data: st.DataObject) -> None:
    whole = _pdf()
    changed = bytearray(whole[: data.draw(st.integers(200, len(whole)))])
    for _ in range(data.draw(st.integers(0, 20))):
        changed[data.draw(st.integers(8, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Refused):
        strip_pdf(bytes(changed), 0)
    with contextlib.suppress(Refused):
        parse(bytes(changed), 0)


_KEPT: list[bytes] = []


def _pdf() -> bytes:
    from .makers import decorated_pdf, pdf

    if not _KEPT:
        _KEPT.append(decorated_pdf(pdf(["甲", "乙"]), note="丙", field="丁", author="戊"))
    return _KEPT[0]


def test_a_pdf_with_a_password_is_refused() -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    from .makers import pdf

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["甲"]))))
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    reading = read(File("a.pdf", buffer.getvalue()))
    assert [finding.rule for finding in reading.blocks] == ["FILE-REFUSED"]
    assert "密码" in reading.blocks[0].message


def test_the_default_words_find_nothing_in_noise() -> None:
    read_item(
        "",
        "\0" * 100,
        files=[File("a.txt", bytes(range(256)))],
        words=default_words(),
        today=TODAY,
        secret=SECRET,
    )


def test_a_list_of_thousands_is_told_in_short() -> None:
    from .makers import id_number

    chance = random.Random(6)
    rows = "\n".join(f"甲,{id_number(chance)}" for _ in range(1500))
    reading = read(File("a.csv", f"姓名,证件\n{rows}".encode()))
    assert len(reading.findings) == 1001
    assert "另有500处" in reading.findings[-1].message
