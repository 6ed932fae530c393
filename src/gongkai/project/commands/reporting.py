"""The commands `gongkai reporting …`: the year's report from records, and the records behind a figure."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

DONE, COULD_NOT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(required=True, dest="command", metavar="命令")
    build = commands.add_parser("build", help="由记录生成年度报告的数据（JSON，与 report read 相同）")
    _whose(build)
    build.add_argument("-o", "--output", metavar="文件", help="写到文件；不写则输出到屏幕")
    build.set_defaults(run=run_build)
    cell = commands.add_parser("cell", help="列出一个数据背后的记录")
    _whose(cell)
    cell.add_argument("place", metavar="位置", help="如 proactive.normative_documents.made")
    cell.set_defaults(run=run_cell)


def _whose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", required=True, metavar="机关", help="统一社会信用代码或者全称")
    parser.add_argument("--year", required=True, type=int, metavar="年份")
    parser.add_argument("--json", action="store_true", help="输出 JSON，每条一行")


def run_build(args: argparse.Namespace) -> int:
    """Build the report of an agency and year."""
    from gongkai.report.jsonform import dumps, to_json
    from gongkai.reporting.building import build

    agency = _agency(args.agency)
    if agency is None:
        return COULD_NOT
    text = dumps(to_json(build(agency, args.year)))
    if args.output:
        Path(args.output).write_text(f"{text}\n", encoding="utf-8")
        print(f"已写入 {args.output}", file=sys.stderr)
    else:
        print(text)
    return DONE


def run_cell(args: argparse.Namespace) -> int:
    """List the records behind one figure."""
    from gongkai.reporting.building import UnknownPlace, records_at

    agency = _agency(args.agency)
    if agency is None:
        return COULD_NOT
    try:
        for row in records_at(agency, args.year, args.place):
            if args.json:
                print(json.dumps(_record(row), ensure_ascii=False))
            else:
                print("\t".join((row.kind, row.on, row.number, row.title, str(row.counts))))
    except UnknownPlace as unknown:
        print(f"错误：{unknown.message}", file=sys.stderr)
        return COULD_NOT
    return DONE


def _record(row: Any) -> dict[str, Any]:
    counts = row.counts if isinstance(row.counts, int) else float(row.counts)
    return {"kind": row.kind, "title": row.title, "number": row.number, "on": row.on, "counts": counts}


def _agency(given: str) -> Any:
    """Find the agency by credit code or full name; says so where there is none."""
    from django.db.models import Q

    from gongkai.agencies.models import Agency
    from gongkai.project.database import require_current

    require_current()
    found = Agency.objects.filter(Q(credit_code=given.strip().upper()) | Q(full_name=given.strip())).first()
    if found is None:
        print(f"错误：没有“{given}”这个机关；可用 gongkai agencies list 查看。", file=sys.stderr)
    return found
