"""Makers of numbers and files for the tests: made-up people, real formats."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, timedelta
from xml.sax.saxutils import escape

import typst
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text

from gongkai.files.reading.numbers import check_sign, luhn_sign

TODAY = date(2026, 11, 23)
SECRET = b"a secret of the tests"
REGIONS = ("370102", "110105", "310115", "440306", "510107", "620102", "330106", "420106", "654002", "230103")


def id_number(chance: random.Random) -> str:
    """Make an ID number nobody was asked for: real region, birth date and check sign."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
    first = f"{chance.choice(REGIONS)}{born:%Y%m%d}{chance.randrange(1000):03}"
    return first + check_sign(first)


def mobile(chance: random.Random) -> str:
    return f"{chance.choice(('138', '159', '186', '199', '177'))}{chance.randrange(10**8):08}"


def bank_card(chance: random.Random) -> str:
    first = f"6222{chance.randrange(10**14):014}"
    return first + luhn_sign(first)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ALL = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PREFIX = "application/vnd.openxmlformats-officedocument"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*texts: str) -> str:
    return f"<w:p>{''.join(run(text) for text in texts)}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells hold the given XML."""
    lines = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def text_box(inside: str, *, vml: bool = True) -> str:
    """A text box as Word writes it: a drawing, and the same again for old programs."""
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice>{fallback if vml else ''}</mc:AlternateContent></w:r></w:p>"
    )


def docx(
    body: str = "",
    *,
    header: str = "",
    footer: str = "",
    footnote: str = "",
    comments: Iterable[str] = (),
    author: str = "",
    custom: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A Word document of raw XML, with the parts that are asked for."""
    parts: dict[str, str | bytes] = {}
    overrides = {"word/document.xml": f"{_PREFIX}.wordprocessingml.document.main+xml"}
    parts["word/document.xml"] = f"<w:document {ALL}><w:body>{body}</w:body></w:document>"
    wanted = {"header": (header, "hdr"), "footer": (footer, "ftr")}
    for name, (text, tag) in wanted.items():
        if text:
            parts[f"word/{name}1.xml"] = f"<w:{tag} {ALL}>{paragraph(text)}</w:{tag}>"
            overrides[f"word/{name}1.xml"] = f"{_PREFIX}.wordprocessingml.{name}+xml"
    if footnote:
        parts["word/footnotes.xml"] = (
            f'<w:footnotes {ALL}><w:footnote w:id="1">{paragraph(footnote)}</w:footnote></w:footnotes>'
        )
        overrides["word/footnotes.xml"] = f"{_PREFIX}.wordprocessingml.footnotes+xml"
    said = "".join(
        f'<w:comment w:id="{number}" w:author="某某">{paragraph(text)}</w:comment>'
        for number, text in enumerate(comments)
    )
    if said:
        parts["word/comments.xml"] = f"<w:comments {ALL}>{said}</w:comments>"
        overrides["word/comments.xml"] = f"{_PREFIX}.wordprocessingml.comments+xml"
    if author:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>通知</dc:title><dc:creator>{escape(author)}</dc:creator>'
            f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy></cp:coreProperties>"
        )
        parts["docProps/app.xml"] = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Company>{escape(author)}</Company><Pages>1</Pages></Properties>"
        )
    if custom:
        parts["docProps/custom.xml"] = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            f'<property fmtid="x" pid="2" name="经办"><vt:lpwstr>{escape(custom)}</vt:lpwstr></property></Properties>'
        )
    return zipped({**_frame(overrides, "word/document.xml"), **parts, **(more or {})})


def _frame(overrides: dict[str, str], main: str) -> dict[str, str | bytes]:
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{listed}</Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{main}"/>'
            "</Relationships>"
        ),
    }


def xlsx(
    cells: Iterable[Iterable[object]],
    *,
    hidden: Iterable[Iterable[object]] = (),
    comment: str = "",
    header: str = "",
    author: str = "",
    box: str = "",
) -> bytes:
    """A workbook made by openpyxl; a text box is put in by hand."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in cells:
        sheet.append(list(row))
    for number, row in enumerate(hidden):
        if number == 0:
            book.create_sheet("底册").sheet_state = "hidden"
        book["底册"].append(list(row))
    if comment:
        sheet["B2"].comment = Comment(comment, "某某")
    if header:
        sheet.oddHeader.center.text = header
    if author:
        book.properties.creator = author
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    if not box:
        return data
    return with_parts(
        data,
        {
            "xl/drawings/drawing9.xml": (
                '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
                'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p>'
                f"<a:r><a:t>{box[:9]}</a:t></a:r><a:r><a:t>{box[9:]}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
            )
        },
    )


def with_parts(data: bytes, more: dict[str, str | bytes]) -> bytes:
    """The package with further parts, or parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return zipped({**parts, **more})


def pdf(pages: Iterable[str], *, title: str = "") -> bytes:
    """A PDF of the pages, each a piece of typst."""
    head = '#set text(font: ("Noto Sans CJK SC", "Noto Serif CJK SC"), size: 11pt)\n'
    if title:
        head = f'#set document(author: "{title}")\n{head}'
    return bytes(typst.compile((head + "\n#pagebreak()\n".join(pages)).encode()))


def decorated_pdf(
    data: bytes, *, note: str = "", box: str = "", field: str = "", author: str = "", attached: bytes = b""
) -> bytes:
    """The PDF with annotations, a form field, properties, an attachment."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if note:
        writer.add_annotation(0, Text(text=note, rect=(50, 50, 90, 90)))
    if box:
        writer.add_annotation(0, FreeText(text=box, rect=(50, 150, 290, 190)))
    if field:
        one = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("a"),
                NameObject("/V"): TextStringObject(field),
            }
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(one)])})
        writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    if author:
        writer.add_metadata({"/Author": author})
    if attached:
        writer.add_attachment("list.docx", attached)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def ofd(pages: Iterable[Iterable[str]], *, author: str = "", signed: bool = False) -> bytes:
    """An OFD file; each page a list of pieces of text set on one line."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Author>{author}</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ns}/>",
    }
    for number, pieces in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{index}" Boundary="{10 + index * 5} 20 5 5"><ofd:TextCode X="0" Y="4">{escape(piece)}</ofd:TextCode></ofd:TextObject>'
            for index, piece in enumerate(pieces)
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    if signed:
        parts["Doc_0/Signs/Signatures.xml"] = f"<ofd:Signatures {ns}/>"
    return zipped(parts)


def pptx(slides: Iterable[str], *, notes: str = "") -> bytes:
    ns = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    parts: dict[str, str | bytes] = {"ppt/presentation.xml": f"<p:presentation {ns}/>"}
    for number, text in enumerate(slides, 1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {ns}><p:txBody><a:p><a:r><a:t>{text[:5]}</a:t></a:r><a:r><a:t>{text[5:]}</a:t></a:r></a:p></p:txBody></p:sld>"
        )
    if notes:
        parts["ppt/notesSlides/notesSlide1.xml"] = (
            f"<p:notes {ns}><a:p><a:r><a:t>{notes}</a:t></a:r></a:p></p:notes>"
        )
    overrides = {"ppt/presentation.xml": f"{_PREFIX}.presentationml.presentation.main+xml"}
    return zipped({**_frame(overrides, "ppt/presentation.xml"), **parts})


def jpeg(*, said: str = "", place: bool = False, turned: int = 1, size: tuple[int, int] = (120, 80)) -> bytes:
    """A photo with EXIF."""
    exif = Image.Exif()
    if said:
        exif[0x010E] = said
        exif[0x013B] = "Photographer"
    if place:
        exif.get_ifd(0x8825)[2] = (36.0, 40.0, 1.0)
    if turned > 1:
        exif[0x0112] = turned
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def png(*, said: str = "", size: tuple[int, int] = (120, 80)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (20, 130, 30)).save(buffer, "PNG")
    data = buffer.getvalue()
    if not said:
        return data
    body = b"tEXtComment\0" + said.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunk + data[33:]


def picture(kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (120, 80), (20, 30, 130)).save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()
