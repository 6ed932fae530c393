"""The commands `gongkai import …`: items of an older site, or drafts, from a file; fetching an older site."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import import_applications, import_crawl, import_registers

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
    items.add_argument("--files", type=Path, metavar="文件夹", help="附件、图片所在的文件夹，或者.zip文件")
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
    import_crawl.add_arguments(commands)
    import_registers.add_arguments(commands)
    import_applications.add_arguments(commands)


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
    from gongkai.publishing.importing.table import read_table, some_at_a_time

    default = _agency(args.agency)
    approver = _person(args.approver)
    source = _source(args.files)
    without = frozenset({"agency"}) if default is not None else frozenset()
    table = read_table(args.file.name, args.file, without=without)
    agencies = Agencies(default=default)
    if approver is not None:
        _require_approver(approver, agencies, {row.values.get("agency", "") for row in table})
    results: dict[int, tuple[str, str]] = {}
    entering = _Entering(args)
    with _progress("检查", len(table)) as step:
        for some in some_at_a_time(check_rows(table, source, agencies, progress=step), 100):
            results |= {row.number: (row.state, row.message) for row in some}
            if args.dry_run:
                _hold_back(some, results, args.accept_findings)
            else:
                entering.stage(some)
    if args.dry_run:
        _say("以上只是检查，没有写入。" if not args.json else "只检查，没有写入。")
    else:
        results |= entering.enter(source, approver)
    return _tell(results, as_json=args.json, dry=args.dry_run)


def _source(path: Path | None) -> Any:
    from gongkai.publishing.importing.sources import Folder, Memory, Zip

    if path is None:
        return Memory()
    if path.is_dir():
        return Folder(path)
    if path.is_file() and path.suffix.lower() == ".zip":
        return Zip(path.open("rb"))
    raise _CouldNot(f"没有“{path}”这个文件夹或者.zip文件")


class _Entering:
    """Stages rows as they are checked, in a batch for each agency, and enters the batches when all are staged."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._batches: dict[int, Any] = {}
        self._blocking: dict[int, set[str]] = {}

    def stage(self, rows: list[Any]) -> None:
        """Write down some rows; nothing of it is an item yet."""
        from gongkai.publishing.services import importing

        by_agency: dict[int, list[Any]] = {}
        for row in rows:
            if row.agency is not None:
                by_agency.setdefault(row.agency.pk, []).append(row)
        for number, own in by_agency.items():
            if number not in self._batches:
                self._batches[number] = importing.begin_import(None, own[0].agency, self._args.file.name)
            importing.stage(self._batches[number], own)
            rules = {one["rule"] for row in own for one in row.findings if one["level"] == "block"}
            self._blocking.setdefault(number, set()).update(rules)

    def enter(self, source: Any, approver: Any) -> dict[int, tuple[str, str]]:
        """Enter what is staged; gives state and message of each row."""
        from gongkai.publishing.models import ImportBatch, ImportRow
        from gongkai.publishing.services import importing

        results: dict[int, tuple[str, str]] = {}
        for number, staged in self._batches.items():
            agency = staged.agency
            batch = importing.finish_reading(None, agency, staged)
            if batch.state == ImportBatch.State.READ:
                reason = " ".join((self._args.accept_findings or "").split())
                batch = importing.approve_import(
                    approver,
                    agency,
                    batch,
                    comment=reason,
                    accepted=dict.fromkeys(self._blocking[number], reason) if reason else {},
                )
            waiting = batch.rows.filter(state__in=(ImportRow.State.WAITING, ImportRow.State.HISTORY)).count()
            with _progress(f"{agency.short_name}入库", waiting) as step:
                importing.enter(batch, source, progress=step)
            found = batch.rows.values_list("number", "state", "message")
            results |= {number: (state, message) for number, state, message in found.iterator()}
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


def _require_approver(person: Any, agencies: Any, names: set[str]) -> None:
    """Refuse before anything is written a person who may not approve for one of the agencies."""
    from gongkai.agencies.queries import duties_of
    from gongkai.publishing.importing.values import Wrong
    from gongkai.publishing.services.importing import APPROVERS

    duties = {str(duty) for duty in APPROVERS}
    held = {of for of, duty in duties_of(person) if duty in duties}
    for name in sorted(names):
        try:
            agency = agencies.find(name)
        except Wrong:
            continue  # its rows are refused
        if agency.pk not in held:
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
