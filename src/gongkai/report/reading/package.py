"""Office packages (docx, xlsx): zip files opened within limits, so that a hostile one costs neither memory nor time."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from .errors import ReadError

MAX_PART = 32 * 1024 * 1024
"""The largest part of a package that is unpacked. The text of a report has less than one megabyte."""

MAX_PARTS = 5000
_ENCRYPTED = 0x1

_WORD_TYPES = ("wordprocessingml", "ms-word.")
_SHEET_TYPES = ("spreadsheetml", "ms-excel.")


class Package:
    """A zip file whose parts are read one by one, each within `MAX_PART` bytes as unpacked, whatever its header says."""

    def __init__(self, data: bytes) -> None:
        """Open the package. Raises `ReadError` for a damaged, encrypted or exaggerated one."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            ValueError,
            OSError,
            struct.error,
            NotImplementedError,
        ) as error:
            raise damaged() from error
        if len(infos) > MAX_PARTS:
            raise exaggerated()
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise ReadError("encrypted", "文件设有密码；请先取消密码再提供")
        self._names = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}

    def names(self) -> list[str]:
        """List the parts."""
        return list(self._names)

    def read(self, name: str) -> bytes | None:
        """Unpack one part; None if there is no such part. Raises `ReadError`."""
        info = self._names.get(name)
        if info is None:
            return None
        if info.file_size > MAX_PART:
            raise exaggerated()
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise damaged() from error
        except RuntimeError as error:  # what zipfile raises for a part that needs a password
            raise ReadError("encrypted", "文件设有密码；请先取消密码再提供") from error
        if len(data) > MAX_PART:
            raise exaggerated()
        return data

    def xml(self, name: str) -> Any:
        """Unpack and parse one XML part; None if there is no such part. Entities are not resolved."""
        data = self.read(name)
        if data is None:
            return None
        try:
            return etree.fromstring(
                data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            )
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error

    def main_part(self) -> str | None:
        """Name the main part, which the package's relations point to: usually word/document.xml."""
        relations = self.xml("_rels/.rels")
        if relations is not None:
            for relation in relations:
                if str(relation.get("Type", "")).endswith("/officeDocument"):
                    return str(relation.get("Target", "")).lstrip("/")
        return next((name for name in ("word/document.xml", "xl/workbook.xml") if name in self._names), None)

    def related(self, main: str, ending: str) -> str | None:
        """Name the part that `main` calls by a relation whose type ends so, e.g. ``/numbering``."""
        folder, base = posixpath.split(main)
        relations = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in () if relations is None else relations:
            if str(relation.get("Type", "")).endswith(ending):
                target = str(relation.get("Target", ""))
                return (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                )
        return None


def kind_of(data: bytes) -> str:
    """Tell what a zip file is: ``docx``, ``xlsx``, ``ofd``, or ``zip`` for anything else. Raises `ReadError`."""
    package = Package(data)
    names = package.names()
    if "OFD.xml" in names:
        return "ofd"
    types = package.read("[Content_Types].xml") or b""
    main = package.main_part() or ""
    if main not in names:
        if types:
            raise damaged()
        return "zip"
    if main.startswith("word/") or any(kind.encode() in types for kind in _WORD_TYPES):
        return "docx"
    if main.startswith("xl/") or any(kind.encode() in types for kind in _SHEET_TYPES):
        return "xlsx"
    return "zip"


def damaged() -> ReadError:
    """The error for a package that cannot be unpacked."""
    return ReadError("damaged", "文件已损坏，无法打开；请用Word或者WPS打开后另存一份再试")


def exaggerated() -> ReadError:
    """The error for a package that unpacks to more than any report holds."""
    return ReadError("too_large", f"文件解开后超过{MAX_PART // 1024 // 1024}MB，不像年度报告；请核对文件")
