"""The commands `gongkai import documents` and `gongkai import decisions`: rows of the registers from a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

DONE, FINDINGS, COULD_NOT = 0, 1, 2
_KINDS = {"permit": "行政许可", "penalty": "行政处罚", "compulsion": "行政强制"}


def add_arguments(commands: Any) -> None:
    """Add the two commands to those of the group."""
    documents = commands.add_parser("documents", help="规章和行政规范性文件：CSV或者Excel文件")
    documents.description = (
        "登记规章和行政规范性文件，连同以后的修改、废止等变动。已经登记的（文号相同）不再登记。"
        "有一行有错误，全部不登记；加 --skip-wrong 则登记没有错误的行。"
    )
    _common(documents)
    documents.add_argument("--skip-wrong", action="store_true", help="有错误的行跳过，其余照常登记")
    documents.set_defaults(run=run_documents)
    decisions = commands.add_parser("decisions", help="行政许可、行政处罚、行政强制决定：“双公示”表格")
    decisions.description = "登记行政决定。自然人的姓名和证件号码不保存。有错误的行逐行列出，其余一次登记；同一文件再导入不会重复登记。"
    _common(decisions)
    decisions.add_argument(
        "--kind",
        required=True,
        choices=_KINDS,
        metavar="种类",
        help="permit 许可、penalty 处罚、compulsion 强制",
    )
    decisions.set_defaults(run=run_decisions)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help=".csv或者.xlsx")
    parser.add_argument("--agency", required=True, metavar="机关", help="统一社会信用代码或者全称")
    parser.add_argument("--json", action="store_true", help="每行输出一行 JSON：行号、状态、说明")


def run_documents(args: argparse.Namespace) -> int:
    """Register the documents of the file."""
    from gongkai.agencies.acts import Refused
    from gongkai.registers.decisions.sheets import Unusable
    from gongkai.registers.documents import import_rows

    agency, data = _opened(args)
    if agency is None or data is None:
        return COULD_NOT
    try:
        outcome = import_rows(None, agency, args.file.name, data, skip_wrong=args.skip_wrong)
    except (Unusable, Refused) as error:
        return _could_not(error.message)
    _tell(args, "double", outcome.doubles)
    _tell(args, "refused", outcome.wrong)
    _say(f"登记{outcome.entered}件，已有{len(outcome.doubles)}件，有错误{len(outcome.wrong)}行。")
    return FINDINGS if outcome.wrong else DONE


def run_decisions(args: argparse.Namespace) -> int:
    """Register the decisions of the file, in this process rather than in the background."""
    from django.core.files.base import ContentFile
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    from gongkai.agencies.acts import Refused
    from gongkai.registers.models import DecisionBatch, DecisionRow
    from gongkai.registers.services import decision_batches as batches

    agency, data = _opened(args)
    if agency is None or data is None:
        return COULD_NOT

    def here(task: Any, batch: DecisionBatch) -> None:
        """Take the task back from the queue: it is done here, and not by a worker at the same time."""
        waiting = DBTaskResult.objects.ready().filter(task_path=task.module_path)
        waiting.filter(args_kwargs={"args": [batch.pk], "kwargs": {}}).delete()

    try:
        with transaction.atomic():
            batch = batches.bring_in(None, agency, args.kind, ContentFile(data, name=args.file.name))
            here(batches.read_batch, batch)
        batches.read_batch.call(batch.pk)
        batch.refresh_from_db()
        if batch.state != DecisionBatch.State.READ:
            return _could_not(batch.message or "文件读不了")
        wrong = list(
            DecisionRow.objects.filter(batch=batch).exclude(message="").values_list("number", "message")
        )
        _tell(args, "refused", wrong)
        if batch.rows_good:
            with transaction.atomic():
                batches.enter_batch(None, agency, batch)
                here(batches.enter_rows, batch)
            batches.enter_rows.call(batch.pk)
        else:
            batches.drop(None, agency, batch)
    except Refused as error:
        return _could_not(error.message)
    batch.refresh_from_db()
    _say(f"登记{batch.rows_entered}件，有错误{len(wrong)}行。")
    return FINDINGS if wrong else DONE


def _opened(args: argparse.Namespace) -> tuple[Any, bytes | None]:
    """Find the agency and read the file; says what is missing."""
    from django.db.models import Q

    from gongkai.agencies.models import Agency
    from gongkai.project.database import require_current

    require_current()
    given = args.agency.strip()
    agency = Agency.objects.filter(Q(credit_code=given.upper()) | Q(full_name=given)).first()
    if agency is None:
        _could_not(f"没有“{given}”这个机关；可用 gongkai agencies list 查看。")
        return None, None
    if not args.file.is_file():
        _could_not(f"没有“{args.file}”这个文件")
        return None, None
    return agency, args.file.read_bytes()


def _tell(args: argparse.Namespace, state: str, rows: list[tuple[int, str]]) -> None:
    for number, message in rows:
        if args.json:
            print(json.dumps({"number": number, "state": state, "message": message}, ensure_ascii=False))
        elif state == "refused":
            print(f"第{number}行\t{message}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _could_not(words: str) -> int:
    _say(f"错误：{words}")
    return COULD_NOT
