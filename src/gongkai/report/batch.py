"""Read many files, on all processors, in the order given, without keeping more than a few at a time."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .model import Report
from .reading import ReadError, read_bytes, read_file
from .reading.source import MAX_BYTES

STANDARD_INPUT = "-"
MANY = 20
"""From so many files on, reading is spread over the processors and progress is shown."""

_CHUNK = 8
_AHEAD = 256
"""How many files are handed out at a time: what is read waits here until it is asked for."""


def read_one(name: str) -> Report | ReadError:
    """Read the file of this name, ``-`` for standard input; what cannot be read is returned, not raised."""
    try:
        if name == STANDARD_INPUT:
            return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        return read_file(Path(name))
    except ReadError as error:
        return error


def read_many(names: Sequence[str]) -> Iterator[tuple[str, Report | ReadError]]:
    """Read the files one after another and give each with its name, in the order given.

    With `MANY` files or more, several processes read and a progress bar is shown on standard error.
    """
    if len(names) < MANY or STANDARD_INPUT in names:
        for name in names:
            yield name, read_one(name)
        return
    from tqdm import tqdm

    with (
        ProcessPoolExecutor(max_workers=_processors(), initializer=_leave_interrupt_to_parent) as pool,
        tqdm(total=len(names), desc="读取", unit="份", dynamic_ncols=True) as bar,
    ):
        try:
            for start in range(0, len(names), _AHEAD):
                part = names[start : start + _AHEAD]
                for name, answer in zip(part, pool.map(read_one, part, chunksize=_CHUNK), strict=True):
                    bar.update()
                    yield name, answer
        except BaseException:  # Ctrl-C, or a caller that stops early: do not read the rest
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _leave_interrupt_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
