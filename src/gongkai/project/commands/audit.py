"""The commands `gongkai audit …`."""

from __future__ import annotations

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command")
    verify = commands.add_parser("verify", help="核对审计日志：封存以后有没有被改动、删除、插入")
    verify.add_argument("--json", action="store_true", help="输出一行 JSON")
    verify.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify the audit log; 1 when something does not hold."""
    from gongkai.audit.queries import verify
    from gongkai.project.database import require_current

    require_current()
    verdict = verify()
    if args.json:
        print(
            json.dumps(
                {"sealed": verdict.sealed, "unsealed": verdict.unsealed, "faults": list(verdict.faults)},
                ensure_ascii=False,
            )
        )
        return 1 if verdict.faults else 0
    for fault in verdict.faults:
        print(fault)
    counted = f"已封存{verdict.sealed}条，尚未封存{verdict.unsealed}条"
    found = f"发现{len(verdict.faults)}处问题。" if verdict.faults else "没有发现问题。"
    print(f"{counted}；{found}", file=sys.stderr)
    return 1 if verdict.faults else 0
