"""What people send by mistake or on purpose: too many files, too large, odd names, old pages. Told in words, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.reporting.office import file_of, make_person, report, wrong_report

from gongkai.agencies.models import Agency, Duty, User
from gongkai.files.models import Upload
from gongkai.report.writing import render
from gongkai.reporting import services
from gongkai.reporting.models import Batch, BatchFile, Draft, Edition

GRANTED = "applications.granted.person"
UPLOAD = "reporting:upload"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(officer: User) -> Client:
    return logged_in(officer)


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, *args: str) -> str:
    return reverse(f"reporting:{name}", args=args)


class TestFiles:
    @pytest.mark.parametrize("count", [101, 400])
    def test_too_many_at_once(self, count: int, office: Client, agency: Agency) -> None:
        files = [SimpleUploadedFile(f"{one}.txt", b"x") for one in range(count)]
        answer = office.post(address("upload"), {"files": files})
        assert answer.status_code == 422
        assert f"一次最多上传100份文件，这次选了{count}份" in answer.content.decode()
        assert not Upload.objects.everywhere("a test").exists()
        assert not Batch.everything.exists()

    def test_a_hundred_are_taken(self, office: Client, agency: Agency) -> None:
        files = [SimpleUploadedFile(f"{one}.txt", b"x") for one in range(100)]
        assert office.post(address("upload"), {"files": files}).status_code == 302
        assert BatchFile.objects.count() == 100

    def test_one_too_large(self, office: Client, agency: Agency, settings: Any, private_files: Path) -> None:
        settings.UPLOAD_BYTES = 1024 * 1024
        big = SimpleUploadedFile("太大.docx", b"0" * (settings.UPLOAD_BYTES + 1))
        answer = office.post(address("upload"), {"files": [big]})
        assert answer.status_code == 422
        assert "“太大.docx”有1MB，超过1MB的上限" in answer.content.decode()
        assert not Upload.objects.everywhere("a test").exists()
        assert [one for one in private_files.rglob("*") if one.is_file()] == []

    def test_one_too_large_among_others(self, office: Client, agency: Agency, settings: Any) -> None:
        settings.UPLOAD_BYTES = 1024 * 1024
        big = SimpleUploadedFile("太大.docx", b"0" * (settings.UPLOAD_BYTES + 1))
        page = office.post(address("upload"), {"files": [file_of(report()), big]}, follow=True)
        assert "已收到2份文件" in page.content.decode()
        assert "超过1MB的上限" in page.content.decode()
        assert list(BatchFile.objects.values_list("state", flat=True)) == ["waiting", "refused"]

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("关" * 83 + "报.docx", "关" * 83 + "报.docx"),  # 257 bytes, more than most file systems hold
            ("年" * 250 + ".docx", "年" * 120 + ".docx"),
            ("../../../etc/年报.docx", "年报.docx"),
            ("C:\\材料\\年报.docx", "年报.docx"),
            ("年报\u202excod.docx", "年报xcod.docx"),
            ("年\r\n报\t.docx", "年报.docx"),
            ("<img src=x onerror=alert(1)>.docx", "<img src=x onerror=alert(1)>.docx"),
            (".docx", "docx"),
            ("报告 (终稿) #2?&%.docx", "报告 (终稿) #2?&%.docx"),
        ],
    )
    def test_odd_names(self, given: str, kept: str, agency: Agency, officer: User, office: Client) -> None:
        draft = services.upload(officer, agency, _named(given))
        assert draft.upload.name == kept
        stored = Path(draft.upload.file.path).resolve()
        assert stored.is_relative_to(Path(site_settings.HOME).resolve())
        assert len(stored.name.encode()) <= 255
        page = office.get(address("draft", draft.public_id)).content.decode()
        assert "<img src=x" not in page
        original = office.get(address("original", draft.public_id))
        assert b"".join(original.streaming_content) == render(report(), "docx")
        assert "\n" not in original["Content-Disposition"]

    def test_a_name_comes_over_the_form(self, office: Client, agency: Agency) -> None:
        name = "关于公布" + "年" * 74 + "报告.docx"
        assert len(name.encode()) == 245
        page = office.post(address("upload"), {"files": [file_of(report(), name)]}, follow=True)
        assert name in page.content.decode()


def _named(name: str) -> Any:
    """Give a file by this very name; Django's own class would already cut folders off."""
    file = SimpleUploadedFile("x.docx", render(report(), "docx"))
    file._name = name
    return file


class TestForms:
    def test_more_than_a_form_can_hold(self, office: Client, agency: Agency) -> None:
        draft = services.take_in(None, agency, report())
        where = address("draft", draft.public_id)
        for sheet in (
            {"version": "0", "at:sections.other": "多" * 4 * 1024 * 1024, "reason": "改"},
            {f"at:{one}": "1" for one in range(5001)},
        ):
            answer = office.post(where, sheet)
            page = answer.content.decode()
            assert answer.status_code == 400
            assert "网站看不懂这个请求" in page
            assert "Traceback" not in page
        draft.refresh_from_db()
        assert draft.version == 0

    def test_a_form_from_another_site(self, officer: User, agency: Agency) -> None:
        draft = services.take_in(None, agency, report())
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(officer)
        for name in ("draft", "publish", "discard"):
            answer = strict.post(address(name, draft.public_id), {"version": "0", "reason": "改"})
            assert answer.status_code == 403
            assert "CSRF" not in answer.content.decode()
        draft.refresh_from_db()
        assert (draft.version, draft.state) == (0, "open")

    @pytest.mark.parametrize("version", ["", "x", "-1", "1", "99999999999999999999", "0.5", "²"])
    def test_publishing_with_a_version_made_up(
        self, version: str, office: Client, officer: User, agency: Agency
    ) -> None:
        draft = services.take_in(officer, agency, report())
        answer = office.post(address("publish", draft.public_id), {"version": version})
        assert answer.status_code == 422
        assert not Edition.everything.exists()


class TestTwoOfficers:
    @pytest.fixture
    def second(self, agency: Agency) -> Client:
        return logged_in(make_person(agency, Duty.REVIEWER, name="li"))

    def test_publishing_what_the_other_has_changed(
        self, second: Client, officer: User, agency: Agency
    ) -> None:
        draft = services.take_in(officer, agency, wrong_report())
        page = second.get(address("publish", draft.public_id)).content.decode()
        assert "处错误" in page
        services.change(officer, agency, draft, 0, {GRANTED: "77"}, "对照台账")
        answer = second.post(address("publish", draft.public_id), {"version": "0", "reason": "我写的理由"})
        assert answer.status_code == 422
        assert not Edition.everything.exists()
        page = answer.content.decode()
        assert 'name="version" value="1"' in page, "the second sees what stands now, and may go on"

    def test_changing_what_the_other_has_given_up(
        self, second: Client, officer: User, agency: Agency
    ) -> None:
        draft = services.take_in(officer, agency, report())
        services.discard(officer, agency, draft)
        sheet = {"version": "0", f"at:{GRANTED}": "88", "reason": "我的理由"}
        answer = second.post(address("draft", draft.public_id), sheet)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'value="88"' in page, "what was typed is still there to be copied"
        assert Draft.everything.get().version == 0

    def test_withdrawing_twice(self, second: Client, officer: User, agency: Agency) -> None:
        from tests.portal.sites import published

        edition = published(agency, report())
        services.withdraw(officer, agency, edition, "数字有误")
        answer = second.post(address("withdraw", edition.public_id), {"reason": "另一个理由"})
        assert answer.status_code == 422
        edition.refresh_from_db()
        assert edition.withdrawn_reason == "数字有误"
