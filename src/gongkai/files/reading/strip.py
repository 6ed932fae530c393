"""Take out of a file what is said about it (metadata: author, company, place of a photo) before it goes public.

A signed file stays byte for byte: any change would break the signature. What was taken out is proved by reading the file again.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from .apart import strip_apart
from .errors import Refused
from .kinds import KINDS, Kind, Typed
from .picture_parts import damaged, parts_of, without_notes
from .refusals import encrypted

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_APP = "docProps/app.xml"
_CUSTOM = "docProps/custom.xml"
_KEPT_CORE = frozenset(("title", "language", "created", "modified"))
_DROPPED_APP = frozenset(("Manager", "Company", "HyperlinkBase", "Template", "TotalTime", "LastAuthor"))
_EMPTY_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_REVISION_IDS = re.compile(rb'\sw:rsid\w*="[0-9A-Fa-f]{8}"')
_OFD_PRIVATE = frozenset(("Author", "Creator", "CreatorVersion", "CustomDatas"))


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file without its metadata. `changed` is False where there was nothing to take out, or where it must not be touched.

    `kept` says in Chinese why metadata stays, "" where none does.
    """

    data: bytes
    changed: bool
    kept: str = ""


def stripped(typed: Typed, data: bytes) -> Stripped:
    """Return the file without its metadata. Raises `Refused` where it cannot be done (damaged, a password)."""
    if typed.signed:
        return Stripped(data, False, "文件带有电子签章，改动会使签章失效，文件属性保持原样")
    kind = typed.kind
    if kind.picture:
        return _picture(kind, data)
    if kind.id in ("docx", "xlsx", "pptx"):
        return _office(data)
    if kind.id == "ofd":
        return _ofd(data)
    if kind.id == "pdf":
        return Stripped(strip_apart(data), True)
    if kind.id in ("txt", "csv"):
        return Stripped(data, False)
    return Stripped(data, False, f"{KINDS[kind.id].label}的文件属性无法去掉，请另存为新版格式后再上传")


def _picture(kind: Kind, data: bytes) -> Stripped:
    clean = without_notes(kind.id, data)
    again = parts_of(kind.id, clean)
    if any(len(note) > 40 for note in again.notes) or again.trailing:
        raise damaged()
    return Stripped(clean, clean != data)


def _office(data: bytes) -> Stripped:
    def mended(name: str, part: bytes) -> bytes:
        if name == _CORE:
            return _filtered(part, lambda tag: tag in _KEPT_CORE)
        if name == _APP:
            return _filtered(part, lambda tag: tag not in _DROPPED_APP)
        if name == _CUSTOM:
            return _EMPTY_CUSTOM
        if name.startswith("word/") and name.endswith(".xml"):
            return _REVISION_IDS.sub(b"", part)
        return _media(name, part)

    return _repacked(data, mended)


def _ofd(data: bytes) -> Stripped:
    def mended(name: str, part: bytes) -> bytes:
        if name.rpartition("/")[2].lower() == "ofd.xml":
            return _filtered(part, lambda tag: tag not in _OFD_PRIVATE, deep=True)
        return _media(name, part)

    return _repacked(data, mended)


def _media(name: str, part: bytes) -> bytes:
    """Take what is said about a picture out of one within a document; a picture nobody understands stays."""
    ending = name.rpartition(".")[2].lower()
    kind = next((kind for kind in KINDS.values() if kind.picture and ending in kind.endings), None)
    if kind is None:
        return part
    try:
        return without_notes(kind.id, part)
    except Refused:
        return part


def _filtered(part: bytes, keep: Callable[[str], bool], *, deep: bool = False) -> bytes:
    """Return XML without the elements whose names are not kept: those below the root, or everywhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    for node in list(root.iter() if deep else root):
        parent = node.getparent()
        if parent is not None and isinstance(node.tag, str) and not keep(node.tag.rpartition("}")[2]):
            parent.remove(node)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _repacked(data: bytes, mended: Callable[[str, bytes], bytes]) -> Stripped:
    """Write the package anew: parts mended, no comments, no times of writing."""
    out = io.BytesIO()
    changed = False
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for info in source.infolist():
                entry = zipfile.ZipInfo(info.filename, _EPOCH)
                entry.compress_type = (
                    zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
                )
                entry.external_attr = 0o600 << 16
                part = source.read(info)
                clean = mended(info.filename, part)
                changed = changed or clean != part
                target.writestr(entry, clean)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise Refused("damaged", "文件已损坏，无法去掉文件属性；请另存一份再试") from error
    return Stripped(out.getvalue(), changed)


def strip_pdf(data: bytes, _depth: int) -> bytes:
    """Take the metadata out of a PDF in this process. Raises `Refused`; call `stripped` for files from outside."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import NameObject

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        title = reader.metadata.title if reader.metadata else None
        writer = PdfWriter(clone_from=reader)
        writer.metadata = {NameObject("/Title"): title} if title else None
        root = writer.root_object
        for holder in (root, *(page for page in writer.pages)):
            for key in ("/Metadata", "/PieceInfo", "/LastModified"):
                if key in holder:
                    del holder[key]
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        out = io.BytesIO()
        writer.write(out)
        clean = out.getvalue()
        again = PdfReader(io.BytesIO(clean))
        left = {key for key in (again.metadata or {}) if key not in ("/Title", "/Producer")}
        if left or len(again.pages) != len(reader.pages) or again.xmp_metadata is not None:
            raise Refused("damaged", "PDF文件不规范，无法去掉文件属性；请重新导出后再试")
    except Refused:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise Refused("damaged", "PDF文件不规范，无法去掉文件属性；请重新导出后再试") from error
    return clean
