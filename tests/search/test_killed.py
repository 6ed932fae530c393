"""Acts by several processes, one killed on the way: the index is right afterwards."""

from __future__ import annotations

import json

import pytest
from benchmarks.search_acts import storm
from tests.databases import Fresh

pytestmark = pytest.mark.django_db


def test_the_index_is_right_after_workers_were_killed(fresh_database: Fresh) -> None:
    fresh_database.run("from benchmarks.search_acts import prepare; prepare(6)")
    done, kills = storm(24, 2, fresh_database.environment, kill_every=0.5, most=1)
    assert done >= 24
    assert kills == 1
    checked = fresh_database.command("index", "check", "--json")
    assert json.loads(checked.stdout) | {"items": 0} == {
        "items": 0,
        "clean": True,
        "missing": [],
        "stale": [],
        "surplus": [],
        "tables": [],
    }, checked.stderr
    assert checked.returncode == 0
    found = fresh_database.command("search", "项工作", "--json", "--limit", "50")
    answer = json.loads(found.stdout)
    assert answer["total"] == len(answer["results"])
    assert all(set(one) == {"title", "url", "published_at"} for one in answer["results"])
    rebuilt = fresh_database.command("index", "rebuild", "--json")
    assert json.loads(rebuilt.stdout) == {"items": answer["total"]}
    assert "重建" in rebuilt.stderr
