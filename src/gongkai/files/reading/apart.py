"""Read a risky kind of file in a process of its own, with a limit on time and memory.

As `gongkai.report.reading.apart`, with texts and places instead of a report as the answer.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from importlib import import_module
from typing import Any

from .content import Content, packed, unpacked
from .errors import Refused

SECONDS = 60
"""Wall time a file may take; a thousand pages take some seconds."""

MEGABYTES = 1536
"""Address space of the child."""

_WORK = {
    "pdf": (".formats.pdf", "parse"),
    "xls": (".formats.legacy", "parse"),
    "strip": (".strip", "strip_pdf"),
}
"""What can be done apart: the module and its function, which takes the data and a depth."""


def read_apart(kind: str, data: bytes, depth: int) -> Content:
    """Read `data`, a ``pdf`` or ``xls``, in a child process; `depth` counts the files this one lies in. Raises `Refused`."""
    return unpacked(_apart(kind, data, depth))


def strip_apart(data: bytes) -> bytes:
    """Take the metadata out of a PDF in a child process. Raises `Refused`."""
    return base64.b64decode(_apart("strip", data, 0)["data"])


def _apart(work: str, data: bytes, depth: int) -> dict[str, Any]:
    """Raises `Refused`: what the work says, ``too_slow`` after `SECONDS`, ``too_complex`` when the child dies."""
    command = [sys.executable, "-P", "-m", __name__, work, str(depth)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise Refused(
            "too_slow", f"处理这个文件超过{SECONDS}秒，已停止；请分成几个文件，或者人工查看"
        ) from error
    except ValueError as error:  # the child was stopped before it could answer
        raise Refused(
            "too_complex", "文件结构过于复杂或者已损坏，无法处理；请重新导出后再试，或者人工查看"
        ) from error
    if "error" in answer:
        raise Refused(*answer["error"])
    return answer


def limit(seconds: int = SECONDS, megabytes: int = MEGABYTES) -> None:
    """Limit what this process may take: seconds of the processor, address space; no dump of its memory."""
    try:
        import resource
    except ImportError:  # not a Unix: the time limit alone must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(work: str, depth: int) -> None:
    import logging

    logging.disable(logging.CRITICAL)  # the libraries log what they meet, which may be words of the file
    limit()
    module, function = _WORK[work]
    try:
        done = getattr(import_module(module, __package__), function)(sys.stdin.buffer.read(), depth)
        answer = (
            packed(done) if isinstance(done, Content) else {"data": base64.b64encode(done).decode("ascii")}
        )
    except Refused as error:
        answer = {"error": [error.code, error.message]}
    except (MemoryError, RecursionError):
        answer = {"error": ["too_complex", "文件结构过于复杂，无法处理；请重新导出后再试，或者人工查看"]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
