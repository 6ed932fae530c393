"""The commands `gongkai export …`: records for others to count again."""

from __future__ import annotations

import argparse
import csv
import sys
from contextlib import ExitStack

DONE, COULD_NOT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command")
    events = commands.add_parser(
        "events", help="一个机关一年的申请办理记录（CSV，不含个人信息），供他人重新统计"
    )
    events.add_argument("--agency", required=True, metavar="机关", help="统一社会信用代码或者全称")
    events.add_argument("--year", required=True, type=int, metavar="年份")
    events.add_argument("-o", "--output", metavar="文件", help="写到文件；不写则输出到屏幕")
    events.set_defaults(run=run_events)


def run_events(args: argparse.Namespace) -> int:
    """Write the events as CSV with a heading."""
    from django.db.models import Q

    from gongkai.agencies.models import Agency
    from gongkai.applications.exporting import COLUMNS, events_in
    from gongkai.project.database import require_current

    require_current()
    given = args.agency.strip()
    agency = Agency.objects.filter(Q(credit_code=given.upper()) | Q(full_name=given)).first()
    if agency is None:
        print(f"错误：没有“{args.agency}”这个机关；可用 gongkai agencies list 查看。", file=sys.stderr)
        return COULD_NOT
    many = 0
    with ExitStack() as stack:
        out = sys.stdout
        if args.output:
            out = stack.enter_context(open(args.output, "w", encoding="utf-8", newline=""))
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in events_in(agency, args.year):
            writer.writerow(row)
            many += 1
    print(f"{many}项记录。", file=sys.stderr)
    return DONE
