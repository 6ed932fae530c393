"""The command `gongkai`: one for each chore.

The groups of commands live with what they command; a group's module is imported only when the group is asked for, so
that help is quick and `gongkai report` never loads what only a site needs.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import gongkai
from gongkai.project.arguments import Parser

COULD_NOT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141

_PACKAGE = Path(gongkai.__file__).parent
_SYSTEM_ERRORS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一处不是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额用完",
    errno.EROFS: "所在的文件系统只读",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "文件名太长",
}


@dataclass(frozen=True)
class Group:
    """A group of commands: its name, the module with `add_arguments(parser)`, one line of help, and whether it needs a site.

    Before a group that needs one is run, not for its help, Django is started with the installation's settings.
    """

    name: str
    module: str
    help: str
    site: bool = False


GROUPS = (
    Group("report", "gongkai.report.cli", "政府信息公开工作年度报告：读取、检查、生成、汇总"),
    Group("law", "gongkai.law.cli", "《政府信息公开条例》的计算：工作日、期限、费用"),
    Group("demo", "gongkai.project.commands.demo", "建立演示网站并启动"),
    Group("serve", "gongkai.project.commands.serve", "启动网站和后台进程", site=True),
    Group("worker", "gongkai.tasks.cli", "只启动后台进程", site=True),
    Group("migrate", "gongkai.project.commands.migrate", "建立数据库，或者更新到这一版程序", site=True),
    Group("createadmin", "gongkai.project.commands.createadmin", "建立平台管理员账号", site=True),
    Group("agencies", "gongkai.project.commands.agencies", "机关：列出", site=True),
    Group(
        "reporting",
        "gongkai.project.commands.reporting",
        "年度报告：由记录生成、列出一个数据背后的记录",
        site=True,
    ),
    Group("import", "gongkai.project.commands.import_", "导入：信息（历史信息、草稿）", site=True),
    Group("search", "gongkai.project.commands.search", "检索公开的信息", site=True),
    Group("index", "gongkai.project.commands.index", "检索索引：重建、核对", site=True),
    Group("publish", "gongkai.project.commands.publish", "把公开的网页发布成静态文件，或者核对", site=True),
    Group("nginx", "gongkai.project.commands.nginx", "输出 nginx 的配置", site=True),
    Group("cases", "gongkai.project.commands.cases", "申请：重新推算、核对、更换密钥", site=True),
    Group("export", "gongkai.project.commands.export", "导出：申请的办理记录", site=True),
    Group("simulate", "gongkai.project.commands.simulate", "编造一个区的数据，供演示、测试用", site=True),
    Group("audit", "gongkai.project.commands.audit", "审计日志：核对", site=True),
    Group("manage", "gongkai.project.commands.manage", "运行 Django 的管理命令（供维护人员）", site=True),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process if None) and return its exit status.

    0 done, 1 done with findings or refusals, 2 could not, 130 stopped by Ctrl-C, 141 the reader of a pipe went away.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a sign the terminal cannot show must not stop the work
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("\n已停止。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        _silence(sys.stderr)
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 the last line of defence: whatever it is, the user gets words, not a traceback
        if os.environ.get("GONGKAI_DEBUG"):
            traceback.print_exc()
        else:
            print(_in_words(error), file=sys.stderr)
        return COULD_NOT


def build_parser(asked: str | None) -> Parser:
    """Build the parser, with the arguments of the group asked for; the others are there by name only."""
    parser = Parser(prog="gongkai", description="公开：政府信息公开工作平台")
    version = f"gongkai {gongkai.__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本号")
    groups = parser.add_subparsers(dest="group")
    for group in GROUPS:
        group_parser = groups.add_parser(group.name, help=group.help, description=group.help)
        if group.name == asked:
            importlib.import_module(group.module).add_arguments(group_parser)
    return parser


def _run(argv: list[str]) -> int:
    # The first word is the group's name: none of the options that may stand before it takes a value.
    asked = next((word for word in argv if not word.startswith("-")), None)
    parser = build_parser(asked)
    if not argv:
        parser.print_help(sys.stderr)
        return COULD_NOT
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has answered already: help, version, or what is wrong
        return stop.code if isinstance(stop.code, int) else COULD_NOT
    if not os.environ.get("GONGKAI_DEBUG"):
        _quieten_libraries()
    if any(group.site for group in GROUPS if group.name == args.group):
        _start_site()
    status: int = args.run(args)
    return status


def _start_site() -> None:
    """Start Django with the installation's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
    importlib.import_module("django").setup()


def _quieten_libraries() -> None:
    """Keep the libraries' own remarks, English and about their inner life, off the user's screen."""
    import logging  # here, so that help starts without it
    import warnings

    warnings.simplefilter("ignore")
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def _in_words(error: Exception) -> str:
    """Say what stopped the program. The error's own words stay out: they may quote what stands in a file."""
    if type(error).__module__.startswith("gongkai.") and (message := getattr(error, "message", "")):
        return f"错误：{message}"  # our own: said in words already
    if isinstance(error, MemoryError):
        return "错误：内存不足，做不完这件事；请分批处理，或者关闭其他程序后再试"
    if isinstance(error, OSError) and error.errno in _SYSTEM_ERRORS:
        name = f"“{error.filename}”" if error.filename else "文件"
        return f"错误：读写{name}失败，{_SYSTEM_ERRORS[error.errno]}"
    place = next(
        (
            f"{Path(frame.filename).relative_to(_PACKAGE)}第{frame.lineno}行"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
            if Path(frame.filename).is_relative_to(_PACKAGE)
        ),
        "位置不明",
    )
    return (
        f"程序出错（{type(error).__name__}，{place}），这是程序的缺陷，请告知维护者。\n"
        "设置环境变量 GONGKAI_DEBUG=1 再运行一次，可看到详情；详情可能引用文件内容，转发前请查看。"
    )


def _silence(stream: TextIO) -> None:
    """Point the stream at nothing, so that the interpreter's last flush does not complain about the closed pipe."""
    # What is not a real file (a test's) raises here, and will not complain either.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
