"""The command `gongkai serve`: the web server, and a worker for what runs in the background."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上应答，默认 127.0.0.1"
    )
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="在哪个端口上应答，默认 8000")
    parser.add_argument("--processes", type=int, default=1, metavar="个数", help="应答网页的进程数，默认 1")
    parser.add_argument("--no-worker", action="store_true", help="不带后台进程（另用 gongkai worker 启动）")
    parser.add_argument(
        "--office-port", type=int, default=0, metavar="端口", help="后台另用的端口：--port 上只有公开的网页"
    )
    parser.add_argument(
        "--door", action="store_true", help=argparse.SUPPRESS
    )  # the child that serves the other door
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; makes the database when it is empty, and refuses one that is behind."""
    from gongkai.project.serving import serve, serve_door

    if args.door:
        return serve_door(args.host, args.port)
    return serve(
        args.host,
        args.port,
        processes=args.processes,
        worker=not args.no_worker,
        office_port=args.office_port,
    )
