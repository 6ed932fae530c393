"""The command group `gongkai report`: read, check, write, total and draw annual reports.

What other programs rely on: one JSON object a line on standard output with ``--json``; messages on standard error; exit
status 2 when a file could not be read (the others are answered all the same), else 1 when a check found an error, else 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import Finding, Report
    from .reading import ReadError

DONE, FOUND, COULD_NOT = 0, 1, 2

_FILES = "txt、html、md、docx、doc、xlsx、pdf、json 文件；- 表示标准输入"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the group's commands to its parser; each leaves the function to run in `run`."""
    commands = parser.add_subparsers(required=True, dest="command", metavar="命令")
    read = commands.add_parser(
        "read",
        help="读出年度报告的文字和数据",
        description="读出年度报告的机关、年份、各部分文字和三张表的数据。",
    )
    read.set_defaults(run=run_read)
    check = commands.add_parser(
        "check",
        help="检查年度报告",
        description="检查年度报告：表内勾稽、缺漏空白、文字与表格是否一致、与上年报告是否衔接。",
        epilog="退出码：0 没有错误；1 有错误；2 有文件读不了。",
    )
    check.add_argument("--previous", metavar="文件", help="上一年度的报告，用来核对结转数等")
    check.set_defaults(run=run_check)
    write = commands.add_parser(
        "write",
        help="按国家格式写成文件",
        description="把年度报告按国家格式写成 docx、html、pdf、xlsx 或者 json。",
    )
    write.add_argument("file", metavar="文件", help=_FILES)
    write.add_argument("-o", "--output", metavar="文件", required=True, help="写到哪里；由后缀决定格式")
    write.set_defaults(run=run_write)
    total = commands.add_parser(
        "total",
        help="汇总多份年度报告",
        description="把多个机关同一年度的报告逐格相加；重复的、其他年份的、空白的，逐一指出，不计入。",
    )
    total.add_argument("-o", "--output", metavar="文件", help="汇总表写到哪里；由后缀决定格式")
    total.add_argument("--agency", metavar="名称", help="汇总表上的机关名称")
    total.add_argument("--year", type=int, metavar="年份", help="汇总哪一年；不写则取份数最多的一年")
    total.set_defaults(run=run_total)
    draw = commands.add_parser(
        "draw", help="画出年度报告的图", description="把年度报告的数据画成图（SVG），写到文件夹里。"
    )
    draw.add_argument("file", metavar="文件", help=_FILES)
    draw.add_argument("--previous", metavar="文件", help="上一年度的报告，画在旁边比较")
    draw.add_argument("-o", "--output", metavar="文件夹", required=True, help="写到哪个文件夹")
    draw.set_defaults(run=run_draw)
    for command in (read, check, total):
        command.add_argument("files", nargs="+", metavar="文件", help=_FILES)
        command.add_argument("--json", action="store_true", help="输出 JSON，一份文件一行")


def run_read(args: argparse.Namespace) -> int:
    """Answer `report read`."""
    from .showing import describe

    answers = _Answers(args.json)
    for name, report in answers.reports(args.files):
        answers.give(name, report, describe)
    return answers.status


def run_check(args: argparse.Namespace) -> int:
    """Answer `report check`."""
    from .checks import check
    from .showing import explain

    answers = _Answers(args.json)
    previous = (
        next((report for _, report in answers.reports([args.previous])), None) if args.previous else None
    )
    for name, report in answers.reports(args.files):
        findings = check(report, previous)
        answers.give(name, report, lambda one, found=findings: explain(one, found), findings)
        if any(finding.severity == "error" for finding in findings):
            answers.status = max(answers.status, FOUND)
    return answers.status


def run_write(args: argparse.Namespace) -> int:
    """Answer `report write`."""
    answers = _Answers(as_json=False)
    for _, report in answers.reports([args.file]):
        answers.save(report, args.output)
    return answers.status


def run_total(args: argparse.Namespace) -> int:
    """Answer `report total`; reports that were left out of the sum are named on standard error."""
    from .showing import describe
    from .total import total

    if not args.output and not args.json:
        _say("请用 -o 指明汇总表写到哪里，或者用 --json 输出。")
        return COULD_NOT
    answers = _Answers(args.json)
    result = total(answers.reports(args.files), args.agency, args.year)
    if not result.added:
        _say("没有可以汇总的报告。")
        return COULD_NOT
    if args.json:
        answers.give(args.output or "", result.report, describe)
    for left_out in result.left_out:
        _say(f"{left_out.file}：{left_out.message}")
    _say(f"已汇总{len(result.added)}份报告，未计入的{len(result.left_out)}处。")
    if args.output:
        answers.save(result.report, args.output)
    return answers.status


def run_draw(args: argparse.Namespace) -> int:
    """Answer `report draw`."""
    from .charts import charts

    answers = _Answers(as_json=False)
    previous = (
        next((report for _, report in answers.reports([args.previous])), None) if args.previous else None
    )
    for _, report in answers.reports([args.file]):
        folder = Path(args.output)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for chart in charts(report, previous):
                Path(folder, f"{chart.key}.svg").write_text(chart.svg, encoding="utf-8")
                _say(f"{chart.title}：{chart.summary}")
        except OSError as error:
            _say(f"写不到文件夹“{folder}”：{_reason(error)}")
            return COULD_NOT
        _say(f"已写到{folder}")
    return answers.status


class _Answers:
    """What is answered about each file, in words or in JSON, and the exit status that results."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.status = DONE
        self._first = True

    def reports(self, names: Sequence[str]) -> Iterator[tuple[str, Report]]:
        """Read the files; those that cannot be read are answered here and passed over."""
        from .batch import read_many
        from .reading import ReadError

        for name, answer in read_many(names):
            if isinstance(answer, ReadError):
                self._refuse(name, answer)
            else:
                yield name, answer

    def give(self, name: str, report: Report, words: Any, findings: Sequence[Finding] | None = None) -> None:
        """Answer one file: `words` makes the text shown to a person."""
        if self.as_json:
            from .jsonform import dumps, to_json

            answer = to_json(report, name)
            if findings is not None:
                answer["findings"] = [_in_json(finding) for finding in findings]
            print(dumps(answer), flush=True)
            return
        print(("" if self._first else "\n") + f"{_shown(name)}\n{words(report)}", flush=True)
        self._first = False

    def save(self, report: Report, output: str) -> None:
        """Write the report to a file and say so, or say why not."""
        from .writing import WriteError, write

        try:
            write(report, Path(output))
        except WriteError as error:
            _say(f"没有写出“{output}”：{error.message}")
            self.status = COULD_NOT
        except OSError as error:
            _say(f"没有写出“{output}”：{_reason(error)}")
            self.status = COULD_NOT
        else:
            _say(f"已写出{output}")

    def _refuse(self, name: str, error: ReadError) -> None:
        self.status = COULD_NOT
        if self.as_json:
            answer = {"file": name, "error": {"code": error.code, "message": error.message}}
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        _say(f"{_shown(name)}：{error.message}（{error.code}）")


def _in_json(finding: Finding) -> dict[str, Any]:
    from .jsonform import json_number

    expected, found = json_number(finding.expected), json_number(finding.found)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "place": finding.place,
        "message": finding.message,
        "expected": expected,
        "found": found,
    }


def _shown(name: str) -> str:
    return "标准输入" if name == "-" else name


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _reason(error: OSError) -> str:
    known: dict[type[OSError], str] = {
        FileNotFoundError: "没有这个文件夹",
        NotADirectoryError: "路径中有一段不是文件夹",
        FileExistsError: "已有同名的文件",
        PermissionError: "没有写入权限",
        IsADirectoryError: "这是一个文件夹",
    }
    return known.get(type(error), "磁盘错误")
