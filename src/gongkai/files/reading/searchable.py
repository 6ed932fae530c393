"""The words of a file as its reader sees them, so that it can be found: taken out in a process of its own, within limits.

Left out is what somebody who opens the file does not see: comments, what tracked changes deleted, hidden words and sheets,
properties, formulas, embedded files. A search must not bring to light what the page does not show.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from types import FrameType
from typing import Any

from .apart import limit
from .content import Content, TooMuch
from .errors import Refused
from .kinds import KINDS
from .model import Passage

__all__ = ["LIMITS", "Limits", "Words", "words_of"]

_OLD = ("doc", "wps", "ppt", "dps")
"""Kinds that another program converts first; it reserves far more address space than it uses."""
_OLD_MEGABYTES = 8192
_PAGED = ("pdf", "ofd")
_GRACE = 2
"""Seconds a child that was told to stop has to hand over what it has read."""

_QUOTED = re.compile("“[^”]*”")
_UNSEEN = re.compile(
    "批注|修订（已删除）|（隐藏文字）|^隐藏工作表|域代码|^文件属性|链接地址|的链接$|的公式$|的数据有效性$|数据透视表的缓存"
    "|文件的其他部分|内嵌的文件|的备注$|图片说明"
)
_WITHOUT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)))
"""Signs no database keeps: control characters, halves of pairs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may take: seconds, megabytes of memory, pages read, characters kept."""

    seconds: int = 60
    megabytes: int = 1536
    pages: int = 3000
    signs: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says; `truncated` when only its beginning was read. Where it says nothing, `code` and `reason` tell why."""

    text: str
    truncated: bool = False
    code: str = ""
    reason: str = ""


def words_of(kind: str, data: bytes, limits: Limits = LIMITS) -> Words:
    """Take the words out of a file of the kind with this id. Raises `Refused` where nothing can be read.

    Whatever the file does to the reader, this returns within the seconds of the limits and a few more: a PDF that takes longer is
    cut off where its reading has come to, another file is refused as ``too_slow``.
    """
    if kind not in KINDS:
        raise Refused("unsupported", "认不出这是什么文件")
    if KINDS[kind].picture:
        return Words("", code="picture", reason="这是图片，里面的文字程序读不出")
    command = [sys.executable, "-P", "-m", __name__, kind, *map(str, astuple(limits))]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        written, _ = child.communicate(data, timeout=limits.seconds + _GRACE)
        answer: dict[str, Any] = json.loads(written)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(limits.seconds) from error
    except ValueError as error:  # the child was stopped before it could answer
        raise _too_complex() from error
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    if "error" in answer:
        raise Refused(*answer["error"])
    return Words(**answer)


def _too_slow(seconds: int) -> Refused:
    return Refused("too_slow", f"读取这个文件超过{seconds}秒，已停止")


def _too_complex() -> Refused:
    return Refused("too_complex", "文件结构过于复杂或者已损坏，读不出文字")


class _Late(BaseException):
    """The time is over; no reader catches it."""


def _be_late(number: int, frame: FrameType | None) -> None:
    raise _Late


def _serve(kind: str, limits: Limits) -> None:
    import logging

    logging.disable(logging.CRITICAL)  # the libraries log what they meet, which may be words of the file
    os.nice(10)
    limit(limits.seconds + _GRACE, max(limits.megabytes, _OLD_MEGABYTES if kind in _OLD else 0))
    data = sys.stdin.buffer.read()
    content, late = Content(), False
    signal.signal(signal.SIGALRM, _be_late)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    answer: dict[str, Any]
    try:
        try:
            content = _read(kind, data, content, limits)
        except TooMuch as error:
            content, late = error.content, True
        signal.setitimer(signal.ITIMER_REAL, 0)
        answer = _answer(kind, content, limits, late)
    except _Late:
        answer = (
            _answer(kind, content, limits, True) if content.passages else _said(_too_slow(limits.seconds))
        )
    except Refused as error:
        answer = _said(error)
    except (MemoryError, RecursionError):
        answer = _said(_too_complex())
    sys.stdout.write(json.dumps(answer))


def _said(refused: Refused) -> dict[str, Any]:
    return {"error": [refused.code, refused.message]}


def _read(kind: str, data: bytes, content: Content, limits: Limits) -> Content:
    """Read the file in this process; what has been read of a PDF is in `content` whatever happens."""
    if kind == "pdf":
        from .formats.pdf import read_pages

        read_pages(data, content, limits.pages)
        return content
    if kind in ("xls", "et"):
        from .formats.legacy import parse

        return parse(data, 0)
    from .texts import read_texts

    return read_texts(KINDS[kind], data)


def _answer(kind: str, content: Content, limits: Limits, late: bool) -> dict[str, Any]:
    kept: list[str] = []
    room = limits.signs
    cut = late or any(gap.code == "too_large" for gap in content.gaps)
    for line in _lines(_seen(content.passages)):
        clean = (_unwrapped(line) if kind in _PAGED else line).translate(_WITHOUT).strip()
        if len(clean) > room:
            kept.append(clean[:room])
            cut = True
            break
        if clean:
            kept.append(clean)
            room -= len(clean)
    if not kept:
        gap = next(iter(content.gaps), None)
        return {
            "text": "",
            "code": gap.code if gap else "blank",
            "reason": gap.reason if gap else "文件里没有文字",
        }
    return {"text": "\n".join(kept), "truncated": cut}


def _seen(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Keep what somebody sees who opens the file."""
    return (one for one in passages if not _UNSEEN.search(_QUOTED.sub("", one.place)))


def _lines(passages: Iterable[Passage]) -> Iterator[str]:
    """Put the cells of a row on one line."""
    row: tuple[str, int] | None = None
    cells: list[str] = []
    for one in passages:
        here = (one.table, one.row) if one.table else None
        if cells and (here is None or here != row):
            yield " ".join(cells)
            cells = []
        row = here
        if here is None:
            yield one.text
        else:
            cells.append(one.text)
    if cells:
        yield " ".join(cells)


def _unwrapped(page: str) -> str:
    """Join the lines of a page that break within a sentence: Chinese on both sides, and the line about as long as others.

    A page says where lines end, not where paragraphs do; a word must be found although it stands on two lines.
    """
    lines = page.split("\n")
    full = max(map(_width, lines), default=0.0) * 0.55
    joined = lines[:1]
    for before, line in pairwise(lines):
        if (
            full >= 6
            and _width(before) >= full
            and _chinese(before.rstrip()[-1:])
            and _chinese(line.lstrip()[:1])
        ):
            joined[-1] = joined[-1].rstrip() + line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _width(line: str) -> float:
    return sum(1.0 if sign > "\u2e7f" else 0.5 for sign in line.strip())


def _chinese(sign: str) -> bool:
    return (
        "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"
    )


if __name__ == "__main__":
    _serve(sys.argv[1], Limits(*map(int, sys.argv[2:])))
