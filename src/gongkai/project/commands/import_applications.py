"""The command `gongkai import applications`: an office's existing ledger of applications (台账)."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

DONE, FINDINGS, COULD_NOT = 0, 1, 2
_BATCH = 200


def add_arguments(commands: Any) -> None:
    """Add the command to those of the group."""
    parser = commands.add_parser("applications", help="依申请公开的旧台账：CSV或者Excel文件")
    parser.description = (
        "把现有的申请台账导入为办理记录：已办结的按台账上的日期和结果，没有办结的继续计算期限。缺少的内容逐行说明，不代为填写。"
        "有错误的行不导入，其余照常导入；编号已经导入过的行不再导入，可以重复运行。"
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="文件", help=".csv或者.xlsx")
    parser.add_argument("--agency", metavar="机关", help="统一社会信用代码或者全称")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--json", action="store_true", help="每行输出一行 JSON：行号、状态、说明、缺少的内容")
    parser.add_argument("--template", type=Path, metavar="文件", help="写出一份空白模板（.csv），不导入")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import the ledger; 1 when rows were refused, 2 when nothing could be begun."""
    from django.db.models import Q
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.applications.ledger import HEADINGS, WrongHeadings, read_rows
    from gongkai.applications.models import Application
    from gongkai.project.database import require_current
    from gongkai.registers.decisions.sheets import Unusable, read_sheet

    if args.template is not None:
        with args.template.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(HEADINGS.values())
        print(f"已写出模板 {args.template}", file=sys.stderr)
        return DONE
    if args.file is None or not args.agency:
        return _could_not("请写明台账文件和 --agency 机关；--template 可写出空白模板")
    require_current()
    given = args.agency.strip()
    agency = Agency.objects.filter(Q(credit_code=given.upper()) | Q(full_name=given)).first()
    if agency is None:
        return _could_not(f"没有“{args.agency}”这个机关；可用 gongkai agencies list 查看。")
    if not args.file.is_file():
        return _could_not(f"没有“{args.file}”这个文件")
    try:
        lines = list(read_rows(read_sheet(args.file.name, args.file.read_bytes()).rows, timezone.localdate()))
    except (Unusable, WrongHeadings) as error:
        return _could_not(error.message)
    numbers = [line.case.ledger_number for line in lines if line.case is not None]
    known = set(
        Application.objects.for_agency(agency.pk)
        .filter(ledger_number__in=numbers)
        .values_list("ledger_number", flat=True)
    )
    refused = [line for line in lines if line.case is None]
    fresh = [line for line in lines if line.case is not None and line.case.ledger_number not in known]
    if not args.dry_run:
        _enter(agency, [line.case for line in fresh], args.file.name)
    for line in lines:
        state = (
            "refused" if line.case is None else "double" if line.case.ledger_number in known else "entered"
        )
        if args.json:
            told = {
                "number": line.row,
                "state": state,
                "message": line.message,
                "missing": list(line.missing),
            }
            print(json.dumps(told, ensure_ascii=False))
        elif state == "refused":
            print(f"第{line.row}行\t没有导入：{line.message}")
        elif state == "entered" and line.missing:
            print(f"第{line.row}行\t缺少：{'、'.join(line.missing)}")
    word = "可以导入" if args.dry_run else "导入"
    doubles = len(lines) - len(refused) - len(fresh)
    print(f"{word}{len(fresh)}件，已有{doubles}件，有错误{len(refused)}行。", file=sys.stderr)
    return FINDINGS if refused else DONE


def _enter(agency: Any, cases: list[Any], name: str) -> None:
    from tqdm import tqdm

    from gongkai.applications.services.bulk import bring_in

    # Numbers are given in the order in which the applications came in.
    cases.sort(key=lambda case: (case.registered_at, case.ledger_number))
    with tqdm(total=len(cases), desc="导入台账", unit="件", dynamic_ncols=True) as bar:
        for first in range(0, len(cases), _BATCH):
            batch = cases[first : first + _BATCH]
            bring_in(None, agency, batch, source=name[:60])
            bar.update(len(batch))


def _could_not(words: str) -> int:
    print(f"错误：{words}", file=sys.stderr)
    return COULD_NOT
