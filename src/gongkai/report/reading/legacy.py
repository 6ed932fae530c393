"""Files of the old Office formats (.doc, .wps, .xls), and Office files with a password: all are OLE containers.

A .doc is put into docx by LibreOffice, or into DocBook by antiword where only that is present; both run as processes of
their own, in an empty folder, with a limit on time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .document import Document
from .errors import ReadError

SECONDS = 120
"""Wall time of a conversion; a first start of LibreOffice on a slow machine takes about twenty seconds."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_EXCEL = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def read_ole(data: bytes) -> Document:
    """Read an OLE container by what its directory names. Raises `ReadError`."""
    if _ENCRYPTED in data:
        raise ReadError("encrypted", "文件设有密码；请先取消密码再提供")
    if _WORD in data:
        return _read_doc(data)
    if any(name in data for name in _EXCEL):
        from .apart import read_apart

        return read_apart("xls", data)
    raise ReadError("unsupported", "认不出这是什么文件；请提供Word、PDF、网页、Excel或者文本文件")


def _read_doc(data: bytes) -> Document:
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, "report.doc")
        source.write_bytes(data)
        if office := shutil.which("soffice") or shutil.which("libreoffice"):
            from .docx import read_docx

            profile = Path(folder, "profile").as_uri()
            command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
            _run([*command, "--convert-to", "docx", "--outdir", folder, str(source)], folder)
            converted = Path(folder, "report.docx")
            if not converted.is_file():
                raise _damaged()
            return read_docx(converted.read_bytes())
        if antiword := shutil.which("antiword"):
            from .html import read_html

            book = _run([antiword, "-x", "db", "-m", "UTF-8.txt", str(source)], folder)
            if not book.strip():
                raise _damaged()
            return read_html(_as_html(book))
    raise ReadError(
        "no_converter",
        "这是旧版Word（.doc）文件，读取它需要安装LibreOffice或者antiword"
        "（Debian/Ubuntu：apt-get install libreoffice-writer-nogui）；也可以用Word或者WPS另存为docx后再试",
    )


def _as_html(book: bytes) -> bytes:
    """Rename the elements of DocBook tables and paragraphs to those of HTML."""
    for docbook, html in (
        (b"informaltable", b"table"),
        (b"row", b"tr"),
        (b"entry", b"td"),
        (b"para", b"p"),
        (b"title", b"h1"),
    ):
        book = book.replace(b"<" + docbook, b"<" + html).replace(b"</" + docbook, b"</" + html)
    return book


def _run(command: list[str], folder: str) -> bytes:
    """Run a converter; its children die with it when the time is over."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "TMPDIR": folder,
        "LC_ALL": "C.UTF-8",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError("too_slow", f"转换这个文件超过{SECONDS}秒，已停止；请另存为docx后再试") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return output


def _damaged() -> ReadError:
    return ReadError("damaged", "旧版Word文件已损坏，无法打开；请用Word或者WPS打开后另存为docx再试")
