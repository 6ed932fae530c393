"""The commands `gongkai agencies …`."""

from __future__ import annotations

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command")
    listing = commands.add_parser("list", help="列出机关：统一社会信用代码、全称、种类、上级机关")
    listing.add_argument("--json", action="store_true", help="每个机关输出一行 JSON")
    listing.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the agencies."""
    from gongkai.agencies.models import Agency
    from gongkai.project.database import require_current

    require_current()
    for agency in Agency.objects.select_related("parent"):
        parent = agency.parent.full_name if agency.parent else None
        if args.json:
            known = {
                "credit_code": agency.credit_code,
                "full_name": agency.full_name,
                "short_name": agency.short_name,
                "kind": agency.kind,
                "parent": parent,
                "dissolved_on": agency.dissolved_on.isoformat() if agency.dissolved_on else None,
                "demonstration": agency.demonstration,
            }
            print(json.dumps(known, ensure_ascii=False))
        else:
            marks = [agency.credit_code or "（无代码）", agency.full_name, agency.get_kind_display()]
            print("\t".join([*marks, *([f"上级：{parent}"] if parent else [])]))
    return 0
