"""The tests' own ground: databases are real, cleared between tests, and fresh ones serve other processes."""

from pathlib import Path

import pytest
from django.conf import settings
from tests.databases import Fresh
from wagtail.models import Page

from gongkai.audit.models import Entry
from gongkai.audit.services import record


def test_the_data_folder_is_the_tests_own() -> None:
    assert "gongkai-tests-" in str(settings.HOME)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_cleared(turn: int) -> None:
    assert not Entry.objects.exists()
    record("test.act")
    assert Page.objects.filter(depth=1).exists(), "what migrations made must be there after clearing"


def test_committed_rows_are_cleared_behind_a_server_too(live_server: object) -> None:
    assert not Entry.objects.exists()
    record("test.act")
    assert Page.objects.filter(depth=1).exists()


def test_other_processes_share_a_fresh_database(fresh_database: Fresh, tmp_path: Path) -> None:
    fresh_database.run("from gongkai.audit.services import record; record('test.act')")
    count = "from gongkai.audit.models import Entry; print(Entry.objects.count())"
    assert fresh_database.run(count).strip() == "1"
    assert fresh_database.home == tmp_path / "home"
