"""What a file is, told by its content: which kinds are taken in, and in what words the others are refused."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import refusals
from .errors import Refused
from .package_kinds import ole_kind, zipped_kind
from .picture_parts import parts_of

MAX_POINTS = 120_000_000
"""The largest picture, in points: about the best cameras of today."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its stable id, Chinese name, media type and the endings it may bear, the usual one first."""

    id: str
    label: str
    media_type: str
    endings: tuple[str, ...]
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What a file turned out to be. A `signed` file (电子签章) must be kept byte for byte."""

    kind: Kind
    signed: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("docx", "Word文档", f"{_OFFICE}.wordprocessingml.document", ("docx",)),
        Kind("xlsx", "Excel表格", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", "PowerPoint演示文稿", f"{_OFFICE}.presentationml.presentation", ("pptx",)),
        Kind("pdf", "PDF文件", "application/pdf", ("pdf",)),
        Kind("ofd", "OFD版式文件", "application/ofd", ("ofd",)),
        Kind("doc", "旧版Word文档", "application/msword", ("doc",)),
        Kind("wps", "WPS文字", "application/vnd.ms-works", ("wps",)),
        Kind("xls", "旧版Excel表格", "application/vnd.ms-excel", ("xls",)),
        Kind("et", "WPS表格", "application/vnd.ms-excel", ("et",)),
        Kind("ppt", "旧版PowerPoint演示文稿", "application/vnd.ms-powerpoint", ("ppt",)),
        Kind("dps", "WPS演示", "application/vnd.ms-powerpoint", ("dps",)),
        Kind("txt", "文本文件", "text/plain", ("txt",)),
        Kind("csv", "CSV表格", "text/csv", ("csv",)),
        Kind("jpeg", "JPEG图片", "image/jpeg", ("jpg", "jpeg"), picture=True),
        Kind("png", "PNG图片", "image/png", ("png",), picture=True),
        Kind("gif", "GIF图片", "image/gif", ("gif",), picture=True),
        Kind("webp", "WebP图片", "image/webp", ("webp",), picture=True),
    )
}
"""Every kind that is taken in, by its id. All may be attachments; those with `picture` may also be pictures of a page."""

_ENDINGS = {ending: kind.id for kind in KINDS.values() for ending in kind.endings}
_MACRO_ENDINGS = frozenset(
    ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam", "sldm")
)
_PROGRAM_ENDINGS = frozenset(
    [
        "exe",
        "com",
        "scr",
        "pif",
        "msi",
        "msp",
        "dll",
        "sys",
        "bat",
        "cmd",
        "ps1",
        "psm1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "mjs",
        "wsf",
        "wsh",
        "hta",
        "cpl",
        "reg",
        "inf",
        "lnk",
        "url",
        "scf",
        "jar",
        "class",
        "apk",
        "ipa",
        "app",
        "dmg",
        "pkg",
        "deb",
        "rpm",
        "sh",
        "bash",
        "csh",
        "py",
        "pyc",
        "pl",
        "rb",
        "php",
        "php3",
        "php5",
        "phtml",
        "phar",
        "asp",
        "aspx",
        "ashx",
        "jsp",
        "jspx",
        "cgi",
        "cer",
        "chm",
        "swf",
    ]
)
_HTML_ENDINGS = frozenset(("html", "htm", "xhtml", "shtml", "mht", "mhtml", "xml", "xsl", "xslt", "hta"))
_PICTURE_ENDINGS = frozenset(ending for kind in KINDS.values() if kind.picture for ending in kind.endings)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\0\0\0\x01\x14\x02",
    b"<?php",
)
_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
}
_MARKUP = re.compile(
    rb"^(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*<(?:!doctype|html|head|body|script|svg|iframe|meta|style|title|div|table|p|a|img)[\s>/!]",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>]", re.IGNORECASE)
_ACTIVE = re.compile(
    rb"<script|<\?php|<%@|<!doctype\s+html|<html[\s>]|<svg[\s>]|<iframe|javascript:", re.IGNORECASE
)
_HIDDEN_FILE = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!\x1a|7z\xbc\xaf|%PDF-|\x7fELF|MZ\x90\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+")
_CONTROL = bytes([*range(9), *range(14, 32)])


def kind_of(name: str, data: bytes | Path) -> Typed:
    """Tell what a file is by its content, and whether it bears a signature. `name` is the name people gave it.

    Raises `Refused` for what must not be taken in: SVG and web pages (they can hold programs), programs, documents with macros,
    archives, files with a password, files that pretend to be another kind, that are two kinds at once, damaged or exaggerated.
    """
    if isinstance(data, Path):
        data = data.read_bytes()
    ending = ending_of(name)
    if not data.strip(b" \t\r\n\0"):
        raise Refused("empty", "文件是空的，没有内容")
    _refuse_by_ending(ending)
    typed = _by_content(ending, data)
    kind = typed.kind
    if ending in kind.endings or (kind.picture and ending in _PICTURE_ENDINGS):
        return typed
    if not ending:
        raise Refused(
            "ending", f"文件名没有后缀；从内容看是{kind.label}，请改名为“….{kind.endings[0]}”后再上传"
        )
    raise Refused(
        "ending",
        f"文件的内容其实是{kind.label}，与后缀“.{ending[:8]}”不符；请核对文件，或者用正确的软件重新导出",
    )


def ending_of(name: str) -> str:
    """Return a name's ending without the dot, in small letters; "" if there is none."""
    stem, dot, ending = name.strip().rpartition(".")
    return ending.lower() if dot and stem else ""


def _refuse_by_ending(ending: str) -> None:
    if ending in _MACRO_ENDINGS:
        raise refusals.macro()
    if ending in ("svg", "svgz"):
        raise refusals.svg()
    if ending in _PROGRAM_ENDINGS:
        raise Refused("program", f"“.{ending}”是程序或者脚本，不能上传；{refusals.TAKEN}")
    if ending in _HTML_ENDINGS:
        raise refusals.html()


def _by_content(ending: str, data: bytes) -> Typed:
    head = data[:1024]
    if head.startswith(b"PK"):
        kind, signed = zipped_kind(data)
        return Typed(KINDS[kind], signed)
    if head.startswith(_OLE):
        return Typed(KINDS[ole_kind(ending, data)])
    for test, kind in _PICTURES:
        if test(head):
            _refuse_polyglot_picture(kind, data)
            return Typed(KINDS[kind])
    if b"%PDF-" in head:
        return _pdf(data)
    for mark, label in _ARCHIVES.items():
        if head.startswith(mark):
            raise refusals.archive(label)
    if head.startswith(_PROGRAMS):
        raise Refused("program", f"这是程序或者脚本，不能上传；{refusals.TAKEN}")
    if head.startswith(b"{\\rtf"):
        raise Refused("unsupported", "这是RTF文档；请用Word或者WPS另存为docx后再上传")
    return _text(ending, data)


_PICTURES: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), "png"),
    (lambda head: head.startswith(b"\xff\xd8\xff"), "jpeg"),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), "gif"),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "webp"),
)


def _refuse_polyglot_picture(kind: str, data: bytes) -> None:
    """Refuse a picture that is another file besides: a web page in its comment, an archive behind its end."""
    parts = parts_of(kind, data)
    if parts.width * parts.height > MAX_POINTS:
        raise Refused("bomb", f"图片有{parts.width}×{parts.height}点，大得不合情理；请缩小后再上传")
    said = b"\n".join(parts.notes) + b"\n" + parts.trailing
    script = kind == "gif" and (data[6:8] in (b"/*", b"=1", b"='", b'="', b"//") or b"*/" in said)
    if script or _ACTIVE.search(said) or _HIDDEN_FILE.search(said):
        raise refusals.polyglot("图片")


def _pdf(data: bytes) -> Typed:
    start = data.find(b"%PDF-")
    if data[:start].strip(b" \t\r\n\0\xef\xbb\xbf") or _ACTIVE.search(data[:1024]) or _ends_as_zip(data):
        raise refusals.polyglot("PDF")
    signed = (
        _BYTE_RANGE.search(data) is not None
        and re.search(rb"/(?:Sig|DocTimeStamp)\b|/SubFilter", data) is not None
    )
    return Typed(KINDS["pdf"], signed)


def _ends_as_zip(data: bytes) -> bool:
    """Whether an unzipping program would take the file: a directory of contents at its very end."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if at < 0 or len(data) - at < 22:
        return False
    size, _, comment = struct.unpack_from("<IIH", data, at + 12)
    return at + 22 + comment >= len(data) - 64 and data[max(at - size, 0) :][:4] == b"PK\x01\x02"


def _text(ending: str, data: bytes) -> Typed:
    sample = data[:65536]
    flat = sample.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _looks_like_text(sample):
        if _SVG.search(flat[:4096]):
            raise refusals.svg()
        if _MARKUP.match(flat[:8192]) or _ACTIVE.search(flat):
            raise refusals.html()
        if flat[:13].upper() == b"MIME-VERSION:":
            raise refusals.html()
        if ending == "csv":
            return Typed(KINDS["csv"])
        if ending in ("txt", ""):
            return Typed(KINDS["txt"])
    if ending in _ENDINGS:
        label = KINDS[_ENDINGS[ending]].label
        raise Refused("damaged", f"文件的内容不是{label}，可能已损坏或者改过后缀；请重新导出后再上传")
    raise Refused("unsupported", f"不能上传这种文件；{refusals.TAKEN}")


def _looks_like_text(sample: bytes) -> bool:
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return control - sample.count(0) <= len(sample) // 10
    return control < max(2, len(sample) // 200)
