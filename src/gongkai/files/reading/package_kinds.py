"""What an Office, WPS or OFD file is: inside the zip or OLE container."""

from __future__ import annotations

import io
import struct
import zipfile

from gongkai.report.reading import ReadError
from gongkai.report.reading.package import Package

from . import refusals
from .errors import Refused

MAX_UNPACKED = 400 * 1024 * 1024
"""The most an Office or OFD file may say it unpacks to, in bytes."""

MAX_RATIO = 1000
"""The most a part over a megabyte may unpack to, as a multiple of its packed size."""


def zipped_kind(data: bytes) -> tuple[str, bool]:
    """Tell the id of a zip file's kind, and whether it is signed. Raises `Refused`."""
    package = _package(data)
    names = {name.lower(): name for name in package.names()}
    if "ofd.xml" in names:
        signed = any("signature" in name or "/signs/" in name for name in names)
        return "ofd", signed
    try:
        types = (package.read("[Content_Types].xml") or b"").lower()
        main = (package.main_part() or "").lower()
    except ReadError as error:
        raise refusals.from_read_error(error) from error
    if not types or main not in names:
        raise refusals.archive("ZIP")
    if (
        any("vbaproject" in name or "macrosheets/" in name for name in names)
        or b"macroenabled" in types
        or b"vbaproject" in types
    ):
        raise refusals.macro()
    signed = any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in names)
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if main.startswith(folder):
            return kind, signed
    for mark, kind in (
        (b"wordprocessingml.document.main", "docx"),
        (b"spreadsheetml.sheet.main", "xlsx"),
        (b"presentationml.presentation.main", "pptx"),
    ):
        if mark in types:
            return kind, signed
    raise refusals.archive("ZIP")


def _package(data: bytes) -> Package:
    try:
        package = Package(data)
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
    except ReadError as error:
        raise refusals.from_read_error(error) from error
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged", "文件已损坏，无法打开；请重新导出后再试") from error
    swollen = any(
        info.file_size > MAX_RATIO * max(info.compress_size, 1) and info.file_size > 1 << 20 for info in infos
    )
    if swollen or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Refused("bomb", "文件解开以后大得不合情理，可能是恶意文件，不能上传")
    if len({info.filename for info in infos}) < len(infos):
        raise Refused("damaged", "文件里有重名的部分，可能被动过手脚；请用Word或者WPS重新另存后再试")
    return package


def ole_kind(ending: str, data: bytes) -> str:
    """Tell the id of an OLE file's kind; its ending parts WPS from Word. Raises `Refused`."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise refusals.encrypted()
    if holds("_VBA_PROJECT") or holds("_VBA_PROJECT_CUR"):
        raise refusals.macro()
    for stream, old, wps in (
        ("WordDocument", "doc", "wps"),
        ("Workbook", "xls", "et"),
        ("Book", "xls", "et"),
        ("PowerPoint Document", "ppt", "dps"),
    ):
        if holds(stream):
            if stream == "WordDocument" and _is_locked_word(data):
                raise refusals.encrypted()
            return wps if ending == wps else old
    raise Refused("unsupported", f"认不出这是什么文件；{refusals.TAKEN}")


def _is_locked_word(data: bytes) -> bool:
    """Whether the head of a Word file (FIB, [MS-DOC] 2.5.2), which stands at the start of a sector, has the bit fEncrypted."""
    for at in range(512, min(len(data), 1 << 20), 512):
        if data[at : at + 2] == b"\xec\xa5" and len(data) > at + 12:
            return bool(struct.unpack_from("<H", data, at + 10)[0] & 0x0100)
    return False
