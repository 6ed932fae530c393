"""Requests a second of the report's page against a bare Wagtail page of the same size and depth, each on a server of its own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Ratio, compare

_REQUESTS = 60

_OURS = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from gongkai.agencies.models import Agency
from gongkai.portal.services import make_platform
from gongkai.report.sample import sample
from gongkai.report.writing import write
from gongkai.reporting import services
from gongkai.report.jsonform import to_json
from django.core.files.uploadedfile import SimpleUploadedFile
from gongkai.report.writing import render
from gongkai.project import static_files
static_files.prepare()
agency = Agency.objects.create(full_name=sample().agency, short_name="自然资源局", slug="ziran")
make_platform(agency)
draft = services.upload(None, agency, SimpleUploadedFile("a.docx", render(sample(), "docx")))
services.publish(None, agency, draft, version=draft.version)
"""

_BARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import sys
from wagtail.models import Page, Site
from benchmarks.bare.models import BarePage
root = Page.objects.get(depth=1)
Site.objects.all().delete()

home = root.add_child(instance=BarePage(title="home", slug="bare", body="home"))
column = home.add_child(instance=BarePage(title="reports", slug="reports", body="reports"))
column.add_child(instance=BarePage(title="2023", slug="2023", body=open(sys.argv[1], encoding="utf-8").read()))
Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
"""


def run() -> Iterator[Ratio]:
    """Fill both sites, start both servers, and ask each for its page in turn."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = {"GONGKAI_HOME": folder, "PYTHONPATH": str(Path.cwd())}
        ours = os.environ | home | {"DJANGO_SETTINGS_MODULE": "gongkai.project.settings"}
        bare = os.environ | home | {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
        _python(_OURS, ours)
        with _served("gongkai.project.wsgi:application", ours) as our_port:
            body = _get(http.client.HTTPConnection("127.0.0.1", our_port), "/reports/2023/")
            path = Path(folder, "body.html")
            path.write_bytes(body)
            _python(_BARE, bare, str(path))
            with _served("benchmarks.bare.wsgi:application", bare) as bare_port:
                first = http.client.HTTPConnection("127.0.0.1", our_port)
                second = http.client.HTTPConnection("127.0.0.1", bare_port)
                yield compare(
                    f"年报页面{_REQUESTS}次（每次{len(body) // 1024} KB）",
                    "同样大小的Wagtail空白页面",
                    lambda: [_get(first, "/reports/2023/") for _ in range(_REQUESTS)],
                    lambda: [_get(second, "/reports/2023/") for _ in range(_REQUESTS)],
                    goal=1.0,
                    turns=10,
                )


def _python(code: str, environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", code, *arguments], env=environment, check=True)


@contextmanager
def _served(application: str, environment: dict[str, str], *options: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--blocking-threads",
        "2",
    ]
    process = subprocess.Popen(
        [*command, *options, "--no-log", application], env=environment, start_new_session=True
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port), "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _get(connection: http.client.HTTPConnection, address: str) -> bytes:
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return body
