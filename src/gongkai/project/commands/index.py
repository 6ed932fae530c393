"""The commands `gongkai index …`: make the search index anew, and hold it against what is public."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

_KINDS = {"missing": "缺少", "stale": "过时", "surplus": "多出"}
_TABLES = {"search_head": "标题和文号", "search_text": "正文和附件"}
_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    rebuild = commands.add_parser("rebuild", help="重建检索索引；网站照常使用，可以随时停止，再运行一次")
    rebuild.add_argument("--dry-run", action="store_true", help="只说明会做什么")
    rebuild.add_argument("--json", action="store_true", help="输出一行 JSON")
    rebuild.set_defaults(run=run_rebuild)
    check = commands.add_parser(
        "check", help="核对检索索引和公开的信息是否一致，列出缺少、过时、多出的；退出状态 1 表示不一致"
    )
    check.add_argument("--json", action="store_true", help="输出一行 JSON")
    check.set_defaults(run=run_check)


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the index anew."""
    from gongkai.project.database import require_current
    from gongkai.search.registry import sources
    from gongkai.search.services import rebuild

    require_current()
    if args.dry_run:
        total = sum(len(list(source.ids())) for source in sources().values())
        _say(
            args,
            f"将把{total}条公开的信息重新编入索引，并删除不再公开的。",
            {"items": total, "dry_run": True},
        )
        return 0
    items = rebuild(_Progress("重建"))
    _say(args, f"索引已重建，共{items}条。", {"items": items})
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Check the index; 1 when something is not right."""
    from gongkai.project.database import require_current
    from gongkai.search.queries import check

    require_current()
    found = check(_Progress("核对"))
    names = {kind: [fault for fault in found.faults if fault.kind == kind] for kind in _KINDS}
    if args.json:
        rows = {
            kind: [{"page": fault.page_id, "title": fault.title} for fault in faults]
            for kind, faults in names.items()
        }
        print(
            json.dumps(
                {"items": found.items, "clean": found.clean, **rows, "tables": list(found.tables)},
                ensure_ascii=False,
            )
        )
        return 0 if found.clean else 1
    for kind, faults in names.items():
        for fault in faults[:_SHOWN]:
            print(f"{_KINDS[kind]}：{fault.title}（{fault.page_id}）")
        if len(faults) > _SHOWN:
            print(f"{_KINDS[kind]}：另有{len(faults) - _SHOWN}条")
    for table in found.tables:
        print(f"索引表“{_TABLES.get(table, table)}”的内容与存放的文字不符")
    if found.clean:
        print(f"索引与公开的{found.items}条信息一致。")
        return 0
    print("请运行 gongkai index rebuild")
    return 1


class _Progress:
    """Writes how far the work is to standard error, at most once a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how many of how many are done."""
        now = time.monotonic()
        if done >= total or now - self._said >= 1:
            self._said = now
            print(f"{self._what}：{done}/{total}", file=sys.stderr)


def _say(args: argparse.Namespace, words: str, values: dict[str, Any]) -> None:
    print(json.dumps(values, ensure_ascii=False) if args.json else words)
