"""What runs inside the measured installation: make a site of so many items, publish it, edit it, kill who publishes it.

`python -m benchmarks.serving_site TASK …`, in a process of its own with the installation's environment; prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from wagtail.models import Page, ReferenceIndex  # noqa: E402

from gongkai.agencies.models import Agency  # noqa: E402
from gongkai.portal import gate  # noqa: E402
from gongkai.portal.models import ColumnPage, ItemPage  # noqa: E402
from gongkai.portal.services import make_platform  # noqa: E402
from gongkai.project import static_files  # noqa: E402
from gongkai.report.sample import sample  # noqa: E402
from gongkai.report.writing import render  # noqa: E402
from gongkai.reporting import services  # noqa: E402
from gongkai.serving import generation  # noqa: E402
from gongkai.serving.models import Change  # noqa: E402
from gongkai.serving.publication.publisher import Publisher  # noqa: E402
from gongkai.serving.publication.targets import Folder  # noqa: E402

COLUMNS = (
    "permits",
    "penalties",
    "budgets",
    "statistics",
    "plans",
    "fees",
    "procurement",
    "projects",
    "others",
    "local",
)
_BEGIN = datetime(2019, 1, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_WORDS = "各有关单位：为做好政府信息公开工作，根据《中华人民共和国政府信息公开条例》的规定，现将有关事项通知如下，请认真贯彻执行。"


def fill(number: int) -> dict[str, Any]:
    """Make an agency with so many items in ten columns, published an hour apart; one more through the editor's own way."""
    call_command("migrate", verbosity=0)
    static_files.prepare()
    agency = Agency.objects.create(full_name="示例市清河区自然资源局", short_name="自然资源局", slug="ziran")
    make_platform(agency)
    with gate.opened(), ReferenceIndexOff(), transaction.atomic():
        for nth, slug in enumerate(COLUMNS):
            _fill(ColumnPage.objects.get(slug=slug), agency, number // len(COLUMNS), nth)
    generation.note(Change.Kind.SITE)
    return {"items": ItemPage.objects.count(), "address": ItemPage.objects.order_by("-pk")[0].url}


def report() -> dict[str, Any]:
    """Publish the sample report of the agency that is there."""
    agency = Agency.objects.get()
    file = SimpleUploadedFile("a.docx", render(replace(sample(), agency=agency.full_name), "docx"))
    draft = services.upload(None, agency, file)
    services.publish(None, agency, draft, version=draft.version)
    return {"address": f"/reports/{sample().year}/"}


class ReferenceIndexOff:
    """Rows made by the thousand refer to nothing."""

    def __enter__(self) -> None:
        self._real = ReferenceIndex.create_or_update_for_object
        ReferenceIndex.create_or_update_for_object = lambda *_: None

    def __exit__(self, *_: object) -> None:
        ReferenceIndex.create_or_update_for_object = self._real


def _fill(column: ColumnPage, agency: Agency, number: int, nth: int) -> None:
    above = Page.objects.get(pk=column.pk)
    first = ItemPage(
        title="第0条", slug=f"item-{nth}-0", agency=agency, published_at=_BEGIN, first_published_at=_BEGIN
    )
    above.add_child(instance=first)
    for place in range(1, number):
        at = _BEGIN + timedelta(hours=6 * place, minutes=nth)
        item = ItemPage(
            title=f"关于第{place}号事项的公告（{column.title}）",
            draft_title="",
            slug=f"item-{nth}-{place}",
            url_path=f"{above.url_path}item-{nth}-{place}/",
            path=Page._get_path(above.path, above.depth + 1, place + 1),
            depth=above.depth + 1,
            content_type=first.content_type,
            locale=above.locale,
            live=True,
            first_published_at=at,
            last_published_at=at,
            agency=agency,
            published_at=at,
            document_number=f"清河资发〔{at.year}〕{place}号",
            body=json.dumps(
                [{"type": "paragraph", "value": f"<p>{_WORDS * 3}</p>" * 4, "id": f"{nth:04}{place:08}"}]
            ),
        )
        item.save_base(force_insert=True)
    Page.objects.filter(pk=above.pk).update(numchild=number)


def whole(out: str) -> dict[str, Any]:
    """Publish all of it, then one edit, timed in this process; count the files that were touched."""
    Publisher(Folder(Path(out) / "warm")).keep_up(0.2)
    folder = Path(out) / "site"
    begin = time.perf_counter()
    done = Publisher(Folder(folder)).publish()
    took = time.perf_counter() - begin
    before = _times(folder)
    edits = []
    for turn in range(5):
        item = ItemPage.objects.order_by("-published_at")[turn * 37]
        item.title = f"改过的标题{turn}"
        with gate.opened():
            item.save()
        begin = time.perf_counter()
        Publisher(Folder(folder)).publish()
        took_edit = time.perf_counter() - begin
        after = _times(folder)
        edits.append({"seconds": took_edit, "files": sum(after[one] != before.get(one) for one in after)})
        before = after
    return {"made": done.made, "files": len(before), "seconds": took, "edits": edits}


def _times(folder: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and ".gongkai" not in path.parts
    }


def killed(out: str, times: int, seed: int) -> dict[str, Any]:
    """Kill who publishes so many times at random moments, with edits between; compare the end with a whole publication."""
    chance = random.Random(seed)
    folder, other = Path(out) / "killed", Path(out) / "whole"
    begin = time.perf_counter()
    Publisher(Folder(other)).publish()
    took = time.perf_counter() - begin
    finished = turn = 0
    done = False
    while turn - finished < times:  # one that had finished was not killed: it is given something to do
        if done or turn % 5 == 4:
            item = ItemPage.objects.order_by("?")[0]
            item.title = f"第{turn}次中断后改的标题"
            with gate.opened():
                item.save()
        done = _killed_after(chance.uniform(0, took / 8), folder)
        finished += done
        turn += 1
    Publisher(Folder(folder)).publish()
    Publisher(Folder(other)).publish(whole=True)
    ours, theirs = _content(folder), _content(other)
    return {
        "kills": turn - finished,
        "finished": finished,
        "files": len(theirs),
        "equal": ours == theirs,
        "different": sorted(
            name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
        )[:5],
        "whole_seconds": took,
    }


def _killed_after(seconds: float, folder: Path) -> bool:
    """Let a child publish and kill it; whether it had finished before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        Publisher(Folder(folder)).publish()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".gongkai" not in path.parts
    }


if __name__ == "__main__":
    task, *given = sys.argv[1:]
    tasks: dict[str, Any] = {"fill": fill, "report": report, "whole": whole, "killed": killed}
    print(
        json.dumps(tasks[task](*(int(one) if one.isdecimal() else one for one in given)), ensure_ascii=False)
    )
