"""The command `gongkai migrate`."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--dry-run", action="store_true", help="只说要做几步，不改动数据库")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bring the database up to date; may be run again at any time."""
    from gongkai.project.database import migrate, steps_missing

    steps = steps_missing()
    if not steps:
        print("数据库已是最新，不用更新。", file=sys.stderr)
    elif args.dry_run:
        print(f"数据库要更新{steps}步。", file=sys.stderr)
    else:
        print(f"正在更新数据库（{steps}步）……", file=sys.stderr)
        migrate()
        print("数据库已更新。", file=sys.stderr)
    return 0
