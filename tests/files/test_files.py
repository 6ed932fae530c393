"""Files taken in and where they lie."""

import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.agencies.models import Agency
from gongkai.files import storage
from gongkai.files.models import Upload
from gongkai.files.services import UploadRefused, clean_name, keep_upload


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(full_name="某某市某某局", short_name="某某局", slug="one")


def test_an_upload_is_kept_as_it_came(agency: Agency) -> None:
    kept = keep_upload(agency, None, ContentFile(b"words", name="C:\\报告\\2022年报.docx"))
    assert kept.name == "2022年报.docx"
    assert kept.size == 5
    with Upload.objects.for_agency(agency.pk).get().file.open() as file:
        assert file.read() == b"words"
    assert "年报" not in kept.file.name, "the stored name says nothing"


def test_a_private_file_has_no_address(agency: Agency, client: Client) -> None:
    kept = keep_upload(agency, None, ContentFile(b"words", name="年报.docx"))
    with pytest.raises(ValueError, match="没有公开的地址"):
        _ = kept.file.url
    public, private = (Path(storages[name].path("x")).parent for name in ("default", "private"))
    assert not private.is_relative_to(public)
    for path in (
        f"/files/{kept.file.name}",
        f"/files/../private/{kept.file.name}",
        f"/attachments/{kept.file.name}",
    ):
        assert client.get(path, follow=True).status_code in {400, 404}, path


@pytest.mark.parametrize(("content", "words"), [(b"", "没有内容"), (b"x" * 11, "超过")])
def test_empty_and_oversize_files_are_refused(
    agency: Agency, content: bytes, words: str, settings: object
) -> None:
    settings.UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(UploadRefused, match=words):
        keep_upload(agency, None, ContentFile(content, name="年报.docx"))
    assert not Upload.everything.exists()


def test_a_file_is_on_the_disk_before_it_counts(monkeypatch: pytest.MonkeyPatch, agency: Agency) -> None:
    flushed: list[Path] = []
    real = storage.os.fsync

    def note(descriptor: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{descriptor}").resolve())
        real(descriptor)

    monkeypatch.setattr(storage.os, "fsync", note)
    kept = keep_upload(agency, None, ContentFile(b"words", name="年报.docx"))
    path = Path(kept.file.path)
    assert [path, path.parent] == flushed[:2]


def test_names_do_not_lead_out_of_the_folder() -> None:
    with pytest.raises(SuspiciousFileOperation):
        storages["private"].path("../../etc/passwd")


@given(st.text(max_size=300))
@example("../../etc/passwd")
@example("年报\u202excod.exe")
@example("...")
@example("/")
@example("a" * 500 + ".docx")
@example("报告." + "x" * 500)
@example("\x00\n.pdf")
@example(" . / . ")
def test_clean_names_are_harmless(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert clean not in {".", ".."}
    assert not set(clean) & set("/\\")
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"} for sign in clean)
    assert len(clean) <= 200
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [("年报.docx", "年报.docx"), ("", "未命名"), ("a/b/年报 2022.pdf", "年报 2022.pdf"), (".docx", "docx")],
)
def test_names(name: str, clean: str) -> None:
    assert clean_name(name) == clean
