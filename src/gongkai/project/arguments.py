"""Argument parsing that speaks Chinese throughout: argparse's own words are replaced here and nowhere else.

argparse offers no language of its own, so the headings and the option -h are set when a parser is made, the layout of
help is counted in columns (a Chinese character takes two), and error messages, which reach `error()` already composed
in English, are put into Chinese there by one table.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

_HELP_COLUMN = 26

_ERRORS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"缺少必需的参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"one of the arguments (.*) is required", r"这些参数须给出其中一个：\1"),
    (r"ambiguous option: (.*) could match (.*)", r"选项 \1 有歧义，可能是：\2"),
    (r"not allowed with argument (.*)", r"不能与 \1 同时使用"),
    (r"expected one argument", r"后面须跟一个值"),
    (r"expected at least one argument", r"后面至少须跟一个值"),
    (r"expected at most one argument", r"后面最多跟一个值"),
    (r"expected (\d+) arguments?", r"后面须跟\1个值"),
    (r"ignored explicit argument (.*)", r"不带值，多了 \1"),
    (r"invalid choice: (.*) \(choose from (.*)\)", r"没有 \1，可用的有：\2"),
    (r"unknown parser (.*) \(choices: (.*)\)", r"没有 \1，可用的有：\2"),
    (r"invalid int value: (.*)", r"应是整数，而不是 \1"),
    (r"invalid \S+ value: (.*)", r"值 \1 无效"),
    (r"can't open '(.*)': (.*)", r"打不开文件“\1”：\2"),
    (r"unexpected option string: (.*)", r"不认识的选项：\1"),
)


def in_chinese(message: str) -> str:
    """Put one of argparse's error messages into Chinese; a message that is not its own is given back as it is."""
    named = re.fullmatch(r"argument (.*?): (.*)", message, re.DOTALL)
    prefix, rest = (f"参数 {named[1]}：", named[2]) if named else ("", message)
    for pattern, chinese in _ERRORS:
        if found := re.fullmatch(pattern, rest, re.DOTALL):
            return prefix + found.expand(chinese)
    return prefix + rest


def width(text: str) -> int:
    """Count the columns a text takes in a terminal: two for a Chinese character or full-width sign, else one."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: between Chinese characters, else at spaces.

    No line begins with a closing sign such as ， or 。; a word wider than the line stays whole.
    """
    lines, line = [], ""
    for piece in re.findall(r"[\u0021-\u2e7f]+|\s+|[^\s][，。；：、？！）》」”]*", " ".join(text.split())):
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


class ChineseHelp(argparse.HelpFormatter):
    """Help laid out in columns, with Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin the usage line with 用法."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def format_help(self) -> str:
        """Give the whole help, its headings closed by a Chinese colon."""
        return re.sub(r"^(\S+):$", r"\1：", super().format_help(), flags=re.MULTILINE)

    def _format_action(self, action: argparse.Action) -> str:
        indent = " " * self._current_indent
        if isinstance(action, argparse._SubParsersAction):
            head = ""  # the heading of the group says it already; only the commands themselves are listed
        else:
            head = indent + self._format_action_invocation(action)
        lines = wrap(self._expand_help(action), max(self._width - _HELP_COLUMN, 20)) if action.help else []
        if lines and width(head) + 2 <= _HELP_COLUMN:
            head += " " * (_HELP_COLUMN - width(head)) + lines.pop(0)
        parts = [head, *(" " * _HELP_COLUMN + line for line in lines)] if head else []
        text = "".join(part + "\n" for part in parts)
        return text + "".join(self._format_action(sub) for sub in self._iter_indented_subactions(action))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            indent + line for part in text.splitlines() for line in wrap(part, width - len(indent))
        )


class Parser(argparse.ArgumentParser):
    """An argument parser in Chinese; parsers added below it are of the same class.

    A wrong argument is answered by one Chinese line on standard error and exit status 2. Options may not be shortened,
    so that a new option never changes the meaning of an old command line.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the parser with Chinese headings and a Chinese -h."""
        kwargs.setdefault("formatter_class", ChineseHelp)
        kwargs.setdefault("allow_abbrev", False)
        wants_help = kwargs.pop("add_help", True)
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        if wants_help:
            self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def add_subparsers(self, **kwargs: Any) -> Any:
        """Add commands below this parser; one of them must be given."""
        kwargs.setdefault("title", "命令")
        kwargs.setdefault("metavar", "命令")
        kwargs.setdefault("required", True)
        return super().add_subparsers(**kwargs)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, in Chinese, and stop with status 2."""
        self.exit(2, f"错误：{in_chinese(message)}\n（{self.prog} --help 显示用法）\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        # Unlike argparse's own, a closed pipe is not silenced here: `cli.main` deals with it in one place.
        if message:
            (file or sys.stderr).write(message)
