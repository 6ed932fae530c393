"""The commands `gongkai import …`: items of an older site, or drafts, from a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import import_registers

DONE, FINDINGS, COULD_NOT = 0, 1, 2


class _CouldNot(Exception):
    """The command cannot begin; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands of the group."""
    commands = parser.add_subparsers(dest="command")
    items = commands.add_parser("items", help="信息：CSV或者Excel文件，可带附件；历史信息和草稿")
    items.description = (
        "导入信息。第一行写明各列的名称；必须有agency（机关）、column（栏目）、title（标题）三列。"
        "写了过去的发布时间的行，作为历史信息按原来的时间公开；其他行成为草稿。重复运行不会重复导入。"
        "退出状态：0 完成；1 完成，但有的行没有导入；2 没有做成。"
    )
    items.add_argument("file", type=Path, nargs="?", metavar="文件", help=".csv或者.xlsx")
    items.add_argument("--files", type=Path, metavar="文件夹", help="附件所在的文件夹")
    items.add_argument(
        "--agency", metavar="机关", help="统一社会信用代码或者全称；文件里没有写机关的行都是这个机关的"
    )
    items.add_argument(
        "--approver",
        metavar="登录名",
        help="历史信息由谁批准（审核人或者机关负责人）；不写，记为在服务器命令行批准",
    )
    items.add_argument(
        "--accept-findings", metavar="理由", help="检查发现个人信息等问题的行也导入，理由留在记录里"
    )
    items.add_argument("--dry-run", action="store_true", help="只检查，说明会怎样导入，不写入")
    items.add_argument("--json", action="store_true", help="每行输出一行 JSON：行号、状态、说明")
    items.add_argument(
        "--template", type=Path, metavar="文件", help="写出一份空白模板（.xlsx或者.csv），不导入"
    )
    items.set_defaults(run=run)
    import_registers.add_arguments(commands)


def run(args: argparse.Namespace) -> int:
    """Import the file; 1 when rows were refused, 2 when nothing could be begun."""
    if args.template is not None:
        return _write_template(args.template)
    if args.file is None:
        return _say_could_not("请写明要导入的文件（gongkai import items --help 显示用法）")
    from gongkai.agencies.acts import Refused
    from gongkai.project.database import require_current
    from gongkai.publishing.importing.table import Unusable

    require_current()
    try:
        return _import(args)
    except (Unusable, _CouldNot, Refused) as error:
        return _say_could_not(error.message)


def _import(args: argparse.Namespace) -> int:
    from gongkai.publishing.importing.bringing import check_rows
    from gongkai.publishing.importing.checking import Agencies
    from gongkai.publishing.importing.sources import Folder, Memory
    from gongkai.publishing.importing.table import read_table

    default = _agency(args.agency)
    approver = _person(args.approver)
    if args.files is not None and not args.files.is_dir():
        raise _CouldNot(f"没有“{args.files}”这个文件夹")
    without = frozenset({"agency"}) if default is not None else frozenset()
    table = read_table(args.file.name, args.file.read_bytes(), without=without)
    source = Folder(args.files) if args.files is not None else Memory()
    with _progress("检查", len(table)) as step:
        checked = list(check_rows(table, source, Agencies(default=default), progress=step))
    results = {row.number: (row.state, row.message) for row in checked}
    if args.dry_run:
        _hold_back(checked, results, args.accept_findings)
        _say("以上只是检查，没有写入。" if not args.json else "只检查，没有写入。")
    else:
        results |= _enter(args, checked, source, approver)
    return _tell(results, as_json=args.json, dry=args.dry_run)


def _enter(
    args: argparse.Namespace, checked: list[Any], source: Any, approver: Any
) -> dict[int, tuple[str, str]]:
    """Enter the rows, a batch for each agency; gives state and message of each row of theirs."""
    from gongkai.publishing.models import ImportBatch, ImportRow
    from gongkai.publishing.services import importing

    results: dict[int, tuple[str, str]] = {}
    agencies = {row.agency.pk: row.agency for row in checked if row.agency is not None}
    if approver is not None:
        for agency in agencies.values():
            _require_approver(approver, agency)
    for agency in agencies.values():
        rows = [row for row in checked if row.agency is not None and row.agency.pk == agency.pk]
        batch = importing.begin_import(None, agency, args.file.name, total=len(rows))
        importing.stage(batch, rows)
        batch = importing.finish_reading(None, agency, batch)
        if batch.state == ImportBatch.State.READ:
            reason = " ".join((args.accept_findings or "").split())
            blocking = {one["rule"] for row in rows for one in row.findings if one["level"] == "block"}
            batch = importing.approve_import(
                approver,
                agency,
                batch,
                comment=reason,
                accepted=dict.fromkeys(blocking, reason) if reason else {},
            )
        waiting = batch.rows.filter(state__in=(ImportRow.State.WAITING, ImportRow.State.HISTORY)).count()
        with _progress(f"{agency.short_name}入库", waiting) as step:
            importing.enter(batch, source, progress=step)
        found = batch.rows.values_list("number", "state", "message")
        results |= {number: (state, message) for number, state, message in found}
    return results


def _hold_back(checked: list[Any], results: dict[int, tuple[str, str]], reason: str | None) -> None:
    """Say of rows with blocking findings what would become of them."""
    for row in checked:
        if row.blocks and row.state == "history" and not (reason or "").strip():
            words = "；".join(one["words"] for one in row.findings if one["level"] == "block")
            results[row.number] = ("refused", f"检查发现：{words}"[:500])


def _tell(results: dict[int, tuple[str, str]], *, as_json: bool, dry: bool) -> int:
    from gongkai.publishing.models import ImportRow

    labels = dict(ImportRow.State.choices)
    counts: dict[str, int] = {}
    for number, (state, message) in sorted(results.items()):
        counts[state] = counts.get(state, 0) + 1
        if as_json:
            print(json.dumps({"number": number, "state": str(state), "message": message}, ensure_ascii=False))
        elif state == ImportRow.State.REFUSED:
            print(f"第{number}行\t{labels[state]}\t{message}")
    words = {
        "published": "公开",
        "draft": "成为草稿",
        "history": "将公开",
        "waiting": "将成为草稿",
        "double": "已有",
        "refused": "没有导入",
    }
    parts = [f"{words[state]}{counts[state]}条" for state in words if state in counts]
    _say(f"共{len(results)}行：{'，'.join(parts)}。")
    return FINDINGS if counts.get("refused") else DONE


def _agency(name: str | None) -> Any:
    if name is None:
        return None
    from gongkai.publishing.importing.checking import Agencies
    from gongkai.publishing.importing.values import Wrong

    try:
        return Agencies().find(name)
    except Wrong as wrong:
        raise _CouldNot(wrong.message) from wrong


def _person(username: str | None) -> Any:
    if username is None:
        return None
    from gongkai.agencies.models import User

    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise _CouldNot(f"没有登录名为“{username}”的人员，或者账号已停用")
    return found


def _require_approver(person: Any, agency: Any) -> None:
    """Refuse before anything is written a person who may not approve for one of the agencies."""
    from gongkai.agencies.queries import duties_of
    from gongkai.publishing.services.importing import APPROVERS

    if not {duty for of, duty in duties_of(person) if of == agency.pk} & {str(duty) for duty in APPROVERS}:
        words = "、".join(duty.label for duty in APPROVERS)
        raise _CouldNot(f"{person}不是{agency.full_name}的{words}，不能批准历史导入")


def _write_template(path: Path) -> int:
    from gongkai.publishing.importing.sheets import csv_template, xlsx_template

    makers: dict[str, Callable[[], bytes]] = {".xlsx": xlsx_template, ".csv": csv_template}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        return _say_could_not("模板的文件名应以.xlsx或者.csv结尾")
    if path.exists():
        return _say_could_not(f"“{path}”已经存在，没有覆盖；请换一个文件名")
    path.write_bytes(maker())
    _say(f"已写出模板 {path}")
    return DONE


@contextmanager
def _progress(words: str, total: int) -> Iterator[Callable[[int], object] | Any]:
    """Show how far it is on standard error, from some dozens of rows on."""
    from tqdm import tqdm

    with tqdm(
        total=total, desc=words, unit="行", dynamic_ncols=True, disable=total < 50, file=sys.stderr
    ) as bar:
        yield bar.update


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _say_could_not(words: str) -> int:
    _say(f"错误：{words}")
    return COULD_NOT
