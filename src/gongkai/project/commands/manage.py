"""The command `gongkai manage`: Django's own management commands, for those who look after the installation."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command; everything after its name goes to Django unread."""
    parser.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        metavar="命令及其参数",
        help="如 shell、dbshell、check --deploy",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["gongkai manage", *args.arguments])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
