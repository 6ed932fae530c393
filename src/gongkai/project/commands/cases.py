"""The commands `gongkai cases …`: derived columns and counting rows of applications, and the keys of applicants' data."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

DONE, FINDINGS, COULD_NOT = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command")
    recompute = commands.add_parser("recompute", help="按办理记录重新推算状态、期限和计数")
    recompute.description = (
        "按办理记录重新推算每件申请的状态、期限、办理结果和年报计数。加 --check 只核对，逐件说明不一致的地方。"
        "退出状态：0 一致；1 有不一致；2 没有做成。"
    )
    recompute.add_argument("--check", action="store_true", help="只核对，不写入")
    recompute.add_argument("--agency", metavar="机关", help="统一社会信用代码或者全称；不写则全部机关")
    recompute.add_argument("--json", action="store_true", help="每处不一致输出一行 JSON")
    recompute.set_defaults(run=run_recompute)
    rotate = commands.add_parser("rotate-keys", help="更换加密申请人信息的密钥，并用新密钥重新加密")
    rotate.set_defaults(run=run_rotate)


def run_recompute(args: argparse.Namespace) -> int:
    """Recompute, or only compare."""
    from gongkai.applications.checking import check, recompute
    from gongkai.project.database import require_current

    require_current()
    agency = _agency(args.agency) if args.agency else None
    if args.agency and agency is None:
        return COULD_NOT
    if not args.check:
        done, changed = recompute(agency)
        print(f"推算{done}件，改动{changed}件。", file=sys.stderr)
        return DONE
    found = 0
    for one in check(agency):
        found += 1
        if args.json:
            print(json.dumps(vars(one), ensure_ascii=False))
        else:
            print(f"{one.agency}\t{one.case or '—'}\t{one.message}")
    print("一致。" if not found else f"不一致{found}处。", file=sys.stderr)
    return FINDINGS if found else DONE


def run_rotate(args: argparse.Namespace) -> int:
    """Put a new key in front, then write everything anew with it."""
    from gongkai.applications.services import reencrypt, rotate_keys
    from gongkai.project.database import require_current

    require_current()
    rotate_keys(None, None)
    done = reencrypt()
    print(f"已生成新密钥，重新加密{done}项。旧密钥仍留在密钥文件里，以便恢复旧的备份。", file=sys.stderr)
    return DONE


def _agency(given: str) -> Any:
    """Find the agency's row id by credit code or full name; says so where there is none."""
    from django.db.models import Q

    from gongkai.agencies.models import Agency

    found = Agency.objects.filter(Q(credit_code=given.strip().upper()) | Q(full_name=given.strip())).first()
    if found is None:
        print(f"错误：没有“{given}”这个机关；可用 gongkai agencies list 查看。", file=sys.stderr)
        return None
    return found.pk
