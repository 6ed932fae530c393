"""A publication that is killed goes on where it was, and ends as one that was not. The full size is in benchmarks/serving.py."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.databases import Fresh

pytestmark = pytest.mark.django_db
_PUBLISH = """
import os, sys, time
from pathlib import Path
from gongkai.serving.publication.publisher import Publisher
from gongkai.serving.publication.targets import Folder
publisher = Publisher(Folder(Path(os.environ["OUT"])), lambda made: print(made, flush=True))
real = publisher._renderer.get
if os.environ.get("SLOW"):
    publisher._renderer.get = lambda path: (time.sleep(0.02), real(path))[1]
done = publisher.publish()
print("made", done.made, flush=True)
"""
_MADE = """
from gongkai.project import static_files
static_files.prepare()
from tests.portal.items import add, column
from tests.portal.sites import a_platform
agency = a_platform()
for number in range(25):
    add(column(agency, "permits"), slug=f"item-{number}")
"""
_EDIT = """
from tests.portal.items import renew
from gongkai.portal.models import ItemPage
renew(ItemPage.objects.get(slug="item-3"), title="中断以后改的标题")
"""


def _tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".gongkai" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_killed_twice_with_an_edit_between(fresh_database: Fresh, tmp_path: Path) -> None:
    fresh_database.run(_MADE)
    out, whole = tmp_path / "out", tmp_path / "whole"
    for turn in range(2):
        process = fresh_database.start(_PUBLISH, OUT=str(out), SLOW="1")
        assert process.stdout is not None
        assert process.stdout.readline()  # the first twenty are made
        time.sleep(0.1 * turn)
        process.kill()
        process.wait()
        assert 0 < len(_tree(out)) < 150
        if turn == 0:
            fresh_database.run(_EDIT)
    resumed = int(fresh_database.run(_PUBLISH, OUT=str(out)).split()[-1])
    made = int(fresh_database.run(_PUBLISH, OUT=str(whole)).split()[-1])
    assert resumed < made + 30  # it went on, and made anew what the edit reached
    assert _tree(out) == _tree(whole)
    assert "中断以后改的标题" in (out / "disclosure/permits/item-3/index.html").read_text(encoding="utf-8")
    assert not list((out / ".gongkai/new").iterdir())
