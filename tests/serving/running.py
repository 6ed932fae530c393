"""A site with everything before it: two hosts of the program, the published files, nginx."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import Fresh

MADE = """
from django.utils import timezone
from tests.portal.items import add, column, document, image, many, renew
from tests.portal.sites import a_platform
from gongkai.project import static_files
static_files.prepare()
agency = a_platform()
item = add(column(agency, "permits"), slug="one")
item.attachments.create(document=document(agency, "申请表.docx"), title="申请表")
item.attachments.create(document=document(agency, "说明.pdf"), title="说明")
renew(item)
gone = add(column(agency, "permits"), slug="gone")
renew(gone, live=False, withdrawn_at=timezone.now(), withdrawn_reason="数字有误")
add(column(agency, "permits"), slug="later", title="后来撤回的一条")
many(column(agency, "penalties"), 45)
"""
CHANGE = """
from gongkai.agencies.models import Agency
agency = Agency.objects.get()
agency.phone = "0531-22222222"
agency.save()
"""
WITHDRAW = """
from django.utils import timezone
from tests.portal.items import renew
from gongkai.portal.models import ItemPage
renew(ItemPage.objects.get(slug="later"), live=False, withdrawn_at=timezone.now(), withdrawn_reason="数字有误")
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Answer:
    """What a server answered."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.body = response.status, response.read()
        self.headers = response.headers

    @property
    def words(self) -> str:
        return self.body.decode()


def get(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask the server on a port; headers by their names in small letters with `_`. The site is asked for under its own name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": "127.0.0.1:8000"} | named)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}")
        try:
            get(port, "/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


@contextmanager
def served(fresh: Fresh, port: int, *more: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`gongkai serve` on a port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port), "--no-worker", *more],
        env=fresh.environment | environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(40)


@contextmanager
def nginx(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """A real nginx with this configuration, in a folder of its own."""
    folder.mkdir()
    (folder / "site.conf").write_text(configuration, encoding="utf-8")
    temporary = "".join(
        f"  {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\npid {folder}/pid;\nworker_processes 1;\n"
        f"error_log {folder}/error.log;\nevents {{ worker_connections 256; }}\n"
        f"http {{\n  access_log off;\n{temporary}  include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
    )
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(20)
