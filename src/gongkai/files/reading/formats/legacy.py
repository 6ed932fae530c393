"""Files of the old Office formats (.doc, .wps, .xls, .et, .ppt, .dps).

Words are put into docx and slides into pptx by LibreOffice, or words into plain text by antiword where only that is present; both
run as processes of their own, in an empty folder, with a limit on time. Whatever either passes over (comments of a sheet, text
boxes) is caught by a look at the bare bytes: numbers stand there as plain signs.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from gongkai.files.reading.content import Content
from gongkai.files.reading.errors import Refused

from .docx import read_docx
from .pptx import read_pptx
from .xlsx import MAX_CELLS, plain_number

SECONDS = 120
"""Wall time of a conversion; a first start of LibreOffice on a slow machine takes about twenty seconds."""

_RUN = re.compile(rb"[\x20-\x7e]{11,400}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e]\0){11,400}")


def read_words(data: bytes, depth: int = 0) -> Content:
    """Read a .doc or .wps. Raises `Refused`."""
    converted = _converted(data, "doc", "docx")
    if converted is not None:
        content = read_docx(converted, depth)
    else:
        content = Content()
        if not (antiword := shutil.which("antiword")):
            raise no_converter("旧版Word或者WPS文字")
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
            source = Path(folder, "file.doc")
            source.write_bytes(data)
            text = _run([antiword, "-w", "0", "-m", "UTF-8.txt", str(source)], folder).decode(
                "utf-8", errors="replace"
            )
        if not text.strip():
            raise Refused("damaged", "旧版Word文件已损坏，无法打开；请另存为docx后再试")
        for number, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
            content.add(line, f"正文第{number}段")
        content.gap(
            "页眉、批注、文本框",
            "no_converter",
            "旧版Word的这些部分读不全，需要人工查看；另存为docx可以全部检查",
        )
    _bare(data, content)
    return content


def read_slides(data: bytes, depth: int = 0) -> Content:
    """Read a .ppt or .dps. Raises `Refused`."""
    converted = _converted(data, "ppt", "pptx")
    if converted is None:
        raise no_converter("旧版PowerPoint或者WPS演示")
    content = read_pptx(converted, depth)
    _bare(data, content)
    return content


def read_sheets(data: bytes, depth: int = 0) -> Content:
    """Read an .xls or .et, in a process of its own. Raises `Refused`."""
    from gongkai.files.reading.apart import read_apart

    content = read_apart("xls", data, depth)
    _bare(data, content)
    return content


def parse(data: bytes, depth: int) -> Content:
    """Read an .xls in this process. Raises `Refused`; call `read_sheets` for files from outside."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    content = Content()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            hidden = sheet.visible != SheetVisibleEnum.Visible
            if hidden:
                content.remarks.add("hidden")
            place = f"{'隐藏工作表' if hidden else '工作表'}“{sheet.name}”"
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            _sheet(rows, place, content)
    except (CalamineError, ValueError, OSError) as error:
        if "password" in str(error).lower():
            from gongkai.files.reading.refusals import encrypted

            raise encrypted() from error
        raise Refused("damaged", "旧版Excel文件已损坏，无法打开；请另存为xlsx后再试") from error
    return content


def no_converter(label: str) -> Refused:
    """The refusal of a file that needs a program which is not installed."""
    return Refused(
        "no_converter", f"这是{label}文件，检查它需要安装LibreOffice；请另存为新版格式，或者人工查看"
    )


def _sheet(rows: list[list[Any]], place: str, content: Content) -> None:
    from .xlsx import _letters

    if sum(map(len, rows)) > MAX_CELLS:
        raise Refused("too_large", "工作表的格子太多，无法检查；请分成几个文件")
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value == "" or value is None:
                continue
            numeric = isinstance(value, float | int) and not isinstance(value, bool)
            text = plain_number(repr(value)) if numeric else str(value)
            where = f"{place}第{row}行{_letters(column)}列"
            content.add(text, where, table=place, row=row, column=column, numeric=numeric)


def _bare(data: bytes, content: Content) -> None:
    """Take the runs of plain signs out of the bytes, in both widths they may stand in."""
    for run in _RUN.findall(data):
        if any(48 <= sign <= 57 for sign in run):
            content.add(run.decode("ascii"), "文件的其他部分")
    for run in _WIDE_RUN.findall(data):
        content.add(run[::2].decode("ascii"), "文件的其他部分")


def _converted(data: bytes, old: str, new: str) -> bytes | None:
    """Let LibreOffice save the file in a new format; None where it is not installed. Raises `Refused`."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, f"file.{old}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        _run([*command, "--convert-to", new, "--outdir", folder, str(source)], folder)
        converted = Path(folder, f"file.{new}")
        if not converted.is_file():
            raise Refused("damaged", "旧版文件已损坏或者设有密码，无法打开；请另存为新版格式后再试")
        return converted.read_bytes()


def _run(command: list[str], folder: str) -> bytes:
    """Run a converter; its children die with it when the time is over. Raises `Refused`."""
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
        raise Refused("too_slow", f"转换这个文件超过{SECONDS}秒，已停止；请另存为新版格式后再试") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return output
