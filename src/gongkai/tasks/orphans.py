"""Processes that `gongkai serve` started, and that must not outlive it: its death may come without a word (kill -9).

A web process left behind would hold the port for ever, a worker would go on with a program that was replaced.
"""

from __future__ import annotations

import os
import threading
import time

_NAME = "_GONGKAI_SERVER"
_SECONDS = 1.0


def name_the_server() -> None:
    """Tell the processes started from now on that they belong to this one."""
    os.environ[_NAME] = str(os.getpid())


def has_lost_its_server() -> bool:
    """Whether the server that started this process is gone. One that no server started has none to lose."""
    named = os.environ.get(_NAME)
    return bool(named) and os.getppid() != int(named or 0)


def end_with_the_server() -> None:
    """Watch the server, and end this process at once when it is gone: the database rolls back what was being written."""
    if _NAME in os.environ:
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while not has_lost_its_server():
        time.sleep(_SECONDS)
    os._exit(1)
