"""The command `gongkai simulate`: a made-up district, marked 演示数据."""

from __future__ import annotations

import argparse
import json
import sys

DONE, COULD_NOT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.description = (
        "编造一个区的机关和它们的记录，全部标明“演示数据”，供演示、测试和压力测试用。同样的种子得到同样的数据。"
        "--applications、--items 是每个机关在整个期间的件数、条数；申请300件以上时，年报表三的每一行都有数据。"
    )
    parser.add_argument("--agencies", type=int, default=3, metavar="个", help="机关数，默认3")
    parser.add_argument("--from", dest="first", type=int, required=True, metavar="年份", help="从哪年")
    parser.add_argument("--to", dest="last", type=int, required=True, metavar="年份", help="到哪年")
    parser.add_argument("--applications", type=int, default=300, metavar="件", help="每个机关的申请，默认300")
    parser.add_argument("--items", type=int, default=0, metavar="条", help="每个机关公开的信息，默认0")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="种子，默认1")
    parser.add_argument("--dry-run", action="store_true", help="只说明会写入什么")
    parser.add_argument("--json", action="store_true", help="每个机关输出一行 JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the district."""
    from tqdm import tqdm

    from gongkai.project.database import require_current
    from gongkai.project.simulated import Plan, simulate

    require_current()
    try:
        plan = Plan(
            agencies=args.agencies,
            first=args.first,
            last=args.last,
            applications=args.applications,
            items=args.items,
            seed=args.seed,
        )
    except ValueError as error:
        print(f"错误：{error}", file=sys.stderr)
        return COULD_NOT
    print(
        f"将编造{plan.agencies}个机关，每个机关申请{plan.applications}件、信息{plan.items}条，{plan.first}至{plan.last}年。",
        file=sys.stderr,
    )
    if args.dry_run:
        return DONE
    with tqdm(total=plan.total, desc="演示数据", unit="件", dynamic_ncols=True) as bar:
        made = simulate(plan, bar.update)
    for agency in made:
        if args.json:
            print(
                json.dumps({"full_name": agency.full_name, "public_id": agency.public_id}, ensure_ascii=False)
            )
        else:
            print(agency.full_name)
    return DONE
