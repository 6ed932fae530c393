"""The texts of disclosed files: read in the background once per content, never of a draft, whatever the file does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.files import bombs
from tests.files.reading import makers

from gongkai.agencies.access import collection_of
from gongkai.files import registry, texts
from gongkai.files.models import FileText, OfficeDocument
from gongkai.files.queries import texts_of
from gongkai.files.reading import searchable
from gongkai.files.services import conceal, disclose, forget_page
from gongkai.tasks.worker import run_waiting

if TYPE_CHECKING:
    from tests.agencies.office import Office

WORD = "附件里才有的字"


@pytest.fixture
def office(db: None) -> Office:
    from tests.agencies.office import office

    return office("jia")


@pytest.fixture
def told() -> Iterator[list[int]]:
    pages: list[int] = []
    registry.when_text_ready("test", pages.append)
    yield pages
    registry.forget_teller("test")


def document(office: Office, content: bytes, name: str = "附件.docx") -> OfficeDocument:
    kept = OfficeDocument(
        title=name, file=ContentFile(content, name=name), collection=collection_of(office.agency)
    )
    kept.save()
    return kept


CONTENT = makers.docx(makers.paragraph(WORD))


def word() -> bytes:
    """One content: packed again, the package would hold another time of day."""
    return CONTENT


def states() -> list[str]:
    return list(FileText.objects.order_by("pk").values_list("state", flat=True))


def test_a_disclosed_file_is_read_and_its_page_is_told(office: Office, told: list[int]) -> None:
    kept = document(office, word())
    assert not FileText.objects.exists()  # a draft's file is nobody's to read
    disclose(7, [kept.pk], [])
    assert states() == ["waiting"]
    assert [one.text for one in texts_of(7)] == [""]
    run_waiting()
    (found,) = texts_of(7)
    assert (found.document, found.name, found.kind, found.state) == (kept.pk, "附件.docx", "docx", "done")
    assert found.text == WORD
    assert told == [7]


def test_what_is_withdrawn_is_nobodys_any_more_and_purging_forgets_its_words(
    office: Office, told: list[int]
) -> None:
    kept, same = document(office, word()), document(office, word(), "另一份.docx")
    disclose(7, [kept.pk], [])
    disclose(8, [same.pk], [])
    run_waiting()
    conceal(7)
    assert texts_of(7) == []
    forget_page(7)
    assert states() == ["done"]  # another page disclosed the same words
    forget_page(8)
    assert states() == []


def test_one_content_is_read_once_for_all_pages(
    office: Office, told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = texts.words_of
    monkeypatch.setattr(texts, "words_of", lambda kind, data: read.append(kind) or real(kind, data))
    disclose(7, [document(office, word()).pk, document(office, word(), "同样.docx").pk], [])
    disclose(8, [document(office, word(), "又一份.docx").pk], [])
    run_waiting()
    disclose(9, [document(office, word(), "后来的.docx").pk], [])
    run_waiting()
    assert read == ["docx"]
    assert {7, 8} <= set(told)
    assert [one.text for one in texts_of(9)] == [WORD]


@pytest.mark.parametrize(
    ("name", "make", "state", "reason"),
    [
        ("停不下来.pdf", bombs.endless_pdf, "failed", "too_slow"),
        ("炸弹.docx", bombs.zip_bomb, "failed", "bomb"),
        ("有密码.pdf", bombs.locked_pdf, "failed", "encrypted"),
        ("图片.png", makers.png, "none", "picture"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    office: Office,
    told: list[int],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    make: Callable[[], bytes],
    state: str,
    reason: str,
) -> None:
    limits = searchable.Limits(seconds=1)
    monkeypatch.setattr(texts, "words_of", lambda kind, data: searchable.words_of(kind, data, limits))
    disclose(7, [document(office, make(), name).pk], [])
    run_waiting()
    found = FileText.objects.get()
    assert (found.state, found.reason, found.text) == (state, reason, "")
    assert found.note
    assert told == [7]


def test_a_file_that_is_gone_is_said_to_be_gone(office: Office) -> None:
    kept = document(office, word())
    disclose(7, [kept.pk], [])
    kept.file.storage.delete(kept.file.name)
    run_waiting()
    assert FileText.objects.get().reason == "missing"


def test_what_was_forgotten_is_looked_after(office: Office, told: list[int]) -> None:
    from django_tasks_db.models import DBTaskResult

    disclose(7, [document(office, word()).pk], [])
    FileText.objects.all().delete()  # as after an update from a version without texts
    DBTaskResult.objects.all().delete()
    texts.catch_up()
    assert states() == ["waiting"]
    DBTaskResult.objects.all().delete()  # the worker was killed three times, and the task given up
    assert texts.catch_up() == 0
    FileText.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    assert texts.catch_up() == 1
    run_waiting()
    assert states() == ["done"]
    assert told == [7]


def test_a_file_that_kills_its_workers_is_given_up(office: Office, told: list[int]) -> None:
    disclose(7, [document(office, word()).pk], [])
    FileText.objects.update(tries=texts.TRIES, asked_at=timezone.now() - timedelta(hours=1))
    texts.catch_up()
    assert states() == ["failed"]
    run_waiting()
    assert FileText.objects.get().reason == "gave_up"


def test_whoever_fails_to_listen_is_told_again(office: Office) -> None:
    heard: list[int] = []

    def deaf(page: int) -> None:
        heard.append(page)
        if len(heard) == 1:
            raise RuntimeError

    registry.when_text_ready("deaf", deaf)
    try:
        disclose(7, [document(office, word()).pk], [])
        run_waiting()
        assert not FileText.objects.get().told
        FileText.objects.update(asked_at=timezone.now() - timedelta(hours=1))
        texts.catch_up()
        run_waiting()
    finally:
        registry.forget_teller("deaf")
    assert heard == [7, 7]
    assert FileText.objects.get().told


def test_nothing_of_a_file_is_logged(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    disclose(7, [document(office, b"%PDF-1.7\n" + WORD.encode(), f"{WORD}.pdf").pk], [])
    run_waiting()
    assert states() == ["failed"]
    assert WORD not in caplog.text
