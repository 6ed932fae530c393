"""The command `gongkai createadmin`: an account that may do everything, for whoever installs and looks after the site."""

from __future__ import annotations

import argparse
import getpass
import sys

from gongkai.project.environment import value

VARIABLE = "GONGKAI_ADMIN_PASSWORD"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command. The password is never among the arguments: other users of the machine could read it there."""
    parser.add_argument("--username", metavar="登录名", help="登录名；不写则逐项询问")
    parser.add_argument("--name", metavar="姓名", default="", help="姓名")
    parser.description = f"建立平台管理员账号。密码当面输入两次，或者取自环境变量 {VARIABLE}，或者从标准输入读第一行；不能写在命令行上。"
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the account; 2 with words when the name is taken or the password too weak."""
    from django.core.exceptions import ValidationError

    from gongkai.agencies.models import User
    from gongkai.agencies.services import create_administrator
    from gongkai.project.database import require_current

    require_current()
    username = args.username or _ask("登录名：")
    password = _password()
    if password is None:
        print("错误：两次输入的密码不一样，没有建立账号", file=sys.stderr)
        return 2
    try:
        create_administrator(None, None, User(username=username, full_name=args.name), password)
    except ValidationError as error:
        print(f"错误：没有建立账号：{'；'.join(error.messages)}", file=sys.stderr)
        return 2
    print(f"已建立平台管理员“{username}”。", file=sys.stderr)
    return 0


def _ask(words: str) -> str:
    print(words, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _password() -> str | None:
    if given := value(VARIABLE):
        return str(given)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码（至少10位）：")
    return first if first == getpass.getpass("再输一次：") else None
