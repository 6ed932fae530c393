"""What follows publication, correction and withdrawal: readers' files are ready, lists show what stands."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.reporting.office import report
from tests.reporting.test_services import answered, published

from gongkai.agencies.models import Agency, User
from gongkai.portal.queries import column_of
from gongkai.report.writing import FontsMissing
from gongkai.reporting import services
from gongkai.reporting.models import Edition, ReportPage
from gongkai.reporting.public import downloads
from gongkai.reporting.services.preparing import prepare_downloads
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db


def ready(edition: Edition) -> set[str]:
    """The endings of the files that lie ready."""
    endings = {file.ending for file in downloads.FILES}
    return {one for one in endings if default_storage.exists(downloads._name(edition, one))}


def corrected(officer: User, agency: Agency, edition: Edition) -> Edition:
    draft = services.correct(officer, agency, edition)
    return services.publish(
        officer, agency, draft, version=0, acknowledged=answered(agency, draft), reason="漏计1件"
    )


def done() -> None:
    run_waiting()
    assert not DBTaskResult.objects.failed().exists()


class TestFiles:
    def test_are_ready_before_anybody_asks(
        self, agency: Agency, officer: User, require: Callable[..., None]
    ) -> None:
        require("cjk-font")
        edition = published(officer, agency)
        assert ready(edition) == set(), "the officer does not wait for them"
        done()
        assert ready(edition) == {"docx", "pdf", "xlsx", "json"}
        later = corrected(officer, agency, edition)
        done()
        assert ready(later) == ready(edition) == {"docx", "pdf", "xlsx", "json"}, "old editions stay"

    def test_go_with_a_withdrawn_edition(
        self, agency: Agency, officer: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        edition = published(officer, agency)
        done()
        with django_capture_on_commit_callbacks(execute=True):
            services.withdraw(officer, agency, edition, "数字有误")
        assert ready(edition) == set()
        prepare_downloads.call(edition.pk)
        assert ready(edition) == set(), "a task that comes late writes nothing"

    def test_do_not_stay_when_it_is_withdrawn_while_they_are_written(
        self, agency: Agency, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edition = published(officer, agency)

        def overtaken(*_: Any) -> bytes:
            Edition.everything.filter(pk=edition.pk).update(withdrawn_at=timezone.now())
            return b"x"

        monkeypatch.setattr(downloads, "render", overtaken)
        prepare_downloads.call(edition.pk)
        assert ready(edition) == set()

    def test_one_that_cannot_be_written_leaves_the_others(
        self, agency: Agency, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edition = published(officer, agency)
        written = downloads.render

        def without_fonts(one: Any, ending: str) -> bytes:
            if ending == "pdf":
                raise FontsMissing("这台机器没有中文字体，不能生成PDF。")
            return written(one, ending)

        monkeypatch.setattr(downloads, "render", without_fonts)
        done()
        assert ready(edition) == {"docx", "xlsx", "json"}


class TestLists:
    def listed(self, agency: Agency, address: str, client: Client) -> bool:
        column = column_of(agency, "reports")
        assert column is not None
        return f'href="{address}"' in client.get(column.url).content.decode()

    def test_leave_out_what_was_withdrawn_until_it_is_published_again(
        self, agency: Agency, officer: User, client: Client
    ) -> None:
        edition = published(officer, agency)
        address = edition.page.url
        assert self.listed(agency, address, client)
        services.withdraw(officer, agency, edition, "数字有误")
        assert not self.listed(agency, address, client)
        assert f'href="{address}"' not in client.get("/").content.decode()
        gone = client.get(address)
        assert gone.status_code == 410
        assert "数字有误" in gone.content.decode()
        draft = services.take_in(officer, agency, report())
        services.publish(
            officer, agency, draft, version=0, acknowledged=answered(agency, draft), reason="已经核对"
        )
        assert self.listed(agency, address, client)
        assert client.get(address).status_code == 200

    def test_pages_withdrawn_before_are_taken_out_by_the_migration(
        self, agency: Agency, officer: User
    ) -> None:
        withdrawn = published(officer, agency)
        stands = published(officer, agency, report(year=2022))
        services.withdraw(officer, agency, withdrawn, "数字有误")
        ReportPage.objects.filter(pk=withdrawn.page_id).update(live=True)
        migration = importlib.import_module("gongkai.reporting.migrations.0002_withdrawn_pages_leave_lists")
        migration.take_from_lists(apps, None)
        assert not ReportPage.objects.get(pk=withdrawn.page_id).live
        assert ReportPage.objects.get(pk=stands.page_id).live
