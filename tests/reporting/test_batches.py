"""Many files at once: stored, read one by one in the background, some refused, all done once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.reporting.office import file_of, make_person, report

from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.audit.models import Entry
from gongkai.report.reading import ReadError, read_bytes
from gongkai.reporting import queries, services
from gongkai.reporting.models import Batch, BatchFile, Draft
from gongkai.reporting.services import batches

pytestmark = pytest.mark.django_db

_WRONG = (
    ("空的.docx", b""),
    ("图片.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
    ("通知.txt", "关于召开会议的通知，请准时参加。".encode()),
)


def _thirty() -> list[SimpleUploadedFile]:
    endings = ("docx", "html", "xlsx", "json")
    good = [file_of(report(year=2000 + i), f"{2000 + i}年.{endings[i % 4]}") for i in range(27)]
    wrong = [SimpleUploadedFile(name, data) for name, data in _WRONG]
    return [*good[:10], *wrong, *good[10:]]


def test_thirty_files_of_which_some_are_refused(agency: Agency, officer: User) -> None:
    office = Client()
    office.force_login(officer)
    answer = office.post(reverse("reporting:upload"), {"files": _thirty()}, follow=True)
    page = answer.content.decode()
    assert "已收到30份文件" in page
    assert "batch.js" in page
    files = list(BatchFile.objects.all())
    assert len(files) == 30
    assert [file.name for file in files if file.state == "refused"] == ["空的.docx"]
    for file in files[:15]:
        batches.read_waiting(file.pk)
    assert "已完成" in office.get(answer.redirect_chain[-1][0]).content.decode()
    for file in files:
        batches.read_waiting(file.pk)
    states = dict(BatchFile.objects.values_list("name", "state"))
    assert sorted(name for name, state in states.items() if state == "refused") == sorted(
        n for n, _ in _WRONG
    )
    assert Draft.everything.count() == 27
    for name, data in _WRONG:
        with pytest.raises(ReadError) as core:
            read_bytes(data, name)
        file = BatchFile.objects.get(name=name)
        assert (file.code, file.message) == (core.value.code, core.value.message)
    page = office.get(answer.redirect_chain[-1][0]).content.decode()
    assert "batch.js" not in page
    assert "全部读完" in page
    assert "关于召开会议" not in page


def test_a_task_that_runs_twice_reads_once(agency: Agency, officer: User) -> None:
    services.upload_many(officer, agency, [file_of(report())])
    number = BatchFile.objects.get().pk
    batches.read_waiting(number)
    batches.read_waiting(number)
    assert Draft.everything.count() == 1
    assert Draft.everything.get().created_by == officer
    # two workers that read at the same time: the second finds the file done
    BatchFile.objects.update(state="read")
    batches._finish(None, agency, number, report(), None)
    assert Draft.everything.count() == 1
    assert Entry.objects.filter(act="report.read").last().details["again"]


def test_a_fault_in_the_reader_does_not_leave_the_file_waiting(
    agency: Agency, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.upload_many(officer, agency, [file_of(report())])

    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(batches, "read", fail)
    batches.read_waiting(BatchFile.objects.get().pk)
    file = BatchFile.objects.get()
    assert (file.state, file.code) == ("refused", "internal")


def test_progress_counts_what_is_done(agency: Agency, officer: User) -> None:
    from gongkai.agencies.queries import scope_of

    made = services.upload_many(officer, agency, [file_of(report()), file_of(report())])
    scope = scope_of(officer)
    assert queries.progress_of(queries.batch_in(scope, made.public_id)) == 0
    batches.read_waiting(BatchFile.objects.first().pk)
    assert queries.progress_of(queries.batch_in(scope, made.public_id)) == 50


def test_a_file_nobody_will_read_any_more_is_refused(agency: Agency, officer: User) -> None:
    services.upload_many(officer, agency, [file_of(report()), file_of(report())])
    Batch.everything.update(created_at=timezone.now() - timedelta(hours=1))
    first, second = BatchFile.objects.all()
    assert batches.give_up_lost() == 0
    task = DBTaskResult.objects.get(args_kwargs__args=[second.pk])
    task.status = "FAILED"
    task.save()
    assert batches.give_up_lost() == 1
    second.refresh_from_db()
    assert (second.state, second.code) == ("refused", "internal")
    first.refresh_from_db()
    assert first.state == "waiting"


class TestAReportOfAnotherAgency:
    """One batch holds reports of several agencies."""

    def uploaded(self, officer: User, agency: Agency, named: str) -> BatchFile:
        services.upload_many(officer, agency, [file_of(report(agency=named)), file_of(report())])
        for file in BatchFile.objects.all():
            batches.read_waiting(file.pk)
        found, own = BatchFile.objects.all()
        assert (own.draft.agency, own.message) == (agency, "")
        assert found.state == "read"
        return found

    def listed(self, who: User, found: BatchFile) -> str:
        office = Client()
        office.force_login(who)
        return office.get(reverse("reporting:batch", args=[found.batch.public_id])).content.decode()

    def test_goes_to_the_agency_the_officer_serves_too(
        self, agency: Agency, officer: User, other_agency: Agency
    ) -> None:
        Role.everyone.create(person=officer, agency=other_agency, duty=Duty.OFFICER)
        colleague = make_person(agency, name="li")
        found = self.uploaded(officer, agency, other_agency.full_name)
        assert found.draft.agency == found.draft.upload.agency == other_agency
        assert found.draft.created_by == officer
        entry = Entry.objects.filter(act="report.read", agency=other_agency.public_id).get()
        assert entry.object_id == found.batch.public_id
        words = f"报告写明的机关是{other_agency.full_name}，已放到该机关名下"
        address = reverse("reporting:draft", args=[found.draft.public_id])
        page = self.listed(officer, found)
        assert words in page
        assert address in page
        page = self.listed(colleague, found)
        assert words in page
        assert address not in page, "who does not serve the other agency is not led to its report"

    def test_stays_and_is_named_where_the_officer_does_not_serve_it(
        self, agency: Agency, officer: User, other_agency: Agency
    ) -> None:
        found = self.uploaded(officer, agency, other_agency.full_name)
        assert found.draft.agency == found.draft.upload.agency == agency
        page = self.listed(officer, found)
        assert f"报告写明的机关是“{other_agency.full_name}”，不是{agency.full_name}" in page

    def test_a_dissolved_agency_gets_none(self, agency: Agency, officer: User, other_agency: Agency) -> None:
        Role.everyone.create(person=officer, agency=other_agency, duty=Duty.OFFICER)
        Agency.objects.filter(pk=other_agency.pk).update(dissolved_on=timezone.localdate())
        assert self.uploaded(officer, agency, other_agency.full_name).draft.agency == agency
