"""The command `gongkai worker`."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command; it takes no arguments."""
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until stopped by Ctrl-C or SIGTERM."""
    from .worker import work

    print("后台进程已启动；按 Ctrl-C 停止。", file=sys.stderr)
    work()
    return 0
