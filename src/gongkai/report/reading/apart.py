"""Read a risky kind of file in a process of its own, with a limit on time and memory.

The PDF and old Excel libraries unpack whatever a file tells them to; a hostile or broken one can make them take all
memory, or never end. Here that costs the child process, not the caller.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

from .document import Block, Document, Grid, GridCell, Line
from .errors import ReadError

SECONDS = 60
"""Wall time a file may take. A report of forty pages takes about five seconds."""

MEGABYTES = 1024
"""Address space of the child; a report of forty pages takes about a tenth of it."""

_MODULES = {"pdf": ".pdf", "xls": ".xlsx"}


def read_apart(kind: str, data: bytes) -> Document:
    """Read `data` with the function `parse` of the module for `kind` (``pdf``, ``xls``) in a child process.

    Raises `ReadError`: what the reader says, ``too_slow`` after `SECONDS`, ``too_complex`` when the child dies.
    """
    command = [sys.executable, "-P", "-m", __name__, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            "too_slow", f"处理这个文件超过{SECONDS}秒，已停止；请另存为Word文档或者网页后再试"
        ) from error
    except ValueError as error:  # the child was stopped before it could answer
        raise ReadError(
            "too_complex", "文件结构过于复杂或者已损坏，无法处理；请另存为Word文档或者网页后再试"
        ) from error
    if "error" in answer:
        raise ReadError(answer["error"]["code"], answer["error"]["message"])
    return _unpacked(answer)


def _packed(document: Document) -> dict[str, Any]:
    blocks: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Line):
            blocks.append(block.text)
        else:
            cells = [[cell.text, cell.row, cell.column, cell.rowspan, cell.colspan] for cell in block.cells]
            blocks.append([block.table, cells])
    return {"blocks": blocks, "titles": document.titles, "remarks": document.remarks}


def _unpacked(answer: dict[str, Any]) -> Document:
    blocks: list[Block] = [
        Line(block) if isinstance(block, str) else Grid([GridCell(*cell) for cell in block[1]], block[0])
        for block in answer["blocks"]
    ]
    return Document(
        blocks, answer["titles"], remarks=[(code, message) for code, message in answer["remarks"]]
    )


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the time limit alone must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(kind: str) -> None:
    import logging

    logging.disable(logging.CRITICAL)  # the libraries log what they meet, which may be words of the file
    _limit()
    try:
        answer = _packed(import_module(_MODULES[kind], __package__).parse(sys.stdin.buffer.read()))
    except ReadError as error:
        answer = {"error": {"code": error.code, "message": error.message}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _serve(sys.argv[1])
