"""The command group `gongkai law`: questions to the law, answered on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gongkai.law import answering, fees
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notices import HolidayNotice, parse_day, read_notices

Answer = dict[str, object]
DONE, COULD_NOT = 0, 2
_CHINA = ZoneInfo("Asia/Shanghai")
_MOST_DIGITS = 9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the group's commands to its parser; each leaves the function to run in `run`."""
    commands = parser.add_subparsers(required=True, dest="command", metavar="命令")
    workdays = commands.add_parser(
        "workdays",
        help="数工作日：两个日期之间有几个，或从某日起第几个是哪天",
        description="按国务院办公厅每年的节假日安排（含调休上班）数工作日。起始当日不计入，次一工作日为第1天。",
        epilog="某年的放假安排还没有公布时，该年只按周末和法定固定日期的节日推算，结果标为“暂按”。",
    )
    workdays.add_argument(
        "--from", dest="start", metavar="日期", help="起始日期，如 2024-03-01（当日不计入）"
    )
    workdays.add_argument("--to", dest="end", metavar="日期", help="截止日期（当日计入）：数其间的工作日")
    workdays.add_argument("--add", metavar="天数", help="从起始日期往后数这么多个工作日")
    workdays.add_argument(
        "--notice",
        action="append",
        default=[],
        metavar="文件",
        help='补充或替换某年放假安排的 JSON 文件：{"2027": {"off": [放假日期], "work": [上班日期]}}；可重复',
    )
    workdays.add_argument("--json", action="store_true", help="输出一行 JSON；输出到文件或管道时总是如此")
    workdays.set_defaults(run=run_workdays)
    due = commands.add_parser(
        "due",
        help="一件申请的答复期限：哪天届满，为什么",
        description="从标准输入读取一件申请的经过（JSON），算出收到之日、答复期限和理由。",
        epilog='输入的样子：{"channel": "counter", "events": [{"type": "submitted", "on": "2024-03-01"}]}',
    )
    due.add_argument("--as-of", dest="as_of", metavar="日期", help="算到哪天为止（默认今天，北京时间）")
    due.add_argument("--json", action="store_true", help="输出一行 JSON；输出到文件或管道时总是如此")
    due.set_defaults(run=run_due)
    fee = commands.add_parser(
        "fee",
        help="信息处理费：按件或者按量，怎样算出来",
        description="从标准输入读取件数或者页数（JSON），按国办函〔2020〕109号计算信息处理费。",
        epilog='输入的样子：{"basis": "per_page", "pages": 150}',
    )
    fee.add_argument("--json", action="store_true", help="输出一行 JSON；输出到文件或管道时总是如此")
    fee.set_defaults(run=run_fee)


def run_workdays(args: argparse.Namespace) -> int:
    """Answer `gongkai law workdays`; malformed input is said in Chinese (as JSON where JSON is asked for) and returns 2."""
    return _run(args, lambda: _answer(args), lambda answer: _in_words(args, answer))


def run_due(args: argparse.Namespace) -> int:
    """Answer `gongkai law due` for the history on standard input; as `run_workdays` for malformed input."""

    def answer() -> Answer:
        as_of = parse_day(args.as_of) if args.as_of is not None else None
        return answering.answer(_read_input(), as_of, datetime.now(_CHINA).date())

    return _run(args, answer, _due_in_words)


def run_fee(args: argparse.Namespace) -> int:
    """Answer `gongkai law fee` for the numbers on standard input; as `run_workdays` for malformed input."""
    return _run(args, lambda: fees.answer(_read_input()), _fee_in_words)


def _run(args: argparse.Namespace, answer: Callable[[], Answer], in_words: Callable[[Answer], str]) -> int:
    # Programs get JSON without asking, as the contract of these commands says; people at a terminal get words.
    as_json = args.json or not sys.stdout.isatty()
    try:
        found = answer()
    except ValueError as error:
        if as_json:
            print(json.dumps({"error": {"code": "bad_input", "message": str(error)}}, ensure_ascii=False))
        if not args.json:
            print(f"错误：{error}", file=sys.stderr)
        return COULD_NOT
    print(json.dumps(found, ensure_ascii=False) if as_json else in_words(found))
    return DONE


def _read_input() -> object:
    try:
        return json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}个字"
        what = (
            f"{place}起有多余的内容，一次只算一件"
            if error.msg == "Extra data"
            else f"{place}处写得不对或者没有写完"
        )
        raise ValueError(f"标准输入应是一个 UTF-8 编码的 JSON 对象：{what}") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, a number without end, or nested beyond measure
        raise ValueError("标准输入应是一个 UTF-8 编码的 JSON 对象") from error


def _answer(args: argparse.Namespace) -> Answer:
    if args.start is None:
        raise ValueError("缺少起始日期 --from")
    if (args.end is None) == (args.add is None):
        raise ValueError("--to（截止日期）和 --add（工作日数）要给且只给一个")
    start = parse_day(args.start)
    calendar = WorkdayCalendar([notice for name in args.notice for notice in _read_file(name)])
    if args.end is not None:
        end = parse_day(args.end)
        counted = calendar.count_workdays(start, end)
    else:
        counted = _parse_number(args.add)
        end = calendar.add_workdays(start, counted)
    return {
        "working_days": counted,
        "to": end.isoformat(),
        "provisional": calendar.provisional(start, end),
        "skipped": [{"on": day.on.isoformat(), "why": day.why} for day in calendar.skipped(start, end)],
    }


def _parse_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise ValueError(f"工作日数“{text}”无效，应是不小于0的整数")
    return int(text)


def _read_file(name: str) -> tuple[HolidayNotice, ...]:
    try:
        data = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ValueError(f"读不了放假安排文件“{name}”：{_reason(error)}") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or nested beyond measure
        raise ValueError(f"放假安排文件“{name}”不是 UTF-8 编码的 JSON") from error
    try:
        return read_notices(data)
    except ValueError as error:
        raise ValueError(f"放假安排文件“{name}”：{error}") from error


def _reason(error: OSError) -> str:
    known: Mapping[type[OSError], str] = {
        FileNotFoundError: "没有这个文件",
        PermissionError: "没有读取权限",
        IsADirectoryError: "这是一个文件夹",
    }
    return known.get(type(error), error.strerror or "系统错误")


_STATES = {
    "running": "正在办理",
    "paused": "正在等待，期限暂停",
    "awaiting_confirmation": "还没有收到之日",
    "met": "已在期限内答复",
    "met_late": "已答复，逾期",
    "lapsed": "逾期未补正或者未缴费，视为放弃",
    "ended": "已撤回",
}


def _due_in_words(answer: Answer) -> str:
    state, left = _STATES[str(answer["state"])], answer["remaining_working_days"]
    if answer["state"] in ("running", "paused") and isinstance(left, int) and left < 0:
        state = f"还没有答复，已经逾期{-left}个工作日"
    lines = [
        f"收到之日：{answer['received_on'] or '还没有'}；答复期限：{answer['due_on'] or '没有正在计算的期限'}"
        f"（{state}）"
    ]
    lines += [
        f"  {step['from']} 至 {step['to']}：{step['text']}（{step['rule']}）"
        for step in _listed(answer, "explanation")
    ]
    lines += [f"问题：{problem['message']}（{problem['rule']}）" for problem in _listed(answer, "problems")]
    return "\n".join(lines)


def _fee_in_words(answer: Answer) -> str:
    lines = [
        f"第{step['from']}至{step['to']}：{step['count']}×{step['rate']}元＝{step['amount']}元"
        for step in _listed(answer, "steps")
    ]
    return "\n".join([*lines, f"合计{answer['amount']}元（{answer['rule']}）"])


def _listed(answer: Answer, key: str) -> list[dict[str, object]]:
    found = answer[key]
    return found if isinstance(found, list) else []


def _in_words(args: argparse.Namespace, answer: Answer) -> str:
    skipped = answer["skipped"]
    lines = [f"{args.start}之后至{answer['to']}（含当日）共{answer['working_days']}个工作日。"]
    if args.add is not None:
        lines = [f"{args.start}之后第{answer['working_days']}个工作日是{answer['to']}。"]
    if answer["provisional"]:
        lines.append("暂按：其间有的年份还没有放假安排，只按周末和法定固定日期的节日推算，公布后请重新计算。")
    if isinstance(skipped, list) and skipped:
        lines.append(
            f"不计入的{len(skipped)}天：" + "、".join(f"{day['on']}（{day['why']}）" for day in skipped)
        )
    return "\n".join(lines)
