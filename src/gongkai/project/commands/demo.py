"""The command `gongkai demo`: a site to look at, made in a moment."""

from __future__ import annotations

import argparse
import os

FOLDER = "demo-data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.description = (
        f"在文件夹 {FOLDER}（或者 GONGKAI_HOME 所指的文件夹）里建立演示网站并启动；再次运行时保留已有的数据。"
    )
    parser.add_argument("--prepare", action="store_true", help="只建立，不启动")
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上应答，默认 127.0.0.1"
    )
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="在哪个端口上应答，默认 8000")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the demonstration, say where to look and how to log in, and serve it."""
    os.environ.setdefault("GONGKAI_HOME", FOLDER)  # before the settings are loaded
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
    import django

    django.setup()
    from gongkai.project.serving import make_ready, say, serve
    from gongkai.project.site_demo import accounts_file, prepare

    make_ready()
    accounts = prepare()
    say(f"演示网站已备好，数据在 {accounts.resolve().parent}。登录名、密码、身份（另存于 {accounts.name}）：")
    say("\n".join(f"  {line}" for line in accounts_file().read_text(encoding="utf-8").splitlines()))
    if args.prepare:
        say("启动：gongkai demo")
        return 0
    return serve(args.host, args.port)
