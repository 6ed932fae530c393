"""The command `gongkai nginx`: print the configuration of nginx for this installation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

DONE, COULD_NOT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--out", metavar="文件夹", help="静态网页发布到的文件夹；不写则用 GONGKAI_PUBLISH_TO")
    parser.add_argument(
        "--app", default="127.0.0.1:8000", metavar="地址", help="程序的地址，默认 127.0.0.1:8000"
    )
    parser.add_argument("--listen", default="80", metavar="端口", help="nginx 的端口，默认 80")
    parser.add_argument(
        "--office-listen", default="", metavar="端口", help="后台另用的端口；公开的端口上没有后台"
    )
    parser.add_argument("--office-app", default="", metavar="地址", help="serve --office-port 应答后台的地址")
    parser.add_argument("--certificate", default="", metavar="文件", help="HTTPS 证书")
    parser.add_argument("--key", default="", metavar="文件", help="HTTPS 证书的私钥")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print it on standard output."""
    from django.conf import settings

    from gongkai.serving.nginx import Unwritable, Wishes, configuration

    out = args.out or settings.PUBLISH_TO
    if not out or "://" in out:
        print("错误：请用 --out 写明静态网页发布到哪个文件夹。", file=sys.stderr)
        return COULD_NOT
    if bool(args.certificate) != bool(args.key):
        print("错误：--certificate 和 --key 要一起写。", file=sys.stderr)
        return COULD_NOT
    wishes = Wishes(
        Path(out).expanduser().absolute(),
        args.app,
        args.listen,
        args.office_listen,
        args.office_app,
        args.certificate,
        args.key,
    )
    try:
        print(configuration(wishes), end="")
    except Unwritable as error:
        print(f"错误：{error.message}。", file=sys.stderr)
        return COULD_NOT
    return DONE
