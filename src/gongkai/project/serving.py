"""Serve the site: the database made ready, the style sheets gathered, the web server and its worker started and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time

from gongkai.project import static_files
from gongkai.project.database import State, Unusable, migrate, state
from gongkai.serving.doors import DOOR, OFFICE, PUBLIC
from gongkai.tasks.orphans import name_the_server

_RESTART_SECONDS = 2.0
_STOP_SECONDS = 30.0
_THREADS = 4


def make_ready() -> None:
    """Make an empty database, refuse one that is behind the program, gather the style sheets."""
    match state():
        case State.EMPTY:
            say("第一次运行，正在建立数据库……")
            migrate()
        case State.BEHIND:
            raise Unusable("数据库比程序旧，请先备份，再运行 gongkai migrate")
    if static_files.prepare():
        say("网页的样式文件已备好。")


def serve(host: str, port: int, *, processes: int = 1, worker: bool = True, office_port: int = 0) -> int:
    """Serve until told to stop; with `office_port` the back office answers there and nowhere else.

    Raises `Unusable` when the database or a port cannot be used.
    """
    make_ready()
    _require_free(host, port)
    if office_port:
        _require_free(host, office_port)
    _say_where(host, port, office_port or port)
    name_the_server()
    children = [_Child("后台进程", ["worker"])] if worker else []
    if office_port:
        os.environ[DOOR] = OFFICE
        where = ["--host", host, "--port", str(office_port)]
        children.append(_Child("后台的网页进程", ["serve", *where, "--no-worker", "--door"]))
        os.environ[DOOR] = PUBLIC
    try:
        _run_server(host, port, processes)
    finally:
        for child in children:
            child.stop()
    say("已停止。")
    return 0


def serve_door(host: str, port: int) -> int:
    """Serve one door, as the child of a server that serves the other; ends with it."""
    server = os.getppid()
    name_the_server()
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    _run_server(host, port, 1)
    return 0


def _end_with(server: int) -> None:
    while os.getppid() == server:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def say(words: str) -> None:
    """Tell whoever runs the command."""
    print(words, file=sys.stderr, flush=True)


def _run_server(host: str, port: int, processes: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gongkai.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Unusable(
                f"不能在 {host}:{port} 上应答：端口已被占用，或者没有这个地址；请用 --port 换一个端口"
            ) from error


def _say_where(host: str, port: int, office_port: int) -> None:
    from gongkai.agencies.first_run import token

    name = f"http://{f'[{host}]' if ':' in host else host}"
    say(f"网站  {name}:{port}/\n后台  {name}:{office_port}/office/")
    if waiting := token():
        say(f"平台还没有设置。请打开 {name}:{office_port}/office/setup/ ，设置口令：{waiting}")
    say("按 Ctrl-C 停止。")


class _Child:
    """The worker, or the server of the other door, as a child; started again should it die, stopped with the server."""

    def __init__(self, name: str, command: list[str]) -> None:
        self._name, self._command = name, command
        self._environment = dict(os.environ)
        self._stopping = threading.Event()
        self._child = self._start()
        self._watch = threading.Thread(target=self._keep, daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Ask it to finish what it is at, and wait for it; a worker's task is run again later if it takes too long."""
        self._stopping.set()
        self._watch.join(_RESTART_SECONDS + 1)
        self._child.terminate()
        try:
            self._child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # in a session of its own: Ctrl-C is the server's to answer, and the server stops the worker
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai", *self._command], env=self._environment, start_new_session=True
        )

    def _keep(self) -> None:
        while not self._stopping.wait(_RESTART_SECONDS):
            if self._child.poll() is not None:
                say(f"{self._name}意外停止（{self._child.returncode}），重新启动。")
                self._child = self._start()
